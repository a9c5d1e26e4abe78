//! The second day's corrections: volunteers change each other's answers off-line, not knowing of one another.
//!
//! What becomes of two answers to one question is in `decision`.

use doorstep_core::device::DeviceError;
use doorstep_core::form::model::{Form, Question, QuestionKind};
use doorstep_core::ids::{BlobHash, DocId};
use doorstep_core::response::{Answer, Cell, Response};
use jiff::tz::TimeZone;

use super::interview::last_name;
use super::phone::Phone;
use super::{DemoError, Options, story};
use crate::generate::dice::Dice;

/// How many corrections of each kind were made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Corrected {
    /// Answers that one volunteer changed.
    pub(super) alone: usize,
    /// Interviews in which two volunteers changed different answers.
    pub(super) side_by_side: usize,
    /// Answers that two volunteers changed to the same.
    pub(super) alike: usize,
    /// Answers that two volunteers changed to different ones.
    pub(super) apart: usize,
}

/// One correction: of which answer, to what, and why.
struct Change {
    response: DocId,
    path: String,
    to: String,
    why: String,
}

const REASONS: [&str; 5] = [
    "they told me on the stairs that they meant this",
    "I had touched the line above",
    "they changed their mind before I left",
    "asked again because it was noisy",
    "misheard at the door",
];

impl Corrected {
    /// How many corrections there are in all.
    pub(super) const fn all(self) -> usize {
        self.alone + 2 * (self.side_by_side + self.alike + self.apart)
    }
}

/// Corrects interviews of the first day. The first one is the one that can be followed.
pub(super) fn correct(
    phones: &mut [Phone],
    first_day: &[(usize, DocId)],
    form: BlobHash,
    options: &Options,
) -> Result<Corrected, DemoError> {
    let mut dice = Dice::new(options.seed, 3_000_000);
    let (pairs, singles) = (options.interviews.div_ceil(45), options.interviews / 15);
    let mut made = Corrected::default();
    let mut left = first_day.iter().map(|(_, response)| *response).collect::<Vec<_>>().into_iter();
    let form = match phones.first() {
        Some(phone) => phone.look("read the questionnaire", |device| device.form(form))?,
        None => return Ok(made),
    };
    while made.apart < pairs {
        let Some(response) = left.next() else { break };
        made.apart += usize::from(two_corrections(phones, response, &form, Kind::Apart, &mut dice)?);
    }
    while made.alike == 0 {
        let Some(response) = left.next() else { break };
        made.alike += usize::from(two_corrections(phones, response, &form, Kind::Alike, &mut dice)?);
    }
    while made.side_by_side == 0 {
        let Some(response) = left.next() else { break };
        made.side_by_side += usize::from(two_corrections(phones, response, &form, Kind::SideBySide, &mut dice)?);
    }
    while made.alone < singles {
        let Some(response) = left.next() else { break };
        made.alone += usize::from(one_correction(phones, response, &form, &mut dice)?);
    }
    Ok(made)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Apart,
    Alike,
    SideBySide,
}

/// Lets two phones that both have an interview correct it; `false` if there are no two such phones or answers.
fn two_corrections(
    phones: &mut [Phone],
    response: DocId,
    form: &Form,
    kind: Kind,
    dice: &mut Dice,
) -> Result<bool, DemoError> {
    let mut having = having(phones, response)?;
    if having.len() < 2 {
        return Ok(false);
    }
    let given = phones[having[0]].look("read an interview", |device| device.response(response))?;
    if !is_story(&given) {
        let turn = usize::try_from(dice.below(having.len() as u64)).unwrap_or(0);
        having.rotate_left(turn);
    }
    let [first, .., second] = having.as_slice() else { return Ok(false) };
    let all = changes(&given, form, dice);
    let chosen = match kind {
        Kind::Apart => apart(&all),
        Kind::Alike => all.first().map(|change| (change, change)),
        Kind::SideBySide => all.first().zip(all.iter().find(|other| other.path != all[0].path)),
    };
    let Some((one, other)) = chosen else { return Ok(false) };
    let done = change(&mut phones[*first], one)?;
    Ok(done && change(&mut phones[*second], other)?)
}

fn one_correction(phones: &mut [Phone], response: DocId, form: &Form, dice: &mut Dice) -> Result<bool, DemoError> {
    let having = having(phones, response)?;
    let Some(first) = having.first() else { return Ok(false) };
    let by = having[usize::try_from(dice.below(having.len() as u64)).unwrap_or(0)];
    let given = phones[*first].look("read an interview", |device| device.response(response))?;
    let all = changes(&given, form, dice);
    match all.first() {
        Some(one) => change(&mut phones[by], one),
        None => Ok(false),
    }
}

/// Two changes of one answer to different ones.
fn apart(all: &[Change]) -> Option<(&Change, &Change)> {
    let first = all.first()?;
    let other = all.iter().find(|other| other.path == first.path && other.to != first.to)?;
    Some((first, other))
}

/// The phones that have an interview, by number.
fn having(phones: &[Phone], response: DocId) -> Result<Vec<usize>, DemoError> {
    let mut having = Vec::new();
    for (number, phone) in phones.iter().enumerate() {
        if phone.has(response)? {
            having.push(number);
        }
    }
    Ok(having)
}

fn change(phone: &mut Phone, change: &Change) -> Result<bool, DemoError> {
    let Change { response, path, to, why } = change;
    let corrected =
        phone.act("correct an answer", |device, at| device.correct_answer(*response, path, to, why, TimeZone::UTC, at));
    match corrected {
        Ok(_) => Ok(true),
        // The questionnaire does not take it there any more: nobody enters it then.
        Err(DemoError::Device { source, .. }) if matches!(*source, DeviceError::Answer { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// What can be corrected in an interview, the likeliest first: of one question every other choice.
fn changes(given: &Response, form: &Form, dice: &mut Dice) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let mut questions = form.questions();
    let turn = usize::try_from(dice.below(questions.len().max(1) as u64)).unwrap_or(0);
    questions.rotate_left(turn);
    questions.sort_by_key(|(_, question)| std::cmp::Reverse(weight(question)));
    for (path, question) in questions {
        let Some(Cell::One(Answer::Given(now))) = given.answers.get(&path) else { continue };
        let laid_down = story::CORRECTED.0 == question.name && is_story(given);
        for to in others(question, form, now) {
            let why = REASONS[usize::try_from(dice.below(REASONS.len() as u64)).unwrap_or(0)].to_owned();
            changes.push(Change { response: given.id, path: path.clone(), to, why });
        }
        if laid_down {
            for (to, why) in story::CORRECTED.1.into_iter().rev() {
                let change = Change { response: given.id, path: path.clone(), to: to.to_owned(), why: why.to_owned() };
                changes.insert(0, change);
            }
        }
    }
    changes
}

/// Whether this is the interview that can be followed: nobody else gives all of those answers.
fn is_story(given: &Response) -> bool {
    let laid_down = given.answers.iter().filter_map(|(path, cell)| {
        let Cell::One(Answer::Given(text)) = cell else { return None };
        let name = last_name(path);
        let said = story::answer(name).filter(|_| name != story::CORRECTED.0)?;
        Some(said == text)
    });
    let laid_down: Vec<bool> = laid_down.collect();
    laid_down.len() > 5 && laid_down.into_iter().all(|same| same)
}

/// People mostly correct ratings; what decides which questions are asked is left alone.
fn weight(question: &Question) -> u8 {
    match (&question.kind, &question.evaluation) {
        (QuestionKind::SelectOne(_), columns) if columns.measure.is_some() => 4,
        (QuestionKind::SelectOne(_), columns) if columns.margin => 3,
        (QuestionKind::SelectOne(_), _) => 2,
        (kind, _) => u8::from(*kind == QuestionKind::Text),
    }
}

/// Other answers to the same question, those next to the present one first.
fn others(question: &Question, form: &Form, now: &str) -> Vec<String> {
    let columns = &question.evaluation;
    if columns.perspective || columns.sealed || question.constraint.is_some() || question.choice_filter.is_some() {
        return Vec::new();
    }
    if question.kind == QuestionKind::Text {
        return vec![format!("{now} (asked again)"), format!("{now} (spelt out)")];
    }
    if !matches!(question.kind, QuestionKind::SelectOne(_)) {
        return Vec::new();
    }
    let choices = form.list_of(question).map_or(&[][..], |list| &list.choices);
    let at = choices.iter().position(|choice| choice.name == now).unwrap_or(0);
    let mut others: Vec<(usize, &str)> = choices
        .iter()
        .enumerate()
        .filter(|(place, choice)| *place != at && choice.missing.is_none())
        .map(|(place, choice)| (place.abs_diff(at), choice.name.as_str()))
        .collect();
    others.sort_by_key(|(distance, _)| *distance);
    others.into_iter().map(|(_, name)| name.to_owned()).collect()
}
