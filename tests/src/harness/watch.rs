//! A watch over the threads that serve in the background: a task that panics there ends without a word, and no test would notice.
//!
//! What panics on a test's own thread fails that test; it needs no watch.

use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::tally;

/// How the names of the runtime's threads begin.
const WORKERS: &str = "tokio-r";

static SEEN: AtomicUsize = AtomicUsize::new(0);
static HOOK: Once = Once::new();

/// While one is held, panics on the runtime's threads are counted. Letting go of it fails the test if there were any.
#[derive(Debug)]
pub struct Watch(());

impl Watch {
    /// Begins to watch.
    pub fn begin() -> Self {
        HOOK.call_once(|| {
            let before = panic::take_hook();
            panic::set_hook(Box::new(move |panic| {
                if thread::current().name().is_some_and(|name| name.starts_with(WORKERS)) {
                    SEEN.fetch_add(1, Ordering::Relaxed);
                }
                before(panic);
            }));
        });
        Self(())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let seen = SEEN.swap(0, Ordering::Relaxed);
        tally::note("panics", seen, 1);
        if !thread::panicking() {
            assert_eq!(seen, 0, "something panicked in the background");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_that_nobody_waits_for_is_seen() {
        let watch = Watch::begin();
        let worker = thread::Builder::new().name("tokio-rt-worker".to_owned());
        worker.spawn(|| panic!("on purpose")).unwrap().join().unwrap_err();
        // Taken out, so that the tests' last line does not count it.
        assert_eq!(SEEN.swap(0, Ordering::Relaxed), 1);
        drop(watch);
    }
}
