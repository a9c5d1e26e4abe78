//! A server's store and what it answers, without sockets: for simulations and tools. [`Host`](crate::Host) is the whole server.

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::Arc;

use doorstep_core::ids::DeviceId;
use doorstep_core::net::Backend;

use crate::answers::Answers;
use crate::host::{self, HostError, StoreFiles};
use crate::limits::Limits;
use crate::machine::Machine;
use crate::token::FoundingToken;

/// An open store with a server's identity.
#[derive(Debug)]
pub struct Desk {
    answers: Arc<Answers>,
    pin: DeviceId,
    token: Option<String>,
}

impl Desk {
    /// Opens the store in a directory, which is made if it is not there, as a start of the server does.
    ///
    /// # Errors
    /// The store is in use, newer, damaged or not writable.
    pub fn open(directory: &Path, limits: &Limits, machine: Machine) -> Result<Self, HostError> {
        let files = StoreFiles::in_directory(directory);
        let (store, identity) = host::open(&files, &machine)?;
        let token = match store.founding() {
            None => Some(FoundingToken::random(&mut machine.rng()?)),
            Some(_) => None,
        };
        let (pin, shown) = (identity.keypair.public(), token.as_ref().map(|token| token.as_str().to_owned()));
        let answers = host::answers_in(&files, (store, identity), token, limits, machine)?;
        Ok(Self { answers: Arc::new(answers), pin, token: shown })
    }

    /// The server's key.
    pub fn pin(&self) -> DeviceId {
        self.pin
    }

    /// What founds its one project, if it was opened without one.
    pub fn token(&self) -> Option<String> {
        self.token.clone()
    }

    /// The answers for the device on the line, as if it called from this machine.
    pub fn for_device(&self, device: DeviceId) -> impl Backend + use<> {
        self.answers.for_device(device, IpAddr::V4(Ipv4Addr::LOCALHOST))
    }
}
