//! The README's tour by hand, typed into a shell as it stands there. What the commands do by themselves, `story` tells.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::town::{Town, programs};

/// The shell blocks of the tour, in order.
fn blocks(readme: &str) -> Vec<&str> {
    let (_, tour) = readme.split_once("\n## A tour by hand\n").expect("the README has a tour");
    let (tour, _) = tour.split_once("\n## ").expect("something follows the tour");
    tour.split("```sh\n").skip(1).map(|block| block.split_once("```").expect("a block ends").0).collect()
}

/// Runs a block in the town's folder, where the project's `tests` are at hand, and returns what it printed.
#[track_caller]
fn shell(town: &Town, block: &str) -> String {
    let path = std::env::join_paths([programs(), PathBuf::from("/usr/bin"), PathBuf::from("/bin")]).unwrap();
    let mut bash = Command::new("bash");
    bash.args(["-euo", "pipefail", "-c", block])
        .current_dir(town.path(""))
        .env("PATH", path)
        .env_remove("DOORSTEP_LOG");
    let done = bash.output().unwrap();
    let (out, err) = (String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap());
    assert!(done.status.success(), "{block}\n{err}{out}");
    out
}

#[test]
fn the_tour_of_the_readme_works_as_it_is_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let town = Town::new();
    std::os::unix::fs::symlink(root.join("tests"), town.path("tests")).unwrap();
    let mut blocks = blocks(&readme).into_iter();
    assert_eq!(blocks.next(), Some("doorstep-server host --store server\n"), "the town has started it");
    let (mut said, mut exported) = (String::new(), String::new());
    for block in blocks {
        let mut block = format!("{exported}{block}");
        exported = block.lines().filter(|line| line.starts_with("export ")).map(|line| format!("{line}\n")).collect();
        for (word, key) in [("127.0.0.1:4433", "address"), ("KEY", "pin"), ("TOKEN", "token")] {
            block = block.replace(word, &town.said(key));
        }
        let invite = said.lines().rfind(|line| line.starts_with("DOORSTEP0:")).unwrap_or("INVITE");
        said += &shell(&town, &block.replace("INVITE", &format!("'{invite}'")));
    }
    for part in
        ["Recovery sheet", "0 of 1 safe, 1 only on a phone.", "1 of 1 safe, 0 only on a phone.", "One interview counts"]
    {
        assert!(said.contains(part), "{part} is missing: {said}");
    }
    assert!(Path::new(&town.path("result.html")).exists());
}
