//! Released results of two projects beside each other: equal words with their difference, everything else with the reason.

use serde_json::json;

use super::town::{Person, Town};

const FORM: &str = "\
## survey
| type | name | label | evaluation::criterion | evaluation::measure |
|---|---|---|---|---|
| select_one happy | sat_light | How happy are you with the light? | light | satisfaction |
| select_one happy | sat_bins | How happy are you with the bins? | bins | satisfaction |
| select_one yn | dog | Do you have a dog? | | |
## choices
| list_name | name | label | evaluation::points |
|---|---|---|---|
| happy | 1 | Not happy | 1 |
| happy | 2 | So so | 2 |
| happy | 3 | Happy | 3 |
| yn | yes | Yes | |
| yn | no | No | |
";

/// A project in which 40 people were asked and whose result was released, with so many who are happy with the light.
fn released<'t>(town: &'t Town, form: &str, happy: usize) -> Person<'t> {
    let carol = town.carol();
    carol.does(&["form", "add", &town.file("home.md", form)]);
    for number in 0..40 {
        let light = if number < happy { "3" } else { ["1", "2"][number % 2] };
        let (bins, dog) = (["1", "2", "3"][number % 3], ["yes", "no"][number % 2]);
        let answers = json!({ "sat_light": light, "sat_bins": bins, "dog": dog });
        carol.interviews("home", &answers);
    }
    carol.does(&["sync"]);
    carol.does(&["release", "from", "10"]);
    carol.does(&["release", "ask", "Spring", "--reply-days", "0"]);
    carol.does(&["sync"]);
    carol.does(&["sync"]);
    carol
}

#[test]
fn only_what_was_asked_in_the_same_words_is_compared_and_the_rest_says_why() {
    let (lark, elm) = (Town::surveying("street_lights"), Town::surveying("street_lights"));
    let carol = released(&lark, FORM, 10);
    let dora = released(&elm, &FORM.replace("with the bins", "with how bins are emptied"), 20);
    let (ours, theirs) = (lark.path("ours.json"), elm.path("theirs.json"));
    carol.does(&["release", "save", "1", "--to", &ours, "--to-compare"]);
    dora.does(&["release", "save", "1", "--to", &theirs, "--to-compare"]);

    let said = carol.does(&["compare", &ours, &theirs]);
    let (alike, apart) = said.split_once("Not compared").unwrap();
    assert!(alike.contains("How happy are you with the light?") && alike.contains("Do you have a dog?"), "{said}");
    assert!(alike.contains("25 %") && alike.contains("50 %") && alike.contains("+25 points"), "{said}");
    assert!(!alike.contains("bins"), "{said}");
    assert!(apart.contains("How happy are you with the bins?: asked in other words"), "{said}");
    assert!(apart.contains("with how bins are emptied?: asked in other words"), "{said}");
    assert_eq!(carol.does(&["compare", &ours, &theirs]), said);
    assert!(carol.does(&["--language", "es", "compare", &theirs, &ours]).contains("\u{2212}25 puntos"));

    let page = lark.path("beside.html");
    carol.does(&["compare", &ours, &theirs, "--html", &page]);
    assert!(std::fs::read_to_string(page).unwrap().contains("+25 points"));
    assert!(carol.fails(&["compare", &ours, &ours[..ours.len() - 1]]).contains("can't be read"));
    let none = lark.file("none.json", "{}");
    assert!(carol.fails(&["compare", &ours, &none]).contains("no released result to compare"));
    assert!(carol.fails(&["compare", &ours]).contains("it takes two"));
}
