//! Who lives here, as a part of the project's settings: coordinators set it, the evaluation adjusts by it.
//!
//! The numbers and their file are `evaluation::Population`'s; how weights are made of them is the evaluation's matter.

use std::collections::BTreeMap;

use super::responsible::project_document;
use super::{Device, DeviceError, Moment, View};
use crate::document::kinds::project::Project;
use crate::document::{Document, Scalar};
use crate::evaluation::Population;
use crate::member::DocKind;

impl Device {
    /// Sets how many people live here, by question and choice, in place of what was set before; nothing ends adjusting.
    ///
    /// # Errors
    /// When this device may not set the project up.
    pub fn set_margins(&self, population: &Population, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let wanted = population.to_settings();
        let values = |document: &Document| {
            let before = Project::read(document.flat()).margins;
            // What is no longer there is set to nobody, so that somebody who changes it at the same time is noticed.
            let gone = before.into_keys().map(|key| (key, 0));
            let numbers: BTreeMap<String, u64> = gone.chain(wanted).collect();
            numbers.into_iter().map(|(key, count)| (format!("margin/{key}"), Scalar::Uint(count))).collect()
        };
        self.put_deciding(&self.settings()?, DocKind::Project, values, at)
    }

    /// How many people live here, by question and choice, as far as that was set.
    ///
    /// # Errors
    /// When the device is in no project, or the store can't be read.
    pub fn margins(&self) -> Result<Population, DeviceError> {
        population(&self.view()?)
    }
}

/// Who lives here, as the project's settings say. Where two coordinators set different numbers and nobody decided, the one that was
/// written last holds.
pub(super) fn population(view: &View<'_>) -> Result<Population, DeviceError> {
    let settings = project_document(view.store.membership()?.project());
    Ok(Population::of_settings(&Project::read(view.load(&settings)?.flat()).margins))
}
