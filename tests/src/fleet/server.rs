//! The fleet's server: the real one's store and answers, without its sockets, on a clock and randomness of the run's.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use doorstep_core::store::SqliteStore;
use doorstep_server::{Budget, Desk, Limits, Machine};

use crate::harness::copy_store;

/// The server and the folders of its lives.
pub(super) struct Server {
    pub(super) desk: Desk,
    folder: PathBuf,
    place: PathBuf,
    machine: Machine,
    life: u32,
    backup: Option<PathBuf>,
}

/// The simulation is not about haste.
fn limits() -> Limits {
    Limits { entries: Budget { burst: 1_000_000, per_hour: 1_000_000 }, ..Limits::default() }
}

impl Server {
    pub(super) fn new(folder: &Path, name: &str, machine: Machine) -> Result<Self, Box<dyn Error>> {
        let folder = folder.join(name);
        let place = folder.join("life0");
        fs::create_dir_all(&place)?;
        let desk = Desk::open(&place, &limits(), machine.clone())?;
        Ok(Self { desk, folder, place, machine, life: 0, backup: None })
    }

    /// Ends the program as a kill does.
    pub(super) fn kill(&mut self) -> Result<(), Box<dyn Error>> {
        let next = self.next_place()?;
        copy_store(&self.place.join("server.db"), &next)?;
        fs::copy(self.place.join("started"), next.join("started"))?;
        self.start_in(next)
    }

    /// Takes a backup while it runs.
    pub(super) fn back_up(&mut self) -> Result<(), Box<dyn Error>> {
        let file = self.folder.join(format!("backup{}", self.life));
        if file.exists() {
            fs::remove_file(&file)?;
        }
        SqliteStore::copy(&self.place.join("server.db"), &file)?;
        self.backup = Some(file);
        Ok(())
    }

    /// Loses its disk and is put back from the backup; whether there was one.
    pub(super) fn put_back(&mut self) -> Result<bool, Box<dyn Error>> {
        let Some(backup) = self.backup.take() else { return Ok(false) };
        let next = self.next_place()?;
        fs::rename(backup, next.join("server.db"))?;
        self.start_in(next)?;
        Ok(true)
    }

    fn next_place(&mut self) -> Result<PathBuf, Box<dyn Error>> {
        self.life += 1;
        let next = self.folder.join(format!("life{}", self.life));
        fs::create_dir_all(&next)?;
        Ok(next)
    }

    fn start_in(&mut self, place: PathBuf) -> Result<(), Box<dyn Error>> {
        self.desk = Desk::open(&place, &limits(), self.machine.clone())?;
        self.place = place;
        Ok(())
    }
}
