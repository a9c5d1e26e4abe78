//! Doors from a file of addresses and from a range, as a coordinator adds them at a terminal.

use super::town::Town;

const FILE: &str = "\
Flat;Building name;Street;Patch;UPRN
Flat 1;Zanzibar House;Mill Lane;Mill;100023336956
Flat 2;Zanzibar House;Mill Lane;Mill;100023336957
;;3 Mill Lane;;
";

#[test]
fn a_councils_file_brings_its_areas_and_doors_and_brings_nothing_twice() {
    let town = Town::surveying("street_lights");
    let carol = town.carol();
    let file = town.file("addresses.csv", FILE);
    let before = carol.reads(&["door", "list"]).as_array().unwrap().len();
    let refused = carol.fails(&["door", "import", &file, "--area", "Lark House"]);
    assert!(refused.contains("no area named Mill: add it first"), "{refused}");
    let said = carol.does(&["door", "import", &file, "--area", "Lark House", "--add-areas"]);
    assert!(said.contains("New areas: Mill.") && said.contains("Added 3 doors."), "{said}");
    let again = carol.does(&["door", "import", &file, "--area", "Lark House"]);
    assert!(again.contains("Added 0 doors.") && again.contains("3 doors were there already."), "{again}");
    let doors = carol.reads(&["door", "list"]);
    let doors = doors.as_array().unwrap();
    assert_eq!(doors.len(), before + 3);
    let flat = doors.iter().find(|door| door["uprn"] == 100_023_336_957_u64).expect("the second flat");
    assert_eq!(flat["address"], "Flat 2, Zanzibar House, Mill Lane");
    assert!(carol.does(&["door", "list"]).contains("3 Mill Lane"));
}

#[test]
fn a_file_with_faults_adds_nothing_and_each_fault_has_its_line() {
    let town = Town::surveying("street_lights");
    let carol = town.carol();
    let before = carol.reads(&["door", "list"]);
    let file = town.file("faulty.csv", "address,uprn\n1 Mill Lane,\n,7\n2 Mill Lane,none\n");
    let refused = carol.fails(&["door", "import", &file]);
    assert!(refused.contains("line 3 has no address") && refused.contains("line 4: “uprn”"), "{refused}");
    assert!(!refused.contains("Mill Lane"), "{refused}");
    let file = town.file("people.csv", "name,phone\nAnn,1\n");
    assert!(carol.fails(&["door", "import", &file]).contains("no column holds addresses"));
    assert_eq!(carol.reads(&["door", "list"]), before);
}

#[test]
fn a_range_of_flats_is_added_by_one_line() {
    let town = Town::surveying("street_lights");
    let carol = town.carol();
    let before = carol.reads(&["door", "list"]).as_array().unwrap().len();
    let said = carol.does(&["door", "add", "--range", "Flats 1-64, Zanzibar House", "--area", "Lark House"]);
    assert!(said.contains("Added 64 doors."), "{said}");
    assert!(carol.fails(&["door", "add", "--range", "12 Mill Lane"]).contains("write a range like"));
    assert_eq!(carol.reads(&["door", "list"]).as_array().unwrap().len(), before + 64);
}
