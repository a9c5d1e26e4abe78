//! A volunteer's phone: a device with its store, a clock that goes on as they walk, and randomness that follows from the
//! demo's seed.
//!
//! Real phones take both from the system; here a seed has to give the same estate, answers and result again.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use doorstep_core::device::{Device, DeviceError, Moment};
use doorstep_core::ids::DocId;
use doorstep_core::time::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use super::DemoError;

/// A device and who carries it.
#[derive(Debug)]
pub(super) struct Phone {
    pub(super) name: String,
    path: PathBuf,
    device: Option<Arc<Device>>,
    rng: ChaCha20Rng,
    now: Timestamp,
}

impl Phone {
    /// A new phone with its store in this folder.
    pub(super) fn new(name: &str, folder: &Path, stream: u64, seed: u64, now: Timestamp) -> Result<Self, DemoError> {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        let path = folder.join(format!("{}.store", name.to_lowercase()));
        let mut phone = Self { name: name.to_owned(), path, device: None, rng, now };
        phone.open()?;
        Ok(phone)
    }

    /// Opens the store, if it is closed.
    pub(super) fn open(&mut self) -> Result<(), DemoError> {
        if self.device.is_none() {
            let mut at = Moment { now: self.now, rng: &mut self.rng };
            let opened = Device::open(&self.path, &mut at);
            let device = opened.map_err(|source| self.failed("open its store", source))?;
            self.device = Some(Arc::new(device));
        }
        Ok(())
    }

    /// Closes the store, so that another process can have it.
    pub(super) fn close(&mut self) {
        self.device = None;
    }

    /// Where the store is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The device, shared with a session.
    pub(super) fn device(&self) -> Result<Arc<Device>, DemoError> {
        self.device.clone().ok_or_else(|| DemoError::Broken { what: format!("the store of {} is closed", self.name) })
    }

    /// Does something on the device, now.
    pub(super) fn act<T>(
        &mut self,
        what: &'static str,
        deed: impl FnOnce(&Device, &mut Moment<'_>) -> Result<T, DeviceError>,
    ) -> Result<T, DemoError> {
        let device = self.device()?;
        let done = deed(&device, &mut Moment { now: self.now, rng: &mut self.rng });
        done.map_err(|source| self.failed(what, source))
    }

    /// Looks something up on the device.
    pub(super) fn look<T>(
        &self,
        what: &'static str,
        look: impl FnOnce(&Device) -> Result<T, DeviceError>,
    ) -> Result<T, DemoError> {
        look(&*self.device()?).map_err(|source| self.failed(what, source))
    }

    /// Whether an interview is on it.
    pub(super) fn has(&self, response: DocId) -> Result<bool, DemoError> {
        match self.device()?.response(response) {
            Ok(_) => Ok(true),
            Err(DeviceError::UnknownRecord(_)) => Ok(false),
            Err(source) => Err(self.failed("read an interview", source)),
        }
    }

    pub(super) fn failed(&self, what: &'static str, source: DeviceError) -> DemoError {
        DemoError::Device { who: self.name.clone(), what, source }
    }

    /// Lets time pass.
    pub(super) fn wait(&mut self, time: Duration) {
        self.now = self.now.after(time);
    }

    /// The device, its clock and its randomness at once, for a whole interview.
    pub(super) fn at_the_door(&mut self) -> Result<(Arc<Device>, &mut Timestamp, &mut ChaCha20Rng), DemoError> {
        let device = self.device()?;
        Ok((device, &mut self.now, &mut self.rng))
    }
}
