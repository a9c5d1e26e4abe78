//! Question packs on a device: making one for others, taking one over, and what was taken so far.
//!
//! What a pack is, and whether one is fit to be used, is `form::pack`'s; what is recorded of one is `document::kinds::taken_pack`'s.

mod guard;

use std::collections::{BTreeMap, BTreeSet};

use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::document::Document;
use crate::document::kinds::agreed::Wish;
use crate::document::kinds::codebook::{Code, code_id};
use crate::document::kinds::taken_pack::TakenPack;
use crate::entry::DocKey;
use crate::evaluation::Agreed;
use crate::form::model::Form;
use crate::form::pack::{EarlierPack, Pack, PackCode, PackCriterion, Story};
use crate::form::wording::wordings;
use crate::ids::{BlobHash, PackHash, WordingHash};
use crate::member::{Access, Class, DocKind, Scope};
use crate::time::Timestamp;

/// What is to go into a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackWish {
    /// The questionnaire that questions are chosen from.
    pub form: BlobHash,
    /// The questions, by path or the last part of it; none for all that people are asked.
    pub questions: Vec<String>,
    /// What the pack is called.
    pub title: String,
    /// Whose it is.
    pub organisation: String,
    /// Who tried it, and what came of it.
    pub story: Story,
    /// Whether what was agreed on the criteria of these questions goes along.
    pub criteria: bool,
    /// Whether the codes that people's words are sorted by go along.
    pub codes: bool,
}

/// A pack that was taken, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenLine {
    /// What was taken.
    pub taken: TakenPack,
    /// How many of its questions a questionnaire here asks in its words.
    pub asked: usize,
    /// How many questions it has.
    pub questions: usize,
}

impl Device {
    /// Makes a pack of a questionnaire's questions and of what was agreed: nothing that anybody answered, and nobody's name or address.
    ///
    /// # Errors
    /// When the questionnaire is not here, a part is not fit for a pack, something in it tells of a person, or this person may not set
    /// the project up.
    pub fn make_pack(&self, wish: &PackWish, now: Timestamp) -> Result<Pack, DeviceError> {
        self.check_right(Class::Project, Access::Write)?;
        let pack = Pack {
            title: wish.title.trim().to_owned(),
            organisation: wish.organisation.trim().to_owned(),
            project: self.membership()?.founding().name().to_owned(),
            made_on: now.to_string().split('T').next().unwrap_or_default().to_owned(),
            story: wish.story.clone(),
            checked: self.checked_languages(wish.form)?.into_keys().collect(),
            ..Pack::default()
        };
        let mut pack = pack.with_questions(&self.form(wish.form)?, &wish.questions)?;
        if wish.criteria {
            pack.criteria = self.criteria_for(&pack.assessed())?;
        }
        if wish.codes {
            let codes: BTreeSet<PackCode> =
                self.codes()?.into_values().map(|code| PackCode { name: code.name, means: code.means }).collect();
            pack.codes = codes.into_iter().collect();
        }
        pack.made_from = self.sources_of(&pack)?;
        self.tells_of_nobody(&pack)?;
        pack.to_json()?;
        Ok(pack)
    }

    /// Takes a pack over: adds its codes, and its criteria as proposals, as far as there are none of the same name here, and records
    /// where all of it came from. Its questions are the author's to add, see [`Pack::draft`]. Taking it again changes nothing.
    ///
    /// # Errors
    /// When this person may not set the project up.
    pub fn take_pack(&self, (name, pack): (PackHash, &Pack), at: &mut Moment<'_>) -> Result<TakenLine, DeviceError> {
        self.check_right(Class::Project, Access::Write)?;
        let writing = self.lock();
        let membership = self.membership()?;
        let scope = Scope::whole(Class::Project);
        let doc = TakenPack::document(membership.project(), name);
        let key = DocKey { scope, kind: DocKind::TakenPack.number(), doc };
        let asked = self.asked_wordings()?;
        if let Some(taken) = TakenPack::read(self.load(&key)?.flat()) {
            return Ok(line(taken, &asked));
        }
        let mut taken = TakenPack::of(name, pack, at.now);
        let mut batch = Batch::default();
        let known = self.criteria()?;
        for criterion in pack.criteria.iter().filter(|criterion| !known.contains_key(&criterion.code)) {
            let key = self.criterion_document(&criterion.code)?;
            let values = proposal(criterion).to_values(&criterion.code);
            batch.changes(&key, DocKind::Criterion, Document::first(self.actor(&membership, &key)?, &values)?);
            taken.criteria.insert(criterion.code.clone());
        }
        let codes = self.new_codes(pack)?;
        if !codes.is_empty() {
            let key = self.codebook()?;
            let values = codes.iter().flat_map(Code::to_values).collect();
            let changes = self.load(&key)?.edit(self.actor(&membership, &key)?, &values, None)?;
            batch.changes(&key, DocKind::Codebook, changes);
            taken.codes.extend(codes.iter().map(|code| code_id(&code.name)));
        }
        let actor = self.actor(&membership, &key)?;
        batch.changes(&key, DocKind::TakenPack, Document::first(actor, &taken.to_values())?);
        self.commit(batch, &writing, at)?;
        Ok(line(taken, &asked))
    }

    /// The packs that were taken, the latest first.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn taken_packs(&self) -> Result<Vec<TakenLine>, DeviceError> {
        let asked = self.asked_wordings()?;
        let mut lines: Vec<TakenLine> = self.taken()?.into_iter().map(|taken| line(taken, &asked)).collect();
        lines.sort_by_key(|line| std::cmp::Reverse((line.taken.at, line.taken.pack.pack)));
        Ok(lines)
    }

    /// Which of a pack's questions some questionnaire here asks in the same words, by path.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn asked_already(&self, pack: &Pack) -> Result<BTreeSet<String>, DeviceError> {
        let asked = self.asked_wordings()?;
        let same = pack.wordings.iter().filter(|(_, wordings)| wordings.values().any(|one| asked.contains(one)));
        Ok(same.map(|(path, _)| path.clone()).collect())
    }

    fn taken(&self) -> Result<Vec<TakenPack>, DeviceError> {
        let view = self.view()?;
        let mut taken = Vec::new();
        for key in view.all(DocKind::TakenPack)? {
            taken.extend(TakenPack::read(view.load(&key)?.flat()));
        }
        Ok(taken)
    }

    /// The wordings of all questions of all questionnaires here.
    fn asked_wordings(&self) -> Result<BTreeSet<WordingHash>, DeviceError> {
        let mut asked = BTreeSet::new();
        for line in self.forms()? {
            let form: Form = self.form(line.version)?;
            asked
                .extend(form.questions().into_iter().flat_map(|(_, question)| wordings(&form, question).into_values()));
        }
        Ok(asked)
    }

    /// What was agreed on these criteria. Where two coordinators wrote differently, one of them has to decide first.
    fn criteria_for(&self, codes: &BTreeSet<String>) -> Result<Vec<PackCriterion>, DeviceError> {
        let mut criteria = Vec::new();
        for (code, agreed) in self.criteria()?.into_iter().filter(|(code, _)| codes.contains(code)) {
            let Agreed { name, good, .. } = agreed;
            if name.len() > 1 || good.len() > 1 {
                return Err(DeviceError::DecideFirst { path: code });
            }
            let one = |texts: Vec<String>| texts.into_iter().next().unwrap_or_default();
            criteria.push(PackCriterion { code, name: one(name), good: one(good) });
        }
        Ok(criteria)
    }

    /// The packs that anything in this one came from, and those that these were made from.
    fn sources_of(&self, pack: &Pack) -> Result<Vec<EarlierPack>, DeviceError> {
        let worded: BTreeSet<WordingHash> = pack.wordings.values().flat_map(|one| one.values().copied()).collect();
        let mut sources: BTreeMap<PackHash, EarlierPack> = BTreeMap::new();
        for taken in self.taken()? {
            let questions = taken.questions.keys().any(|wording| worded.contains(wording));
            let criteria = pack.criteria.iter().any(|criterion| taken.criteria.contains(&criterion.code));
            let codes = pack.codes.iter().any(|code| taken.codes.contains(&code_id(&code.name)));
            if questions || criteria || codes {
                let all = taken.earlier.into_iter().chain([taken.pack]);
                sources.extend(all.map(|source| (source.pack, source)));
            }
        }
        Ok(sources.into_values().collect())
    }

    /// The codes of a pack that are not here yet, each once.
    fn new_codes(&self, pack: &Pack) -> Result<Vec<Code>, DeviceError> {
        let mut known: BTreeSet<_> = self.codes()?.into_keys().collect();
        let code = |code: &PackCode| Code { name: code.name.trim().to_owned(), means: code.means.trim().to_owned() };
        Ok(pack.codes.iter().map(code).filter(|code| known.insert(code_id(&code.name))).collect())
    }
}

/// What good looks like, agreed by nobody here yet.
fn proposal(criterion: &PackCriterion) -> Wish {
    let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    Wish { name: said(&criterion.name), good: said(&criterion.good), ..Wish::default() }
}

fn line(taken: TakenPack, asked: &BTreeSet<WordingHash>) -> TakenLine {
    let all: BTreeSet<&String> = taken.questions.values().collect();
    let here: BTreeSet<&String> =
        taken.questions.iter().filter(|(wording, _)| asked.contains(wording)).map(|(_, path)| path).collect();
    let (asked, questions) = (here.len(), all.len());
    TakenLine { taken, asked, questions }
}
