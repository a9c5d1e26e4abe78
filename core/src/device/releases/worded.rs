//! In which words the questions were asked that a release counts, so that others can compare like with like.

use std::collections::BTreeSet;

use crate::device::{DeviceError, View};
use crate::evaluation::{Contribution, Worded};
use crate::form::normal::from_blob;

impl View<'_> {
    /// The wordings of every form version of which an interview counts.
    pub(super) fn worded(&self) -> Result<Worded, DeviceError> {
        let mut forms = BTreeSet::new();
        self.contributions(|stored| {
            if let Ok(contribution) = minicbor::decode::<Contribution>(stored.bytes)
                && !contribution.withdrawn
            {
                forms.insert(contribution.group.form);
            }
        })?;
        let mut worded = Worded::default();
        for version in forms {
            let form = self.store.blob(version)?.and_then(|blob| from_blob(&blob).ok());
            form.iter().for_each(|form| worded.note(form));
        }
        Ok(worded)
    }
}
