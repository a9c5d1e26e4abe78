//! A session as its driver sees it: bytes and replies in, bytes and requests out, whichever role it plays.
//!
//! It moves in steps: every input is handled as far as possible at once; what needs the store becomes a request.

use super::answerer::{Answerer, AnswererSettings, Budget};
use super::caller::{Caller, CallerOpening};
use super::error::SessionError;
use super::frame::Frame;
use super::link::Link;
use super::report::SessionReport;
use super::request::{Reply, Request};
use crate::entry::Refusal;
use crate::ids::DeviceId;
use crate::member::Scopes;

/// One session with one other side, over one reliable stream of bytes each way.
///
/// The driver calls, in any order and as things happen: [`handle_bytes`](Self::handle_bytes) with what arrived,
/// [`handle_reply`](Self::handle_reply) with the store's answer, [`handle_end`](Self::handle_end) when the other side closed; and
/// after each of them [`poll_request`](Self::poll_request) and [`poll_transmit`](Self::poll_transmit) until both give `None`. An
/// error ends the session but not the driver's work: what is left to transmit and to store still comes, until
/// [`is_done`](Self::is_done).
#[derive(Debug)]
pub struct Session {
    link: Link,
    role: Role,
    state: State,
    error: Option<SessionError>,
}

#[derive(Debug)]
enum Role {
    Caller(Box<Caller>),
    Answerer(Box<Answerer>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    /// The connection is gone; what arrived is still being stored.
    Draining,
    /// The session failed; the last frame is still to be transmitted.
    Failed,
    Over,
}

impl Session {
    /// Begins a session as the side that calls. The first flight can be polled at once.
    ///
    /// # Errors
    /// When the compression library can't be set up.
    pub fn caller(opening: CallerOpening) -> Result<Self, SessionError> {
        let mut link = Link::new(opening.compression, Budget::UNLIMITED, opening.reader.clone())?;
        let caller = Caller::open(opening, &mut link)?;
        let mut session = Self { link, role: Role::Caller(Box::new(caller)), state: State::Open, error: None };
        session.advance()?;
        Ok(session)
    }

    /// Begins a session as the side that was called, with the device whose key the connection has proved.
    ///
    /// # Errors
    /// When the compression library can't be set up.
    pub fn answerer(settings: AnswererSettings, peer: DeviceId) -> Result<Self, SessionError> {
        let link = Link::new(settings.compression, settings.budget, Scopes::default())?;
        Ok(Self { link, role: Role::Answerer(Box::new(Answerer::new(peer))), state: State::Open, error: None })
    }

    /// Takes bytes from the other side, in order.
    ///
    /// # Errors
    /// When they break the protocol, or the other side ends the session.
    pub fn handle_bytes(&mut self, bytes: &[u8]) -> Result<(), SessionError> {
        if self.state != State::Open {
            return Ok(());
        }
        self.link.push_bytes(bytes);
        self.step(|_| Ok(()))
    }

    /// Takes the answer to the request that was polled last.
    ///
    /// # Errors
    /// When the session can't go on with this answer.
    pub fn handle_reply(&mut self, reply: Reply) -> Result<(), SessionError> {
        let awaiting = self.link.take_awaiting();
        if matches!(self.state, State::Failed | State::Over) {
            return Ok(());
        }
        let Some(awaiting) = awaiting else {
            return self.step(|_| Err(SessionError::Unable { refusal: Refusal::Internal }));
        };
        self.step(|session| match session.link.handle_common(&awaiting, reply)? {
            None => Ok(()),
            Some(reply) => match &mut session.role {
                Role::Caller(caller) => caller.take_reply(awaiting, reply, &mut session.link),
                Role::Answerer(answerer) => answerer.take_reply(awaiting, reply, &mut session.link),
            },
        })
    }

    /// Takes note that nothing more will come from the other side. What has come is still stored.
    ///
    /// # Errors
    /// When the other side had not finished.
    pub fn handle_end(&mut self) -> Result<(), SessionError> {
        if self.state != State::Open {
            return Ok(());
        }
        if self.is_settled() {
            self.state = State::Over;
            return Ok(());
        }
        self.state = State::Draining;
        self.link.ended = true;
        self.step(|_| Ok(()))?;
        self.error = Some(SessionError::CutShort);
        Err(SessionError::CutShort)
    }

    /// Bytes to send to the other side.
    pub fn poll_transmit(&mut self) -> Option<Vec<u8>> {
        if matches!(self.state, State::Draining | State::Over) {
            return None;
        }
        let mut taken = None;
        let result = self.link.take_bytes().and_then(|bytes| {
            taken = bytes;
            if self.state == State::Open && taken.is_some() { self.advance() } else { Ok(()) }
        });
        if let Err(error) = result {
            self.fail(error);
        } else if self.state == State::Failed && taken.is_none() {
            self.state = State::Over;
        }
        taken
    }

    /// Something to ask of the store. The next one comes after the reply to this one.
    pub fn poll_request(&mut self) -> Option<Request> {
        self.link.take_request()
    }

    /// Whether this side can take more bytes now. While it can't, the driver should leave them in the connection.
    pub fn wants_bytes(&self) -> bool {
        self.state == State::Open && self.link.wants_bytes()
    }

    /// Whether the session is over: nothing is left to be said, sent or stored.
    ///
    /// A caller then closes its stream; an answerer is done when the caller has closed.
    pub fn is_done(&self) -> bool {
        match self.state {
            State::Open => matches!(self.role, Role::Caller(_)) && self.is_settled(),
            State::Draining => !self.link.is_asking() && self.has_nothing_to_store(),
            State::Failed => self.link.has_sent_all(),
            State::Over => true,
        }
    }

    /// Why the session ended early, if it did.
    pub fn error(&self) -> Option<SessionError> {
        self.error
    }

    /// What the session has done so far.
    pub fn report(&self) -> SessionReport {
        self.link.report()
    }

    fn is_settled(&self) -> bool {
        let role = match &self.role {
            Role::Caller(caller) => caller.is_settled(&self.link),
            Role::Answerer(answerer) => answerer.is_settled(&self.link),
        };
        role && !self.link.is_asking() && self.link.has_sent_all()
    }

    fn has_nothing_to_store(&self) -> bool {
        match &self.role {
            Role::Caller(caller) => caller.has_nothing_to_store(&self.link),
            Role::Answerer(answerer) => answerer.has_nothing_to_store(&self.link),
        }
    }

    /// Handles one input and everything that follows from it.
    fn step(&mut self, input: impl FnOnce(&mut Self) -> Result<(), SessionError>) -> Result<(), SessionError> {
        let result = input(self).and_then(|()| self.advance());
        if let Err(error) = result {
            self.fail(error);
        }
        result
    }

    fn advance(&mut self) -> Result<(), SessionError> {
        while let Some(frame) = self.link.next_frame()? {
            let unhandled = match &mut self.role {
                Role::Caller(caller) => caller.take(frame, &mut self.link)?,
                Role::Answerer(answerer) => answerer.take(frame, &mut self.link)?,
            };
            if let Some(frame) = unhandled {
                self.link.put_back(frame);
                break;
            }
        }
        if !self.link.ended {
            self.speak()?;
        }
        if !self.link.is_asking() {
            let request = match &mut self.role {
                Role::Caller(caller) => caller.next_request(&mut self.link),
                Role::Answerer(answerer) => answerer.next_request(&mut self.link),
            };
            self.link.ask(request);
        }
        Ok(())
    }

    fn speak(&mut self) -> Result<(), SessionError> {
        match &mut self.role {
            Role::Caller(caller) => caller.speak(&mut self.link),
            Role::Answerer(answerer) => answerer.speak(&mut self.link),
        }
    }

    /// Ends the session: the other side is told why, if it was not the one to end it.
    fn fail(&mut self, error: SessionError) {
        self.error = Some(error);
        self.link.drop_intake();
        let told = match error.refusal() {
            Some(refusal) if self.state == State::Open => self.link.say_last(&Frame::Sorry(refusal.code())),
            Some(_) | None => Ok(()),
        };
        self.state = match told {
            Ok(()) if self.state == State::Open => State::Failed,
            Ok(()) | Err(_) => State::Over,
        };
    }
}
