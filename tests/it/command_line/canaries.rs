//! Canaries: a marker in every personal field, then a search of everything that leaves a phone.
//!
//! What may still be found where is one table. It may shrink and never grow: a field that is sealed one day loses its places.

use std::path::PathBuf;

use doorstep_server::Search;
use doorstep_tests::harness::Relay;
use doorstep_tests::tally;
use serde_json::json;

use super::town::Town;

/// Where a marker is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    ServerStore,
    AuditLog,
    ServerLog,
    Wire,
    Errors,
    Results,
}

const EVERYWHERE: [Place; 6] =
    [Place::ServerStore, Place::AuditLog, Place::ServerLog, Place::Wire, Place::Errors, Place::Results];

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
        canary("free text", REMARK, &[Place::ServerStore]),
        canary("reason of a correction", REASON, &[Place::ServerStore]),
        canary("released words", QUOTE, &[Place::ServerStore, Place::Results]),
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
const UNFINISHED: &str = "Larkspurferret was asked";
const REFUSED: &str = "Foxgloveheron is no choice";

const FORM: &str = "## survey\n
| type | name | label | required | evaluation::criterion | evaluation::measure | evaluation::perspective | evaluation::sealed | evaluation::review |
|---|---|---|---|---|---|---|---|---|
| select_one view | view | You are | yes | | | yes | | |
| select_one happy | sat | How clean is it? | | clean | satisfaction | | | |
| text | best | What is good here? | | | | | | yes |
| text | remark | Anything else? | | | | | | |
| text | name | Your name? | | | | | yes | |
| text | contact | How to reach you? | | | | | yes | |\n
## choices\n
| list_name | name | label | evaluation::points |
|---|---|---|---|
| view | resident | A resident | |
| happy | low | Unhappy | 1 |
| happy | high | Happy | 3 |
";

/// What was said on screens while the story went on, and the secrets among it.
struct Said {
    errors: String,
    results: String,
    invite: String,
    token: String,
    sheet: String,
}

/// Founding, joining, interviews, errors, words, results: with every marker where a person would put such a thing.
fn story(town: &Town) -> Said {
    let carol = town.carol();
    let founded = carol.founds();
    let sheet = founded.split_whitespace().find(|word| word.matches('-').count() >= 7).expect("a sheet").to_owned();
    carol.does(&["area", "add", "Lark House"]);
    carol.does(&["door", "add", ADDRESS, "14 Larch Road", "--note", ENTRY_NOTE, "--area", "Lark House"]);
    carol.does(&["form", "add", &town.file("canaries.md", FORM)]);
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
    let done = bob.reads(&["interview", "canaries", "--door", ADDRESS, "--answers", &answers]);
    let id = done["interview"].as_str().expect("an id").to_owned();
    bob.does(&["correct", &id, "sat", "low", "--reason", REASON]);
    let wrong = town.file("wrong.json", json!({ "view": "resident", "sat": REFUSED }).to_string());
    errors += &bob.fails(&["interview", "canaries", "--door", ADDRESS, "--answers", &wrong]);
    errors += &bob.fails(&["correct", &id, "sat", REFUSED, "--reason", REASON]);
    // Left in the middle, by somebody who closes the terminal.
    bob.types(&["interview", "canaries", "--door", ADDRESS], &format!("resident\nhigh\n{UNFINISHED}\n"));
    bob.does(&["sync"]);
    let mallory = town.person("mallory");
    errors += &mallory.fails(&["join", &invite]);
    carol.does(&["sync"]);
    carol.does(&["quote", &id, "best", QUOTE]);
    carol.does(&["sync"]);
    let page = town.path("result.html");
    carol.does(&["results", "--html", &page]);
    let results = carol.does(&["results", "--text"]) + &std::fs::read_to_string(page).expect("the page was written");
    Said { errors, results, invite, token: town.said("token"), sheet }
}

#[test]
fn what_stands_in_a_personal_field_is_found_nowhere_but_where_the_table_says() {
    let town = Town::watched(|server| Relay::to(server).expect("a relay"));
    let said = story(&town);
    let seen = town.seen();
    assert!(seen.len() > 10_000, "the relay saw the sessions");
    let file = |name: &str, bytes: &[u8]| vec![PathBuf::from(town.file(name, bytes))];
    let store = ["server.db", "server.db-wal"].map(|name| PathBuf::from(town.path(&format!("server/{name}"))));
    let paths = |place: Place| match place {
        Place::ServerStore => store.iter().filter(|path| path.exists()).cloned().collect(),
        Place::AuditLog => vec![PathBuf::from(town.path("server/audit"))],
        Place::ServerLog => vec![PathBuf::from(town.path("server.log"))],
        Place::Wire => file("wire.bin", &seen),
        Place::Errors => file("errors.txt", said.errors.as_bytes()),
        Place::Results => file("results.txt", said.results.as_bytes()),
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
