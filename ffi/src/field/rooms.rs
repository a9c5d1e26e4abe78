//! The two rooms of the field app: one in earnest, and beside it the practice project while somebody practises.
//!
//! Both are shown by the same pages; `practice` has those that lead from one to the other.

use std::sync::{Arc, Mutex, PoisonError};

use super::answer::Answer;
use super::guard::Guard;
use super::serve::App;
use crate::Phone;

/// Who may come in, and into which room.
#[derive(Debug)]
pub(super) struct Rooms {
    guard: Guard,
    earnest: Arc<App>,
    practice: Mutex<Option<Arc<App>>>,
}

impl Rooms {
    /// One room, in earnest.
    pub(super) const fn new(guard: Guard, earnest: Arc<App>) -> Self {
        Self { guard, earnest, practice: Mutex::new(None) }
    }

    pub(super) const fn guard(&self) -> &Guard {
        &self.guard
    }

    /// The phone in earnest.
    pub(super) fn in_earnest(&self) -> Arc<Phone> {
        Arc::clone(&self.earnest.phone)
    }

    /// The room that pages are shown of.
    pub(super) fn current(&self) -> Arc<App> {
        let practice = self.practice.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(practice.as_ref().unwrap_or(&self.earnest))
    }

    /// Goes into the other room where an answer leads there.
    pub(super) fn follow(&self, answer: Answer) -> Answer {
        match answer {
            Answer::Practise(phone) => {
                self.enter(Some(App::of(phone, self.earnest.idle.after())));
                Answer::see("/")
            }
            Answer::InEarnest { throw_away } => {
                self.enter(None);
                if throw_away {
                    self.throw_away();
                }
                Answer::see("/")
            }
            Answer::Page(_)
            | Answer::Scripted(_)
            | Answer::Mend(_)
            | Answer::MendScripted(_)
            | Answer::Absent(_)
            | Answer::Report(_)
            | Answer::File(..)
            | Answer::Content(_)
            | Answer::See(_)
            | Answer::Text { .. }
            | Answer::Speak(..) => answer,
        }
    }

    fn enter(&self, practice: Option<App>) {
        *self.practice.lock().unwrap_or_else(PoisonError::into_inner) = practice.map(Arc::new);
    }

    fn throw_away(&self) {
        let words = self.earnest.phone.words();
        let said = match self.earnest.phone.throw_practice_away() {
            Ok(()) => words.say("practice-thrown-away", &[]),
            Err(error) if error.code() == "practice-open" => words.say("problem-practice-open", &[]),
            Err(error) => error.to_string(),
        };
        self.earnest.notify(said);
    }
}
