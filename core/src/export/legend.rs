//! What numbers stand for silences in tables, for whoever opens them.

use crate::form::export::silence_number;
use crate::response::Missing;
use crate::words::Words;

/// The legend, a row for each number: the number, and what it stands for.
pub(super) fn rows(words: &Words) -> Vec<[String; 2]> {
    let kinds = [Missing::PreferNot, Missing::DontKnow, Missing::NotAsked];
    let said = |kind: Missing| match kind {
        Missing::PreferNot => "export-refused",
        Missing::DontKnow => "export-dont-know",
        Missing::NotAsked | Missing::NoExperience | Missing::Blank | Missing::Withdrawn | Missing::Locked => {
            "export-does-not-apply"
        }
    };
    let row = |kind| Some([silence_number(kind)?.to_owned(), words.say(said(kind), &[])]);
    let mut rows: Vec<[String; 2]> = kinds.into_iter().filter_map(row).collect();
    rows.push([String::new(), words.say("export-empty", &[])]);
    rows.push(["hasIssues".to_owned(), words.say("export-has-issues", &[])]);
    rows
}
