//! Where every interview is, counted over all phones: as far as it is proven, never by guessing.

use std::collections::BTreeMap;

use doorstep_core::ids::DocId;
use doorstep_core::store::Whereabouts;
use doorstep_core::words::Words;

use super::DemoError;
use super::phone::Phone;

/// How many interviews there are and how many of them are safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Safe {
    pub(super) all: usize,
    pub(super) safe: usize,
}

impl Safe {
    /// Looks at every interview on every phone. One is safe when every phone that has it says so: a correction that is
    /// still on one phone alone makes the interview unsafe.
    pub(super) fn over(phones: &[Phone]) -> Result<Self, DemoError> {
        let mut safe: BTreeMap<DocId, bool> = BTreeMap::new();
        for phone in phones {
            for line in phone.look("list its interviews", |device| device.responses())? {
                let place = phone.look("say where an interview is", |device| device.whereabouts(line.id))?;
                let here = matches!(place, Whereabouts::OnServer | Whereabouts::InBackup);
                safe.entry(line.id).and_modify(|all| *all &= here).or_insert(here);
            }
        }
        Ok(Self { all: safe.len(), safe: safe.values().filter(|safe| **safe).count() })
    }

    /// How many have something that is only on a phone.
    pub(super) const fn only_here(self) -> usize {
        self.all - self.safe
    }

    /// As it is shown on every screen.
    pub(super) fn in_words(self, words: &Words) -> String {
        let values = [("safe", self.safe.into()), ("all", self.all.into()), ("here", self.only_here().into())];
        words.say("saved-summary", &values)
    }
}
