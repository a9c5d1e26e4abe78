//! Names of members: what each says of themselves, locked to coordinators, and erased when they leave or take it back.
//!
//! Who belongs to the project, by ids alone, is `members`'; what a name's document holds is `document::kinds::member_name`'s.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::doors::{checked, random_doc};
use super::members::areas_of;
use super::view::View;
use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::document::kinds::member_name::MemberName;
use crate::document::kinds::subject::Subject;
use crate::entry::{DocKey, Why};
use crate::ids::{DocId, EntryHash, MemberId};
use crate::member::{Access, Class, DocKind, Membership, Scope, Standing};
use crate::store::{MetaKey, StoreError};
use crate::time::Timestamp;

/// The most characters in a name, and in how to reach somebody.
const MAX_CHARS: usize = 100;

/// What this device remembers of its person's name: what it wrote itself it can't open again.
#[derive(Debug, Serialize, Deserialize)]
struct Own {
    doc: String,
    said: MemberName,
}

/// A writing of a name, with its place among others of the same member.
type Written = (Timestamp, EntryHash, MemberName);

impl Device {
    /// What this device's person said of themselves on it; none if nothing, or if they took it back.
    ///
    /// # Errors
    /// When the phone is locked, or the store can't be read.
    pub fn my_name(&self) -> Result<Option<MemberName>, DeviceError> {
        self.view()?;
        Ok(self.own_name()?.map(|own| own.said).filter(|said| !said.name.is_empty()))
    }

    /// Says what this device's person is called and how to reach them, locked to coordinators; none takes it back, and it is erased once a
    /// coordinator's device hears of it.
    ///
    /// # Errors
    /// When a part is unfit, or this person may not write there.
    pub fn set_my_name(&self, said: Option<&MemberName>, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        self.view()?;
        let said = said.map(fit).transpose()?.unwrap_or_default();
        let known = self.own_name()?.and_then(|own| own.doc.parse::<DocId>().ok());
        let kind = DocKind::MemberName.number();
        let doc = match known {
            // What was erased stays so: whoever says their name again says it in a new document.
            Some(doc) if !self.store.is_erased(kind, doc)? => doc,
            Some(_) | None if said.name.is_empty() => return Ok(self.store.remove_meta(MetaKey::MyName)?),
            Some(_) | None => random_doc(at),
        };
        let writing = self.lock();
        let membership = self.membership()?;
        let scope = self.own_scope(&membership, Class::Person)?;
        let mut batch = Batch::default();
        let key = DocKey { scope, kind, doc };
        batch.push(scope, self.lock_value(&membership, &key, said.to_values(at.now), Vec::new(), at)?);
        self.commit(batch, &writing, at)?;
        if said.name.is_empty() {
            // An order will erase this document: a name that is said later needs another.
            return Ok(self.store.remove_meta(MetaKey::MyName)?);
        }
        let own = Own { doc: doc.to_string(), said };
        let bytes = serde_json::to_vec(&own).expect("plain values have a JSON form");
        Ok(self.store.set_meta(MetaKey::MyName, &bytes)?)
    }

    /// The names of members, as far as this device can open them: for coordinators.
    ///
    /// # Errors
    /// When the phone is locked, or the store can't be read.
    pub fn member_names(&self) -> Result<BTreeMap<MemberId, MemberName>, DeviceError> {
        let mut latest: BTreeMap<MemberId, Written> = BTreeMap::new();
        for (_, member, written) in self.names_written(&self.view()?)? {
            let known = latest.entry(member).or_insert_with(|| written.clone());
            if (written.0, written.1) > (known.0, known.1) {
                *known = written;
            }
        }
        let said = latest.into_iter().map(|(member, (_, _, said))| (member, said));
        Ok(said.filter(|(_, said)| !said.name.is_empty()).collect())
    }

    /// Has the names erased of those who left or took theirs back. Only a coordinator's device does.
    pub(super) fn forget_names(&self, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let Ok(view) = self.view() else { return Ok(()) };
        let membership = self.membership()?;
        if membership.grant_for(&self.id(), &Scope::whole(Class::Person), Access::Erase).is_none() {
            return Ok(());
        }
        let mut latest: BTreeMap<DocId, (MemberId, Written)> = BTreeMap::new();
        for (doc, member, written) in self.names_written(&view)? {
            let known = latest.entry(doc).or_insert_with(|| (member, written.clone()));
            if (written.0, written.1) > (known.1.0, known.1.1) {
                *known = (member, written);
            }
        }
        let over =
            |(member, (_, _, said)): &(MemberId, Written)| said.name.is_empty() || has_left(&membership, *member);
        let over = latest.into_iter().filter(|(_, latest)| over(latest));
        let subjects: Vec<Subject> = over.map(|(doc, _)| Subject { kind: DocKind::MemberName, doc }).collect();
        if subjects.is_empty() { Ok(()) } else { self.erase_all(&subjects, Why::Asked, at) }
    }

    /// Every writing of a name that can be opened here, with its document and who signed it.
    fn names_written(&self, view: &View<'_>) -> Result<Vec<(DocId, MemberId, Written)>, DeviceError> {
        let membership = self.membership()?;
        let mut written = Vec::new();
        for key in view.all(DocKind::MemberName)? {
            for (author, entry, value) in self.values_by_author(view, &key)? {
                let Some(member) = membership.member_of(&author) else { continue };
                let said = MemberName::read(&value.values);
                written.extend(said.map(|(at, said)| (key.doc, member, (at, entry, said))));
            }
        }
        Ok(written)
    }

    fn own_name(&self) -> Result<Option<Own>, StoreError> {
        let kept = self.store.meta(MetaKey::MyName)?;
        Ok(kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    /// Where this person may write what is theirs: in the whole project, or in one of their areas.
    pub(super) fn own_scope(&self, membership: &Membership, class: Class) -> Result<Scope, DeviceError> {
        let whole = Scope::whole(class);
        let me = self.id();
        let areas = membership.grants_of(&me).flat_map(areas_of);
        let narrow = areas.map(|area| Scope { area: Some(area), ..whole });
        let may = |scope: &Scope| membership.grant_for(&me, scope, Access::Write).is_some();
        let not_permitted = DeviceError::NotPermitted { access: Access::Write, class };
        std::iter::once(whole).chain(narrow).find(may).ok_or(not_permitted)
    }
}

fn fit(said: &MemberName) -> Result<MemberName, DeviceError> {
    let name = checked("a name", &said.name, MAX_CHARS)?;
    let reach = match said.reach.trim() {
        "" => String::new(),
        reach => checked("how to reach somebody", reach, MAX_CHARS)?,
    };
    Ok(MemberName { name, reach })
}

fn has_left(membership: &Membership, member: MemberId) -> bool {
    let stays = |standing| matches!(standing, Standing::Active | Standing::Pending);
    !membership.grants().any(|grant| grant.member == member && stays(grant.standing))
}
