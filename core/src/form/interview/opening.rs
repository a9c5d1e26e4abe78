//! Begins an interview: a fresh one, one left half-way, or a received response to be corrected.
//!
//! What a draft looks like is in `draft`.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::notices::Failed;
use super::pages::Place;
use super::settle::Pending;
use super::{Interview, PreparedForm};
use crate::form::expr::{Ambient, Expression, Moment, NodeId, NodeRef};
use crate::form::graph::FieldKind;
use crate::form::instance::{Instance, Nested};
use crate::form::model::{Form, Initial, Lang, MissingKind, Question, QuestionKind};
use crate::response::{Answer, Missing};
use crate::time::Timestamp;

/// What the device knows about itself and the person who asks; empty where it does not know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preset {
    /// The device.
    pub device_id: String,
    /// The person who asks.
    pub username: String,
    /// The device's phone number.
    pub phone_number: String,
    /// The e-mail address of the person who asks.
    pub email: String,
}

/// The circumstances in which an interview is opened.
#[derive(Debug, Clone)]
pub struct Opening {
    /// What time it is.
    pub now: Timestamp,
    /// The zone of local times.
    pub zone: TimeZone,
    /// Decides everything random in the form. An interview that is resumed should get the seed it began with, so that
    /// shuffled choices stay in their order.
    pub seed: u64,
    /// What the device knows.
    pub preset: Preset,
}

impl Opening {
    /// An opening on a device that knows nothing of itself.
    pub fn new(now: Timestamp, zone: TimeZone, seed: u64) -> Self {
        Self { now, zone, seed, preset: Preset::default() }
    }
}

impl Interview {
    /// Begins a fresh interview.
    pub fn start(prepared: Arc<PreparedForm>, opening: Opening) -> Self {
        let instance = Instance::new(&prepared.graph, Nested::Open);
        let preset = opening.preset.clone();
        let mut interview = Self::bare(prepared, instance, opening);
        let root = interview.instance.root();
        interview.set_fixed_defaults(root);
        interview.set_metadata(&preset);
        interview.set_instance_id();
        interview.mark_all(root);
        interview.fresh.push(root);
        interview.settle_quietly();
        interview.pending.changed.clear();
        interview.begin();
        interview
    }

    /// Goes on with an interview from what [`Interview::draft_answers`] gave. No default is set again; answers to
    /// questions that the form no longer has are kept.
    pub fn resume(prepared: Arc<PreparedForm>, opening: Opening, draft: &[(String, String)]) -> Self {
        let instance = Instance::new(&prepared.graph, Nested::Empty);
        let mut interview = Self::bare(prepared, instance, opening);
        interview.restore(draft);
        interview.set_instance_id();
        let root = interview.instance.root();
        interview.mark_all(root);
        interview.settle_quietly();
        interview.pending.changed.clear();
        interview.begin();
        interview
    }

    /// Opens a response for correction. A reason for having no answer is shown as the choice that stands for it, where
    /// the question has one.
    pub fn open_response(prepared: Arc<PreparedForm>, opening: Opening, answers: &BTreeMap<String, Answer>) -> Self {
        let (mut draft, mut missing) = (Vec::new(), BTreeMap::new());
        for (path, answer) in answers {
            match as_draft(&prepared, path, answer) {
                Ok(text) => draft.push((path.clone(), text)),
                Err(reason) => {
                    missing.insert(path.clone(), reason);
                }
            }
        }
        Self { missing, ..Self::resume(prepared, opening, &draft) }
    }

    fn bare(prepared: Arc<PreparedForm>, instance: Instance, opening: Opening) -> Self {
        let language = first_language(&prepared.form);
        let order_seed = i64::from((opening.seed >> 33) as u32);
        Self {
            ambient: Ambient::new(opening.now, opening.zone, opening.seed),
            prepared,
            instance,
            language,
            place: Place::End,
            pending: Pending::default(),
            fresh: Vec::new(),
            failed: Failed::default(),
            order_seed,
            removed: BTreeMap::new(),
            missing: BTreeMap::new(),
        }
    }

    /// Gives every question at or below a new node the value that the form fixes for it.
    pub(super) fn set_fixed_defaults(&mut self, top: NodeId) {
        for node in self.instance.subtree(top) {
            let Some(question) = self.prepared.graph.question(&self.prepared.form, self.instance.field(node)) else {
                continue;
            };
            if let Some(Initial::Fixed(text)) = &question.default {
                let stored = self.stored_or_as_is(question, text);
                self.instance.set_value(node, &stored);
            }
        }
    }

    /// Evaluates the computed defaults at or below new nodes, each once.
    pub(super) fn set_computed_defaults(&mut self, top: NodeId) {
        for node in self.instance.subtree(top) {
            let field = self.instance.field(node);
            let Some(expression) = self.prepared.graph.field(field).initial.clone() else { continue };
            if self.prepared.graph.field(field).kind != FieldKind::Question {
                continue;
            }
            let Some(value) = self.work_out(&expression, node, "default") else { continue };
            let text = self.as_stored(field, &value);
            self.write(node, &text);
            self.drain();
        }
    }

    /// Gives the filled-in form the id that expressions know it by; a response's own id is another.
    fn set_instance_id(&mut self) {
        let node = self.instance.at(&self.prepared.graph, "meta/instanceID");
        let id = Expression::parse("concat('uuid:', uuid())");
        if let (Some(node), Ok(id)) = (node, id)
            && self.instance.tree().value(node).is_empty()
            && let Ok(id) = id.evaluate(self, NodeRef { tree: 0, node })
        {
            let text = id.to_text(self);
            self.instance.set_value(node, &text);
        }
    }

    fn stored_or_as_is(&self, question: &Question, text: &str) -> String {
        super::types::normalise(&question.kind, text, self.zone()).unwrap_or_else(|_| text.to_owned())
    }

    fn set_metadata(&mut self, preset: &Preset) {
        let now = Moment::Instant(self.ambient.now.0).text(self.zone());
        let today = now.get(..10).unwrap_or_default().to_owned();
        for node in self.instance.subtree(self.instance.root()) {
            let Some(question) = self.prepared.graph.question(&self.prepared.form, self.instance.field(node)) else {
                continue;
            };
            let text = metadata(&question.kind, preset, &now, &today);
            if let Some(text) = text {
                self.instance.set_value(node, text);
            }
        }
    }
}

/// The form's default language; where that names none and no text does without a name, the first that has one.
fn first_language(form: &Form) -> Lang {
    let mut any_unnamed = false;
    form.walk(&mut |_, item| {
        any_unnamed |= item.label().exact(&Lang::unnamed()).is_some();
    });
    let named = form.languages.iter().find(|language| !language.is_unnamed());
    let silent = form.default_language.is_unnamed() && !any_unnamed;
    named.filter(|_| silent).unwrap_or(&form.default_language).clone()
}

/// What the phone fills in by itself at the start; `None` for what people answer and for what it cannot know.
fn metadata<'a>(kind: &QuestionKind, preset: &'a Preset, now: &'a str, today: &'a str) -> Option<&'a str> {
    let known = [
        (QuestionKind::Start, now),
        (QuestionKind::Today, today),
        (QuestionKind::DeviceId, &preset.device_id),
        (QuestionKind::Username, &preset.username),
        (QuestionKind::PhoneNumber, &preset.phone_number),
        (QuestionKind::Email, &preset.email),
    ];
    known.into_iter().find(|(known, _)| known == kind).map(|(_, text)| text)
}

/// What stands for words that are locked: something was said, so what follows from that stays asked.
const LOCKED: &str = "…";

/// The text that an answer is in a draft; a reason for having none where no choice of the question stands for it.
fn as_draft(prepared: &PreparedForm, path: &str, answer: &Answer) -> Result<String, Missing> {
    let missing = match answer {
        Answer::Given(text) => return Ok(text.clone()),
        Answer::Missing(missing) => *missing,
    };
    let wanted = match missing {
        Missing::DontKnow => MissingKind::DontKnow,
        Missing::PreferNot => MissingKind::PreferNot,
        Missing::NoExperience => MissingKind::NoExperience,
        Missing::NotAsked | Missing::Blank => return Ok(String::new()),
        Missing::Locked => return Ok(LOCKED.to_owned()),
        Missing::Withdrawn => return Err(missing),
    };
    let names: Vec<&str> = path.split('/').map(|step| step.split('[').next().unwrap_or(step)).collect();
    let field = prepared.graph.at(&names.join("/")).ok_or(missing)?;
    let question = prepared.graph.question(&prepared.form, field).ok_or(missing)?;
    let list = prepared.form.list_of(question).ok_or(missing)?;
    let choice = list.choices.iter().find(|choice| choice.missing == Some(wanted));
    choice.map(|choice| choice.name.clone()).ok_or(missing)
}
