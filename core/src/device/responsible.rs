//! Before a project opens: who answers for it and what people are told has to be recorded, or nobody is asked anything.
//!
//! The values themselves are `document::kinds::responsible`'s.

use std::collections::BTreeMap;

use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::document::kinds::responsible::{MAX_CONTROLLERS, Responsible};
use crate::document::{Document, Scalar};
use crate::entry::DocKey;
use crate::ids::{DocId, ProjectId};
use crate::member::{Class, DocKind, Membership, Role, Scope};

/// The most characters in a controller's name, and in the contact.
const MAX_NAME_CHARS: usize = 200;
/// The most characters in a privacy notice.
const MAX_NOTICE_CHARS: usize = 20_000;

impl Device {
    /// Records who answers for the project and what people are told.
    ///
    /// # Errors
    /// When a part is missing or too long, or this device may not set the project up.
    pub fn set_responsible(&self, wanted: &Responsible, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let responsible = checked(wanted)?;
        self.put_settings(|document| responsible.to_values(document.flat()), at)
    }

    /// The document of the project's settings.
    pub(super) fn settings(&self) -> Result<DocKey, DeviceError> {
        Ok(project_document(self.membership()?.project()))
    }

    /// Writes some of the project's settings, given the document as it stands.
    pub(super) fn put_settings(
        &self,
        values: impl FnOnce(&Document) -> BTreeMap<String, Scalar>,
        at: &mut Moment<'_>,
    ) -> Result<(), DeviceError> {
        let writing = self.lock();
        let membership = self.membership()?;
        let mut batch = Batch::default();
        self.push_settings(&mut batch, &membership, values)?;
        self.commit(batch, &writing, at).map(drop)
    }

    /// Adds some of the project's settings to a batch, given the document as it stands.
    pub(super) fn push_settings(
        &self,
        batch: &mut Batch,
        membership: &Membership,
        values: impl FnOnce(&Document) -> BTreeMap<String, Scalar>,
    ) -> Result<(), DeviceError> {
        let key = project_document(membership.project());
        let document = self.load(&key)?;
        let values = values(&document);
        let actor = self.actor(membership, &key)?;
        let changes = match document.changes().next() {
            None => Document::first(actor, &values)?,
            Some(_) => document.edit(actor, &values, None)?,
        };
        batch.changes(&key, DocKind::Project, changes);
        Ok(())
    }

    /// Who answers for the project and what people are told, as far as that is recorded.
    ///
    /// # Errors
    /// When the device is in no project, or the store can't be read.
    pub fn responsible(&self) -> Result<Responsible, DeviceError> {
        Ok(Responsible::read(self.load(&self.settings()?)?.flat()))
    }

    /// How many devices may act as coordinators. With one alone, a lost laptop takes the printed recovery sheet to mend.
    ///
    /// # Errors
    /// When the device is in no project.
    pub fn coordinators(&self) -> Result<usize, DeviceError> {
        let membership = self.membership()?;
        let active = membership.grants().filter(|grant| grant.is_active() && grant.role() == Some(Role::Coordinator));
        let members: std::collections::BTreeSet<_> = active.map(|grant| grant.member).collect();
        Ok(members.len())
    }

    pub(super) fn require_open(&self) -> Result<(), DeviceError> {
        let missing = self.responsible()?.missing();
        if missing.is_empty() { Ok(()) } else { Err(DeviceError::NotOpen { missing }) }
    }
}

/// A project has one document of its settings: coordinators who set it up at once write the same one.
pub(super) fn project_document(project: ProjectId) -> DocKey {
    let mut id = [0; DocId::SIZE];
    id.copy_from_slice(&project.0[..DocId::SIZE]);
    DocKey { scope: Scope::whole(Class::Project), kind: DocKind::Project.number(), doc: DocId(id) }
}

fn checked(wanted: &Responsible) -> Result<Responsible, DeviceError> {
    if let missing @ [_, ..] = wanted.missing().as_slice() {
        return Err(DeviceError::NotOpen { missing: missing.to_vec() });
    }
    if wanted.controllers.len() > MAX_CONTROLLERS {
        return Err(DeviceError::BadText { what: "the list of controllers", most: MAX_CONTROLLERS });
    }
    let name = |name: &String| super::doors::checked("a controller's name", name, MAX_NAME_CHARS);
    Ok(Responsible {
        controllers: wanted.controllers.iter().map(name).collect::<Result<_, _>>()?,
        contact: super::doors::checked("the contact", &wanted.contact, MAX_NAME_CHARS)?,
        basis: wanted.basis,
        notice: super::doors::checked("the privacy notice", &wanted.notice, MAX_NOTICE_CHARS)?,
    })
}
