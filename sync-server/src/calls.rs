//! The server's end of the line: takes calls, runs a session for each in its turn, and logs how it went.
//!
//! The log names a device by the first eight digits of its key and a caller's address at no level. Turns are `turns`' and `gate`'s.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use doorstep_core::entry::Refusal;
use doorstep_core::ids::DeviceId;
use doorstep_core::net::{Answer, Arrival, Backend, DriveError, Driven, Listener, TimeLimits, Traffic};
use doorstep_core::sync::{AnswererSettings, Reply, Request, Session, SessionError, SessionReport};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time;
use tracing::{debug, info, warn};

use crate::answers::{Answers, DeviceAnswers};
use crate::audit::{Event, What};
use crate::gate::Gate;
use crate::limits::{Attempts, Connections, Limits, Place, Who, place_of};
use crate::metrics::Ending;
use crate::turns::{Turn, Turns};

/// What every call needs.
pub(crate) struct Calls {
    answers: Arc<Answers>,
    connections: Connections,
    limits: Limits,
    turns: Turns,
    gate: Arc<Gate>,
    refused: Attempts<Who>,
}

/// What answers one session while its turn lasts.
struct InTurn {
    answers: DeviceAnswers,
    device: DeviceId,
    gate: Arc<Gate>,
    turn: Turn,
}

impl Backend for InTurn {
    fn answer(&self, request: Request) -> Reply {
        let running = self.turn.running();
        running.asks();
        let reply = self.gate.pass(self.device, || self.answers.answer(request));
        running.answered();
        reply
    }
}

impl Calls {
    pub(crate) fn new(answers: Arc<Answers>, connections: Connections, limits: Limits) -> Arc<Self> {
        let (gate, refused) = (Arc::new(Gate::new(limits.at_the_store)), Attempts::new(limits.refused_sessions));
        Arc::new(Self { answers, connections, limits, turns: Turns::default(), gate, refused })
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
        let mut answer = match arrival.answer(HANDSHAKE_WITHIN).await {
            Ok(answer) => answer,
            Err(error) => return debug!(%error, "a call came to nothing"),
        };
        let who = self.who(answer.peer, address);
        let turn = tokio::select! {
            turn = self.turn_of(answer.peer, who) => turn,
            () = answer.gone() => return debug!("a caller hung up while it waited for its turn"),
        };
        match turn {
            Some(turn) => self.run(answer, address, who, turn).await,
            None => {
                self.answers.audit_of(answer.peer, Event::new(What::TurnedAway).because(Refusal::Busy));
                self.answers.metrics.count_refusal(Refusal::Busy);
                answer.turn_away(Refusal::Busy).await;
            }
        }
    }

    /// The device's turn. Who gets none is let wait all the same: a program that calls again and again is slowed by it.
    async fn turn_of(&self, device: DeviceId, who: Who) -> Option<Turn> {
        if self.refused.has_left(who)
            && let Ok(turn) = self.turns.take(device).await
        {
            return Some(turn);
        }
        time::sleep(BEFORE_BUSY).await;
        None
    }

    fn who(&self, device: DeviceId, address: IpAddr) -> Who {
        let known = self.answers.store.membership().is_ok_and(|members| members.standing_of(&device).is_some());
        if known { Who::Member(device) } else { Who::StrangerAt(place_of(address)) }
    }

    async fn run(&self, answer: Answer, address: IpAddr, who: Who, turn: Turn) {
        let (peer, way) = (answer.peer, answer.way);
        let device = peer.to_string()[..8].to_owned();
        let mut session = match Session::answerer(AnswererSettings::default(), peer) {
            Ok(session) => session,
            Err(error) => return warn!(%error, "no session could be begun"),
        };
        let running = Arc::clone(turn.running());
        let (answers, gate) = (self.answers.for_device(peer, address), Arc::clone(&self.gate));
        let backend = Arc::new(InTurn { answers, device: peer, gate, turn });
        let limits = TimeLimits { received_bytes: self.limits.bytes_per_session, ..TimeLimits::default() };
        let Driven { traffic, ended } = tokio::select! {
            driven = answer.run(&mut session, backend, limits) => driven,
            () = running.gives_way() => Driven { traffic: Traffic::default(), ended: Err(DriveError::Lost) },
        };
        let report = session.report();
        if was_refused(&report, &ended) {
            self.refused.count(who);
        }
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

/// Whether something was refused for which the caller answers: not what waits for other entries, nor what failed on this side.
fn was_refused(report: &SessionReport, ended: &Result<(), DriveError>) -> bool {
    let session = match ended {
        Err(DriveError::TooMuch { .. }) => true,
        Err(DriveError::Session(error)) => {
            error.refusal().is_some_and(|refusal| !matches!(refusal, Refusal::Storage | Refusal::Internal))
        }
        Ok(()) | Err(_) => false,
    };
    session || report.refused_here.iter().any(|refused| !refused.refusal.is_held())
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
/// How long a caller waits that is told to come again later. It costs this side one idle connection.
const BEFORE_BUSY: Duration = Duration::from_secs(1);
