//! The codebook on a device: what people's words are sorted by, to which everybody who sorts may add.
//!
//! What it is kept as is `document::kinds::codebook`'s; sorting itself is not here.

use std::collections::BTreeMap;

use super::doors::checked;
use super::{Device, DeviceError, Moment, View};
use crate::document::kinds::codebook::{self, Code};
use crate::entry::DocKey;
use crate::ids::DocId;
use crate::member::{Class, DocKind, Scope};

/// The most characters in a code's name.
const MAX_NAME_CHARS: usize = 200;
/// The most characters in what belongs to a code.
const MAX_MEANS_CHARS: usize = 1_000;

impl Device {
    /// Adds a code, or says anew what belongs to the one of this name.
    ///
    /// # Errors
    /// When a text is unfit, or this person may not sort what people said.
    pub fn set_code(&self, code: &Code, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let name = checked("a code's name", &code.name, MAX_NAME_CHARS)?;
        let means = match code.means.trim() {
            "" => String::new(),
            means => checked("what belongs to a code", means, MAX_MEANS_CHARS)?,
        };
        let values = Code { name, means }.to_values();
        self.put_deciding(&self.codebook()?, DocKind::Codebook, |_| values, at)
    }

    /// The codes of the project, by id.
    ///
    /// # Errors
    /// When the device is in no project, or the store can't be read.
    pub fn codes(&self) -> Result<BTreeMap<DocId, Code>, DeviceError> {
        codes(&self.view()?, &self.codebook()?)
    }

    /// A project has one codebook: whoever adds to it writes the same document.
    pub(super) fn codebook(&self) -> Result<DocKey, DeviceError> {
        let doc = codebook::document(self.membership()?.project());
        Ok(DocKey { scope: Scope::whole(Class::Deliberation), kind: DocKind::Codebook.number(), doc })
    }
}

fn codes(view: &View<'_>, codebook: &DocKey) -> Result<BTreeMap<DocId, Code>, DeviceError> {
    Ok(codebook::read(view.load(codebook)?.flat()))
}
