//! What was agreed on a criterion: written by coordinators, shown beside the result, two versions kept until one is decided.

use serde_json::json;

use super::town::Town;

#[test]
fn two_coordinators_who_agree_on_different_words_see_both_until_one_decides() {
    let town = Town::surveying("neighbourhood_coassessment");
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    let dora = town.person("dora");
    dora.does(&[
        "join",
        carol.does(&["invite", "--role", "coordinator"]).lines().find(|l| l.contains("DOORSTEP0:")).unwrap().trim(),
    ]);
    assert!(alice.fails(&["criterion", "clean", "--good", "No litter"]).contains("ask a coordinator"));
    assert!(carol.fails(&["criterion", "clean", "--agreed-on", "spring"]).contains("write it as 2026-03-14"));
    let said = carol.does(&[
        "criterion",
        "clean",
        "--good",
        "Swept weekly",
        "--agreed-by",
        "Tenants and the council",
        "--agreed-on",
        "2026-03-14",
    ]);
    assert!(said.contains("clean") && said.contains("agreed on: 2026-03-14"), "{said}");
    carol.does(&["sync"]);
    dora.does(&["sync"]);
    carol.does(&["criterion", "clean", "--good", "Swept every Monday", "--team-satisfaction", "4"]);
    dora.does(&["criterion", "clean", "--good", "No litter by noon"]);
    for person in [&carol, &dora, &carol, &alice] {
        person.does(&["sync"]);
    }
    assert_eq!(alice.reads(&["criterion"])[0]["good"].as_array().map(Vec::len), Some(2));
    assert!(alice.does(&["criterion"]).contains("two versions"));

    let answers = json!({ "age_ok": "yes", "agree": "yes", "view": "resident", "spare": "short" });
    alice.interviews("neighbourhood", &answers);
    let result = alice.does(&["results"]).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(result.contains("No litter by noon") && result.contains("Swept every Monday"), "{result}");
    assert!(result.contains("Agreed by Tenants and the council, 2026-03-14."), "{result}");
    assert!(result.contains("The service’s own agreed answer"), "{result}");

    carol.does(&["criterion", "clean", "--good", "No litter by noon"]);
    carol.does(&["sync"]);
    alice.does(&["sync"]);
    assert_eq!(alice.reads(&["criterion"])[0]["good"], json!(["No litter by noon"]));
}
