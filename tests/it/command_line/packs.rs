//! Question packs between two organisations: made, looked at, taken over, put into a questionnaire and passed on; and that nobody's
//! answer, name or address gets into one.

use serde_json::{Value, json};

use super::town::{Person, Town};

const ADDRESS: &str = "12 Larch Road";
const NAME: &str = "Zebedee Thornquist";
const MEMBER: &str = "Ottoline Wagtailbrook";
const WORDS: &str = "The marmalade fox sweeps the stairs every Monday";
const ANSWER: &str = "Saltmarshpony in the yard";

const FORM: &str = "\
## survey
| type | name | label::English (en) | label::Español (es) | relevant | evaluation::criterion | evaluation::measure | evaluation::sealed | evaluation::review |
|---|---|---|---|---|---|---|---|---|
| integer | lamps | How many lanterns hang here? | ¿Cuántos faroles cuelgan aquí? | | | | | |
| select_one happy | sat | How happy are you with the light? | ¿Está contenta con la luz? | ${lamps} > 0 | light | satisfaction | | |
| text | best | What is good here? | ¿Qué hay de bueno? | | | | | yes |
| text | remark | Anything else? | ¿Algo más? | | | | | |
| text | name | Your name? | ¿Su nombre? | | | | yes | |
## choices
| list_name | name | label::English (en) | label::Español (es) | evaluation::points |
|---|---|---|---|---|
| happy | low | Not happy | Nada | 1 |
| happy | mid | So so | Regular | 2 |
| happy | high | Happy | Mucho | 3 |
";

/// A coordinator whose project has asked somebody everything, has criteria, codes and a checked translation.
fn asked(town: &Town) -> Person<'_> {
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    carol.does(&["form", "add", &town.file("light.md", FORM)]);
    carol.does(&[
        "criterion",
        "light",
        "--name",
        "Light",
        "--good",
        "Nobody walks in the dark",
        "--own-figure",
        "94 %",
    ]);
    carol.does(&["codes", "Dark corners", "--means", "Places that people avoid"]);
    carol.does(&["form", "checked", "light", "--spoken", "es", "--by", "Rosa"]);
    carol.does(&["my-name", MEMBER]);
    carol.does(&["sync"]);
    alice.does(&["sync"]);
    alice.interviews("light", &json!({ "lamps": 3, "sat": "low", "best": WORDS, "remark": ANSWER, "name": NAME }));
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    carol
}

fn makes<'t>(file: &'t str, more: &[&'t str]) -> Vec<&'t str> {
    let start = ["question-pack", "make", file, "--form", "light", "--title", "Street light"];
    [&start[..], &["--organisation", "Larkfield Council"], more].concat()
}

#[test]
fn a_pack_goes_from_one_organisation_to_another_and_stays_known_as_theirs() {
    let (lark, elm) = (Town::surveying("street_lights"), Town::surveying("street_lights"));
    let (carol, dora) = (asked(&lark), elm.carol());
    let file = lark.path("light.pack.json");
    let story = ["--question", "sat", "--who", "Lark House tenants", "--changed", "Nine lamps were mended"];
    carol.does(&makes(&file, &[&story[..], &["--ask", "Amina, 555 0100", "--ask-agreed"]].concat()));

    let shown = dora.does(&["question-pack", "show", &file]);
    for part in [
        "Street light (Larkfield Council, Larkfield",
        "who tried it: Lark House tenants",
        "whom to ask: Amina, 555 0100",
        "lamps  How many lanterns hang here?",
        "checked by somebody who speaks it: Español (es)",
        "criterion light Light: Nobody walks in the dark",
        "code Dark corners: Places that people avoid",
    ] {
        assert!(shown.contains(part), "{part} is missing: {shown}");
    }
    assert!(!shown.contains("94 %") && !shown.contains("Rosa"), "{shown}");

    let draft = elm.path("draft.xlsx");
    let said = dora.does(&["question-pack", "take", &file, "--to", &draft, "--form", "street_lights"]);
    assert!(said.contains("criteria proposed: light") && said.contains("2 questions are in"), "{said}");
    assert_eq!(dora.reads(&["criterion"])[0]["good"], json!(["Nobody walks in the dark"]));
    assert_eq!(dora.reads(&["criterion"])[0]["agreed_by"], json!([]));
    assert_eq!(dora.reads(&["codes"])[0]["name"], json!("Dark corners"));
    assert!(dora.does(&["question-pack", "list"]).contains("0 of 2 questions asked here in the same words"));
    dora.does(&["form", "add", &draft]);
    assert!(dora.does(&["question-pack", "list"]).contains("2 of 2 questions asked here in the same words"));

    dora.does(&["criterion", "light", "--good", "Every lamp works", "--agreed-by", "Elm Court"]);
    dora.does(&["question-pack", "take", &file]);
    assert_eq!(dora.reads(&["criterion"])[0]["good"], json!(["Every lamp works"]));
    dora.does(&["sync"]);
    let bob = elm.researcher("bob");
    bob.does(&["sync"]);
    assert_eq!(bob.reads(&["question-pack", "list"]).as_array().map(Vec::len), Some(1));
    assert!(!bob.does(&["question-pack", "list"]).contains("555 0100"), "whom to ask stays in the file");
    assert!(bob.fails(&["question-pack", "take", &file]).contains("ask a coordinator"));

    let on = elm.path("on.pack.json");
    let version = dora.reads(&["form", "list"]).as_array().unwrap().last().unwrap()["version"].clone();
    let make = ["question-pack", "make", &on, "--form", version.as_str().unwrap(), "--question", "sat"];
    dora.does(&[&make[..], &["--title", "Light again", "--organisation", "Elm Council"]].concat());
    let read: Value = serde_json::from_str(&std::fs::read_to_string(&on).unwrap()).unwrap();
    assert_eq!(read["pack"]["made_from"][0]["organisation"], json!("Larkfield Council"));
    assert!(carol.does(&["question-pack", "show", &on]).contains("(asked here in the same words)"));
}

#[test]
fn no_answer_no_name_and_no_address_of_a_project_gets_into_a_pack() {
    let town = Town::surveying("street_lights");
    let carol = asked(&town);
    let file = town.path("all.pack.json");
    carol.does(&makes(&file, &["--ask", MEMBER, "--ask-agreed"]));
    let text = std::fs::read_to_string(&file).unwrap();
    let contact_told = text.replacen(MEMBER, "", 1);
    for said in [ADDRESS, NAME, MEMBER, WORDS, ANSWER, "94 %", "Rosa"] {
        assert!(!contact_told.contains(said), "{said} is in the pack");
    }
    let refused = |more: &[&str]| carol.fails(&makes(&file, more));
    assert!(refused(&["--place", "Near 12 LARCH ROAD."]).contains("an address of this project"));
    assert!(refused(&["--who", "zebedee thornquist and others"]).contains("somebody's name or contact"));
    assert!(refused(&["--who", MEMBER]).contains("somebody's name of this project"));
    assert!(refused(&["--changed", &format!("One said: {WORDS}")]).contains("somebody's own words"));
    carol.does(&["codes", "Near 12 Larch Road"]);
    assert!(refused(&[]).contains("an address of this project"));
    carol.does(&makes(&file, &["--without-codes"]));
}

#[test]
fn a_pack_that_can_t_be_made_or_read_gets_one_clear_sentence() {
    let town = Town::surveying("street_lights");
    let carol = asked(&town);
    let file = town.path("light.pack.json");
    assert!(carol.fails(&makes(&file, &["--ask", "Amina"])).contains("only if that person agreed"));
    assert!(carol.fails(&makes(&file, &["--question", "lanterns"])).contains("has no question lanterns"));
    assert!(town.person("alice").fails(&makes(&file, &[])).contains("ask a coordinator"));
    assert!(!std::path::Path::new(&file).exists());
    carol.does(&makes(&file, &["--question", "sat"]));
    let text = std::fs::read_to_string(&file).unwrap();
    let meddled = town.file("meddled.json", text.replace("How happy are you", "How happy were you"));
    assert!(carol.fails(&["question-pack", "take", &meddled]).contains("it was changed on the way"));
    let none = town.file("none.json", "{}");
    assert!(carol.fails(&["question-pack", "show", &none]).contains("no question pack"));
    assert!(carol.does(&["question-pack", "list"]).contains("No question pack was taken yet"));
}
