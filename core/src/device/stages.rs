//! In which stages of the service residents had a part, as a part of the project's settings: coordinators write it, everybody reads it.
//!
//! How it is drawn is `report::wheel_page`'s matter.

use std::collections::BTreeMap;

use super::responsible::project_document;
use super::{Device, DeviceError, Moment};
use crate::document::Scalar;
use crate::document::kinds::project::Project;
use crate::form::model::Stage;
use crate::member::DocKind;

/// The most characters in how residents had a part.
const MAX_HOW_CHARS: usize = 500;

impl Device {
    /// Writes down how residents had a part in a stage; nothing says that they had none.
    ///
    /// # Errors
    /// When the text is too long, or this device may not set the project up.
    pub fn set_stage(&self, stage: Stage, how: &str, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let how = match how.trim() {
            "" => String::new(),
            said => super::doors::checked("how residents had a part", said, MAX_HOW_CHARS)?,
        };
        let values = BTreeMap::from([(format!("stage/{}", stage.word()), Scalar::from(how.as_str()))]);
        self.put_deciding(&self.settings()?, DocKind::Project, |_| values, at)
    }

    /// How residents had a part, by stage; stages in which they had none are left out. Where two coordinators wrote different things and
    /// nobody decided, the one that was written last holds.
    ///
    /// # Errors
    /// When the device is in no project, or the store can't be read.
    pub fn stages(&self) -> Result<BTreeMap<Stage, String>, DeviceError> {
        let view = self.view()?;
        let settings = project_document(view.store.membership()?.project());
        let mut said = Project::read(view.load(&settings)?.flat()).stages;
        let found = Stage::ALL.into_iter().filter_map(|stage| Some((stage, said.remove(stage.word())?)));
        Ok(found.filter(|(_, how)| !how.is_empty()).collect())
    }
}
