//! `form match`: guesses of which questions assess what, each to be confirmed, changed or left out.
//!
//! What is guessed, and what a typed change means, is decided in `doorstep_core::form::matching`.

use std::path::{Path, PathBuf};

use doorstep_core::form::matching::{Guess, Matching, guess};
use doorstep_core::form::model::Form;

use super::usable;
use crate::arguments::FormMatch;
use crate::ask::{self, Typed};
use crate::failure::Failure;
use crate::files;
use crate::out::{Out, counted};

const ASKED: &str = "yes, no, change, all (yes to the rest), or :leave > ";

/// Guesses, asks, and writes what was confirmed beside the file.
pub(super) fn run(out: &Out, arguments: &FormMatch) -> Result<(), Failure> {
    let form = usable(&arguments.file)?.form;
    let matching = guess(&form);
    if out.json {
        return out.part(&matching.to_json());
    }
    if matching.guesses.is_empty() {
        return out
            .line("Nothing was found to match. Fill in the evaluation columns of the file; the manual lists them.");
    }
    let confirmed = if arguments.yes { told(out, &form, matching)? } else { asked(out, &form, matching)? };
    let Some(confirmed) = confirmed else { return out.line("\nLeft. Nothing was written.") };
    confirmed.apply(&form).map_err(Failure::Matching)?;
    let to = arguments.out.clone().unwrap_or_else(|| beside(&arguments.file));
    files::write(&to, confirmed.to_json())?;
    let count = counted(confirmed.guesses.len() as u64, "match", "matches");
    out.line(format!("\nWritten to {}: {count}. The questionnaire itself stays as it is.", to.display()))?;
    out.line(format!("Now: doorstep form add {} --matching {}", arguments.file.display(), to.display()))
}

/// `lights.xlsx.match.json` beside `lights.xlsx`.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".match.json");
    name.into()
}

fn told(out: &Out, form: &Form, matching: Matching) -> Result<Option<Matching>, Failure> {
    for guess in &matching.guesses {
        out.line(line(guess, form))?;
    }
    Ok(Some(matching))
}

fn line(guess: &Guess, form: &Form) -> String {
    format!("{}\n  ({}: {})", guess.said(form), guess.confidence.word(), guess.reason)
}

/// Asks about each guess; `None` when somebody leaves.
fn asked(out: &Out, form: &Form, matching: Matching) -> Result<Option<Matching>, Failure> {
    let mut confirmed = Vec::new();
    let count = matching.guesses.len();
    let mut rest = false;
    for (number, guess) in (1..).zip(matching.guesses) {
        if rest {
            confirmed.push(guess.confirmed());
            continue;
        }
        out.line(format!("\n{number} of {count}  {}", line(&guess, form)))?;
        match ask(out, form, guess)? {
            Verdict::Taken(guess) => confirmed.push(guess),
            Verdict::TakenWithTheRest(guess) => {
                confirmed.push(guess);
                rest = true;
            }
            Verdict::LeftOut => {}
            Verdict::Left => return Ok(None),
        }
    }
    Ok(Some(Matching { guesses: confirmed, ..matching }))
}

/// What somebody says about a guess.
enum Verdict {
    Taken(Guess),
    TakenWithTheRest(Guess),
    LeftOut,
    Left,
}

fn ask(out: &Out, form: &Form, guess: Guess) -> Result<Verdict, Failure> {
    loop {
        out.part(ASKED)?;
        match Typed::read()? {
            Typed::Leave => return Ok(Verdict::Left),
            Typed::Answer(line) if ask::is_start_of(&line, "yes") => return Ok(Verdict::Taken(guess.confirmed())),
            Typed::Answer(line) if ask::is_start_of(&line, "all") => {
                return Ok(Verdict::TakenWithTheRest(guess.confirmed()));
            }
            Typed::Answer(line) if ask::is_start_of(&line, "no") => return Ok(Verdict::LeftOut),
            Typed::Answer(line) if ask::is_start_of(&line, "change") => {
                if let Some(verdict) = change(out, form, &guess)? {
                    return Ok(verdict);
                }
            }
            Typed::Answer(_)
            | Typed::Nothing
            | Typed::Back
            | Typed::Clear
            | Typed::Review
            | Typed::Speak(_)
            | Typed::Help => out.line("  type yes, no, change or all; the first letter is enough")?,
        }
    }
}

/// Asks what is right instead; `None` goes back to the guess.
fn change(out: &Out, form: &Form, guess: &Guess) -> Result<Option<Verdict>, Failure> {
    out.part(&format!("  type {} > ", guess.how_to_change()))?;
    let Typed::Answer(line) = Typed::read()? else { return Ok(None) };
    match guess.changed(&line, form) {
        Ok(changed) => {
            out.line(format!("  {}", changed.said(form)))?;
            Ok(Some(Verdict::Taken(changed)))
        }
        Err(reason) => out.line(format!("  {reason}")).map(|()| None),
    }
}
