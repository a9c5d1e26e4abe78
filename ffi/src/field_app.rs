//! The field app inside of another app: pages for its WebView, served by a thread of the library.
//!
//! The pages are `field`'s; the program `doorstep` serves them in the foreground.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::{FieldApp, FieldError, Phone, PhoneError};

/// How long the app can be told to wait before it locks, in minutes.
const MAX_LOCK_MINUTES: u32 = 24 * 60;

/// The pages of the field app, being served. They stop when this is let go.
#[derive(Debug, uniffi::Object)]
pub struct FieldPages {
    url: String,
    under_way: Mutex<Option<(oneshot::Sender<()>, JoinHandle<()>)>>,
}

#[uniffi::export]
impl Phone {
    /// Serves the field app on this machine alone, at any free port and under a key that is new each time. Where the phone has a PIN, the
    /// pages ask for it when none was asked for in this many minutes.
    ///
    /// # Errors
    /// The minutes are none or too many, or the machine gives no socket.
    pub fn show_field_app(self: Arc<Self>, lock_after_minutes: u32) -> Result<Arc<FieldPages>, PhoneError> {
        if !(1..=MAX_LOCK_MINUTES).contains(&lock_after_minutes) {
            let reason = format!("the pages lock after 1 to {MAX_LOCK_MINUTES} minutes");
            return Err(PhoneError::Input { code: "bad-minutes".to_owned(), reason });
        }
        let lock_after = Duration::from_secs(u64::from(lock_after_minutes) * 60);
        let app = FieldApp::bind(self, SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), lock_after).map_err(why)?;
        let (stop, until) = oneshot::channel();
        let url = app.url();
        let under_way = Mutex::new(Some((stop, app.serve_apart(until)?)));
        Ok(Arc::new(FieldPages { url, under_way }))
    }
}

#[uniffi::export(async_runtime = "tokio")]
impl FieldPages {
    /// The address for the WebView. It holds the key: it belongs into no log, and no other app.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// Stops serving, and comes back when the phone can be closed. What was answered is on the disk.
    pub async fn stop(&self) {
        let under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((stop, serving)) = under_way {
            // The task may have ended by itself.
            stop.send(()).unwrap_or_default();
            serving.await.unwrap_or_default();
        }
    }
}

/// A field app that can't be shown is a fault of the machine: its address is our own.
fn why(error: FieldError) -> PhoneError {
    match error {
        FieldError::Phone(error) => error,
        FieldError::Exposed { .. } | FieldError::Socket { .. } => {
            PhoneError::broken("no-field-app", &error.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;
    use crate::{PhoneSettings, machine};

    fn alice(folder: &tempfile::TempDir) -> Arc<Phone> {
        let store_path = folder.path().join("alice.db").to_str().unwrap().to_owned();
        Phone::open(PhoneSettings { store_path, zone: None, language: None, system: None, install_id: None }).unwrap()
    }

    /// What comes back for an address, if anybody answers there.
    fn ask(url: &str) -> std::io::Result<String> {
        let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let mut stream = TcpStream::connect(host)?;
        write!(stream, "GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }

    #[test]
    fn pages_are_served_under_a_key_until_they_are_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let pages = alice(&folder).show_field_app(15).unwrap();
        let url = pages.url();
        assert!(ask(&url).unwrap().starts_with("HTTP/1.1 303"));
        assert!(!ask(url.split_once("?key").unwrap().0).unwrap().starts_with("HTTP/1.1 303"));
        machine::runtime().unwrap().block_on(pages.stop());
        assert!(ask(&url).is_err());
        // The store is free for whoever opens it next.
        drop(alice(&folder).show_field_app(15).unwrap());
    }

    #[test]
    fn a_time_that_is_none_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let phone = alice(&folder);
        let codes = [0, MAX_LOCK_MINUTES + 1].map(|minutes| {
            Arc::clone(&phone).show_field_app(minutes).map_or_else(|error| error.code().to_owned(), |_| String::new())
        });
        assert_eq!(codes, ["bad-minutes"; 2]);
    }
}
