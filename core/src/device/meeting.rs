//! Two members' phones that meet without a server: the code that one shows, and what each answers the session.
//!
//! Both sides send only what the other may read. What comes from another phone is stored like anything else, and proves
//! nothing about the server: no acknowledgement and no position is kept. The network part is `net`'s.

use std::sync::{Mutex, PoisonError};

use minicbor::{Decode, Encode};

use super::bundle::in_order;
use super::carry::{carried, runs_of};
use super::{Device, DeviceError, Moment};
use crate::entry::{Entry, Holdings, Refusal, Run};
use crate::ids::{DeviceId, Generation, ProjectId, hash};
use crate::member::{Access, Class, Membership, TextCode, Unreadable, named_addresses};
use crate::store::{FeedQuery, Logs, StoreError};
use crate::sync::{
    Admit, Admitted, CallerOpening, Compression, Cursor, Entrance, FeedPage, MeetingSecret, Reply, Request, RunQuery,
};
use crate::time::Timestamp;

const TEXT: TextCode = TextCode { prefix: "DOORSTEPMEET0:", max_bytes: 1_024 };

/// What a phone shows so that another one can call it: good for one meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingCode {
    /// The project that both belong to.
    pub project: ProjectId,
    /// The phone that shows it: its handshake must prove this key.
    pub device: DeviceId,
    /// Where it waits, as `host:port`.
    pub addresses: Vec<String>,
    /// What the caller has to repeat.
    pub secret: MeetingSecret,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Fields {
    #[n(0)]
    project: ProjectId,
    #[n(1)]
    device: DeviceId,
    #[n(2)]
    addresses: Vec<String>,
    #[n(3)]
    secret: MeetingSecret,
}

/// Why a text is no code of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MeetingCodeError {
    /// It is the text of something else.
    #[error("this is no code that a phone shows for sharing: it should begin with {}", TEXT.prefix)]
    Foreign,
    /// Something of it is missing or wrong.
    #[error("the code is damaged; scan or copy it again")]
    Damaged,
}

impl From<Unreadable> for MeetingCodeError {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::Foreign => Self::Foreign,
            Unreadable::Damaged => Self::Damaged,
        }
    }
}

impl MeetingCode {
    /// The text under the QR code.
    pub fn to_text(&self) -> String {
        let Self { project, device, addresses, secret } = self.clone();
        TEXT.write(&Fields { project, device, addresses, secret })
    }

    /// Reads the text of a code; white space inside it and lower case do not matter.
    ///
    /// # Errors
    /// When the text is something else, or damaged.
    pub fn from_text(text: &str) -> Result<Self, MeetingCodeError> {
        let Fields { project, device, addresses, secret } = TEXT.read(text)?;
        Ok(Self { project, device, addresses: named_addresses(addresses)?, secret })
    }
}

/// A phone that waits for another: answers one caller who repeats the secret.
#[derive(Debug)]
pub struct Hosting {
    project: ProjectId,
    now: Timestamp,
    secret: Mutex<Option<MeetingSecret>>,
}

impl Device {
    /// Begins to wait for another phone. The secret is good for one caller.
    ///
    /// # Errors
    /// When this device is not a member of a project.
    pub fn host_meeting(&self, at: &mut Moment<'_>) -> Result<(Hosting, MeetingSecret), DeviceError> {
        self.require_in_earnest()?;
        let project = self.membership()?.project();
        self.grant()?;
        let mut secret = [0; 16];
        at.rng.fill_bytes(&mut secret);
        let secret = MeetingSecret(secret);
        Ok((Hosting { project, now: at.now, secret: Mutex::new(Some(secret)) }, secret))
    }

    /// What this device says when it calls a phone that showed this code.
    ///
    /// # Errors
    /// When the code is of another project, or the phone's owner is not known as a member of this one.
    pub fn calling_to_meet(&self, code: &MeetingCode) -> Result<CallerOpening, DeviceError> {
        self.require_in_earnest()?;
        let membership = self.membership()?;
        let not_permitted = DeviceError::NotPermitted { access: Access::Read, class: Class::Membership };
        if membership.project() != code.project || !is_member(&membership, &code.device) {
            return Err(not_permitted);
        }
        let reader = membership.carried_by(&code.device);
        let offered = self.store.passable(Logs::In(&reader))?;
        let mut own = self.store.passable(Logs::OfLife(self.id(), self.incarnation()))?;
        own.0.retain(|log, _| offered.0.contains_key(log));
        Ok(CallerOpening {
            entrance: Entrance::Meeting(code.secret),
            project: membership.project(),
            incarnation: self.incarnation(),
            software: concat!("doorstep ", env!("CARGO_PKG_VERSION")).to_owned(),
            // It fits no generation, so that both sides say what they hold.
            cursor: Some(Cursor::start(Generation([0; 16]))),
            own,
            acknowledged: Holdings::default(),
            others: offered,
            missing_chunks: self.store.missing_chunks(true)?.into_iter().collect(),
            fetches: true,
            offers: self.store.files_to_offer(None, |scope| reader.covers(scope), u64::MAX)?,
            known_backup: None,
            reader,
            compression: Compression::default(),
        })
    }

    /// Answers a request of a session in which this device has called another phone.
    pub fn answer_as_guest(&self, request: Request) -> Reply {
        let answered = match request {
            Request::ReadRuns(query) => self.runs_in_order(&query).map(Reply::Runs),
            Request::ReadHoldings { reader } => self.store.holdings(Logs::In(&reader)).map(Reply::Holdings),
            Request::SaveProgress(_) => Ok(Reply::Done),
            Request::ReadMissing => {
                self.store.missing_chunks(true).map(|missing| Reply::Missing(missing.into_iter().collect()))
            }
            Request::Ingest(_) | Request::PutChunk(_) | Request::ReadChunks(_) => carried(&self.store, request),
            Request::WeighFiles(_)
            | Request::Admit(_)
            | Request::Found { .. }
            | Request::Redeem(_)
            | Request::ReadFeed(_)
            | Request::PutFounding(_) => Ok(Reply::Sorry(Refusal::BadFrame)),
        };
        answered.unwrap_or(Reply::Sorry(Refusal::Storage))
    }

    /// Answers a request of a session in which another phone has called this one.
    pub fn answer_as_host(&self, hosting: &Hosting, request: Request) -> Reply {
        let answered = match request {
            Request::Admit(wanted) => self.admit(hosting, &wanted),
            Request::ReadFeed(query) => {
                let query = FeedQuery {
                    after: query.position,
                    scopes: &query.scopes,
                    exclude: Some(query.except),
                    max_bytes: query.max_bytes,
                };
                self.store.feed(&query).map(|page| {
                    Reply::Feed(FeedPage { runs: page.runs, position: page.next_position, at_end: page.at_end })
                })
            }
            Request::Ingest(_) | Request::PutChunk(_) | Request::ReadChunks(_) | Request::WeighFiles(_) => {
                carried(&self.store, request)
            }
            Request::Found { .. }
            | Request::Redeem(_)
            | Request::PutFounding(_)
            | Request::ReadRuns(_)
            | Request::ReadHoldings { .. }
            | Request::ReadMissing
            | Request::SaveProgress(_) => Ok(Reply::Sorry(Refusal::BadFrame)),
        };
        answered.unwrap_or(Reply::Sorry(Refusal::Storage))
    }

    fn admit(&self, hosting: &Hosting, wanted: &Admit) -> Result<Reply, StoreError> {
        let membership = self.store.membership()?;
        if wanted.project != hosting.project {
            return Ok(Reply::Sorry(Refusal::UnknownProject));
        }
        let mut expected = hosting.secret.lock().unwrap_or_else(PoisonError::into_inner);
        if expected.is_none() || *expected != wanted.secret || !is_member(&membership, &wanted.device) {
            return Ok(Reply::Sorry(Refusal::UnknownDevice));
        }
        *expected = None;
        let scopes = membership.carried_by(&wanted.device);
        let life = hash("phone", &[&self.incarnation().0]);
        Ok(Reply::Admitted(Admitted {
            holdings: Some(self.store.holdings(Logs::In(&scopes))?),
            scopes,
            generation: Generation(std::array::from_fn(|place| life[place])),
            epoch: membership.epoch(),
            time: hosting.now,
            own: self.store.holdings(Logs::OfLife(wanted.device, wanted.incarnation))?,
            missing_chunks: self.store.missing_chunks(false)?.into_iter().collect(),
            backup: None,
        }))
    }

    /// Some of the runs that are wanted, in the order in which logs build on each other.
    pub(super) fn runs_in_order(&self, query: &RunQuery) -> Result<Vec<Run>, StoreError> {
        let mut runs = Vec::new();
        let mut left = query.max_bytes;
        for log in in_order(&self.store, &query.wanted)? {
            let Some(ranges) = query.wanted.0.get(&log) else { continue };
            let wanted = Holdings([(log, ranges.clone())].into());
            let found = runs_of(&self.store, &RunQuery { wanted, max_bytes: left.max(1) })?;
            let entries = || found.iter().flat_map(|run| &run.entries);
            left = left.saturating_sub(entries().map(Entry::size_bytes).sum());
            let count = entries().count() as u64;
            runs.extend(found);
            if left == 0 || (1..ranges.count()).contains(&count) {
                break;
            }
        }
        Ok(runs)
    }
}

fn is_member(membership: &Membership, device: &DeviceId) -> bool {
    membership.grants_of(device).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> MeetingCode {
        MeetingCode {
            project: ProjectId([1; 32]),
            device: DeviceId([2; 32]),
            addresses: vec!["192.168.43.1:50123".into()],
            secret: MeetingSecret([3; 16]),
        }
    }

    #[test]
    fn a_code_reads_as_it_was_shown_even_when_typed() {
        let text = code().to_text();
        let (first, rest) = text.split_at(40);
        assert_eq!(MeetingCode::from_text(&format!("{}\n {rest}", first.to_lowercase())), Ok(code()));
    }

    #[test]
    fn other_texts_and_halves_are_told_apart() {
        assert_eq!(MeetingCode::from_text("DOORSTEP0:ABC"), Err(MeetingCodeError::Foreign));
        assert_eq!(MeetingCode::from_text(&code().to_text()[..60]), Err(MeetingCodeError::Damaged));
        assert_eq!(MeetingCode::from_text(&"A".repeat(5_000)), Err(MeetingCodeError::Damaged));
    }

    #[test]
    fn the_secret_does_not_show_in_logs() {
        assert!(!format!("{:?}", code()).contains("3, 3"));
    }
}
