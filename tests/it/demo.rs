//! The demo end to end, small: real processes, real QUIC, real stores, a phone that is killed; with both shipped forms.

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};

use doorstep_tests::demo::{DemoError, Look, Options, Outcome, Stage, run};
use doorstep_tests::forms;

/// What the demo says, kept.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<Vec<u8>>>);

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked while writing").extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Said {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("nobody panicked while writing").clone()).expect("sentences are text")
    }

    /// Without line breaks, to look for sentences in.
    fn sentences(&self) -> String {
        self.text().split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn small() -> Options {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_demo"));
    Options { interviews: 12, phones: 3, ..Options::new(program) }
}

fn play(options: &Options) -> (Result<Outcome, DemoError>, Said) {
    let said = Said::default();
    let mut stage = Stage::new(Box::new(said.clone()), Look { terminal: false, columns: 80 });
    (run(options, &mut stage), said)
}

#[test]
fn every_interview_arrives_and_every_replica_shows_the_same() {
    let (outcome, said) = play(&small());
    let outcome = outcome.expect("the demo goes its whole road");
    assert_eq!((outcome.interviews, outcome.safe), (12, 12));
    assert_eq!((outcome.two_answers, outcome.undecided), (1, 0));
    assert!(outcome.quotes > 0);
    let sentences = said.sentences();
    for part in ["12 of 12 safe, 0 only on a phone", "is killed (SIGKILL)", &outcome.fingerprint, "Nell Abara"] {
        assert!(sentences.contains(part), "{part} is missing in\n{}", said.text());
    }
    assert!(outcome.page.contains("This page is open to everyone"));
    assert!(!outcome.page.contains("carried my shopping"), "words of so few people could tell who said them");
    assert!(sentences.contains("her words wait until more people have answered"), "{}", said.text());
    assert!(!outcome.page.contains("Nell") && !outcome.page.contains("Dilys"));
    let widest = said.text().lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(80), "{widest:?} columns");
}

#[test]
fn the_same_seed_gives_the_same_result_and_another_seed_another() {
    let fingerprint = |seed| play(&Options { seed, ..small() }).0.expect("the demo goes its whole road").fingerprint;
    let first = fingerprint(3);
    assert_eq!(fingerprint(3), first);
    assert_ne!(fingerprint(4), first);
}

#[test]
fn a_form_without_extra_columns_gives_plain_tables() {
    let form = Some(forms::folder().join("street_lights.xlsx"));
    let (outcome, said) = play(&Options { form, ..small() });
    let outcome = outcome.expect("the demo goes its whole road");
    assert_eq!((outcome.safe, outcome.quotes), (12, 0));
    assert!(outcome.page.contains("How does it feel to walk there after dark?"));
    assert!(said.sentences().contains("Every question"), "{}", said.text());
}

#[test]
fn a_form_that_cannot_be_used_is_refused_with_its_problems() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("broken.md");
    let table = "## survey\n\n| type | name | label |\n|---|---|---|\n| text | a | A |\n| wish | b | B |\n";
    std::fs::write(&path, table).expect("the folder is writable");
    let output = Command::new(env!("CARGO_BIN_EXE_demo")).arg("--form").arg(&path).arg("--no-serve").output();
    let output = output.expect("the demo starts");
    let why = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(why.contains("broken.md can't be used as a questionnaire") && why.contains("row"), "{why}");
}

#[test]
fn a_question_that_nothing_fits_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("impossible.md");
    let table = "## survey\n\n| type | name | label | required | constraint |\n|---|---|---|---|---|\n\
                 | integer | riddle | Guess | yes | . > 5 and . < 5 |\n";
    std::fs::write(&path, table).expect("the folder is writable");
    let (outcome, _) = play(&Options { form: Some(path), ..small() });
    let error = outcome.expect_err("no number fits");
    assert!(matches!(&error, DemoError::Unanswerable { question, .. } if question == "riddle"), "{error}");
}

#[test]
fn a_folder_with_something_in_it_is_not_used() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("mine"), "keep").expect("the folder is writable");
    let (outcome, _) = play(&Options { keep: Some(folder.path().to_owned()), ..small() });
    assert!(matches!(outcome, Err(DemoError::NotEmpty { .. })));
}
