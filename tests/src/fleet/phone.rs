//! A phone of the fleet: a person's device, its clock, and the folders of its lives.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use doorstep_core::device::{Device, DeviceError, Hosting};
use doorstep_core::ids::DocId;
use doorstep_core::net::Backend;
use doorstep_core::sync::{Reply, Request};
use doorstep_core::time::Timestamp;

use crate::harness::{Person, copy_store};

/// One phone.
pub(super) struct Phone {
    pub(super) name: String,
    pub(super) person: Person,
    folder: PathBuf,
    /// How often it was started.
    life: u8,
    /// A copy of its store of some moment, to be put back.
    earlier: Option<PathBuf>,
}

impl Phone {
    pub(super) fn new(folder: &Path, name: &str) -> Result<Self, Box<dyn Error>> {
        let folder = folder.join(name);
        let place = folder.join("life0");
        fs::create_dir_all(&place)?;
        let person = Person::new(&place, name)?;
        Ok(Self { name: name.to_owned(), person, folder, life: 0, earlier: None })
    }

    /// Ends the program as a kill does: the files are as they lie there, and nothing is closed in order.
    pub(super) fn kill(&mut self) -> Result<(), Box<dyn Error>> {
        let lying = self.copy_of_files("killed")?;
        self.start_on(&lying)
    }

    /// Keeps a copy of the store as it is.
    pub(super) fn keep(&mut self) -> Result<(), Box<dyn Error>> {
        self.earlier = Some(self.copy_of_files("kept")?);
        Ok(())
    }

    /// Puts the kept copy back; whether there was one.
    pub(super) fn put_back(&mut self) -> Result<bool, Box<dyn Error>> {
        let Some(earlier) = self.earlier.take() else { return Ok(false) };
        self.start_on(&earlier)?;
        Ok(true)
    }

    fn copy_of_files(&self, why: &str) -> Result<PathBuf, Box<dyn Error>> {
        let to = self.folder.join(format!("{why}{}", self.life));
        if to.exists() {
            fs::remove_dir_all(&to)?;
        }
        copy_store(&self.person.path, &to)?;
        Ok(to)
    }

    fn start_on(&mut self, files: &Path) -> Result<(), Box<dyn Error>> {
        self.life = self.life.wrapping_add(1);
        let place = self.folder.join(format!("life{}", self.life));
        fs::rename(files, &place)?;
        let now = self.person.now;
        self.person = Person::again(&place, &self.name, self.life)?;
        self.person.now = now;
        Ok(())
    }

    /// Lets the clock be off.
    pub(super) fn set_clock(&mut self, now: Timestamp) {
        self.person.now = now;
    }

    /// Interviews somebody at one of the doors that the phone knows.
    pub(super) fn interview(&mut self, door: DocId, words: &str) -> Result<DocId, DeviceError> {
        self.person.interview(door, &[("view", "resident"), ("sat_clean", "low"), ("best", words)])
    }

    /// The answers of this phone when it calls the server.
    pub(super) fn as_caller(&self) -> AsCaller {
        AsCaller(Arc::clone(&self.person.device))
    }
}

/// Answers a session with the server.
pub(super) struct AsCaller(pub(super) Arc<Device>);

/// Answers a session with a phone that was called.
pub(super) struct AsGuest(pub(super) Arc<Device>);

/// Answers a phone that calls.
pub(super) struct AsHost(pub(super) Arc<Device>, pub(super) Hosting);

impl Backend for AsCaller {
    fn answer(&self, request: Request) -> Reply {
        self.0.answer(request)
    }
}

impl Backend for AsGuest {
    fn answer(&self, request: Request) -> Reply {
        self.0.answer_as_guest(request)
    }
}

impl Backend for AsHost {
    fn answer(&self, request: Request) -> Reply {
        self.0.answer_as_host(&self.1, request)
    }
}
