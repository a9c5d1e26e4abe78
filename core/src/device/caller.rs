//! The device's side of a session: what it says of itself when it calls, and how it answers the session's requests.
//!
//! The server's side is in `doorstep-server`; what both do alike is in `carry`.

use std::sync::atomic::Ordering;
use std::sync::{MutexGuard, PoisonError};

use super::carry::carried;
use super::{Device, DeviceError, JoinRequest};
use crate::entry::{Holdings, Refusal};
use crate::ids::{BlobHash, Generation, LogId, ProjectId};
use crate::member::{Access, Class, ScopePattern, Scopes};
use crate::store::{Cursor as StoredCursor, Logs, ServerProgress, StoreError, Whereabouts};
use crate::sync::{
    CallerOpening, Compression, Cursor, Entrance, FilePlace, FileSaid, Found, Progress, Redeem, Reply, Request, Token,
};

/// How many bytes of files are offered in one session, of those that the server is not known to have. A server takes twice as much.
const MAX_OFFERED_BYTES: u64 = 96 << 20;

impl Device {
    /// What this device says when it calls the project's server as a member.
    ///
    /// # Errors
    /// When it is in no project, or the store can't be read.
    pub fn calling(&self) -> Result<CallerOpening, DeviceError> {
        self.calling_with(true)
    }

    /// As [`calling`](Self::calling), with or without the pictures and other files of interviews: they cost most of what a sync costs.
    ///
    /// # Errors
    /// As for [`calling`](Self::calling).
    pub fn calling_with(&self, files: bool) -> Result<CallerOpening, DeviceError> {
        let project = self.membership()?.project();
        self.opening(project, Entrance::Member, files)
    }

    /// What this device says when it brings the project that it founded to a server.
    ///
    /// # Errors
    /// When it founded none, or the store can't be read.
    pub fn calling_to_found(&self, token: Token) -> Result<CallerOpening, DeviceError> {
        let membership = self.membership()?;
        let act = membership.founding().to_bytes().to_vec();
        self.opening(membership.project(), Entrance::Founder(Found { token, act }), false)
    }

    /// What this device says when it joins by an invite.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn calling_to_join(&self, request: &JoinRequest) -> Result<CallerOpening, DeviceError> {
        let JoinRequest { project, invite, device, member, signature, system } = request.clone();
        let redeem = Redeem { project, invite, device, member, signature, system };
        self.opening(project, Entrance::Invited(redeem), false)
    }

    fn opening(&self, project: ProjectId, entrance: Entrance, with_files: bool) -> Result<CallerOpening, DeviceError> {
        let (server, _) = self.server()?;
        self.note_call();
        self.received().0.clear();
        self.must_come_again.store(false, Ordering::Relaxed);
        let life = Logs::OfLife(self.id(), self.incarnation());
        let cursor = self.store.cursor(server)?;
        let acknowledged = match &cursor {
            Some(cursor) => self.store.acknowledged(cursor.generation, life)?,
            None => Holdings::default(),
        };
        let reader = self.membership().map_or_else(|_| Scopes::everything(), |members| members.carried_by(&server));
        Ok(CallerOpening {
            entrance,
            project,
            incarnation: self.incarnation(),
            software: concat!("doorstep ", env!("CARGO_PKG_VERSION")).to_owned(),
            cursor: cursor.map(|cursor| Cursor {
                generation: cursor.generation,
                position: cursor.position,
                scopes: cursor.scopes,
            }),
            own: self.store.holdings(life)?,
            acknowledged,
            others: self.others(cursor.as_ref())?,
            missing_chunks: self.store.missing_chunks(with_files)?.into_iter().collect(),
            fetches: with_files,
            offers: if with_files { self.offers(cursor.as_ref(), &reader)? } else { Vec::new() },
            known_backup: Some(self.known_backup()?),
            reader,
            compression: Compression::default(),
        })
    }

    /// The files that are offered in one session: no more bytes than a server takes at once.
    fn offers(&self, cursor: Option<&StoredCursor>, reader: &Scopes) -> Result<Vec<BlobHash>, StoreError> {
        let generation = cursor.map(|cursor| cursor.generation);
        self.store.files_to_offer(generation, |scope| reader.covers(scope), MAX_OFFERED_BYTES)
    }

    /// What is handed over besides this life's own logs: everything here that the server, in the life of its database that this
    /// device last met, has not acknowledged. It may be of a former life, have come from a phone or a file, or have been lost
    /// when the server was put back, its author's phone with it. To a server that was found to know less of the membership than
    /// this device, all of that.
    fn others(&self, cursor: Option<&StoredCursor>) -> Result<Holdings, DeviceError> {
        let generation = cursor.map(|cursor| cursor.generation);
        let mut others = self.store.lacking_on_server(generation, (self.id(), self.incarnation()))?;
        if self.server_is_behind() {
            let membership: Scopes = [ScopePattern::all_of(Class::Membership)].into_iter().collect();
            for (log, ranges) in self.store.holdings(Logs::In(&membership))?.0 {
                others.0.entry(log).or_default().extend(&ranges);
            }
        }
        Ok(others)
    }

    /// Answers a request of a session in which this device is the caller.
    pub fn answer(&self, request: Request) -> Reply {
        let answered = match request {
            Request::PutFounding(act) => self.store.set_founding(&act).map(|()| Reply::Done),
            Request::ReadRuns(query) => self.runs_in_order(&query).map(Reply::Runs),
            Request::ReadHoldings { reader } => self.store.holdings(Logs::In(&reader)).map(Reply::Holdings),
            Request::SaveProgress(progress) => self.save(&progress).map(|()| Reply::Done),
            Request::Admit(_) | Request::Found { .. } | Request::Redeem(_) | Request::ReadFeed(_) => {
                Ok(Reply::Sorry(Refusal::BadFrame))
            }
            Request::Ingest(runs) => {
                let logs: Vec<LogId> = runs.iter().map(|run| run.log).collect();
                carried(&self.store, Request::Ingest(runs)).inspect(|reply| self.note_received(&logs, reply))
            }
            Request::ReadMissing => {
                self.store.missing_chunks(true).map(|missing| Reply::Missing(missing.into_iter().collect()))
            }
            Request::WeighFiles(_) => Ok(Reply::Sorry(Refusal::BadFrame)),
            shared @ (Request::PutChunk(_) | Request::ReadChunks(_)) => carried(&self.store, shared),
        };
        answered.unwrap_or(Reply::Sorry(Refusal::Storage))
    }

    /// What the server sent, it has: that counts as acknowledged with the next progress that is saved.
    fn note_received(&self, logs: &[LogId], reply: &Reply) {
        let Reply::Ingested(outcomes) = reply else { return };
        let mut received = self.received();
        for (log, outcome) in logs.iter().zip(outcomes) {
            let turned_away = outcome.refused.iter().any(|refused| !refused.refusal.is_held());
            self.must_come_again.fetch_or(turned_away, Ordering::Relaxed);
            if let Some((first, end)) = outcome.stored {
                received.insert(*log, first, end);
            }
        }
    }

    fn received(&self) -> MutexGuard<'_, Holdings> {
        // Every change of the guarded value is whole before anything can panic.
        self.received.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn save(&self, progress: &Progress) -> Result<(), StoreError> {
        let Ok((server, _)) = self.server() else { return Ok(()) };
        let Progress { generation, acknowledged, lost, cursor, backed_up, files } = progress;
        self.note_files(*generation, files)?;
        if let Some(backed_up) = backed_up {
            self.note_backup(server, *generation, backed_up)?;
        }
        let mut received = self.received();
        let mut acknowledged = acknowledged.clone();
        for (log, ranges) in &received.0 {
            acknowledged.0.entry(*log).or_default().extend(ranges);
        }
        let cursor = cursor.map(|cursor| StoredCursor {
            generation: cursor.generation,
            position: cursor.position,
            scopes: cursor.scopes,
        });
        let acknowledged = &acknowledged;
        let progress = ServerProgress { generation: *generation, lost, acknowledged, cursor: cursor.as_ref() };
        self.store.put_progress(server, &progress)?;
        received.0.clear();
        Ok(())
    }

    /// Remembers what the server said of files.
    fn note_files(&self, generation: Generation, said: &[FileSaid]) -> Result<(), StoreError> {
        let place = |said: &FileSaid| match said.place() {
            FilePlace::Nowhere => None,
            FilePlace::Stored => Some((said.blob, Whereabouts::OnServer)),
            FilePlace::BackedUp => Some((said.blob, Whereabouts::InBackup)),
        };
        let places: Vec<_> = said.iter().filter_map(place).collect();
        if places.is_empty() { Ok(()) } else { self.store.put_file_receipts(generation, &places) }
    }

    /// Whether something of the project's set-up is here that the server has not acknowledged. With it may come a new
    /// questionnaire, whose pieces the server asks for in the session after it has heard of it.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn has_unsent_setup(&self) -> Result<bool, DeviceError> {
        let Some(generation) = self.generation()? else { return Ok(true) };
        let life = Logs::OfLife(self.id(), self.incarnation());
        let (own, known) = (self.store.holdings(life)?, self.store.acknowledged(generation, life)?);
        let setup = self.store.logs(life)?.into_iter().filter(|log| log.opening.scope.class == Class::Project);
        let unsent = |log: LogId| {
            let acknowledged = known.0.get(&log).cloned().unwrap_or_default();
            own.0.get(&log).is_some_and(|held| !held.minus(&acknowledged).is_empty())
        };
        Ok(setup.map(|stored| stored.log).any(unsent))
    }

    /// How many pieces of questionnaires, and of files if those are wanted, are described here and have not come yet: a further session
    /// would ask for them.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn missing_pieces(&self, with_files: bool) -> Result<u64, DeviceError> {
        let missing = self.store.missing_chunks(with_files)?;
        let pieces = missing.iter().flat_map(|(_, ranges)| ranges.iter()).map(|(first, end)| end - first);
        Ok(pieces.sum())
    }

    /// Whether this device may read anything of the project yet.
    ///
    /// # Errors
    /// When it is in no project.
    pub fn is_member(&self) -> Result<bool, DeviceError> {
        let membership = self.membership()?;
        let whole = crate::member::Scope::whole(Class::Membership);
        Ok(membership.grant_for(&self.id(), &whole, Access::Read).is_some())
    }
}
