//! The server's end of the line: takes calls, runs a session for each, and logs how it went.
//!
//! The log names a device by the first eight digits of its key and a caller's address at no level.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use doorstep_core::net::{Arrival, DriveError, Driven, Listener, TimeLimits, Traffic};
use doorstep_core::sync::{AnswererSettings, Session, SessionError, SessionReport};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{debug, info, warn};

use crate::answers::Answers;
use crate::audit::{Event, What};
use crate::limits::{Connections, Limits, Place};
use crate::metrics::Ending;

/// What every call needs.
pub(crate) struct Calls {
    answers: Arc<Answers>,
    connections: Connections,
    limits: Limits,
}

impl Calls {
    pub(crate) fn new(answers: Arc<Answers>, connections: Connections, limits: Limits) -> Arc<Self> {
        Arc::new(Self { answers, connections, limits })
    }

    /// Answers calls until asked to stop; then ends what is open and waits until the store is left alone.
    pub(crate) async fn answer_all(self: Arc<Self>, listener: Listener, mut stop: watch::Receiver<bool>) {
        let mut sessions = JoinSet::new();
        loop {
            tokio::select! {
                arrival = listener.next() => match arrival {
                    Some(arrival) => self.take(arrival, &mut sessions),
                    None => break,
                },
                Some(_) = sessions.join_next() => {}
                _ = stop.wait_for(|stop| *stop) => break,
            }
        }
        listener.close(0);
        while sessions.join_next().await.is_some() {}
        self.answers.audit.note(Event::new(What::Stopped));
        listener.released().await;
    }

    fn take(self: &Arc<Self>, arrival: Arrival, sessions: &mut JoinSet<()>) {
        let under_load = self.connections.count() > self.limits.connections / 4;
        if under_load && !arrival.is_address_proven() {
            return arrival.ask_for_proof();
        }
        let address = arrival.address().ip();
        match self.connections.enter(address, &self.limits) {
            Some(place) => drop(sessions.spawn(Arc::clone(self).answer(arrival, address, place))),
            None => {
                self.answers.audit.note(Event::new(What::TooManyCalls));
                warn!("a call was turned away: too many connections");
                self.answers.metrics.count_turned_away();
                arrival.refuse();
            }
        }
    }

    async fn answer(self: Arc<Self>, arrival: Arrival, address: IpAddr, _place: Place) {
        let answer = match arrival.answer(HANDSHAKE_WITHIN).await {
            Ok(answer) => answer,
            Err(error) => return debug!(%error, "a call came to nothing"),
        };
        let (peer, way) = (answer.peer, answer.way);
        let device = peer.to_string()[..8].to_owned();
        let mut session = match Session::answerer(AnswererSettings::default(), peer) {
            Ok(session) => session,
            Err(error) => return warn!(%error, "no session could be begun"),
        };
        let backend = Arc::new(self.answers.for_device(peer, address));
        let limits = TimeLimits { received_bytes: self.limits.bytes_per_session, ..TimeLimits::default() };
        let Driven { traffic, ended } = answer.run(&mut session, backend, limits).await;
        let report = session.report();
        if let Err(DriveError::Session(SessionError::Violation { refusal })) = &ended {
            self.answers.audit_of(peer, Event::new(What::BadSession).because(*refusal));
        }
        let ending = match &ended {
            Ok(()) => Ending::Done,
            Err(DriveError::Session(error)) => {
                error.refusal().into_iter().for_each(|refusal| self.answers.metrics.count_refusal(refusal));
                Ending::Refused
            }
            Err(_) => Ending::Broken,
        };
        self.answers.metrics.count_session(way, ending, &report, traffic);
        debug!(device, ?way, "a session ended");
        log(&device, &report, traffic, ended);
    }
}

fn log(device: &str, report: &SessionReport, traffic: Traffic, ended: Result<(), DriveError>) {
    let Traffic { stream_received: bytes_in, stream_sent: bytes_out, .. } = traffic;
    let (came, new, sent) = (report.entries_received, report.entries_new, report.entries_sent);
    let refused = report.refused_here.len();
    match ended {
        Ok(()) => info!(device, came, new, refused, sent, bytes_in, bytes_out, "session"),
        Err(error @ DriveError::Session(SessionError::Violation { .. } | SessionError::Unable { .. })) => {
            warn!(device, came, new, refused, sent, bytes_in, bytes_out, %error, "session refused");
        }
        Err(error) => info!(device, came, new, refused, sent, bytes_in, bytes_out, %error, "session broke off"),
    }
}

/// How long a caller has for the handshake and the first stream.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
