//! Whose session runs: one of a device at a time, its newest call next, and one that has gone quiet gives way.
//!
//! In which order different devices reach the store is `gate`'s; how many connections there may be is `limits`'.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use doorstep_core::ids::DeviceId;
use tokio::sync::{Notify, oneshot};
use tokio::time;

/// For how long a session may leave the store alone while the same device's next call waits. A phone that calls anew has mostly
/// lost its connection, which this side hears of late or never.
const QUIET: Duration = Duration::from_secs(3);
/// How long a call waits for its device's session before it is told to come again.
const PATIENCE: Duration = Duration::from_secs(15);

/// The devices whose sessions run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Turns(Arc<Mutex<BTreeMap<DeviceId, Line>>>);

/// One device's session, and the call that comes after it.
#[derive(Debug)]
struct Line {
    running: Arc<Running>,
    next: Option<oneshot::Sender<Turn>>,
}

/// A session that runs.
#[derive(Debug)]
pub(crate) struct Running {
    /// Since when it has asked the store for nothing; `None` while it waits for an answer.
    quiet_since: Mutex<Option<Instant>>,
    give_way: Notify,
}

/// A device's turn; the next call of the device begins when it is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    turns: Turns,
    device: DeviceId,
    running: Arc<Running>,
}

/// The device's turn did not come, or a newer call of it took this one's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoTurn;

impl Turns {
    /// Waits until the device's session may run.
    pub(crate) async fn take(&self, device: DeviceId) -> Result<Turn, NoTurn> {
        match self.enter(device) {
            Ok(turn) => Ok(turn),
            Err(turn) => time::timeout(PATIENCE, self.wait(device, turn)).await.unwrap_or(Err(NoTurn)),
        }
    }

    fn enter(&self, device: DeviceId) -> Result<Turn, oneshot::Receiver<Turn>> {
        let mut lines = self.locked();
        if let Some(line) = lines.get_mut(&device) {
            let (give, turn) = oneshot::channel();
            // Whoever waited before hears at once that a newer call is there.
            line.next = Some(give);
            return Err(turn);
        }
        let running = Arc::new(Running::new());
        lines.insert(device, Line { running: Arc::clone(&running), next: None });
        Ok(Turn { turns: self.clone(), device, running })
    }

    async fn wait(&self, device: DeviceId, mut turn: oneshot::Receiver<Turn>) -> Result<Turn, NoTurn> {
        loop {
            let quiet_in = self.locked().get(&device).map_or(QUIET, |line| line.running.quiet_in());
            tokio::select! {
                given = &mut turn => return given.map_err(|_| NoTurn),
                () = time::sleep(quiet_in) => self.end_if_quiet(device),
            }
        }
    }

    fn end_if_quiet(&self, device: DeviceId) {
        if let Some(line) = self.locked().get(&device)
            && line.running.quiet_in().is_zero()
        {
            // It is told once; what it takes to end is no reason to tell it again at once.
            line.running.answered();
            line.running.give_way.notify_one();
        }
    }

    fn locked(&self) -> MutexGuard<'_, BTreeMap<DeviceId, Line>> {
        // Every change of the map is whole before anything can panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Running {
    fn new() -> Self {
        Self { quiet_since: Mutex::new(Some(Instant::now())), give_way: Notify::new() }
    }

    /// Notes that the session asks the store for something.
    pub(crate) fn asks(&self) {
        *self.quiet_since.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Notes that the store has answered.
    pub(crate) fn answered(&self) {
        *self.quiet_since.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// Resolves when the session is to end: it has gone quiet and the device calls again.
    pub(crate) async fn gives_way(&self) {
        self.give_way.notified().await;
    }

    fn quiet_in(&self) -> Duration {
        let since = *self.quiet_since.lock().unwrap_or_else(PoisonError::into_inner);
        since.map_or(QUIET, |since| QUIET.saturating_sub(since.elapsed()))
    }
}

impl Turn {
    /// The session that runs in this turn.
    pub(crate) fn running(&self) -> &Arc<Running> {
        &self.running
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut lines = self.turns.locked();
        let next = lines.get_mut(&self.device).and_then(|line| {
            line.running = Arc::new(Running::new());
            Some((line.next.take()?, Arc::clone(&line.running)))
        });
        let Some((give, running)) = next else {
            lines.remove(&self.device);
            return;
        };
        drop(lines);
        let turn = Self { turns: self.turns.clone(), device: self.device, running };
        // Nobody waits any more: what comes back gives the turn on when it is dropped.
        drop(give.send(turn));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALICE: DeviceId = DeviceId([0xa1; 32]);
    const BOB: DeviceId = DeviceId([0xb0; 32]);

    #[tokio::test]
    async fn a_device_has_one_session_at_a_time_and_others_do_not_wait_for_it() {
        let turns = Turns::default();
        let first = turns.take(ALICE).await.expect("nobody else is there");
        turns.take(BOB).await.expect("another device has a turn of its own");
        let second = turns.enter(ALICE).expect_err("the first session runs");
        drop(first);
        let second = second.await.expect("the turn was passed on");
        drop(second);
        assert!(turns.locked().is_empty(), "a device whose sessions are over is forgotten");
    }

    #[tokio::test]
    async fn the_newest_call_of_a_device_comes_next_and_the_one_before_is_told() {
        let turns = Turns::default();
        let first = turns.take(ALICE).await.expect("nobody else is there");
        let older = turns.enter(ALICE).expect_err("the first session runs");
        let newer = turns.enter(ALICE).expect_err("the first session runs");
        assert!(older.await.is_err());
        drop(first);
        assert!(newer.await.is_ok());
    }

    #[tokio::test]
    async fn a_call_that_was_given_up_hands_its_turn_on() {
        let turns = Turns::default();
        let first = turns.take(ALICE).await.expect("nobody else is there");
        drop(turns.enter(ALICE));
        drop(first);
        assert!(turns.locked().is_empty());
        assert!(turns.take(ALICE).await.is_ok());
    }

    #[tokio::test]
    async fn a_session_that_has_gone_quiet_is_told_to_give_way() {
        let turns = Turns::default();
        let first = turns.take(ALICE).await.expect("nobody else is there");
        let running = Arc::clone(first.running());
        let ending = tokio::spawn(async move {
            running.gives_way().await;
            drop(first);
        });
        let long_ago = Instant::now().checked_sub(QUIET);
        *turns.locked()[&ALICE].running.quiet_since.lock().expect("nobody panicked") = long_ago;
        assert!(turns.take(ALICE).await.is_ok());
        ending.await.expect("it ends");
    }
}
