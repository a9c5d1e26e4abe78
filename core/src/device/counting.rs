//! Which of several interviews at one door count, as a part of the project's settings: coordinators set it.
//!
//! What follows from it is `evaluation::Homes`'; looking at such interviews side by side is `one_door`'s.

use super::responsible::project_document;
use super::{Device, DeviceError, Moment, View};
use crate::document::Scalar;
use crate::document::kinds::project::{Counting, Project};
use crate::member::DocKind;

impl Device {
    /// Sets which of several interviews at one door count. Nothing is deleted by it, and it can be set anew at any time.
    ///
    /// # Errors
    /// When this device may not set the project up.
    pub fn set_counting(&self, wanted: Counting, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let values = [("counting".to_owned(), Scalar::from(wanted.name()))].into();
        self.put_deciding(&self.settings()?, DocKind::Project, |_| values, at)
    }

    /// Which of several interviews at one door count.
    ///
    /// # Errors
    /// When the device is in no project, or the store can't be read.
    pub fn counting(&self) -> Result<Counting, DeviceError> {
        counting(&self.view()?)
    }
}

/// As the project's settings say. Where two coordinators set different rules and nobody decided, the one that was written last holds.
pub(super) fn counting(view: &View<'_>) -> Result<Counting, DeviceError> {
    let settings = project_document(view.store.membership()?.project());
    Ok(Project::read(view.load(&settings)?.flat()).counting)
}
