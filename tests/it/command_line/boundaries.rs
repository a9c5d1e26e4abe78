//! Boundaries of areas from a file: who may set them, what is refused by name, and the map in the result.

use serde_json::{Value, json};

use super::town::Town;

fn square(west: f64, south: f64) -> Value {
    let (east, north) = (west + 0.01, south + 0.01);
    json!([[[west, south], [east, south], [east, north], [west, north], [west, south]]])
}

fn file(town: &Town, name: &str, areas: &[(&str, Value)]) -> String {
    let feature = |(name, rings): &(&str, Value)| {
        json!({ "type": "Feature", "properties": { "WD24NM": name },
            "geometry": { "type": "Polygon", "coordinates": rings } })
    };
    let features: Vec<Value> = areas.iter().map(feature).collect();
    town.file(name, json!({ "type": "FeatureCollection", "features": features }).to_string())
}

#[test]
fn boundaries_come_from_a_file_once_and_reach_everybody() {
    let town = Town::surveying("street_lights");
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    let wards = file(&town, "wards.geojson", &[("LARK HOUSE", square(-0.1, 51.5)), ("Elm Row", square(-0.09, 51.5))]);
    let import = ["area", "boundaries", &wards, "--name-property", "WD24NM"];
    let unknown = carol.fails(&import);
    assert!(unknown.contains("the project has no area named Elm Row"), "{unknown}");
    let set = carol.does(&[&import[..], &["--add-areas"]].concat());
    assert!(set.contains("New areas: Elm Row.") && set.contains("2 boundaries set."), "{set}");
    let again = carol.does(&import);
    assert!(again.contains("0 boundaries set; 2 were so already."), "{again}");
    carol.does(&["sync"]);
    assert!(alice.fails(&import).contains("does not allow this"), "a volunteer sets nothing up");
    alice.does(&["sync"]);
    let listed = alice.does(&["area", "list"]);
    assert!(listed.lines().all(|line| line.contains("with a boundary")), "{listed}");
}

#[test]
fn a_file_with_faults_changes_nothing_and_names_them() {
    let town = Town::surveying("street_lights");
    let carol = town.carol();
    let bow = json!([[[0.0, 0.0], [0.01, 0.01], [0.01, 0.0], [0.0, 0.01], [0.0, 0.0]]]);
    let open = json!([[[0.0, 0.0], [0.01, 0.0], [0.01, 0.01], [0.0, 0.01]]]);
    let faulty = file(&town, "faulty.geojson", &[("Lark House", bow), ("Elm Row", open)]);
    let told = carol.fails(&["area", "boundaries", &faulty, "--name-property", "WD24NM", "--add-areas"]);
    assert!(told.contains("the line around “Lark House” crosses itself"), "{told}");
    assert!(told.contains("the line around “Elm Row” is open"), "{told}");
    let overlapping = file(&town, "over.geojson", &[("Lark House", square(0.0, 51.0)), ("Elm", square(0.005, 51.0))]);
    let told = carol.fails(&["area", "boundaries", &overlapping, "--name-property", "WD24NM", "--add-areas"]);
    assert!(told.contains("“Elm” and “Lark House” overlap by"), "{told}");
    let told = carol.fails(&["area", "boundaries", &overlapping, "--name-property", "name"]);
    assert!(told.contains("it has these: WD24NM"), "{told}");
    assert_eq!(carol.reads(&["area", "list"]).as_array().unwrap().len(), 1, "no area was added");
    assert!(!carol.does(&["area", "list"]).contains("with a boundary"));
}
