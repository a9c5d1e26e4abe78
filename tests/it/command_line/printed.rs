//! What is printed: sheets for letterboxes, charts and maps of a result; lists of doors and guides for whoever knocks.

use serde_json::json;

use super::town::Town;

const FORM: &str = "## survey\n
| type | name | label | evaluation::criterion | evaluation::measure | evaluation::perspective | evaluation::sensitive |
|---|---|---|---|---|---|---|
| select_one view | view | You are | | | yes | |
| select_one happy | sat | How clean is it? | clean | satisfaction | | |
| select_one age | age | Your age | | | | yes |\n
## choices\n
| list_name | name | label | evaluation::points |
|---|---|---|---|
| view | resident | I live here | |
| happy | low | Unhappy | 1 |
| happy | mid | So so | 2 |
| happy | high | Happy | 3 |
| age | young | Under 40 | |
| age | middle | Under 60 | |
| age | old | 60 or over | |
";

/// A project with two areas on the map, and forty interviews in one of them: 24 people are young, 12 in the middle, 4 old; 24 are happy.
fn surveyed() -> Town {
    let town = Town::new();
    let carol = town.carol();
    carol.founds();
    let square = |west: f64| json!([[[west, 51.5], [west + 0.01, 51.5], [west + 0.01, 51.51], [west, 51.5]]]);
    let area = |name: &str, west: f64| {
        json!({ "type": "Feature", "properties": { "name": name },
            "geometry": { "type": "Polygon", "coordinates": square(west) } })
    };
    let areas = json!({ "type": "FeatureCollection", "features": [area("Lark House", -0.1), area("Elm Row", -0.09)] });
    let file = town.file("areas.geojson", areas.to_string());
    carol.does(&["area", "boundaries", &file, "--add-areas"]);
    carol.does(&["form", "add", &town.file("clean.md", FORM)]);
    for number in 0..40 {
        let (age, happy) = match number {
            0..24 => ("young", number % 2 == 0),
            24..36 => ("middle", number < 32),
            _ => ("old", true),
        };
        let answers = json!({ "view": "resident", "sat": if happy { "high" } else { "low" }, "age": age });
        let answers = town.file("answers.json", answers.to_string());
        carol.does(&["interview", "clean", "--area", "Lark House", "--answers", &answers]);
    }
    town
}

#[test]
fn maps_charts_and_sheets_show_what_outsiders_may_see() {
    let town = surveyed();
    let carol = town.carol();
    let page = town.path("result.html");
    carol.does(&["results", "--html", &page]);
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains("On the map") && page.matches("class=\"hatch\"").count() == 2, "Elm Row, and the legend");

    let folder = town.path("charts");
    let told = carol.does(&["results", "--charts", &folder, "--for", "the annual report"]);
    assert!(told.contains("2 charts"), "{told}");
    let bars = std::fs::read_to_string(format!("{folder}/clean-satisfaction.svg")).unwrap();
    assert!(bars.starts_with("<svg xmlns=") && bars.contains("63"), "{bars}");
    let map = std::fs::read_to_string(format!("{folder}/map-clean.svg")).unwrap();
    assert!(map.contains("Lark House: 63") && map.contains("Elm Row"), "{map}");

    let sheet = town.path("sheet.html");
    carol.does(&["sheet", "--area", "Lark House", "--to", &sheet]);
    let sheet = std::fs::read_to_string(sheet).unwrap();
    assert!(sheet.contains("What you said, what happens now") && sheet.contains("63"), "{sheet}");
    assert!(sheet.contains("data@larkfield.example"), "who answers questions");
    let spanish = town.path("hoja.html");
    carol.does(&["--language", "es", "sheet", "--to", &spanish]);
    assert!(std::fs::read_to_string(spanish).unwrap().contains("Lo que dijeron, lo que pasa ahora"));

    let noted = carol.does(&["exports"]);
    assert!(noted.contains("charts, the annual report") && noted.contains("sheet, Lark House"), "{noted}");
    let alice = town.person("alice");
    alice.does(&["join", &carol.invites()]);
    assert!(alice.fails(&["sheet", "--to", &town.path("no.html")]).contains("does not allow this"));
}

#[test]
fn a_list_of_doors_holds_ones_own_and_no_address_that_the_phone_can_not_read() {
    let town = Town::surveying("street_lights");
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    alice.does(&["sync"]);
    let path = town.path("doors.html");
    let printed = |arguments: &[&str]| {
        let told = alice.does(&[&["print", "doors", "--to", &path], arguments].concat());
        assert!(told.contains("destroy it"), "{told}");
        std::fs::read_to_string(&path).unwrap()
    };
    let all = printed(&[]);
    assert!(all.contains("12 Larch Road") && all.contains("14 Larch Road") && all.contains("2 doors."), "{all}");
    alice.does(&["door", "take", "12 Larch"]);
    let own = printed(&["--area", "Lark"]);
    assert!(own.contains("12 Larch Road") && !own.contains("14 Larch Road") && own.contains("One door."), "{own}");
    assert_eq!(own.matches("Box to tick").count(), 8, "one for each thing that can happen");

    let rosa = town.person("rosa");
    rosa.does(&["join", carol.reads(&["invite", "--role", "resident"])["text"].as_str().unwrap()]);
    rosa.does(&["sync"]);
    let hers = town.path("hers.html");
    rosa.does(&["print", "doors", "--to", &hers]);
    assert!(!std::fs::read_to_string(hers).unwrap().contains("Larch"), "a resident's phone can read no address");

    let guide = town.path("guia.html");
    alice.does(&["--language", "es", "print", "guide", "--to", &guide]);
    let guide = std::fs::read_to_string(guide).unwrap();
    assert!(guide.contains("No es no.") && guide.contains("data@larkfield.example"), "{guide}");
}
