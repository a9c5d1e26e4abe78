//! One interview: a form being filled in, question by question, with everything that follows from each answer.
//!
//! It stores nothing: the device keeps [`Interview::draft_answers`] after every answer and hands them back to
//! [`Interview::resume`]; what [`Interview::finish`] yields becomes a response (`response`, `document`).
//!
//! ```
//! use std::sync::Arc;
//! use doorstep_core::form::interview::{Interview, PreparedForm, Opening};
//! use doorstep_core::form::model::{Form, Item, Question, QuestionKind};
//! use doorstep_core::time::Timestamp;
//!
//! let mut age = Question::new("age".into(), QuestionKind::Integer);
//! age.constraint = Some(". < 120".into());
//! let form = Form { items: vec![Item::Question(Box::new(age))], ..Form::default() };
//! let prepared = PreparedForm::new(Arc::new(form), Default::default()).expect("the constraint is an expression");
//!
//! let opening = Opening::new(Timestamp(0), jiff::tz::TimeZone::UTC, 7);
//! let mut interview = Interview::start(prepared, opening);
//! assert!(interview.answer("age", "ten").is_err());
//! interview.answer("age", "10").expect("10 is an integer");
//! let finished = interview.finish(Timestamp(60_000)).expect("nothing is missing");
//! assert_eq!(finished.answers["age"].text(), Some("10"));
//! ```

mod answers;
mod checks;
mod choices;
mod draft;
mod environment;
mod finish;
mod lists;
mod notices;
mod opening;
mod pages;
mod prepared;
mod repeats;
mod review;
#[cfg(test)]
mod samples;
mod settle;
mod types;
mod views;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

pub use answers::{Changed, Refused};
pub use checks::Unmet;
pub use choices::Offered;
pub use finish::{Finished, Unready};
pub use lists::Attachments;
pub(super) use lists::instance_id;
pub use notices::{Notice, NoticeKind};
pub use opening::{Opening, Preset};
pub use pages::{Page, Progress};
pub use prepared::PreparedForm;
pub use repeats::RepeatRefused;
pub use review::{ReviewLine, ReviewState};
pub use types::MAX_ANSWER_BYTES;
pub(super) use types::normalise as stored_text;
pub use views::{PageView, QuestionView};

use super::expr::Ambient;
use super::instance::Instance;
use super::model::{Form, Lang};
use crate::response::Missing;
use notices::Failed;
use pages::Place;
use settle::Pending;

/// A form being filled in.
#[derive(Debug)]
pub struct Interview {
    prepared: Arc<PreparedForm>,
    instance: Instance,
    ambient: Ambient,
    language: Lang,
    place: Place,
    pending: Pending,
    /// New repeat instances whose computed defaults are still to be evaluated.
    fresh: Vec<super::expr::NodeId>,
    /// What could not be worked out when it was last tried.
    failed: Failed,
    order_seed: i64,
    /// Answers to questions that this version of the form does not have, by path; of repeats that it does not have, the
    /// places of their instances.
    removed: BTreeMap<String, String>,
    /// Why there is no answer, by path, where no choice of this version stands for it.
    missing: BTreeMap<String, Missing>,
}

impl Interview {
    /// The form.
    pub fn form(&self) -> &Form {
        &self.prepared.form
    }

    /// The form made ready, to open further interviews with.
    pub fn prepared(&self) -> &Arc<PreparedForm> {
        &self.prepared
    }

    /// The answers as a tree.
    pub fn instance(&self) -> &Instance {
        &self.instance
    }

    /// The language that labels are shown in.
    pub fn language(&self) -> &Lang {
        &self.language
    }

    /// Shows labels in another language of the form. A language that the form does not have shows what names none.
    pub fn set_language(&mut self, language: Lang) {
        self.language = language;
        // Calculations may hold words of the form.
        self.mark_all(self.instance.root());
        self.settle();
        self.pending.changed.clear();
    }

    /// Lets the clock go on: `now()` and `today()` tell this time from here.
    pub fn set_now(&mut self, now: crate::time::Timestamp) {
        self.ambient.now = now;
    }

    fn zone(&self) -> &TimeZone {
        &self.ambient.zone
    }
}
