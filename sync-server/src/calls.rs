//! The server's end of the line: takes calls, runs a session for each, and logs how it went.
//!
//! The log names a device by the first eight digits of its key and a caller's address at no level.

use std::sync::Arc;
use std::time::Duration;

use doorstep_core::net::{Arrival, ArrivalError, DriveError, Driven, Listener, TimeLimits};
use doorstep_core::sync::{AnswererSettings, Session};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{debug, info, warn};

use crate::answers::Answers;
use crate::limits::{Connections, Limits, Place};

/// What every call needs.
pub(crate) struct Calls {
    answers: Arc<Answers>,
    connections: Connections,
    limits: Limits,
}

impl Calls {
    pub(crate) fn new(answers: Arc<Answers>, limits: Limits) -> Arc<Self> {
        Arc::new(Self { answers, connections: Connections::default(), limits })
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
        listener.close(0).await;
        while sessions.join_next().await.is_some() {}
    }

    fn take(self: &Arc<Self>, arrival: Arrival, sessions: &mut JoinSet<()>) {
        let under_load = self.connections.count() > self.limits.connections / 4;
        if under_load && !arrival.is_address_proven() {
            return arrival.ask_for_proof();
        }
        match self.connections.enter(arrival.address().ip(), &self.limits) {
            Some(place) => drop(sessions.spawn(Arc::clone(self).answer(arrival, place))),
            None => {
                warn!("a call was turned away: too many connections");
                arrival.refuse();
            }
        }
    }

    async fn answer(self: Arc<Self>, arrival: Arrival, _place: Place) {
        let answer = match arrival.answer(HANDSHAKE_WITHIN).await {
            Ok(answer) => answer,
            Err(error @ (ArrivalError::TimedOut | ArrivalError::Handshake(_) | ArrivalError::NoKey)) => {
                return debug!(%error, "a call came to nothing");
            }
        };
        let peer = answer.peer;
        let device = peer.to_string()[..8].to_owned();
        let mut session = Session::answerer(AnswererSettings::default(), peer);
        let backend = Arc::new(self.answers.for_device(peer));
        let Driven { traffic, ended } = answer.run(&mut session, backend, TimeLimits::default()).await;
        let report = session.report();
        let bytes = (traffic.stream_received, traffic.stream_sent);
        match ended {
            Ok(()) => info!(device, ?bytes, ?report, "session"),
            Err(DriveError::Session(error)) => warn!(device, ?bytes, %error, "session refused"),
            Err(error) => info!(device, ?bytes, ?report, %error, "session broke off"),
        }
    }
}

/// How long a caller has for the handshake and the first stream.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
