//! What former versions wrote is read by this one: every folder of `corpus/format…` holds stores, a session and a file to pass on.
//!
//! When these fail, the program has to change, never the corpus.

use std::path::{Path, PathBuf};

use doorstep_tests::corpus::Corpus;

/// Unpacks each format's corpus and hands it over.
fn each(look: impl Fn(&Corpus)) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut formats: Vec<PathBuf> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    formats.retain(|path| path.file_name().unwrap().to_string_lossy().starts_with("format"));
    assert!(!formats.is_empty(), "the corpus is missing");
    for format in formats {
        let folder = tempfile::tempdir().unwrap();
        look(&Corpus::unpack(&format, folder.path()).unwrap());
    }
}

#[test]
fn a_phone_of_every_format_opens_with_all_that_was_answered_and_all_that_it_could_not_read() {
    each(|corpus| {
        let (answers, unread) = corpus.on_phone().unwrap();
        assert_eq!(answers, corpus.facts.interviews);
        assert!(unread <= corpus.facts.unread && corpus.facts.unread > 0);
    });
}

#[test]
fn a_file_that_was_packed_in_every_format_is_still_opened_and_taken() {
    each(|corpus| assert_eq!(corpus.passed_on().unwrap(), corpus.facts.interviews));
}

#[test]
fn this_version_has_left_a_corpus_of_what_it_writes() {
    assert!(doorstep_tests::corpus::folder_of_this_format().join("facts.json").is_file());
}

#[test]
fn a_server_of_every_format_opens_with_what_it_held() {
    each(|corpus| assert_eq!(corpus.on_server().unwrap(), corpus.facts.before));
}

#[test]
fn what_a_phone_of_every_format_said_is_understood_and_stored() {
    each(|corpus| {
        corpus.hear_as_server().unwrap();
        assert_eq!(corpus.on_server().unwrap(), corpus.facts.after);
    });
}

#[test]
fn what_a_server_of_every_format_said_is_understood_and_kept() {
    each(|corpus| assert_eq!(corpus.hear_as_phone().unwrap(), corpus.facts.interviews.len() as u64));
}

#[test]
fn a_phone_and_a_server_of_every_format_still_exchange_what_they_lack() {
    each(|corpus| {
        assert_eq!(corpus.exchange().unwrap(), corpus.facts.interviews.len() as u64);
        assert_eq!(corpus.on_server().unwrap(), corpus.facts.after);
    });
}
