//! The shape of the workspace: no arrow backwards, no file without an opening, too long or forgotten.
//!
//! The rules, with their own tests on small texts, are in the library's `architecture`.

use std::fs;
use std::path::Path;

use doorstep_tests::architecture::{
    CORE, MANIFESTS, SourceFile, Violation, forbidden_dependencies, headless, overlong, read_sources, unwired,
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the workspace")
}

fn sources() -> Vec<SourceFile> {
    let files = read_sources(root()).expect("the workspace is readable");
    assert!(files.iter().any(|file| file.path == "core/src/lib.rs"), "the sources were not found");
    files
}

#[track_caller]
fn assert_none(violations: impl IntoIterator<Item = Violation>) {
    let lines: Vec<String> = violations.into_iter().map(|violation| violation.to_string()).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

#[test]
fn no_module_of_the_core_uses_what_stands_to_its_right() {
    assert_none(sources().iter().flat_map(|file| CORE.violations(file)));
}

#[test]
fn every_file_opens_with_a_sentence_about_itself() {
    assert_none(sources().iter().filter_map(headless));
}

#[test]
fn no_file_is_longer_than_a_newcomer_can_hold() {
    assert_none(sources().iter().filter_map(overlong));
}

#[test]
fn every_file_is_wired_in() {
    assert_none(unwired(&sources()));
}

#[test]
fn no_package_depends_on_what_it_must_not_know() {
    assert_none(MANIFESTS.iter().flat_map(|rule| {
        let manifest = fs::read_to_string(root().join(rule.path)).expect("every package has a manifest");
        forbidden_dependencies(rule, &manifest)
    }));
}
