//! Work that is held back because it came behind a cut, and doubtful interviews that are left out: a coordinator looks at both.
//!
//! What is held back, and why, follows from the membership alone, see `member`.

use std::collections::BTreeMap;

use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::document::kinds::response::{leaving_out, left_out, read, taking_in};
use crate::document::{Change, Document, Scalar};
use crate::entry::DocKey;
use crate::ids::{ActId, DeviceId, DocId, MemberId};
use crate::member::{Access, Class, Deed, DocKind, EntryName, MAX_NAMED};
use crate::response::Response;
use crate::store::{HeldBack, Logs};
use crate::time::Timestamp;

/// The most characters in the reason for leaving a response out.
const MAX_REASON_CHARS: usize = 300;

/// A record of which something is held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBackLine {
    /// The record.
    pub doc: DocId,
    /// Its kind's number.
    pub kind: u8,
    /// Its area.
    pub area: Option<DocId>,
    /// Whose work it is.
    pub by: Option<MemberId>,
    /// On which device.
    pub device: DeviceId,
    /// How many of its entries are held back.
    pub entries: usize,
    /// When the latest of them was written, as that device's clock claimed.
    pub at: Timestamp,
}

impl Device {
    /// The records of which something is held back, the latest last.
    ///
    /// # Errors
    /// When this person may not let held-back work count, or the store can't be read.
    pub fn held_back(&self) -> Result<Vec<HeldBackLine>, DeviceError> {
        self.check_right(Class::Field, Access::Release)?;
        let membership = self.membership()?;
        let mut lines: BTreeMap<(DocKey, DeviceId), HeldBackLine> = BTreeMap::new();
        for held in self.store.held_back(Logs::All)? {
            let Some(key) = held.doc else { continue };
            let line = lines.entry((key, held.opening.device)).or_insert_with(|| HeldBackLine {
                doc: key.doc,
                kind: key.kind,
                area: key.scope.area,
                by: membership.grant(&held.opening.grant).map(|grant| grant.member),
                device: held.opening.device,
                entries: 0,
                at: held.time,
            });
            line.entries += 1;
            line.at = line.at.max(held.time);
        }
        let mut lines: Vec<HeldBackLine> = lines.into_values().collect();
        lines.sort_by_key(|line| (line.at, line.doc));
        Ok(lines)
    }

    /// A response as it would be if what is held back of it counted: for the coordinator who decides on that.
    ///
    /// # Errors
    /// When nothing of it is held back, or as for [`held_back`](Self::held_back).
    pub fn held_back_response(&self, response: DocId) -> Result<Response, DeviceError> {
        let (key, _) = self.held_back_of(DocKind::Response, response)?;
        let damaged = |_| DeviceError::Damaged { doc: response };
        let stored = self.store.every_change(&key)?.into_iter();
        let changes: Result<Vec<Change>, _> = stored.map(|stored| Change::read(stored.body, stored.actor)).collect();
        let changes = changes.map_err(|_| DeviceError::Damaged { doc: response })?;
        let document = Document::load(changes).map_err(damaged)?;
        read(response, document.flat()).map_err(|_| DeviceError::Damaged { doc: response })
    }

    /// Lets everything that is held back of a record count, after a coordinator has looked at it.
    ///
    /// # Errors
    /// When nothing of it is held back, or this device may not do that.
    pub fn release(&self, doc: DocId, at: &mut Moment<'_>) -> Result<usize, DeviceError> {
        self.check_right(Class::Field, Access::Release)?;
        let of_doc = |held: &HeldBack| held.doc.is_some_and(|key| key.doc == doc);
        let held = self.store.held_back(Logs::All)?;
        let names: Vec<EntryName> = held.into_iter().filter(of_doc).map(|held| held.name).collect();
        if names.is_empty() {
            return Err(DeviceError::UnknownRecord(doc));
        }
        let deeds = names.chunks(MAX_NAMED).map(|names| Deed::Release(names.to_vec())).collect();
        self.act(deeds, at).map(|()| names.len())
    }

    fn held_back_of(&self, kind: DocKind, doc: DocId) -> Result<(DocKey, EntryName), DeviceError> {
        self.check_right(Class::Field, Access::Release)?;
        let of_doc =
            |held: HeldBack| Some((held.doc.filter(|key| key.doc == doc && key.kind == kind.number())?, held.name));
        let found = self.store.held_back(Logs::All)?.into_iter().find_map(of_doc);
        found.ok_or(DeviceError::UnknownRecord(doc))
    }

    /// Leaves a doubtful response out of the results. It stays as it is, and can be taken back in.
    ///
    /// # Errors
    /// When the response is not on this device, or this device may not do that.
    pub fn leave_out(&self, response: DocId, reason: &str, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let reason = super::doors::checked("the reason for leaving an interview out", reason, MAX_REASON_CHARS)?;
        let mut act = [0; ActId::SIZE];
        at.rng.fill_bytes(&mut act);
        let values = BTreeMap::from([leaving_out(ActId(act), &reason)]);
        self.review(response, |_| values, at)
    }

    /// Takes a response back in that was left out.
    ///
    /// # Errors
    /// When the response is not on this device, was not left out, or this device may not do that.
    pub fn take_back_in(&self, response: DocId, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        self.review(response, |document| taking_in(document.flat()), at)
    }

    /// Why a response is left out of the results, if it is.
    ///
    /// # Errors
    /// When the response is not on this device.
    pub fn left_out(&self, response: DocId) -> Result<Option<String>, DeviceError> {
        Ok(left_out(self.load(&self.response_key(response)?)?.flat()))
    }

    fn review(
        &self,
        response: DocId,
        values: impl FnOnce(&Document) -> BTreeMap<String, Scalar>,
        at: &mut Moment<'_>,
    ) -> Result<(), DeviceError> {
        let key = self.response_key(response)?;
        let writing = self.lock();
        let membership = self.membership()?;
        if membership.grant_for(&self.id(), &key.scope, Access::Release).is_none() {
            return Err(DeviceError::NotPermitted { access: Access::Release, class: Class::Field });
        }
        let document = self.load(&key)?;
        let values = values(&document);
        if values.is_empty() {
            return Err(DeviceError::NothingToDecide);
        }
        let mut batch = Batch::default();
        batch.changes(&key, DocKind::Response, document.edit(self.actor(&membership, &key)?, &values, None)?);
        self.commit(batch, &writing, at).map(drop)
    }
}
