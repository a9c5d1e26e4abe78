//! Changes as they happen, told to an app's screens by a callback, so that they need not ask again and again.
//!
//! What changed is read anew by the calls that read it; here is only that something did, and whence.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use doorstep_core::device::Device;
use doorstep_core::time::Timestamp;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::{CallbackError, Phone, PhoneError, machine};

/// Whence something changed. New ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, uniffi::Enum)]
pub enum Change {
    /// Something was written on this phone: doors, interviews, decisions, settings.
    Here,
    /// Something came from the server, another phone or a file: any list may be longer or another.
    Arrived,
    /// The server said that it has something: where things are saved is another.
    Saved,
    /// The time is over by which this phone's person wanted to be done, see `check_in`. A phone that sleeps hears of it when it wakes: set the
    /// platform's alarm as well.
    TimeIsOver,
}

/// Where an app takes note of changes.
#[uniffi::export(rust, foreign)]
pub trait ChangeListener: Send + Sync {
    /// Something changed. Changes that come close together are told at once. What it throws is ignored.
    ///
    /// # Errors
    /// When the app fails at it.
    fn changed(&self, what: Vec<Change>) -> Result<(), CallbackError>;
}

/// What has changed and was not told yet.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    untold: AtomicU8,
    wake: Notify,
}

impl Changes {
    /// Takes note of a change; whoever listens hears of it from another thread.
    pub(crate) fn note(&self, change: Change) {
        self.untold.fetch_or(bit(change), Ordering::AcqRel);
        self.wake.notify_one();
    }

    /// Waits for the next change, or until the time is over by which this phone's person wanted to be done; that is told once.
    async fn wait(&self, device: &Device, reminded: &mut Option<Timestamp>) {
        let until = device.check_in().ok().flatten().map(|said| said.until).filter(|until| *reminded != Some(*until));
        let Some(until) = until else { return self.wake.notified().await };
        let left_ms = u64::try_from(until.0 - machine::now().0).unwrap_or(0);
        if tokio::time::timeout(Duration::from_millis(left_ms), self.wake.notified()).await.is_err() {
            *reminded = Some(until);
            self.note(Change::TimeIsOver);
        }
    }

    fn take(&self) -> Vec<Change> {
        let bits = self.untold.swap(0, Ordering::AcqRel);
        let all = [Change::Here, Change::Arrived, Change::Saved, Change::TimeIsOver];
        all.into_iter().filter(|change| bits & bit(*change) != 0).collect()
    }
}

const fn bit(change: Change) -> u8 {
    match change {
        Change::Here => 1,
        Change::Arrived => 2,
        Change::Saved => 4,
        Change::TimeIsOver => 8,
    }
}

/// The task that tells, for as long as somebody listens.
#[derive(Debug, Default)]
pub(crate) struct Telling(Mutex<Option<JoinHandle<()>>>);

impl Telling {
    fn set(&self, task: Option<JoinHandle<()>>) {
        let mut telling = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = std::mem::replace(&mut *telling, task) {
            before.abort();
        }
    }
}

impl Drop for Telling {
    fn drop(&mut self) {
        self.set(None);
    }
}

#[uniffi::export]
impl Phone {
    /// Tells this listener of each change from now on, instead of the one before, or nobody. It is called on threads of the library.
    ///
    /// # Errors
    /// The machine gives no threads.
    pub fn listen(&self, listener: Option<Arc<dyn ChangeListener>>) -> Result<(), PhoneError> {
        let Some(listener) = listener else {
            self.telling.set(None);
            return Ok(());
        };
        let changes = Arc::clone(&self.changes);
        changes.take();
        let device = Arc::clone(self.device());
        let telling = async move {
            let mut reminded = None;
            loop {
                changes.wait(&device, &mut reminded).await;
                let (what, listener) = (changes.take(), Arc::clone(&listener));
                if !what.is_empty() {
                    // The app's own fault, whether it throws or panics; the next change is told all the same.
                    drop(tokio::task::spawn_blocking(move || listener.changed(what)).await);
                }
            }
        };
        self.telling.set(Some(machine::runtime()?.spawn(telling)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Sender, channel};

    use super::*;
    use crate::PhoneSettings;

    struct Heard(Mutex<Sender<Vec<Change>>>);

    impl ChangeListener for Heard {
        fn changed(&self, what: Vec<Change>) -> Result<(), CallbackError> {
            self.0.lock().unwrap().send(what).unwrap_or_default();
            Err(CallbackError::Threw)
        }
    }

    const PATIENCE: Duration = Duration::from_secs(20);

    #[test]
    fn a_listener_hears_of_what_is_written_until_it_is_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let store_path = folder.path().join("carol.db").to_str().unwrap().to_owned();
        let settings = PhoneSettings { store_path, zone: None, language: None, system: None, install_id: None };
        let carol = Phone::open(settings).unwrap();
        carol.found("Larkfield".to_owned()).unwrap();
        let (sender, heard) = channel();
        carol.listen(Some(Arc::new(Heard(Mutex::new(sender))))).unwrap();
        for name in ["Lark House", "Elm Row"] {
            carol.add_area(name.to_owned()).unwrap();
            assert_eq!(heard.recv_timeout(PATIENCE).unwrap(), [Change::Here]);
        }
        carol.listen(None).unwrap();
        carol.add_area("Mill Lane".to_owned()).unwrap();
        assert!(heard.recv_timeout(PATIENCE).is_err(), "the listener is let go, and hears nothing more");
    }

    #[test]
    fn a_listener_is_reminded_once_when_the_time_is_over() {
        let folder = tempfile::tempdir().unwrap();
        let store_path = folder.path().join("alice.db").to_str().unwrap().to_owned();
        let settings = PhoneSettings { store_path, zone: None, language: None, system: None, install_id: None };
        let alice = Phone::open(settings).unwrap();
        let (sender, heard) = channel();
        alice.listen(Some(Arc::new(Heard(Mutex::new(sender))))).unwrap();
        let now = machine::now();
        alice.device().set_check_in(now.after(Duration::from_millis(300)), now).unwrap();
        alice.changes.note(Change::Here);
        assert_eq!(heard.recv_timeout(PATIENCE).unwrap(), [Change::Here]);
        assert_eq!(heard.recv_timeout(PATIENCE).unwrap(), [Change::TimeIsOver]);
        assert!(alice.check_in().unwrap().unwrap().is_over);
        alice.end_check_in().unwrap();
        assert_eq!(heard.recv_timeout(PATIENCE).unwrap(), [Change::Here]);
        assert_eq!(alice.check_in().unwrap(), None);
    }

    #[test]
    fn changes_that_come_together_are_told_at_once() {
        let changes = Changes::default();
        for change in [Change::Saved, Change::Here, Change::Saved] {
            changes.note(change);
        }
        assert_eq!(changes.take(), [Change::Here, Change::Saved]);
        assert_eq!(changes.take(), []);
    }
}
