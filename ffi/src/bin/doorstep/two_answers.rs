//! `questions`, `decide` and `undo`: questions with two answers.

use doorstep_ffi::{Choice, Given, Phone, TwoAnswersRow};

use crate::arguments::{Decide, Verdict};
use crate::failure::Failure;
use crate::out::{Out, moment, short};
use crate::pick;
use crate::responses::person;

/// Lists the questions with two answers.
pub(crate) fn questions(phone: &Phone, out: &Out) -> Result<(), Failure> {
    out.either(&phone.two_answers()?, |rows| {
        if rows.is_empty() {
            return vec![out.say("two-answers-none")];
        }
        rows.iter().flat_map(listed).collect()
    })
}

fn listed(row: &TwoAnswersRow) -> Vec<String> {
    let again = if row.asked_again { "  (to be asked again)" } else { "" };
    let label = row.label.lines().next().unwrap_or_default();
    let mut lines = vec![format!("{} {}  {label}{again}", short(&row.response), row.path)];
    for (number, opinion) in (1..).zip(&row.opinions) {
        let (by, at) = (person(opinion.by.as_ref()), moment(opinion.at_ms));
        let reason = opinion.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        lines.push(format!("    {number}  {}  ({by} {at}{reason})", opinion.words));
    }
    lines.push(format!("    doorstep decide {} {} --keep NUMBER", short(&row.response), row.path));
    lines
}

/// Decides which is right.
pub(crate) fn decide(phone: &Phone, out: &Out, arguments: Decide) -> Result<(), Failure> {
    let Decide { response, path, verdict: Verdict { keep, other, both, .. } } = arguments;
    let response = pick::response(phone, &response)?;
    let choice = match (keep, both, other) {
        (Some(number), _, _) => Choice::Keep { given: standing(phone, &response, &path, number)? },
        (None, Some(number), _) => Choice::BothRight { counts: standing(phone, &response, &path, number)? },
        (None, None, Some(text)) => Choice::Other { text },
        (None, None, None) => Choice::AskAgain,
    };
    phone.decide(response.clone(), path.clone(), choice)?;
    out.line(format!("Decided. `doorstep undo {} {path}` takes it back.", short(&response)))
}

fn standing(phone: &Phone, response: &str, path: &str, number: usize) -> Result<Given, Failure> {
    let open = phone.two_answers()?.into_iter().find(|row| row.response == response && row.path == path);
    let opinions = open.map(|row| row.opinions).unwrap_or_default();
    Ok(pick::numbered(opinions, number)?.given)
}

/// Takes the decision back.
pub(crate) fn undo(phone: &Phone, out: &Out, response: &str, path: String) -> Result<(), Failure> {
    phone.undo(pick::response(phone, response)?, path)?;
    out.line("Taken back: the answers stand side by side again.")
}
