//! What a coordinator may want to look at: interviews and volunteers that stand out, and groups of which too few were heard.
//!
//! What stands out is decided in `evaluation::quality`. Nothing is changed or left out here; that is `held_back`'s, by a person.

use std::collections::BTreeMap;

use super::{Device, DeviceError, Moment};
use crate::document::Document;
use crate::document::Scalar;
use crate::document::kinds::response::{from_paper, left_out, read, took};
use crate::document::kinds::targets;
use crate::evaluation::{Contribution, Looked, Population, Quality};
use crate::member::{Access, Class, DocKind};

/// How many people of a group are wanted in a round, and how many were heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The question.
    pub question: String,
    /// The choice.
    pub choice: String,
    /// How many interviews are wanted.
    pub wanted: u64,
    /// How many there are.
    pub heard: u64,
}

impl Device {
    /// Interviews and volunteers that stand out, among those of the current round; of all where the project has no open one.
    ///
    /// # Errors
    /// When this person does not look after the project, or the store can't be read.
    pub fn quality(&self) -> Result<Quality, DeviceError> {
        self.check_right(Class::Project, Access::Write)?;
        let round = self.current_round()?;
        let mut looked = Vec::new();
        for stored in self.view()?.responses(false)? {
            let key = stored.key;
            if stored.row.withdrawn || (round.is_some() && key.scope.round != round) {
                continue;
            }
            let Some(rules) = self.store.rules(stored.row.form) else { continue };
            let (document, lines) = self.load_lines(&key)?;
            let flat = document.flat();
            if left_out(flat).is_some() {
                continue;
            }
            let Ok(response) = read(key.doc, flat) else { continue };
            let first = document.changes().find(|change| change.deps().is_empty()).map(|change| change.hash());
            let by = first.and_then(|first| lines.0.get(&first)).and_then(|line| line.by);
            let took_s = took(flat).filter(|_| !from_paper(flat));
            looked.push(Looked::new(&rules, &response, by, took_s));
        }
        Ok(Quality::new(&looked))
    }

    /// Sets how many people of each group are wanted in every round, in place of what was set before.
    ///
    /// # Errors
    /// When this device may not set the project up.
    pub fn set_targets(&self, wanted: &Population, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let wanted = wanted.to_settings();
        let values = |document: &Document| -> BTreeMap<String, Scalar> { targets::to_values(document.flat(), wanted) };
        self.put_deciding(&self.settings()?, DocKind::Project, values, at)
    }

    /// How many people of each group are wanted in the current round, and how many were heard.
    ///
    /// # Errors
    /// When the device is in no project, or the store can't be read.
    pub fn targets(&self) -> Result<Vec<Target>, DeviceError> {
        let view = self.view()?;
        let wanted = Population::of_settings(&targets::read(self.load(&self.settings()?)?.flat()));
        let round = self.current_round()?;
        let rules = self.store.all_rules();
        let mut heard: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        view.contributions(|stored| {
            if round.is_some() && stored.scope.round != round {
                return;
            }
            let (Ok(one), Some(rules)) = (minicbor::decode::<Contribution>(stored.bytes), rules.get(&stored.form))
            else {
                return;
            };
            for (number, choice) in rules.margins().iter().zip(&one.group.margins) {
                let Some(question) = rules.question(*number).filter(|_| !one.withdrawn) else { continue };
                let chosen = choice.and_then(|choice| question.choices.get(usize::from(choice)));
                for (name, choices) in wanted.0.iter().filter(|(name, _)| Population::names(name, &question.path)) {
                    if let Some((choice, _)) = chosen.and_then(|chosen| choices.get_key_value(&chosen.name)) {
                        *heard.entry((name, choice)).or_default() += 1;
                    }
                }
            }
        })?;
        let groups = wanted.0.iter().flat_map(|(question, groups)| groups.iter().map(move |group| (question, group)));
        let target = |(question, (choice, wanted)): (&String, (&String, &u64))| Target {
            question: question.clone(),
            choice: choice.clone(),
            wanted: *wanted,
            heard: heard.get(&(question.as_str(), choice.as_str())).copied().unwrap_or_default(),
        };
        Ok(groups.map(target).collect())
    }
}
