//! Translations of a questionnaire: whoever asks in one knows whether somebody who speaks it has checked it, and only coordinators know who.

use doorstep_tests::harness::files_with;

use super::town::Town;

const SPEAKER: &str = "Rosalind Quickthorn";

const FORM: &str = "## survey\n
| type | name | label::English (en) | label::Español (es) |
|---|---|---|---|
| text | best | What is good here? | ¿Qué hay de bueno aquí? |
";

fn named_in(town: &Town) -> Vec<String> {
    let files = files_with(town.path("").as_ref(), SPEAKER).unwrap();
    files.iter().map(|file| file.display().to_string()).collect()
}

#[test]
fn a_checked_translation_is_known_to_everybody_and_its_checker_to_coordinators_until_they_are_forgotten() {
    let town = Town::new();
    let carol = town.carol();
    carol.founds();
    carol.does(&["form", "add", &town.file("two_languages.md", FORM)]);
    carol.does(&["sync"]);
    let bob = town.researcher("bob");
    let unchecked = bob.does(&["form", "checked", "two_languages"]);
    assert_eq!(unchecked, "English (en): the original\nEspañol (es): nobody who speaks it has checked it yet\n");
    assert!(
        bob.fails(&["form", "checked", "two_languages", "--spoken", "es", "--by", "Bob"]).contains("does not allow")
    );
    assert!(carol.fails(&["form", "checked", "two_languages", "--spoken", "fr", "--by", SPEAKER]).contains("language"));

    let checked = carol.does(&["form", "checked", "two_languages", "--spoken", "es", "--by", SPEAKER]);
    assert!(checked.contains(&format!("Español (es): checked by {SPEAKER}, ")), "{checked}");
    for person in [&carol, &bob] {
        person.does(&["sync"]);
    }
    let known = bob.does(&["form", "checked", "two_languages"]);
    assert!(known.contains("Español (es): checked, ") && !known.contains(SPEAKER), "{known}");
    assert_eq!(named_in(&town), [""; 0], "the name is sealed wherever it lies");

    let forgotten = carol.does(&["form", "checked", "two_languages", "--spoken", "es", "--forget-name"]);
    assert!(forgotten.contains("Español (es): checked, ") && !forgotten.contains(SPEAKER), "{forgotten}");
    carol.does(&["sync"]);
}
