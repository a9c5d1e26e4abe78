//! Canaries: a marker in every personal field, then a search of everything that leaves a phone.
//!
//! What may still be found where is one table. It may shrink and never grow: a field that is sealed one day loses its places.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;

use doorstep_core::member::Keypair;
use doorstep_core::sealed_file::Identity;
use doorstep_server::Search;
use doorstep_tests::harness::Relay;
use doorstep_tests::tally;
use serde_json::json;

use super::town::Town;

/// Where a marker is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    ServerStore,
    /// What lies beside the store in the server's directory, the audit log and the erasure ledger among it.
    BesideTheStore,
    ServerLog,
    /// A backup that nobody sealed: it holds what the store holds.
    PlainBackup,
    SealedBackup,
    /// What a courier carries to the server.
    FileToPassOn,
    Wire,
    Errors,
    Results,
    /// What the server's page shows to whoever has a card's number, or guesses.
    CardPage,
}

const EVERYWHERE: [Place; 10] = [
    Place::ServerStore,
    Place::BesideTheStore,
    Place::ServerLog,
    Place::PlainBackup,
    Place::SealedBackup,
    Place::FileToPassOn,
    Place::Wire,
    Place::Errors,
    Place::Results,
    Place::CardPage,
];

/// Where everything can be read that the server can read.
const AS_THE_SERVER: &[Place] = &[Place::ServerStore, Place::PlainBackup];

/// A personal field, what stands in it, and where that may be found.
struct Canary {
    field: &'static str,
    marker: String,
    allowed: &'static [Place],
}

fn canary(field: &'static str, marker: &str, allowed: &'static [Place]) -> Canary {
    Canary { field, marker: marker.to_owned(), allowed }
}

/// Fields without a place are protected today; the server reads the others, as the page on security says.
fn canaries(said: &Said) -> Vec<Canary> {
    let mut canaries = vec![
        canary("door address", ADDRESS, &[]),
        canary("how to get in", ENTRY_NOTE, &[]),
        canary("name of who was asked", NAME, &[]),
        canary("contact of who was asked", CONTACT, &[]),
        canary("free text that is read first", WORDS, &[]),
        canary("free text", REMARK, AS_THE_SERVER),
        canary("reason of a correction", REASON, AS_THE_SERVER),
        canary("released words", QUOTE, &[Place::ServerStore, Place::PlainBackup, Place::Results]),
        canary("name of who checked a translation", SPEAKER, &[]),
        // Both are what was typed there, and go from one step to the next.
        canary("word that a respondent chose", CARD_WORD, &[Place::CardPage]),
        canary("number on a respondent's card", &said.card, &[Place::CardPage]),
        canary("what somebody asked for help with", HELP, &[]),
        canary("how to reach who asked for help", HELP_REACH, &[]),
        canary("answer of an unfinished interview", UNFINISHED, &[]),
        canary("answer that was refused", REFUSED, &[]),
    ];
    for (field, secret) in [("invite", &said.invite), ("founding token", &said.token), ("recovery sheet", &said.sheet)]
    {
        canaries.push(canary(field, secret, &[]));
    }
    canaries
}

const ADDRESS: &str = "12 Quillfeather Row";
const ENTRY_NOTE: &str = "Brasswhistle under the mat";
const NAME: &str = "Zebedee Thornquist";
const CONTACT: &str = "tangerine@thornquist.example";
const WORDS: &str = "Marmaladefox sweeps the stairs";
const REMARK: &str = "Saltmarshpony in the yard";
const REASON: &str = "Periwinklegoat misheard it";
const QUOTE: &str = "Dandelionbadger sweeps the stairs";
const HELP: &str = "Chicorywren broke the lock";
const HELP_REACH: &str = "teaselvole@row.example";
const UNFINISHED: &str = "Larkspurferret was asked";
const CARD_WORD: &str = "Hollyhockstoat";
const SPEAKER: &str = "Ottoline Wagtailbrook";
const REFUSED: &str = "Foxgloveheron is no choice";

const FORM: &str = "## survey\n
| type | name | label::English (en) | label::Español (es) | required | evaluation::criterion | evaluation::measure | evaluation::perspective | evaluation::sealed | evaluation::review |
|---|---|---|---|---|---|---|---|---|---|
| select_one view | view | You are | Usted es | yes | | | yes | | |
| select_one happy | sat | How clean is it? | ¿Está limpio? | | clean | satisfaction | | | |
| text | best | What is good here? | ¿Qué hay de bueno? | | | | | | yes |
| text | remark | Anything else? | ¿Algo más? | | | | | | |
| text | name | Your name? | ¿Su nombre? | | | | | yes | |
| text | contact | How to reach you? | ¿Cómo localizarle? | | | | | yes | |\n
## choices\n
| list_name | name | label::English (en) | label::Español (es) | evaluation::points |
|---|---|---|---|---|
| view | resident | A resident | Vecino | |
| happy | low | Unhappy | Poco | 1 |
| happy | high | Happy | Mucho | 3 |
";

/// What was said on screens while the story went on, and the secrets among it.
struct Said {
    errors: String,
    results: String,
    card_page: String,
    invite: String,
    token: String,
    sheet: String,
    /// The number on the card that the respondent was given.
    card: String,
    interview: String,
}

/// Founding, joining, interviews, errors, words, results: with every marker where a person would put such a thing.
fn story(town: &Town) -> Said {
    let carol = town.carol();
    let founded = carol.founds();
    let sheet = founded.split_whitespace().find(|word| word.starts_with("DOORSTEP0:")).expect("a sheet").to_owned();
    carol.does(&["area", "add", "Lark House"]);
    carol.does(&["door", "add", ADDRESS, "14 Larch Road", "--note", ENTRY_NOTE, "--area", "Lark House"]);
    carol.does(&["form", "add", &town.file("canaries.md", FORM)]);
    carol.does(&["form", "checked", "canaries", "--spoken", "es", "--by", SPEAKER]);
    carol.does(&["help-slips", "kinds", "Repairs: Housing team: 7"]);
    carol.does(&["sync"]);
    let invite = carol.invites();
    let bob = town.person("bob");
    bob.does(&["join", &invite]);
    let mut errors = String::new();
    let answers = town.file(
        "answers.json",
        json!({
            "view": "resident", "sat": "high", "best": WORDS, "remark": REMARK, "name": NAME, "contact": CONTACT,
        })
        .to_string(),
    );
    let asked = ["interview", "canaries", "--door", ADDRESS, "--answers", &answers, "--word", CARD_WORD];
    let done = bob.reads(&asked);
    let id = done["interview"].as_str().expect("an id").to_owned();
    let card = done["card"].as_str().expect("a card").to_owned();
    bob.does(&["correct", &id, "sat", "low", "--reason", REASON]);
    let wrong = town.file("wrong.json", json!({ "view": "resident", "sat": REFUSED }).to_string());
    errors += &bob.fails(&["interview", "canaries", "--door", ADDRESS, "--answers", &wrong]);
    errors += &bob.fails(&["correct", &id, "sat", REFUSED, "--reason", REASON]);
    let help = ["help-slips", "ask", ADDRESS, "--kind", "Repairs", "--words", HELP, "--reach", HELP_REACH];
    errors += &bob.fails(&help);
    bob.does(&[&help[..], &["--said-yes", "--after", &id]].concat());
    // Left in the middle, by somebody who closes the terminal.
    bob.types(&["interview", "canaries", "--door", ADDRESS], &format!("resident\nhigh\n{UNFINISHED}\n"));
    bob.does(&["pack", &town.path("to-the-server")]);
    bob.does(&["sync"]);
    let mallory = town.person("mallory");
    errors += &mallory.fails(&["join", &invite]);
    carol.does(&["sync"]);
    carol.does(&["quote", &id, "best", QUOTE]);
    carol.does(&["sync"]);
    let page = town.path("result.html");
    carol.does(&["results", "--html", &page]);
    let results = carol.does(&["results", "--text"]) + &std::fs::read_to_string(page).expect("the page was written");
    let card_page = card_page(&town.said("page"), &card);
    Said { errors, results, card_page, invite, token: town.said("token"), sheet, card, interview: id }
}

/// All that the page shows to a respondent who looks, mistypes the word and then has it right, and stops short of erasing.
fn card_page(page: &str, card: &str) -> String {
    let asks = [
        ("/card", format!("number={card}")),
        ("/card/word", format!("number={card}&word=thistle")),
        ("/card/word", format!("number={card}&word={CARD_WORD}")),
        ("/card/word", format!("number={card}&word={CARD_WORD}&lang=es")),
    ];
    asks.map(|(path, body)| post(page, path, &body)).concat()
}

fn post(page: &str, path: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(page).expect("the page listens");
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all((head + body).as_bytes()).expect("the page reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the page answers");
    answer
}

/// Backs the server up, once as it is and once sealed for somebody.
fn back_up(town: &Town) {
    let key = Keypair::from_seed([7; 32]);
    let reader = Identity::of_device(&key).expect("a key can be sealed for").recipient().to_string();
    for (name, how) in [("plain.backup", vec!["--plain"]), ("sealed.backup", vec!["--to", &reader])] {
        let (code, said) = town.server_tool(&[&["backup", &town.path(name)], &how[..]].concat());
        assert_eq!(code, Some(0), "{said}");
    }
}

/// Everything in the server's directory but the store itself.
fn beside_the_store(town: &Town) -> Vec<PathBuf> {
    let all = std::fs::read_dir(town.path("server")).expect("the server's directory is there");
    let all = all.map(|file| file.expect("the directory can be read").path());
    all.filter(|path| !path.to_string_lossy().contains("server.db")).collect()
}

#[test]
fn what_stands_in_a_personal_field_is_found_nowhere_but_where_the_table_says() {
    let town = Town::watched(|server| Relay::to(server).expect("a relay"));
    let said = story(&town);
    back_up(&town);
    let seen = town.seen();
    assert!(seen.len() > 10_000, "the relay saw the sessions");
    assert!(said.card_page.contains("Your answers arrived"), "the card is known there");
    let file = |name: &str, bytes: &[u8]| vec![PathBuf::from(town.file(name, bytes))];
    let store = ["server.db", "server.db-wal"].map(|name| PathBuf::from(town.path(&format!("server/{name}"))));
    let paths = |place: Place| match place {
        Place::ServerStore => store.iter().filter(|path| path.exists()).cloned().collect(),
        Place::BesideTheStore => beside_the_store(&town),
        Place::PlainBackup => vec![PathBuf::from(town.path("plain.backup"))],
        Place::SealedBackup => vec![PathBuf::from(town.path("sealed.backup"))],
        Place::FileToPassOn => vec![PathBuf::from(town.path("to-the-server"))],
        Place::ServerLog => vec![PathBuf::from(town.path("server.log"))],
        Place::Wire => file("wire.bin", &seen),
        Place::Errors => file("errors.txt", said.errors.as_bytes()),
        Place::Results => file("results.txt", said.results.as_bytes()),
        Place::CardPage => file("card.html", said.card_page.as_bytes()),
    };
    let (mut looks, mut leaks, mut stale) = (0, Vec::new(), Vec::new());
    for Canary { field, marker, allowed } in canaries(&said) {
        for place in EVERYWHERE {
            let found = !Search::run(&marker, &paths(place)).expect("the files can be read").found_nothing();
            match (found, allowed.contains(&place)) {
                (true, false) => leaks.push(format!("{field} in {place:?}")),
                (false, true) => stale.push(format!("{field} in {place:?}")),
                (true, true) => println!("{field} can be read in {place:?}, as the table says"),
                (false, false) => {}
            }
            looks += usize::from(!allowed.contains(&place));
        }
    }
    tally::note("read leaks", leaks.len(), looks);
    assert_eq!(leaks, Vec::<String>::new());
    assert_eq!(stale, Vec::<String>::new(), "it is not there any more: take it off the table");
}

#[test]
fn after_an_erasure_nothing_that_somebody_said_is_in_any_file_of_a_phone_or_the_server() {
    let town = Town::watched(|server| Relay::to(server).expect("a relay"));
    let said = story(&town);
    let (carol, bob) = (town.carol(), town.person("bob"));
    let places = |people: &[&str]| -> Vec<PathBuf> {
        let files = std::fs::read_dir(town.path("")).expect("the town is there");
        let files = files.map(|file| file.expect("the town can be read").path());
        let belongs = |path: &PathBuf| {
            people.iter().any(|name| path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(name)))
        };
        files.filter(belongs).collect()
    };
    let told = [WORDS, REMARK, NAME, CONTACT, REASON, QUOTE, CARD_WORD, HELP, HELP_REACH];
    let before = Search::run(REMARK, &places(&["bob.db", "carol.db", "server"])).expect("the files can be read");
    assert!(!before.found_nothing(), "it is there before");
    carol.does(&["withdraw", &said.interview]);
    carol.does(&["sync"]);
    bob.does(&["sync"]);
    let mut left = Vec::new();
    let everything = places(&["bob.db", "carol.db", "server"]);
    for marker in told {
        let search = Search::run(marker, &everything).expect("the files can be read");
        left.extend(search.places.iter().map(|place| format!("{marker} in {}", place.file.display())));
    }
    tally::note("residue", left.len(), told.len() * everything.len());
    assert_eq!(left, Vec::<String>::new());
}
