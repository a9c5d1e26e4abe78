//! Releases at the server: what coordinators asked for is answered, once, in documents of the server's own.
//!
//! What a release shows is prepared in `core::device`; the ledger is `core::store`'s. A release is remembered before it is written,
//! so that one which was interrupted is made again and none is ever forgotten.

use std::collections::BTreeSet;
use std::sync::PoisonError;

use doorstep_core::device::{DeviceError, PreparedRelease, release_document};
use doorstep_core::document::kinds::release::{Answered, NotReleased, Release, Reply, read};
use doorstep_core::document::kinds::release_ask::{ReleaseAsk, Wanted};
use doorstep_core::document::{Document, Scalar};
use doorstep_core::entry::{Author, DocKey, Refusal, Unsigned, actor_of};
use doorstep_core::evaluation::Earlier;
use doorstep_core::ids::DocId;
use doorstep_core::member::{Access, Class, DocKind, Scope};
use doorstep_core::store::RememberedRelease;
use doorstep_core::time::Timestamp;
use tracing::{error, info};

use super::{Answers, refusal_of};

/// Whoever runs the server asks without a document.
const BY_HOST: DocId = DocId([0; 16]);
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

impl Answers {
    /// Answers what coordinators asked of releases and is not answered yet. Called after every intake that may hold such a question,
    /// and at the start.
    pub(crate) fn answer_asks(&self) -> Result<(), Refusal> {
        if self.store.founding().is_none() {
            return Ok(());
        }
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let view = self.view();
        let (asks, answered) = (view.release_asks().map_err(failed)?, view.answered_asks().map_err(failed)?);
        for (id, ask) in asks.into_iter().filter(|(id, _)| !answered.contains(id)) {
            match ask {
                ReleaseAsk { wanted: Wanted::Release { name, reply_days }, .. } => {
                    self.release(id, &name, reply_days)?;
                }
                ReleaseAsk { wanted: Wanted::Reply { release, who, text, is_fact }, .. } => {
                    let at = self.now();
                    self.add_reply(release, &Reply { id, who, text, is_fact, at })?;
                }
            }
        }
        Ok(())
    }

    /// Makes a release for whoever runs the server.
    pub(crate) fn release_now(&self, name: &str, reply_days: u64) -> Result<Answered, Refusal> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        self.release(BY_HOST, name, reply_days)
    }

    /// Answers one who asked for a release: with it, or with why there is none.
    fn release(&self, ask: DocId, name: &str, reply_days: u64) -> Result<Answered, Refusal> {
        let now = self.now();
        let remembered = self.ledger()?;
        let number = remembered.len() as u64 + 1;
        let (documents, ledger): (BTreeSet<DocId>, Vec<Earlier>) =
            remembered.into_iter().map(|one| (one.document, one.earlier)).unzip();
        let given_out = self.view().releases(now).map_err(failed)?.made;
        let prepared = if given_out.iter().all(|(document, _)| documents.contains(document)) {
            self.view().prepare_release((number, name), &ledger, now).map_err(failed)?
        } else {
            Err(NotReleased::Forgotten)
        };
        match prepared {
            Err(why) => {
                // Whoever runs the server is told at once; a document is for those who are elsewhere.
                if ask != BY_HOST {
                    self.write_new(&self.answer_to(ask, number)?, &why.to_values(ask))?;
                }
                info!(why = why.name(), "nothing was released");
                Ok(Answered::Refused(why))
            }
            Ok(prepared) => {
                let reply_until =
                    Timestamp(now.0.saturating_add_unsigned(reply_days.saturating_mul(DAY_MS.unsigned_abs())));
                self.write_release(ask, prepared, (number, name, now, reply_until)).map(Answered::Released)
            }
        }
    }

    fn write_release(
        &self,
        ask: DocId,
        prepared: PreparedRelease,
        (number, name, made, reply_until): (u64, &str, Timestamp, Timestamp),
    ) -> Result<Release, Refusal> {
        let PreparedRelease { content, interviews, held, earlier } = prepared;
        let (content, parts) = content.pack();
        let name = name.to_owned();
        let release = Release { number, name, made, reply_until, interviews, held, content, replies: Vec::new() };
        let key = self.answer_to(ask, number)?;
        let remembered = RememberedRelease { number, document: key.doc, earlier };
        self.store.remember_release(&remembered).map_err(refusal_of)?;
        self.write_new(&key, &release.to_values(ask, parts))?;
        info!(number, "a result was released");
        Ok(release)
    }

    /// The releases that were given out, as far as they are remembered. What was remembered and never written was given to nobody.
    fn ledger(&self) -> Result<Vec<RememberedRelease>, Refusal> {
        let mut ledger = Vec::new();
        for remembered in self.store.remembered_releases().map_err(refusal_of)? {
            let key = DocKey { scope: scope(), kind: DocKind::Release.number(), doc: remembered.document };
            if !self.store.document(&key).map_err(refusal_of)?.is_empty() {
                ledger.push(remembered);
            }
        }
        Ok(ledger)
    }

    /// The document that answers; those for whoever runs the server go by the release's number.
    fn answer_to(&self, ask: DocId, number: u64) -> Result<DocKey, Refusal> {
        let mut named = ask;
        if ask == BY_HOST {
            named.0[..8].copy_from_slice(&number.to_be_bytes());
        }
        let project = self.store.membership().map_err(refusal_of)?.project();
        Ok(release_document(project, named))
    }

    /// Adds a reply to a release, unless that is published or not here.
    fn add_reply(&self, release: DocId, reply: &Reply) -> Result<(), Refusal> {
        let key = DocKey { scope: scope(), kind: DocKind::Release.number(), doc: release };
        let document = self.document(&key)?;
        match read(document.flat()) {
            Some(Answered::Released(made)) if !made.is_published(reply.at) => {
                self.write(&key, |actor| document.edit(actor, &reply.to_values(), None))?;
                info!(number = made.number, "a reply was added to a release");
            }
            Some(Answered::Released(_) | Answered::Refused(NotReleased::StillOpen)) | None => {}
            Some(Answered::Refused(NotReleased::TooFew { .. } | NotReleased::NothingNew | NotReleased::Forgotten)) => {}
        }
        Ok(())
    }

    fn document(&self, key: &DocKey) -> Result<Document, Refusal> {
        self.view().document(key).map_err(failed)
    }

    fn write_new(&self, key: &DocKey, values: &std::collections::BTreeMap<String, Scalar>) -> Result<(), Refusal> {
        self.write(key, |actor| Document::first(actor, values))
    }

    /// Writes changes of a document of the server's own.
    fn write(
        &self,
        key: &DocKey,
        changes: impl FnOnce(
            doorstep_core::ids::ActorId,
        ) -> Result<Vec<doorstep_core::document::Change>, doorstep_core::document::EditError>,
    ) -> Result<(), Refusal> {
        let membership = self.store.membership().map_err(refusal_of)?;
        let public = self.identity.keypair.public();
        let grant = membership.grant_for(&public, &key.scope, Access::Write).ok_or(Refusal::NotPermitted)?;
        let author = Author {
            project: membership.project(),
            key: &self.identity.keypair,
            incarnation: self.identity.incarnation,
        };
        let opening = author.opening(key.scope, grant.id);
        let actor = actor_of(opening.log(author.project), key.doc);
        let changes = changes(actor).map_err(|reason| {
            error!(%reason, "a document of the server's own could not be written");
            Refusal::Internal
        })?;
        let unsigned =
            changes.into_iter().map(|change| Unsigned::change(DocKind::Release, key.doc, change.into_body()));
        self.append(&author, opening, unsigned.collect(), None)
    }
}

const fn scope() -> Scope {
    Scope::whole(Class::Server)
}

fn failed(error: DeviceError) -> Refusal {
    error!(%error, "a release could not be made");
    Refusal::Internal
}
