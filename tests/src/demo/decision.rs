//! Answers given twice: what stands there, and one that the coordinator decides.
//!
//! How they came about is in `corrections`.

use std::collections::BTreeMap;

use doorstep_core::device::{DecisionChoice, Device, OpenQuestion};
use doorstep_core::form::model::{Form, Question};
use doorstep_core::ids::{DocId, MemberId};
use doorstep_core::response::Answer;

use super::interview::last_name;
use super::phone::Phone;
use super::stage::count;
use super::{DemoError, Stage, story};

/// What the coordinator decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decided {
    pub(super) response: DocId,
    pub(super) path: String,
    pub(super) answer: Answer,
}

/// Shows what was answered twice and decides one of it, the followed one if it is there.
pub(super) fn decide(
    coordinator: &mut Phone,
    phones: &[Phone],
    form: &Form,
    followed: Option<DocId>,
    stage: &mut Stage,
) -> Result<Option<Decided>, DemoError> {
    let open = coordinator.look("list the open questions", Device::open_questions)?;
    if open.is_empty() {
        stage.tell("No question has two answers: this questionnaire has none that the volunteers would correct.")?;
        return Ok(None);
    }
    stage.tell(&format!(
        "{}. Until somebody decides, that is being checked and counts nowhere.",
        match open.len() {
            1 => "One question has two answers".to_owned(),
            many => format!("{many} questions have two answers"),
        }
    ))?;
    let names = names(coordinator, phones)?;
    let mut shown: Vec<&OpenQuestion> = open.iter().collect();
    shown.sort_by_key(|question| Some(question.response) != followed);
    for (number, question) in shown.iter().enumerate() {
        if number == MOST_SHOWN {
            stage.tell(&format!("… and {} more.", shown.len() - MOST_SHOWN))?;
            break;
        }
        show(question, form, &names, followed, stage)?;
    }
    let Some(question) = shown.first() else { return Ok(None) };
    let decided = choice(question);
    let (response, path) = (question.response, question.path.clone());
    let keep = DecisionChoice::Keep(decided.clone());
    coordinator.act("decide", |device, at| device.decide(response, &path, &keep, at))?;
    let left = coordinator.look("list the open questions", Device::open_questions)?.len();
    let acts = coordinator.look("list the decisions", |device| device.decisions(response))?;
    if left + 1 != open.len() || acts.iter().all(|(decided, _)| *decided != path) {
        return Err(DemoError::Broken { what: "a decision did not settle its question".to_owned() });
    }
    stage.point(
        "→",
        &format!(
            "{} decides the first: “{}”. Both answers stay on record, and the decision can be taken back. {} left to \
             decide.",
            coordinator.name,
            in_words(&decided, question_of(form, &path), form),
            count(left, "question")
        ),
    )?;
    Ok(Some(Decided { response, path, answer: decided }))
}

/// How many are shown one by one.
const MOST_SHOWN: usize = 3;

fn show(
    open: &OpenQuestion,
    form: &Form,
    names: &BTreeMap<MemberId, String>,
    followed: Option<DocId>,
    stage: &mut Stage,
) -> Result<(), DemoError> {
    let question = question_of(form, &open.path);
    let label = question.and_then(|question| question.label.best(&form.default_language, &form.default_language));
    let whose = if Some(open.response) == followed { format!(" ({})", story::NAME) } else { String::new() };
    stage.point("•", &format!("{}{whose}", label.unwrap_or(last_name(&open.path))))?;
    for opinion in &open.opinions {
        let who = opinion.by.and_then(|by| names.get(&by)).map_or("somebody", String::as_str);
        let why = opinion.reason.as_ref().map(|reason| format!(", “{reason}”")).unwrap_or_default();
        stage.point("  -", &format!("{who}: {}{why}", in_words(&opinion.answer, question, form)))?;
    }
    Ok(())
}

/// The story's end if it is the story's question; else what was entered last, as the phones' clocks claim.
fn choice(open: &OpenQuestion) -> Answer {
    let laid_down = story::CORRECTED.1.map(|(answer, _)| Answer::Given(answer.to_owned()));
    let is_story = laid_down.iter().all(|answer| open.opinions.iter().any(|opinion| opinion.answer == *answer));
    let mended = laid_down.into_iter().last().filter(|_| is_story);
    let latest = || open.opinions.iter().max_by_key(|opinion| opinion.at).map(|opinion| opinion.answer.clone());
    mended.or_else(latest).unwrap_or(Answer::Given(String::new()))
}

/// Who is who, over all devices of the demo.
fn names(coordinator: &Phone, phones: &[Phone]) -> Result<BTreeMap<MemberId, String>, DemoError> {
    let membership = coordinator.look("read the membership", Device::membership)?;
    let mut names = BTreeMap::new();
    for phone in phones.iter().chain([coordinator]) {
        if let Some(member) = membership.member_of(&phone.device()?.id()) {
            names.insert(member, phone.name.clone());
        }
    }
    Ok(names)
}

pub(super) fn question_of<'a>(form: &'a Form, path: &str) -> Option<&'a Question> {
    form.questions().into_iter().find(|(_, question)| question.name == last_name(path)).map(|(_, question)| question)
}

/// An answer as people read it.
pub(super) fn in_words(answer: &Answer, question: Option<&Question>, form: &Form) -> String {
    let Answer::Given(given) = answer else { return "no answer".to_owned() };
    let label = question.and_then(|question| form.list_of(question)).and_then(|list| {
        let choice = list.named(given)?;
        choice.label.best(&form.default_language, &form.default_language).map(str::to_owned)
    });
    label.unwrap_or_else(|| given.clone())
}
