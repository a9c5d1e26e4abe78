//! Stores that can't be used: in use, of a newer version, something else, on a full disk. What they hold stays.

use std::os::unix::fs::FileExt;
use std::process::Command;

use serde_json::json;

use super::town::Town;

const LIGHTS: &str = "street_lights";

#[test]
fn a_store_is_used_by_one_program_at_a_time() {
    let town = Town::surveying(LIGHTS);
    let alice = town.researcher("alice");
    let mut interview = alice.begins(&["interview", LIGHTS]);
    interview.reads_until("Which street");
    assert!(alice.fails(&["status"]).contains("in use by another process"));
    interview.die();
    assert!(alice.does(&["status"]).contains("not finished"));
}

#[test]
fn a_store_of_a_newer_version_is_left_as_it_is() {
    let town = Town::new();
    town.carol().founds();
    let path = town.carol().store;
    // The version that the schema was written by stands at byte 60 of a SQLite file, the highest byte first.
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.write_all_at(&999_u32.to_be_bytes(), 60).unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(town.carol().fails(&["status"]).contains("newer"));
    assert!(town.carol().fails(&["area", "add", "Elm"]).contains("newer"));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_of_something_else_is_not_touched() {
    let town = Town::new();
    let mut carol = town.carol();
    carol.store = town.file("letter.txt", "Dear Carol, this is not a database. ".repeat(50));
    carol.fails(&["found", "Larkfield"]);
    assert!(std::fs::read_to_string(&carol.store).unwrap().starts_with("Dear Carol"));
    carol.store = town.path("no/such/folder/carol.db");
    assert!(carol.fails(&["found", "Larkfield"]).contains("can't be opened"));
}

#[test]
fn a_command_without_a_store_says_how_to_name_one() {
    let town = Town::new();
    let mut carol = town.carol();
    carol.store = town.path("carol.db");
    let output = carol.types(&["status"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("no project yet"));
}

#[test]
fn a_store_that_was_copied_back_fetches_what_it_lacks_and_goes_on_as_another() {
    let town = Town::surveying(LIGHTS);
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    let lamps = |lamps| json!({ "street": "Elm", "lamps": lamps, "dark": 0 });
    alice.interviews(LIGHTS, &lamps(1));
    alice.does(&["sync"]);
    let copy = town.path("copy.db");
    std::fs::copy(&alice.store, &copy).unwrap();
    alice.interviews(LIGHTS, &lamps(2));
    alice.does(&["sync"]);

    std::fs::copy(&copy, &alice.store).unwrap();
    assert_eq!(alice.reads(&["responses"]).as_array().unwrap().len(), 1);
    assert!(alice.does(&["sync"]).contains("2 of 2 safe"));
    alice.interviews(LIGHTS, &lamps(3));
    assert!(alice.does(&["sync"]).contains("3 of 3 safe"));
    assert!(carol.does(&["sync"]).contains("3 of 3 safe"));
    assert_eq!(carol.reads(&["results"]), alice.reads(&["results"]));
}

/// A disk of this size in memory, for as long as it lives; none where nobody may mount one.
struct SmallDisk(String);

impl SmallDisk {
    fn mount(path: String) -> Option<Self> {
        std::fs::create_dir(&path).unwrap();
        let options = ["-t", "tmpfs", "-o", "size=1M", "tmpfs", &path];
        let mounted = Command::new("mount").args(options).output().is_ok_and(|output| output.status.success());
        mounted.then_some(Self(path))
    }

    fn grow(&self) {
        assert!(Command::new("mount").args(["-o", "remount,size=16M", &self.0]).status().unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        assert!(Command::new("umount").arg(&self.0).status().unwrap().success());
    }
}

#[test]
fn on_a_full_disk_nothing_that_was_shown_as_saved_is_lost() {
    let town = Town::surveying(LIGHTS);
    let Some(disk) = SmallDisk::mount(town.path("disk")) else {
        eprintln!("skipped: only root may mount a small disk");
        return;
    };
    let mut alice = town.person("alice");
    alice.store = format!("{}/alice.db", disk.0);
    alice.does(&["join", &town.carol().invites()]);
    let answers = json!({ "street": "x".repeat(20_000), "lamps": 4, "dark": 0 });
    let file = town.file("long.json", answers.to_string());
    let interview = ["interview", LIGHTS, "--answers", &file];
    let mut finished = 0;
    while alice.types(&interview, "").status.success() {
        finished += 1;
        assert!(finished < 100, "the disk never fills");
    }
    assert!(finished > 0);
    assert!(alice.fails(&interview).contains("the disk is full"));
    assert_eq!(alice.reads(&["responses"]).as_array().unwrap().len(), finished);
    disk.grow();
    alice.does(&interview);
    assert!(alice.does(&["sync"]).contains(&format!("{0} of {0} safe", finished + 1)));
}
