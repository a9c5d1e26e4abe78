//! A running server: its store, its socket, its page, and how it starts and stops.
//!
//! What it answers inside a session is `answers`; what a start prints is `announcement`.

mod announcement;
mod identity;

use std::path::PathBuf;
use std::net::SocketAddr;
use std::sync::Arc;

use doorstep_core::ids::DeviceId;
use doorstep_core::net::{ListenError, Listener, TransportSettings};
use doorstep_core::store::StoreError;
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use announcement::Announcement;

use crate::answers::Answers;
use crate::calls::Calls;
use crate::limits::Limits;
use crate::page::{self, PageError, PageNames};
use crate::token::FoundingToken;

/// How a server is started.
#[derive(Debug, Clone)]
pub struct HostOptions {
    /// Directory of its store.
    pub store: PathBuf,
    /// Where devices reach it.
    pub listen: SocketAddr,
    /// Where the result is shown, or not at all.
    pub page: Option<PageOptions>,
    /// How it speaks QUIC.
    pub transport: TransportSettings,
    /// What it takes from one caller.
    pub limits: Limits,
}

/// How the result is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageOptions {
    /// Where.
    pub address: SocketAddr,
    /// Whether other machines may reach it.
    pub exposed: bool,
    /// Under which names.
    pub names: PageNames,
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// Its directory can't be made or read.
    #[error("the directory {} can't be used: {source}", path.display())]
    Directory {
        /// The directory.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Its store can't be used.
    #[error("{}: {source}", path.display())]
    Store {
        /// The store's file.
        path: PathBuf,
        /// Why.
        source: StoreError,
    },
    /// Its socket can't be opened.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// Its page can't be shown.
    #[error(transparent)]
    Page(#[from] PageError),
}

/// A running server. Dropping it without [`Host::stop`] leaves its tasks to the runtime.
#[derive(Debug)]
pub struct Host {
    announcement: Announcement,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}
