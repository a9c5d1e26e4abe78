//! Orders to erase: signed statements that name a subject and why, valid wherever they stand in the membership's logs.
//!
//! An order is signed by a coordinator's device, or by the withdrawal key from whose hash the response has its id. So the server
//! can pass on an order that somebody gave it, also after it has lost the entry, and can give none itself. What an order does to
//! what is stored is `store`'s; when it counts is the plan's.

use minicbor::{Decode, Encode};

use super::{Header, Refusal};
use crate::document::kinds::subject::{Subject, response_id};
use crate::ids::{DeviceId, GrantId, ProjectId, Signature};
use crate::member::{DocKind, Keypair, verify};

/// Why something is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// The respondent took the answers back.
    Withdrawn,
    /// Somebody asked a coordinator to.
    Asked,
    /// The time for which it may be kept is over.
    Retention,
    /// It should not have been collected.
    Mistaken,
}

impl Why {
    /// Every reason, by number.
    pub const ALL: [Self; 4] = [Self::Withdrawn, Self::Asked, Self::Retention, Self::Mistaken];

    /// The reason's number in orders.
    pub const fn number(self) -> u8 {
        match self {
            Self::Withdrawn => 1,
            Self::Asked => 2,
            Self::Retention => 3,
            Self::Mistaken => 4,
        }
    }

    /// The reason with this number, if this version knows it.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.number() == number)
    }
}

/// An order to erase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order {
    /// What is erased.
    pub subject: Subject,
    /// The number of the reason; one that this version does not know changes nothing about the order.
    pub why: u8,
    /// Who signed: a coordinator's device, or the response's withdrawal key.
    pub signer: DeviceId,
    /// The signature.
    pub signature: Signature,
    /// The coordinator's grant; absent for a withdrawal key.
    pub grant: Option<GrantId>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Fields {
    #[n(0)]
    why: u8,
    #[n(1)]
    signer: DeviceId,
    #[n(2)]
    signature: Signature,
    #[n(3)]
    grant: Option<GrantId>,
}

impl Order {
    /// An order that a coordinator gives.
    pub fn by_coordinator(project: ProjectId, subject: Subject, why: Why, key: &Keypair, grant: GrantId) -> Self {
        Self::signed(project, subject, why, key, Some(grant))
    }

    /// An order that the respondent gives who holds the withdrawal key.
    pub fn by_respondent(project: ProjectId, key: &Keypair) -> Self {
        let subject = Subject::response(response_id(&key.public()));
        Self::signed(project, subject, Why::Withdrawn, key, None)
    }

    fn signed(project: ProjectId, subject: Subject, why: Why, key: &Keypair, grant: Option<GrantId>) -> Self {
        let mut order = Self { subject, why: why.number(), signer: key.public(), signature: Signature([0; 64]), grant };
        order.signature = key.sign("erase", &order.statement(project));
        order
    }

    /// The order as a payload; what it names stands in the entry's header.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Self { why, signer, signature, grant, .. } = *self;
        minicbor::to_vec(Fields { why, signer, signature, grant }).expect("writing CBOR into memory does not fail")
    }

    /// Reads and checks everything about an order that needs no membership.
    ///
    /// # Errors
    /// It can't be read, names something that is never erased, or its signature or key do not fit.
    pub fn from_parts(head: &Header, payload: &[u8]) -> Result<Self, Refusal> {
        let Fields { why, signer, signature, grant } = minicbor::decode(payload).map_err(|_| Refusal::BadErasure)?;
        let kind = DocKind::from_number(head.doc_kind).ok_or(Refusal::BadErasure)?;
        let order = Self { subject: Subject { kind, doc: head.doc }, why, signer, signature, grant };
        if order.is_sound(head.project) { Ok(order) } else { Err(Refusal::BadErasure) }
    }

    /// Whether it names something that is ever erased, and signature and key fit; whether a coordinator's grant allows it is the
    /// membership's to say.
    pub fn is_sound(&self, project: ProjectId) -> bool {
        let own = Subject::response(response_id(&self.signer)) == self.subject;
        self.subject.is_erasable()
            && (self.grant.is_some() || own)
            && verify(&self.signer, "erase", &self.statement(project), &self.signature)
    }

    fn statement(&self, project: ProjectId) -> Vec<u8> {
        let grant = self.grant.map_or([0; 32], |grant| grant.0);
        [&project.0[..], &[self.subject.kind.number()], &self.subject.doc.0, &[self.why], &grant].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{DocId, EntryHash, LogId, PayloadHash};
    use crate::time::Timestamp;

    const PROJECT: ProjectId = ProjectId([1; 32]);

    fn head(subject: Subject) -> Header {
        Header {
            version: 0,
            min_reader: 0,
            payload_kind: 5,
            doc_kind: subject.kind.number(),
            project: PROJECT,
            log: LogId([2; 32]),
            seq: 2,
            prev: EntryHash([3; 32]),
            doc: subject.doc,
            payload_hash: PayloadHash([4; 32]),
            payload_len: 0,
            time: Timestamp(5),
        }
    }

    #[test]
    fn an_order_survives_its_bytes() {
        let key = Keypair::from_seed([7; 32]);
        let order = Order::by_respondent(PROJECT, &key);
        assert_eq!(Order::from_parts(&head(order.subject), &order.to_bytes()), Ok(order));
    }

    #[test]
    fn a_withdrawal_key_erases_its_own_response_and_no_other() {
        let key = Keypair::from_seed([7; 32]);
        let other = Subject::response(DocId([9; 16]));
        let order = Order::signed(PROJECT, other, Why::Withdrawn, &key, None);
        assert_eq!(Order::from_parts(&head(other), &order.to_bytes()), Err(Refusal::BadErasure));
    }

    #[test]
    fn an_order_moved_to_another_document_or_project_does_not_fit() {
        let key = Keypair::from_seed([7; 32]);
        let mine = Subject::response(DocId([9; 16]));
        let order = Order::by_coordinator(PROJECT, mine, Why::Asked, &key, GrantId([8; 32]));
        let bytes = order.to_bytes();
        assert_eq!(Order::from_parts(&head(mine), &bytes), Ok(order));
        let moved = head(Subject::response(DocId([1; 16])));
        assert_eq!(Order::from_parts(&moved, &bytes), Err(Refusal::BadErasure));
        let elsewhere = Header { project: ProjectId([2; 32]), ..head(mine) };
        assert_eq!(Order::from_parts(&elsewhere, &bytes), Err(Refusal::BadErasure));
    }

    #[test]
    fn a_door_is_never_erased() {
        let key = Keypair::from_seed([7; 32]);
        let door = Subject { kind: DocKind::Door, doc: DocId([9; 16]) };
        let order = Order::by_coordinator(PROJECT, door, Why::Asked, &key, GrantId([8; 32]));
        assert_eq!(Order::from_parts(&head(door), &order.to_bytes()), Err(Refusal::BadErasure));
    }
}
