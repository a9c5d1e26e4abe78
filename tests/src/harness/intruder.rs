//! A member who hands a server whatever a scenario gives them, over a real line: the session is honest, what it carries is not.
//!
//! How hostile entries are made is the scenarios' business; bytes that are no session at all are tried by `fuzz`.

use std::error::Error;
use std::sync::Arc;

use doorstep_core::device::Device;
use doorstep_core::entry::{Holdings, Run};
use doorstep_core::member::Scopes;
use doorstep_core::net::{Backend, Caller, Driven, Target, TimeLimits};
use doorstep_core::sync::{CallerOpening, Reply, Request, Session, SessionReport};

use super::Person;

/// Somebody who knows a member's key and says what they like.
pub struct Intruder {
    device: Arc<Device>,
    caller: Caller,
}

/// What stands behind an intruder's session: the runs that are handed over, and the member's own store for the rest.
struct Sleeve {
    device: Arc<Device>,
    runs: Vec<Run>,
}

impl Backend for Sleeve {
    fn answer(&self, request: Request) -> Reply {
        match request {
            Request::ReadRuns(query) => {
                let wanted = |run: &&Run| query.wanted.0.contains_key(&run.log);
                Reply::Runs(self.runs.iter().filter(wanted).cloned().collect())
            }
            // Nothing of it is ever remembered: the next session offers everything again.
            Request::SaveProgress(_) => Reply::Done,
            Request::Admit(_)
            | Request::Found { .. }
            | Request::Redeem(_)
            | Request::ReadFeed(_)
            | Request::PutFounding(_)
            | Request::ReadHoldings { .. }
            | Request::Ingest(_)
            | Request::PutChunk(_)
            | Request::WeighFiles(_)
            | Request::ReadMissing
            | Request::ReadChunks(_) => self.device.answer(request),
        }
    }
}

impl Intruder {
    /// With a member's phone in their hands.
    pub fn with(member: &Person) -> Self {
        Self { device: Arc::clone(&member.device), caller: Caller::default() }
    }

    /// Calls the server and hands these over, as if they were the phone's own. What the server says of them is in the report.
    ///
    /// # Errors
    /// When the server can't be reached, or ends the session.
    pub async fn hand_over(&self, runs: Vec<Run>) -> Result<SessionReport, Box<dyn Error + Send + Sync>> {
        let mut own = Holdings::default();
        for run in &runs {
            own.insert(run.log, run.first_seq, run.end_seq());
        }
        let opening = CallerOpening {
            own,
            acknowledged: Holdings::default(),
            others: Holdings::default(),
            ..self.device.calling()?
        };
        let opening = CallerOpening { reader: Scopes::everything(), ..opening };
        let (pin, addresses) = self.device.server()?;
        let call = self.caller.dial(&Target::new(addresses, pin), self.device.keypair()).await?;
        let mut session = Session::caller(opening)?;
        let sleeve = Arc::new(Sleeve { device: Arc::clone(&self.device), runs });
        let Driven { ended, .. } = call.run(&mut session, sleeve, TimeLimits::default()).await;
        ended?;
        Ok(session.report())
    }
}
