//! In which order sessions reach the store when more ask than it serves at once: first whoever has used it least of late.
//!
//! A team behind one router is many devices, so devices are what is told apart, not addresses. Which of a device's own calls
//! comes first is `turns`'.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use doorstep_core::ids::DeviceId;

/// How much of what a device has used is forgotten in a time: a tenth of that time, the store's for ten busy devices.
const FORGOTTEN_SHARE: u32 = 10;
/// From how many devices on those are swept out that have nothing to be remembered for.
const MAX_REMEMBERED: usize = 10_000;

/// The way to the store.
#[derive(Debug)]
pub(crate) struct Gate {
    at_once: usize,
    state: Mutex<State>,
    left: Condvar,
}

#[derive(Debug, Default)]
struct State {
    inside: usize,
    tickets: u64,
    /// What each waiting device had used, and its ticket.
    waiting: BTreeSet<(Duration, u64)>,
    used: BTreeMap<DeviceId, Used>,
}

/// How long a device has kept the store busy, as it was remembered at some moment.
#[derive(Debug, Clone, Copy)]
struct Used {
    time: Duration,
    at: Instant,
}

impl Used {
    fn left(self, now: Instant) -> Duration {
        self.time.saturating_sub(now.saturating_duration_since(self.at) / FORGOTTEN_SHARE)
    }
}

impl Gate {
    /// A way that this many may go at once.
    pub(crate) fn new(at_once: usize) -> Self {
        Self { at_once: at_once.max(1), state: Mutex::default(), left: Condvar::new() }
    }

    /// Does something at the store for a device, in its turn. Blocks.
    pub(crate) fn pass<T>(&self, device: DeviceId, work: impl FnOnce() -> T) -> T {
        let _place = self.enter(device);
        work()
    }

    fn enter(&self, device: DeviceId) -> Place<'_> {
        let mut state = self.locked();
        let ticket = state.tickets;
        state.tickets += 1;
        let now = Instant::now();
        let used = state.used.get(&device).map_or(Duration::ZERO, |used| used.left(now));
        state.waiting.insert((used, ticket));
        while state.inside >= self.at_once || state.waiting.first() != Some(&(used, ticket)) {
            state = self.left.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.waiting.remove(&(used, ticket));
        state.inside += 1;
        if state.inside < self.at_once && !state.waiting.is_empty() {
            self.left.notify_all();
        }
        Place { gate: self, device, began: Instant::now() }
    }

    fn locked(&self) -> MutexGuard<'_, State> {
        // Every change of the state is whole before anything can panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A device's place at the store; free again when dropped.
struct Place<'a> {
    gate: &'a Gate,
    device: DeviceId,
    began: Instant,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let now = Instant::now();
        let mut state = self.gate.locked();
        state.inside -= 1;
        if state.used.len() >= MAX_REMEMBERED {
            state.used.retain(|_, used| !used.left(now).is_zero());
        }
        let before = state.used.get(&self.device).map_or(Duration::ZERO, |used| used.left(now));
        state.used.insert(self.device, Used { time: before + (now - self.began), at: now });
        drop(state);
        self.gate.left.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    const ALICE: DeviceId = DeviceId([0xa1; 32]);
    const MALLORY: DeviceId = DeviceId([0x66; 32]);

    /// Lets these wait in turn behind whoever is inside, and says in which order they then went in.
    fn order_of(gate: &Arc<Gate>, devices: &[DeviceId]) -> Vec<DeviceId> {
        let (said, heard) = mpsc::channel();
        let inside = gate.enter(DeviceId([0; 32]));
        let mut threads = Vec::new();
        for (waiting, device) in (1..).zip(devices.iter().copied()) {
            let (gate_of_it, said) = (Arc::clone(gate), said.clone());
            threads.push(thread::spawn(move || gate_of_it.pass(device, || said.send(device).expect("it is heard"))));
            while gate.locked().waiting.len() < waiting {
                thread::yield_now();
            }
        }
        drop(inside);
        threads.into_iter().for_each(|thread| thread.join().expect("it went through"));
        drop(said);
        heard.iter().collect()
    }

    #[test]
    fn who_has_used_the_store_least_goes_first() {
        let gate = Arc::new(Gate::new(1));
        gate.locked().used.insert(MALLORY, Used { time: Duration::from_secs(600), at: Instant::now() });
        assert_eq!(order_of(&gate, &[MALLORY, MALLORY, ALICE]), [ALICE, MALLORY, MALLORY]);
    }

    #[test]
    fn among_equals_the_first_to_come_goes_first() {
        let gate = Arc::new(Gate::new(1));
        let now = Instant::now();
        for device in [ALICE, MALLORY] {
            gate.locked().used.insert(device, Used { time: Duration::ZERO, at: now });
        }
        assert_eq!(order_of(&gate, &[MALLORY, ALICE]), [MALLORY, ALICE]);
    }

    #[test]
    fn what_was_used_is_forgotten_with_time() {
        let now = Instant::now();
        let used = Used { time: Duration::from_secs(1), at: now };
        assert_eq!(used.left(now), Duration::from_secs(1));
        assert_eq!(used.left(now + Duration::from_secs(5)), Duration::from_millis(500));
        assert!(used.left(now + Duration::from_secs(10)).is_zero());
    }
}
