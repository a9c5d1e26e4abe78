//! The wheel of stages: a coordinator writes down where residents had a part, everybody sees it, and it is one page to hand round.

use serde_json::json;

use super::town::Town;

#[test]
fn where_residents_had_a_part_is_written_by_coordinators_and_drawn_on_one_page() {
    let town = Town::surveying("neighbourhood_coassessment");
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    assert!(carol.does(&["stages"]).contains("Planning how it works (co-design): residents had no part yet"));
    assert!(carol.fails(&["stages", "co-dance", "With music"]).contains("choose co-commission"));
    assert!(alice.fails(&["stages", "co-design", "Nothing"]).contains("ask a coordinator"));
    let said = carol.does(&["stages", "co-design", "Tenants drew the plan"]);
    assert!(said.contains("(co-design): Tenants drew the plan"), "{said}");
    carol.does(&["sync"]);
    alice.does(&["sync"]);
    assert_eq!(alice.reads(&["stages"])[1]["how"], json!("Tenants drew the plan"));
    let page = town.path("wheel.html");
    alice.does(&["stages", "--html", &page]);
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains("Tenants drew the plan") && page.matches("✓").count() == 1, "{page}");
    carol.does(&["stages", "co-design"]);
    assert_eq!(carol.reads(&["stages"])[1]["how"], json!(""));
}
