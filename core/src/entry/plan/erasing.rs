//! Orders to erase, as the plan takes them: who may give one, and what becomes of entries whose document is erased.

use crate::entry::{Body, CheckedEntry, Content, EntryState, Order, PayloadKind, Refusal, WaitsFor};
use crate::member::{Access, Custody, Membership, Standing, custody_allows, may};

use super::{Planning, Stop, weighed};

impl Planning<'_> {
    /// Whether an entry is about a document that is erased: then its content is nobody's any more, and only its place is kept.
    pub(super) fn is_erased(&self, entry: &CheckedEntry) -> bool {
        let about = (entry.head.doc_kind, entry.head.doc);
        let content = ![PayloadKind::Opening, PayloadKind::Act, PayloadKind::Erasure]
            .map(PayloadKind::number)
            .contains(&entry.head.payload_kind);
        about.0 != 0 && content && (self.facts.erased.contains(&about) || self.writes.erased.contains(&about))
    }

    /// Takes an order; from then on what it names is erased, in whatever order it and its content come.
    pub(super) fn order(&mut self, order: &Order, counts: bool) -> Result<EntryState, Stop> {
        entitled(self.membership(), order)?;
        if counts {
            let documents = order.subject.documents();
            self.writes.arrived.extend(documents.iter().map(|(_, doc)| WaitsFor::Erased(*doc)));
            self.docs.retain(|key, _| !documents.contains(&(key.kind, key.doc)));
            self.writes.erased.extend(documents);
        }
        Ok(weighed(counts))
    }
}

/// Takes the content out of an entry; its header and its place in the chain stay.
pub(super) fn emptied(mut entry: CheckedEntry) -> CheckedEntry {
    entry.body = Body::Erased { hash: entry.head.payload_hash, length: entry.head.payload_len };
    entry.content = Content::Erased;
    entry
}

/// Whether whoever signed may have this erased. A coordinator who was cut since may have: what stands behind the cut in a log of
/// theirs is held back like anything else there.
fn entitled(membership: &Membership, order: &Order) -> Result<(), Stop> {
    let Some(id) = order.grant else { return Ok(()) };
    let known = membership.grant(&id).filter(|grant| grant.standing != Standing::Pending);
    let Some(grant) = known else { return Err(Stop::Waits(Refusal::UnknownGrant, WaitsFor::Grant(id))) };
    let class = order.subject.kind.class();
    let custody = Custody::from_number(grant.custody);
    let allowed = grant.role().zip(custody).is_some_and(|(role, custody)| {
        may(role, class, Access::Erase) && custody_allows(custody, class, Access::Erase)
    });
    let holds = grant.device == order.signer && grant.standing != Standing::Void;
    if allowed && holds { Ok(()) } else { Err(Refusal::NotPermitted.into()) }
}
