//! `responses`, `show` and `correct`: finished interviews.

use std::collections::BTreeMap;

use doorstep_ffi::{ConsentRow, Person, Phone, ResponseCard, ResponseRow, Whereabouts};

use crate::arguments::Correct;
use crate::failure::Failure;
use crate::out::{Out, counted, moment, short};
use crate::pick;

/// Lists the finished interviews.
pub(crate) fn list(phone: &Phone, out: &Out) -> Result<(), Failure> {
    let responses = phone.responses()?;
    if out.json {
        return out.either(&responses, |_| Vec::new());
    }
    let doors: BTreeMap<String, String> = phone.doors()?.into_iter().map(|door| (door.id, door.address)).collect();
    for response in &responses {
        let door = response.door.as_ref().and_then(|door| doors.get(door)).map_or("no door", String::as_str);
        let saved = saved(out, phone.saved(response.id.clone())?);
        out.line(listed(out, response, &format!("{door}, {saved}")))?;
    }
    Ok(())
}

fn listed(out: &Out, response: &ResponseRow, place: &str) -> String {
    let mut line = format!("{}  {place}", short(&response.id));
    if response.withdrawn {
        line.push_str(&format!(", {}", out.say("interview-taken-back")));
    }
    if response.two_answers > 0 {
        let count = counted(response.two_answers.into(), "question", "questions");
        line.push_str(&format!(", {count} with two answers"));
    }
    line
}

/// Shows one with its history.
pub(crate) fn show(phone: &Phone, out: &Out, response: &str) -> Result<(), Failure> {
    let card = phone.response(pick::response(phone, response)?)?;
    out.either(&card, |card| shown(out, card))
}

fn shown(out: &Out, card: &ResponseCard) -> Vec<String> {
    let asked = card.asked_on.as_ref().map(|day| format!(" of {day}")).unwrap_or_default();
    let paper = if card.from_paper { format!(", typed in from paper{asked}") } else { String::new() };
    let by = person(card.by.as_ref());
    let mut lines =
        vec![format!("Interview {}, finished by {by} {}{paper}", short(&card.id), moment(card.finished_ms))];
    lines.extend(card.origin.as_ref().map(|origin| {
        let received = origin.submitted_ms.map(|at| format!(", received there {}", moment(at))).unwrap_or_default();
        format!("Imported from {}, where it is {}{received}", origin.file, origin.instance)
    }));
    lines.push(saved(out, card.saved));
    lines.extend(card.withdrawn.then(|| out.say("interview-taken-back")));
    lines.extend(card.left_out.as_ref().map(|reason| format!("left out of the results: {reason}")));
    lines.extend(agreed(card));
    for answer in card.answers.iter().filter(|answer| !answer.computed) {
        let label = answer.label.lines().next().unwrap_or_default();
        let words = answer.words.join("  OR  ");
        let mark = if answer.given.len() > 1 { "  (two answers: which is right?)" } else { "" };
        lines.push(format!("  {}  {label}\n      {words}{mark}", answer.path));
    }
    for correction in &card.corrections {
        let (by, at) = (person(correction.by.as_ref()), moment(correction.at_ms));
        let reason = correction.reason.as_deref().unwrap_or("no reason given");
        lines.push(format!("  changed {} by {by} {at}: {reason}", correction.paths.join(", ")));
    }
    lines
}

/// What the respondent was told and agreed to.
fn agreed(card: &ResponseCard) -> Option<String> {
    let (yes, no): (Vec<_>, Vec<_>) = card.consents.iter().partition(|row| row.agreed);
    let named = |rows: Vec<&ConsentRow>| rows.iter().map(|row| row.what.as_str()).collect::<Vec<_>>().join(", ");
    let language = card.spoken.as_ref().map(|language| format!("asked in {language}"));
    let notice = card.notice.as_ref().map(|notice| format!("privacy notice {notice}"));
    let yes = (!yes.is_empty()).then(|| format!("agreed to {}", named(yes)));
    let no = (!no.is_empty()).then(|| format!("did not agree to {}", named(no)));
    let parts: Vec<String> = [language, notice, yes, no].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("{}.", parts.join("; ")))
}

/// Changes an answer.
pub(crate) fn correct(phone: &Phone, out: &Out, arguments: Correct) -> Result<(), Failure> {
    let Correct { response, path, answer, reason } = arguments;
    let changed = phone.correct(pick::response(phone, &response)?, path, answer, reason)?;
    out.line(format!("Saved: {} changed.", changed.join(", ")))
}

/// Where something is saved, in words.
fn saved(out: &Out, whereabouts: Whereabouts) -> String {
    match whereabouts {
        Whereabouts::OnlyHere => out.say("saved-here"),
        Whereabouts::OnServer => out.say("saved-server"),
        Whereabouts::InBackup => out.say("saved-backup"),
    }
}

/// Somebody, in words: no name is known.
pub(crate) fn person(person: Option<&Person>) -> String {
    match person {
        Some(person) if person.you => "you".to_owned(),
        Some(Person { name: Some(name), .. }) => name.clone(),
        Some(person) => {
            let role = format!("{:?}", person.role).to_lowercase();
            format!("{role} {}", person.id.get(..4).unwrap_or_default())
        }
        None => "somebody".to_owned(),
    }
}
