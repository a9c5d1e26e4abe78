//! The register of files that were handed on, and which of them hold something that was erased since.
//!
//! What is in such a file is made elsewhere; whoever makes one to be handed on enters it here first.

use super::doors::random_doc;
use super::{Device, DeviceError, Moment};
use crate::document::kinds::handed_on::HandedOn;
use crate::entry::DocKey;
use crate::ids::{DocId, MemberId};
use crate::member::{Access, Class, DocKind, Scope};
use crate::time::Timestamp;

/// The most characters in a purpose.
const MAX_PURPOSE_CHARS: usize = 300;

/// A file that was handed on, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOnLine {
    /// Its entry in the register.
    pub id: DocId,
    /// What it was and what for.
    pub file: HandedOn,
    /// Who handed it on, if they are known here.
    pub by: Option<MemberId>,
    /// When, as their clock claimed.
    pub at: Timestamp,
    /// How many orders to erase have come since: whoever has the file must be told when there are any.
    pub erased_since: usize,
}

impl Device {
    /// Enters a file into the register before it is handed on.
    ///
    /// # Errors
    /// When this person may hand nothing on, the purpose is too long, or the store can't be written.
    pub fn enter_handed_on(&self, what: &str, purpose: &str, at: &mut Moment<'_>) -> Result<DocId, DeviceError> {
        self.check_right(Class::Field, Access::Export)?;
        let purpose = purpose.trim();
        if purpose.chars().count() > MAX_PURPOSE_CHARS {
            return Err(DeviceError::BadText { what: "the purpose", most: MAX_PURPOSE_CHARS });
        }
        let file = HandedOn { what: what.to_owned(), purpose: purpose.to_owned() };
        let key = DocKey { scope: Scope::whole(Class::Field), kind: DocKind::HandedOn.number(), doc: random_doc(at) };
        self.create(key, DocKind::HandedOn, &file.to_values(), at)
    }

    /// The files that were handed on, the latest last.
    ///
    /// # Errors
    /// When this person may hand nothing on, or the store can't be read.
    pub fn handed_on(&self) -> Result<Vec<HandedOnLine>, DeviceError> {
        self.check_right(Class::Field, Access::Export)?;
        let orders: Vec<Timestamp> = self.orders()?.into_iter().map(|stored| stored.at).collect();
        let mut lines = Vec::new();
        for key in self.view()?.all(DocKind::HandedOn)? {
            let (document, made) = self.load_lines(&key)?;
            let Some(file) = HandedOn::read(document.flat()) else { continue };
            let Some(first) = made.0.values().min_by_key(|line| line.at) else { continue };
            let (by, at) = (first.by, first.at);
            let erased_since = orders.iter().filter(|order| **order >= at).count();
            lines.push(HandedOnLine { id: key.doc, file, by, at, erased_since });
        }
        lines.sort_by_key(|line| (line.at, line.id));
        Ok(lines)
    }
}
