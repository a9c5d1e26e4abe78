//! Who lives here, set from a file, and the sentences for a file that can't be taken.

use serde_json::json;

use super::town::Town;

#[test]
fn margins_are_taken_from_a_file_by_a_coordinator_and_say_what_they_do() {
    let town = Town::surveying("neighbourhood_coassessment");
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    assert!(carol.does(&["margins"]).starts_with("Nothing is known of who lives here"));
    let wrong = town.file("wrong.csv", "question,choice,share\nhome,owned,40%\nhome,council,40%\n");
    assert!(carol.fails(&["margins", &wrong]).contains("the shares of home add up to 80.00 %, not to 100 %"));
    assert!(carol.does(&["margins"]).starts_with("Nothing is known"), "bad input changes nothing");
    let file = town.file("here.csv", "question,choice,count\nhome,owned,300\nshoes,big,300\n");
    assert!(alice.fails(&["margins", &file]).contains("ask a coordinator"));
    let said = carol.does(&["margins", &file]);
    assert!(
        said.contains("home: owned  300 (100.0 %)") && said.contains("No questionnaire here asks “shoes”"),
        "{said}"
    );
    assert!(said.contains("Nothing is adjusted before 30 interviews."), "{said}");
    carol.does(&["sync"]);
    alice.does(&["sync"]);
    assert_eq!(alice.reads(&["margins"])["groups"][0]["choice"], json!("owned"));
    assert_eq!(carol.does(&["margins", "--none"]), "Results are no longer adjusted.\n");
    assert_eq!(carol.reads(&["margins"])["groups"], json!([]));
}
