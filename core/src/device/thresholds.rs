//! From how many answers on figures are shown, as a part of the project's settings: coordinators set it.
//!
//! The numbers are `evaluation::Thresholds`'; what is hidden by them is the evaluation's matter.

use super::responsible::project_document;
use super::{Device, DeviceError, Moment, View};
use crate::document::Scalar;
use crate::document::kinds::project::Project;
use crate::evaluation::Thresholds;
use crate::member::DocKind;

/// The name of the setting.
const NOISE: &str = "noise";

impl Device {
    /// Sets from how many answers on figures are shown, inside the project and outside.
    ///
    /// # Errors
    /// When this device may not set the project up.
    pub fn set_thresholds(&self, wanted: Thresholds, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let values = wanted.to_settings().into_iter();
        let values = values.map(|(name, number)| (format!("disclosure/{name}"), Scalar::Uint(number))).collect();
        self.put_deciding(&self.settings()?, DocKind::Project, |_| values, at)
    }

    /// From how many answers on figures are shown.
    ///
    /// # Errors
    /// When the device is in no project, or the store can't be read.
    pub fn thresholds(&self) -> Result<Thresholds, DeviceError> {
        thresholds(&self.view()?)
    }
}

impl Device {
    /// Has outsiders' figures blurred by cell keys from now on, or no longer.
    ///
    /// # Errors
    /// When this device may not set the project up.
    pub fn set_blurred(&self, blurred: bool, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let values = [(format!("disclosure/{NOISE}"), Scalar::Uint(blurred.into()))].into();
        self.put_deciding(&self.settings()?, DocKind::Project, |_| values, at)
    }

    /// Whether outsiders' figures are blurred by cell keys.
    ///
    /// # Errors
    /// When the device is in no project, or the store can't be read.
    pub fn is_blurred(&self) -> Result<bool, DeviceError> {
        is_blurred(&self.view()?)
    }
}

/// As the project's settings say; not, unless somebody asked for it.
pub(super) fn is_blurred(view: &View<'_>) -> Result<bool, DeviceError> {
    let settings = project_document(view.store.membership()?.project());
    Ok(Project::read(view.load(&settings)?.flat()).disclosure.get(NOISE).is_some_and(|asked| *asked > 0))
}

/// As the project's settings say. Where two coordinators set different numbers and nobody decided, the one that was written last holds.
pub(super) fn thresholds(view: &View<'_>) -> Result<Thresholds, DeviceError> {
    let settings = project_document(view.store.membership()?.project());
    Ok(Thresholds::of_settings(&Project::read(view.load(&settings)?.flat()).disclosure))
}
