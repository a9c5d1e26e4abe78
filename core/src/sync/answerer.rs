//! The answering role: admits a caller, takes its entries, and gives out the feed. The other role is `caller`.

use std::sync::Arc;

use super::body::{Found, Hello, Mark, MeetingSecret, Redeem, Welcome};
use super::error::SessionError;
use super::files::Weighed;
use super::frame::{Frame, MAX_OFFERED, MINOR_VERSION};
use super::holdings::{add, cut, parts};
use super::link::{Awaiting, FEED_PAGE_BYTES, Link};
use super::report::AnswererWords;
use super::request::{Admit, Admitted, FeedPage, FeedQuery, Reply, Request};
use super::stream::Compression;
use crate::entry::{Holdings, Refusal};
use crate::ids::{DeviceId, Incarnation, ProjectId, ScopesHash};
use crate::member::{Class, FoundingAct};

/// The most logs of which a caller's holdings are taken.
const MAX_STATED_LOGS: usize = 65_536;

/// How much the other side may send in one session: what a bomb of compressed bytes can cost is bounded by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Bytes before compression.
    pub plain_bytes: u64,
    /// Frames.
    pub frames: u64,
}

impl Budget {
    /// For a side that is trusted with its own pace.
    pub(super) const UNLIMITED: Self = Self { plain_bytes: u64::MAX, frames: u64::MAX };
}

/// What an answerer is told from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswererSettings {
    /// How the outgoing stream is compressed.
    pub compression: Compression,
    /// How much a caller may send in one session.
    pub budget: Budget,
}

impl Default for AnswererSettings {
    fn default() -> Self {
        Self { compression: Compression::default(), budget: Budget { plain_bytes: 256 << 20, frames: 262_144 } }
    }
}

/// The answering side's state.
#[derive(Debug)]
pub(super) struct Answerer {
    peer: DeviceId,
    project: Option<ProjectId>,
    secret: Option<MeetingSecret>,
    stage: Stage,
    /// A request that a frame has led to.
    pending: Option<Request>,
    /// How many of the caller's `done` are not answered yet.
    dones_due: u32,
    /// Whether the last frame was `done`.
    heard_out: bool,
    /// Whether it is still to be said what is here of files that were offered.
    weighing: bool,
}

#[derive(Debug)]
enum Stage {
    /// Nothing was said yet.
    Opening,
    /// The store is asked to hold a project or to redeem an invite.
    Entering,
    /// The project is there; hello has to come.
    Entered,
    /// The store is asked whether this caller is a member.
    Admitting(Hello),
    /// The caller is a member.
    Member(Member),
}

#[derive(Debug)]
struct Member {
    except: (DeviceId, Incarnation),
    scopes: ScopesHash,
    held: Arc<Holdings>,
    feed: Feed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Feed {
    /// The caller was asked for its holdings.
    Asked {
        /// Whether it has begun to state them.
        stated: bool,
    },
    /// What the membership's logs have from a position on is given out ahead of the rest: orders to erase are among it, and
    /// without them nobody takes an entry whose content is gone.
    Ahead {
        /// Where the feed begins.
        from: u64,
        /// How far these logs were read.
        at: u64,
    },
    /// The feed is given out from this position.
    At(u64),
    /// Everything was given out.
    Finished,
}

impl Feed {
    const fn ahead(from: u64) -> Self {
        Self::Ahead { from, at: from }
    }
}

impl Answerer {
    pub(super) fn new(peer: DeviceId) -> Self {
        let (stage, pending) = (Stage::Opening, None);
        Self { peer, project: None, secret: None, stage, pending, dones_due: 0, heard_out: false, weighing: false }
    }

    /// Handles a frame, or gives it back to be handled later.
    pub(super) fn take(&mut self, frame: Frame, link: &mut Link) -> Result<Option<Frame>, SessionError> {
        if let Frame::Sorry(code) = frame {
            return Err(SessionError::sorry(code));
        }
        match &mut self.stage {
            Stage::Entering | Stage::Admitting(_) => return Ok(Some(frame)),
            Stage::Member(_) if !link.has_room() => return Ok(Some(frame)),
            Stage::Opening | Stage::Entered => self.take_opening(frame)?,
            Stage::Member(_) => {
                let done = frame == Frame::Done;
                let unhandled = self.take_from_member(frame, link)?;
                self.heard_out = done && unhandled.is_none();
                return Ok(unhandled);
            }
        }
        Ok(None)
    }

    fn take_opening(&mut self, frame: Frame) -> Result<(), SessionError> {
        match (&self.stage, frame) {
            (Stage::Opening, Frame::Found(found)) => self.take_found(found),
            (Stage::Opening, Frame::Redeem(redeem)) => self.take_redeem(redeem),
            (Stage::Opening, Frame::Meet(secret)) => {
                self.secret = Some(secret);
                self.stage = Stage::Entered;
                Ok(())
            }
            (_, Frame::Hello(hello)) => self.take_hello(hello),
            (_, _) => Err(SessionError::violation(Refusal::BadFrame)),
        }
    }

    fn take_found(&mut self, found: Found) -> Result<(), SessionError> {
        let act = FoundingAct::from_bytes(&found.act).map_err(|_| SessionError::violation(Refusal::BadAct))?;
        if act.grant().device != self.peer {
            return Err(SessionError::violation(Refusal::NotPermitted));
        }
        self.project = Some(act.project());
        self.pending = Some(Request::Found { token: found.token, act });
        self.stage = Stage::Entering;
        Ok(())
    }

    fn take_redeem(&mut self, redeem: Redeem) -> Result<(), SessionError> {
        if redeem.device != self.peer {
            return Err(SessionError::violation(Refusal::NotPermitted));
        }
        self.project = Some(redeem.project);
        self.pending = Some(Request::Redeem(redeem));
        self.stage = Stage::Entering;
        Ok(())
    }

    fn take_hello(&mut self, hello: Hello) -> Result<(), SessionError> {
        if self.project.is_some_and(|project| project != hello.project) {
            return Err(SessionError::violation(Refusal::WrongProject));
        }
        self.project = Some(hello.project);
        let (device, project, incarnation) = (self.peer, hello.project, hello.incarnation);
        let (secret, known_backup) = (self.secret, hello.backup);
        self.pending = Some(Request::Admit(Admit { device, project, incarnation, secret, known_backup }));
        self.stage = Stage::Admitting(hello);
        Ok(())
    }

    fn take_from_member(&mut self, frame: Frame, link: &mut Link) -> Result<Option<Frame>, SessionError> {
        match frame {
            Frame::Run(run) => Ok(link.take_run(run)),
            Frame::Chunk(chunk) => Ok(link.take_chunk(chunk)),
            Frame::Holdings(holdings) => self.take_holdings(&holdings).map(|()| None),
            Frame::Want(wanted) => link.take_wishes(&wanted).map(|()| None),
            Frame::Offer(blobs) if link.has_taken_in() && !self.weighing => {
                self.weighing = true;
                self.pending = Some(Request::WeighFiles(blobs));
                Ok(None)
            }
            frame @ Frame::Offer(_) => Ok(Some(frame)),
            Frame::Done if link.has_taken_in() => {
                self.take_done();
                Ok(None)
            }
            Frame::Done => Ok(Some(Frame::Done)),
            Frame::Stored(_) | Frame::Refused(_) => Ok(None),
            Frame::Hello(_)
            | Frame::Welcome(_)
            | Frame::Mark(_)
            | Frame::Sorry(_)
            | Frame::Found(_)
            | Frame::Redeem(_)
            | Frame::Founding(_)
            | Frame::BackedUp(_)
            | Frame::Files(_)
            | Frame::Meet(_) => Err(SessionError::violation(Refusal::BadFrame)),
        }
    }

    fn take_holdings(&mut self, holdings: &Holdings) -> Result<(), SessionError> {
        let Stage::Member(Member { feed: Feed::Asked { stated }, held, .. }) = &mut self.stage else {
            return Err(SessionError::violation(Refusal::BadFrame));
        };
        *stated = true;
        let held = Arc::make_mut(held);
        add(held, holdings);
        if held.0.len() > MAX_STATED_LOGS { Err(SessionError::violation(Refusal::OverBudget)) } else { Ok(()) }
    }

    fn take_done(&mut self) {
        self.dones_due += 1;
        if let Stage::Member(Member { feed, .. }) = &mut self.stage
            && *feed == (Feed::Asked { stated: true })
        {
            *feed = Feed::ahead(0);
        }
    }

    /// The next thing to ask of the store.
    pub(super) fn next_request(&mut self, link: &mut Link) -> Option<Request> {
        if let Some(request) = self.pending.take() {
            return Some(request);
        }
        // What came is stored at once, so that a caller whose connections break early hears of it in time.
        if let Some(request) = link.intake_request(true) {
            return Some(request);
        }
        if link.ended {
            return None;
        }
        link.chunk_request().or_else(|| self.feed_request(link))
    }

    fn feed_request(&self, link: &Link) -> Option<Request> {
        let Stage::Member(member) = &self.stage else { return None };
        let (position, scopes) = match member.feed {
            Feed::Ahead { at, .. } => (at, Arc::new(link.reader.of_class(Class::Membership))),
            Feed::At(position) => (position, Arc::clone(&link.reader)),
            Feed::Asked { .. } | Feed::Finished => return None,
        };
        if !link.outbox.is_empty() || !link.has_room() {
            return None;
        }
        Some(Request::ReadFeed(FeedQuery {
            position,
            scopes,
            except: member.except,
            held: Arc::clone(&member.held),
            max_bytes: FEED_PAGE_BYTES,
        }))
    }

    /// Handles a reply of the store.
    pub(super) fn take_reply(&mut self, awaiting: Awaiting, reply: Reply, link: &mut Link) -> Result<(), SessionError> {
        match (awaiting, reply) {
            (Awaiting::Founding, Reply::Founding(act)) => {
                self.stage = Stage::Entered;
                // A device that enters has nothing yet.
                link.expect_much()?;
                link.say(&Frame::Founding(act))
            }
            (Awaiting::Admitted, Reply::Admitted(admitted)) => self.welcome(admitted, link),
            (Awaiting::Feed, Reply::Feed(page)) => self.take_page(page, link),
            (Awaiting::Ingested(logs), Reply::Ingested(outcomes)) => {
                let (stored, refused) = link.take_outcomes(&logs, outcomes)?;
                link.say_stored(&stored, &refused)
            }
            (Awaiting::Weighed, Reply::Weighed(Weighed { said, missing })) => {
                self.weighing = false;
                for part in said.chunks(MAX_OFFERED) {
                    link.say(&Frame::Files(part.to_vec()))?;
                }
                link.say_wishes(missing)
            }
            (Awaiting::ChunkPut, Reply::File(said)) => link.say(&Frame::Files(vec![said])),
            (_, _) => Err(SessionError::Unable { refusal: Refusal::Internal }),
        }
    }

    fn welcome(&mut self, admitted: Admitted, link: &mut Link) -> Result<(), SessionError> {
        let Stage::Admitting(hello) = &self.stage else {
            return Err(SessionError::Unable { refusal: Refusal::Internal });
        };
        let Admitted { scopes, generation, epoch, time, own, missing_chunks, backup, holdings } = admitted;
        let hash = scopes.hash();
        let fits = hello.cursor.is_none_or(|cursor| cursor.generation == generation && cursor.scopes == hash);
        let position = hello.cursor.map_or(0, |cursor| cursor.position);
        let feed = if fits { Feed::ahead(position) } else { Feed::Asked { stated: false } };
        let own = (own.digest() != hello.own).then_some(own);
        let except = (self.peer, hello.incarnation);

        if hello.cursor.is_none() || !fits {
            link.expect_much()?;
        }
        link.reader = Arc::new(scopes);
        link.report.answerer = Some(AnswererWords { generation, epoch, time });
        self.stage = Stage::Member(Member { except, scopes: hash, held: Arc::default(), feed });
        let minor = MINOR_VERSION;
        link.say(&Frame::Welcome(Welcome { minor, generation, epoch, time, reconcile: !fits, own }))?;
        for part in holdings.iter().flat_map(parts) {
            link.say(&Frame::Holdings(part))?;
        }
        if let Some(backup) = backup {
            link.say(&Frame::BackedUp(backup))?;
        }
        link.say_wishes(missing_chunks)
    }

    fn take_page(&mut self, page: FeedPage, link: &mut Link) -> Result<(), SessionError> {
        let Stage::Member(member) = &mut self.stage else {
            return Err(SessionError::Unable { refusal: Refusal::Internal });
        };
        let FeedPage { runs, position, at_end } = page;
        let begun = match member.feed {
            Feed::Ahead { at, .. } | Feed::At(at) => at,
            Feed::Asked { .. } | Feed::Finished => return Err(SessionError::Unable { refusal: Refusal::Internal }),
        };
        if !at_end && begun == position {
            return Err(SessionError::Unable { refusal: Refusal::Internal });
        }
        let missing: Vec<_> = runs.into_iter().flat_map(|run| cut(run, &member.held)).collect();
        if let Feed::Ahead { from, .. } = member.feed {
            member.feed = if at_end { Feed::At(from) } else { Feed::Ahead { from, at: position } };
            let held = Arc::make_mut(&mut member.held);
            missing.iter().for_each(|run| held.insert(run.log, run.first_seq, run.end_seq()));
            missing.into_iter().for_each(|run| link.outbox.add_run(run));
            return Ok(());
        }
        member.feed = if at_end { Feed::Finished } else { Feed::At(position) };
        let worth_marking = at_end || !missing.is_empty();
        missing.into_iter().for_each(|run| link.outbox.add_run(run));
        if worth_marking {
            link.outbox.add_mark(Mark { position, scopes: member.scopes });
        }
        Ok(())
    }

    /// Sends what can be sent.
    pub(super) fn speak(&mut self, link: &mut Link) -> Result<(), SessionError> {
        let Stage::Member(member) = &self.stage else { return Ok(()) };
        link.send_outbox()?;
        let fed = !matches!(member.feed, Feed::Ahead { .. } | Feed::At(_));
        if fed && link.outbox.is_empty() && !self.weighing {
            for _ in 0..std::mem::take(&mut self.dones_due) {
                link.say_last(&Frame::Done)?;
            }
        }
        Ok(())
    }

    /// Whether the caller has said everything and was answered.
    pub(super) fn is_settled(&self, link: &Link) -> bool {
        self.heard_out && self.dones_due == 0 && link.has_handled_all() && link.has_sent_all()
    }

    /// Whether nothing that arrived is left to be stored.
    pub(super) fn has_nothing_to_store(&self, link: &Link) -> bool {
        self.pending.is_none() && link.has_taken_in()
    }
}
