//! A connection between two sessions: bytes in pieces of a given size, cut off after a given number.

use std::collections::VecDeque;

use super::model::{Model, SMALL_WINDOW};
use crate::sync::{AnswererSettings, CallerOpening, Session, SessionError, SessionReport};

/// How bytes travel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wire {
    /// How many bytes arrive at once.
    pub(super) piece: usize,
    /// After how many bytes, both ways together, the connection is gone.
    pub(super) cut_after: usize,
}

impl Wire {
    pub(super) const WHOLE: Self = Self { piece: usize::MAX, cut_after: usize::MAX };
}

/// What became of a session.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) caller: SessionReport,
    pub(super) answerer: SessionReport,
    pub(super) caller_error: Option<SessionError>,
    pub(super) answerer_error: Option<SessionError>,
}

impl Ended {
    /// The compressed bytes of both directions.
    pub(super) fn stream_bytes(&self) -> u64 {
        self.caller.sent.stream_bytes + self.answerer.sent.stream_bytes
    }

    pub(super) fn well(self) -> Self {
        assert_eq!((self.caller_error, self.answerer_error), (None, None));
        assert_eq!(self.caller.sent, self.answerer.received);
        assert_eq!(self.answerer.sent, self.caller.received);
        self
    }
}

/// Lets `caller` call `answerer` over a good connection.
pub(super) fn sync(caller: &mut Model, answerer: &mut Model) -> Ended {
    sync_over(Wire::WHOLE, caller, answerer).well()
}

pub(super) fn sync_over(wire: Wire, caller: &mut Model, answerer: &mut Model) -> Ended {
    let opening = caller.opening();
    call(wire, opening, caller, answerer)
}

pub(super) fn call(wire: Wire, opening: CallerOpening, caller: &mut Model, answerer: &mut Model) -> Ended {
    let device = caller.device;
    caller.calling = answerer.generation;
    let mut near = Side::new(caller, Session::caller(opening).unwrap());
    let settings = AnswererSettings { compression: SMALL_WINDOW, ..AnswererSettings::default() };
    let mut far = Side::new(answerer, Session::answerer(settings, device).unwrap());
    let mut left = wire.cut_after;
    loop {
        near.work();
        far.work();
        let moved =
            carry(wire.piece, &mut left, &mut near, &mut far) + carry(wire.piece, &mut left, &mut far, &mut near);
        if left == 0 {
            let _ = near.session.handle_end();
            let _ = far.session.handle_end();
        } else if near.session.is_done() && near.out.is_empty() {
            let _ = far.session.handle_end();
        } else if far.session.is_done() && far.out.is_empty() {
            let _ = near.session.handle_end();
        } else {
            assert!(moved > 0, "neither side moves: {:?} {:?}", near.session, far.session);
        }
        near.work();
        far.work();
        if near.session.is_done() && far.session.is_done() {
            return Ended {
                caller: near.session.report(),
                answerer: far.session.report(),
                caller_error: near.session.error(),
                answerer_error: far.session.error(),
            };
        }
    }
}

struct Side<'m> {
    model: &'m mut Model,
    session: Session,
    out: VecDeque<u8>,
}

impl<'m> Side<'m> {
    fn new(model: &'m mut Model, session: Session) -> Self {
        Self { model, session, out: VecDeque::new() }
    }

    fn work(&mut self) {
        loop {
            if let Some(request) = self.session.poll_request() {
                let reply = self.model.answer(request);
                let _ = self.session.handle_reply(reply);
            } else if let Some(bytes) = self.session.poll_transmit() {
                self.out.extend(bytes);
            } else {
                return;
            }
        }
    }
}

fn carry(piece: usize, left: &mut usize, from: &mut Side<'_>, to: &mut Side<'_>) -> usize {
    if !to.session.wants_bytes() {
        return 0;
    }
    let count = piece.min(from.out.len()).min(*left);
    let bytes: Vec<u8> = from.out.drain(..count).collect();
    *left -= count;
    if count > 0 {
        let _ = to.session.handle_bytes(&bytes);
    }
    count
}
