//! Question packs: making a file of questions, criteria and codes for other organisations, looking at one, and taking one over.
//!
//! What a pack is, and whether one is fit to be used, is `doorstep_core::form::pack`'s.

use doorstep_core::device::{DeviceError, PackWish as CoreWish, TakenLine};
use doorstep_core::document::kinds::taken_pack::TakenPack;
use doorstep_core::form::export::{workbook, xlsx};
use doorstep_core::form::model::Form;
use doorstep_core::form::pack::{EarlierPack, Pack, PackError, Story};
use doorstep_core::ids::PackHash;

use crate::{CodeRow, Phone, PhoneError, input};

/// The longest text, in bytes; the core counts characters.
const MAX_TEXT_BYTES: usize = 4_000;
/// The most questions that are named.
const MAX_NAMED: usize = 500;

/// Who tried the questions, and what came of it. Texts may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, uniffi::Record)]
pub struct PackStory {
    /// Who tried it: a group, a service.
    pub who: String,
    /// Where.
    pub place: String,
    /// When, in words.
    pub when: String,
    /// What changed because of it.
    pub changed: String,
    /// Whom to ask, and how.
    pub ask: String,
    /// Whether that person agreed to be asked.
    pub ask_agreed: bool,
}

/// What is to go into a pack.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PackWish {
    /// The questionnaire that questions are chosen from.
    pub questionnaire: String,
    /// The questions, by path or the last part of it; none for all that people are asked. What their logic reads comes along.
    pub questions: Vec<String>,
    /// What the pack is called.
    pub title: String,
    /// Whose it is.
    pub organisation: String,
    /// Who tried it, and what came of it.
    pub story: PackStory,
    /// Whether what was agreed on the criteria of these questions goes along.
    pub criteria: bool,
    /// Whether the codes that people's words are sorted by go along.
    pub codes: bool,
}

/// A pack as another one, or a project, names it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct PackName {
    /// Its name: the hash of its file.
    pub pack: String,
    /// What it is called.
    pub title: String,
    /// Whose it is.
    pub organisation: String,
    /// The project that made it.
    pub project: String,
    /// The day on which it was made, as `2026-03-14`.
    pub made_on: String,
}

/// A question of a pack.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct PackQuestion {
    /// Its path in the pack.
    pub path: String,
    /// The question, in the pack's first language.
    pub label: String,
    /// The languages in which it can be compared: the question and all of its choices are written in them.
    pub languages: Vec<String>,
    /// Whether a questionnaire here asks it in the same words.
    pub asked_here: bool,
}

/// A criterion of a pack.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct PackCriterionRow {
    /// The code, as questions name it.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// What good looks like.
    pub good: String,
}

/// What is in a pack.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct PackCard {
    /// The pack.
    pub name: PackName,
    /// Who tried it, and what came of it.
    pub story: PackStory,
    /// Its questions that people are asked.
    pub questions: Vec<PackQuestion>,
    /// The languages that somebody who speaks them has checked.
    pub checked: Vec<String>,
    /// What is assessed.
    pub criteria: Vec<PackCriterionRow>,
    /// What people's words are sorted by.
    pub codes: Vec<CodeRow>,
    /// The packs that it was made from.
    pub made_from: Vec<PackName>,
    /// Whether it was taken over here.
    pub taken: bool,
}

/// A pack that was taken.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct TakenPackRow {
    /// The pack.
    pub name: PackName,
    /// When it was taken, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Who tried it, and what came of it; whom to ask stands in the file alone.
    pub story: PackStory,
    /// How many questions it has.
    pub questions: u32,
    /// How many of them a questionnaire here asks in the same words.
    pub asked_here: u32,
    /// The codes of the criteria that came from it.
    pub criteria: Vec<String>,
    /// How many codes came from it.
    pub codes: u32,
    /// The packs that it was made from.
    pub made_from: Vec<PackName>,
}

/// A questionnaire with a pack's questions in it, for its author.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PackDraft {
    /// The questionnaire as a workbook.
    pub workbook: Vec<u8>,
    /// The questions that came from the pack, by their paths in the draft.
    pub added: Vec<String>,
    /// The pack's questions that were asked in the same words already, by their paths in the pack.
    pub already: Vec<String>,
}

#[uniffi::export]
impl Phone {
    /// Makes a pack, as the text of its file: nothing that anybody answered, and nobody's name or address.
    ///
    /// # Errors
    /// The questionnaire is not here, a part is not fit for a pack, something in it tells of a person, or this person may not set the
    /// project up.
    pub fn make_pack(&self, wish: PackWish) -> Result<String, PhoneError> {
        let story = &wish.story;
        let texts =
            [&wish.title, &wish.organisation, &story.who, &story.place, &story.when, &story.changed, &story.ask];
        for text in texts.into_iter().chain(&wish.questions) {
            input::capped("a text of the pack", text, MAX_TEXT_BYTES)?;
        }
        if wish.questions.len() > MAX_NAMED {
            return Err(DeviceError::Pack(PackError::TooMany { what: "questions", most: MAX_NAMED }).into());
        }
        let PackStory { who, place, when, changed, ask, ask_agreed } = wish.story;
        let wish = CoreWish {
            form: input::id("a questionnaire", &wish.questionnaire)?,
            questions: wish.questions,
            title: wish.title,
            organisation: wish.organisation,
            story: Story { who, place, when, changed, ask, ask_agreed },
            criteria: wish.criteria,
            codes: wish.codes,
        };
        let pack = self.device().make_pack(&wish, crate::machine::now())?;
        Ok(pack.to_json().map_err(DeviceError::Pack)?)
    }

    /// What is in a pack's file. Nothing is taken.
    ///
    /// # Errors
    /// The file is no pack, or not fit to be used.
    pub fn read_pack(&self, file: Vec<u8>) -> Result<PackCard, PhoneError> {
        let (name, pack) = read(&file)?;
        let asked = self.device().asked_already(&pack)?;
        let taken = self.device().taken_packs()?.iter().any(|line| line.taken.pack.pack == name);
        let form = &pack.questions;
        let shown = form.questions().into_iter().filter(|(_, question)| question.kind.is_shown());
        let question = |(path, question): (String, &doorstep_core::form::model::Question)| PackQuestion {
            label: label(form, question).to_owned(),
            languages: pack.wordings.get(&path).into_iter().flat_map(|one| one.keys().cloned()).collect(),
            asked_here: asked.contains(&path),
            path,
        };
        let questions = shown.map(question).collect();
        let criterion = |one: &doorstep_core::form::pack::PackCriterion| PackCriterionRow {
            code: one.code.clone(),
            name: one.name.clone(),
            good: one.good.clone(),
        };
        Ok(PackCard {
            name: named(&EarlierPack {
                pack: name,
                title: pack.title.clone(),
                organisation: pack.organisation.clone(),
                project: pack.project.clone(),
                made_on: pack.made_on.clone(),
            }),
            story: story(&pack.story),
            questions,
            checked: pack.checked.iter().cloned().collect(),
            criteria: pack.criteria.iter().map(criterion).collect(),
            codes: pack
                .codes
                .iter()
                .map(|code| CodeRow { name: code.name.clone(), means: code.means.clone() })
                .collect(),
            made_from: pack.made_from.iter().map(named).collect(),
            taken,
        })
    }

    /// Takes a pack over: its codes, and its criteria as proposals, as far as there are none of the same name here; and records where
    /// all of it came from. Its questions come with `pack_draft`.
    ///
    /// # Errors
    /// The file is no pack, or this person may not set the project up.
    pub fn take_pack(&self, file: Vec<u8>) -> Result<TakenPackRow, PhoneError> {
        let (name, pack) = read(&file)?;
        Ok(row(self.act(|device, at| device.take_pack((name, &pack), at))?))
    }

    /// A pack's questions behind those of a questionnaire of this project, or as a questionnaire of their own, for its author: nothing is
    /// added to the project.
    ///
    /// # Errors
    /// The file is no pack, or the questionnaire is not here.
    pub fn pack_draft(&self, file: Vec<u8>, questionnaire: Option<String>) -> Result<PackDraft, PhoneError> {
        let (_, pack) = read(&file)?;
        let version = input::optional_id("a questionnaire", questionnaire.as_deref())?;
        let form = version.map(|version| self.device().form(version)).transpose()?;
        let draft = pack.draft(form.as_ref());
        let workbook = xlsx(&workbook(&draft.form))
            .map_err(|error| PhoneError::broken("workbook-not-written", &error.to_string()))?;
        Ok(PackDraft { workbook, added: draft.added, already: draft.already })
    }

    /// The packs that were taken, the latest first.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn taken_packs(&self) -> Result<Vec<TakenPackRow>, PhoneError> {
        Ok(self.device().taken_packs()?.into_iter().map(row).collect())
    }
}

fn read(file: &[u8]) -> Result<(PackHash, Pack), PhoneError> {
    Ok(Pack::from_json(file).map_err(DeviceError::Pack)?)
}

fn label<'f>(form: &'f Form, question: &'f doorstep_core::form::model::Question) -> &'f str {
    question.label.best(&form.default_language, &form.default_language).unwrap_or(&question.name)
}

fn row(line: TakenLine) -> TakenPackRow {
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let TakenLine { taken, asked, questions } = line;
    let TakenPack { pack, at, story: told, criteria, codes, earlier, .. } = taken;
    TakenPackRow {
        name: named(&pack),
        at_ms: at.0,
        story: story(&told),
        questions: count(questions),
        asked_here: count(asked),
        criteria: criteria.into_iter().collect(),
        codes: count(codes.len()),
        made_from: earlier.iter().map(named).collect(),
    }
}

fn named(pack: &EarlierPack) -> PackName {
    PackName {
        pack: pack.pack.to_string(),
        title: pack.title.clone(),
        organisation: pack.organisation.clone(),
        project: pack.project.clone(),
        made_on: pack.made_on.clone(),
    }
}

fn story(told: &Story) -> PackStory {
    let Story { who, place, when, changed, ask, ask_agreed } = told.clone();
    PackStory { who, place, when, changed, ask, ask_agreed }
}
