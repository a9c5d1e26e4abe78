//! A connection without sockets: pieces of any size, cut anywhere, and either end killed on it.

use std::collections::VecDeque;

use doorstep_core::ids::DeviceId;
use doorstep_core::net::Backend;
use doorstep_core::sync::{AnswererSettings, CallerOpening, Session, SessionError, SessionReport};

use crate::chance::Chance;

/// How a connection ends before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// It does not.
    Never,
    /// After this many bytes: both ends notice, and store what came.
    After(usize),
    /// After this many bytes one end is killed, or both: nothing more is stored.
    Killed(usize),
}

impl Cut {
    const fn bytes(self) -> usize {
        match self {
            Self::Never => usize::MAX,
            Self::After(bytes) | Self::Killed(bytes) => bytes,
        }
    }
}

/// How a session went for the one who called.
pub(crate) struct Talked {
    pub(crate) report: SessionReport,
    pub(crate) is_whole: bool,
}

struct Side<'b> {
    session: Session,
    backend: &'b dyn Backend,
    out: VecDeque<u8>,
}

impl<'b> Side<'b> {
    fn new(session: Session, backend: &'b dyn Backend) -> Self {
        Self { session, backend, out: VecDeque::new() }
    }

    /// Does what can be done without the other side. A session's own errors end it; they show in the report.
    fn work(&mut self) {
        loop {
            if let Some(request) = self.session.poll_request() {
                let reply = self.backend.answer(request);
                self.session.handle_reply(reply).unwrap_or_default();
            } else if let Some(bytes) = self.session.poll_transmit() {
                self.out.extend(bytes);
            } else {
                return;
            }
        }
    }

    fn end(&mut self) {
        self.session.handle_end().unwrap_or_default();
        self.work();
    }

    fn is_finished(&self) -> bool {
        self.session.is_done() && self.out.is_empty()
    }
}

/// Runs a session between two sides.
pub(crate) fn talk(
    opening: CallerOpening,
    device: DeviceId,
    caller: &dyn Backend,
    answerer: &dyn Backend,
    cut: Cut,
    chance: &mut Chance,
) -> Result<Talked, SessionError> {
    let mut near = Side::new(Session::caller(opening)?, caller);
    let mut far = Side::new(Session::answerer(AnswererSettings::default(), device)?, answerer);
    let (piece, mut left) = (1 + chance.below(8_192), cut.bytes());
    loop {
        near.work();
        far.work();
        let moved = carry(piece, &mut left, &mut near, &mut far) + carry(piece, &mut left, &mut far, &mut near);
        near.work();
        far.work();
        if left == 0 && matches!(cut, Cut::Killed(_)) {
            break;
        }
        if left == 0 || (moved == 0 && !near.is_finished()) {
            near.end();
            far.end();
            break;
        }
        if near.is_finished() && moved == 0 {
            far.end();
            break;
        }
    }
    let is_whole = left > 0 && near.session.is_done() && near.session.error().is_none();
    Ok(Talked { report: near.session.report(), is_whole })
}

fn carry(piece: usize, left: &mut usize, from: &mut Side<'_>, to: &mut Side<'_>) -> usize {
    if !to.session.wants_bytes() {
        return 0;
    }
    let count = piece.min(from.out.len()).min(*left);
    let bytes: Vec<u8> = from.out.drain(..count).collect();
    *left -= count;
    if count > 0 {
        to.session.handle_bytes(&bytes).unwrap_or_default();
    }
    count
}
