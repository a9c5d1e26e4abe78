//! Somebody with a device of their own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use doorstep_core::device::{Device, DeviceError, Given, Moment};
use doorstep_core::evaluation::Disclosure;
use doorstep_core::ids::{BlobHash, DocId};
use doorstep_core::member::Invite;
use doorstep_core::net::{Caller, SyncError, Synced, TransportSettings, sync};
use doorstep_core::response::Answer;
use doorstep_core::sync::CallerOpening;
use doorstep_core::time::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

/// A person: a device on a real store, with a clock and randomness that the scenario decides.
pub struct Person {
    /// What they are called; with the life it decides the device's key.
    pub name: String,
    /// The device.
    pub device: Arc<Device>,
    /// What the device's clock says.
    pub now: Timestamp,
    /// Where the device's store is.
    pub path: PathBuf,
    rng: ChaCha20Rng,
    caller: Caller,
}

impl Person {
    /// What clocks say at the beginning of a scenario: 14 March 2026, 12:53 UTC.
    pub const MORNING: Timestamp = Timestamp(1_773_492_800_000);

    /// Gives somebody a device in a folder. The name decides all of its randomness.
    ///
    /// # Errors
    /// When the store can't be opened.
    pub fn new(folder: &Path, name: &str) -> Result<Self, DeviceError> {
        Self::again(folder, name, 0)
    }

    /// Opens somebody's device again, in its how-manieth life: randomness never repeats between lives.
    ///
    /// # Errors
    /// When the store can't be opened.
    pub fn again(folder: &Path, name: &str, life: u8) -> Result<Self, DeviceError> {
        let mut seed = [life; 32];
        for (place, byte) in name.bytes().enumerate() {
            seed[place % 32] ^= byte;
        }
        let mut rng = ChaCha20Rng::from_seed(seed);
        let path = folder.join(format!("{name}.db"));
        let device = Device::open(&path, &mut Moment { now: Self::MORNING, rng: &mut rng })?;
        let caller = Caller::new(TransportSettings::default());
        let name = name.to_owned();
        Ok(Self { name, device: Arc::new(device), now: Self::MORNING, path, rng, caller })
    }

    /// Does something on the device, at its own time.
    ///
    /// # Errors
    /// Whatever the device says.
    pub fn act<T>(
        &mut self,
        act: impl FnOnce(&Device, &mut Moment<'_>) -> Result<T, DeviceError>,
    ) -> Result<T, DeviceError> {
        act(&self.device, &mut Moment { now: self.now, rng: &mut self.rng })
    }

    /// Joins a project by an invite's text.
    ///
    /// # Errors
    /// When the invite is not taken or the server can't be reached.
    pub async fn join(&mut self, invite: &str) -> Result<Synced, SyncError> {
        let invite = Invite::from_text(invite).map_err(DeviceError::from)?;
        self.device.remember_invite(&invite)?;
        let request = self.act(|device, at| device.join_request(&invite, "test system 1", at))?;
        self.call(self.device.calling_to_join(&request)?).await
    }

    /// Syncs with the server.
    ///
    /// # Errors
    /// When the server can't be reached or refuses.
    pub async fn sync(&self) -> Result<Synced, SyncError> {
        self.call(self.device.calling()?).await
    }

    /// Calls the server with these first words.
    ///
    /// # Errors
    /// When the server can't be reached or refuses.
    pub async fn call(&self, opening: CallerOpening) -> Result<Synced, SyncError> {
        let synced = sync(&self.device, &self.caller, opening).await?;
        if let Some(server) = &synced.report.answerer {
            let mut rng = self.rng.clone();
            rng.set_stream(1 + u64::from(synced.report.round_trips));
            self.device.note_contact(server, &mut Moment { now: self.now, rng: &mut rng })?;
        }
        Ok(synced)
    }

    /// The first questionnaire on the device.
    ///
    /// # Errors
    /// When there is none.
    pub fn form(&self) -> Result<BlobHash, DeviceError> {
        let first = self.device.forms()?.first().map(|form| form.version);
        first.ok_or(DeviceError::UnknownForm(BlobHash([0; 32])))
    }

    /// Interviews somebody at a door.
    ///
    /// # Errors
    /// When the device refuses.
    pub fn interview(&mut self, door: DocId, answers: &[(&str, &str)]) -> Result<DocId, DeviceError> {
        let form = self.form()?;
        let given = |(path, text): &(&str, &str)| ((*path).to_owned(), Answer::Given((*text).to_owned()));
        let answers = answers.iter().map(given).collect();
        self.act(|device, at| {
            let draft = device.begin_draft(form, Some(door), None, "", at)?;
            device.finish(draft, Given { answers, ..Given::default() }, at)
        })
    }

    /// Corrects one answer.
    ///
    /// # Errors
    /// When the device refuses.
    pub fn correct(&mut self, response: DocId, path: &str, text: &str) -> Result<(), DeviceError> {
        let answers = BTreeMap::from([(path.to_owned(), Answer::Given(text.to_owned()))]);
        self.act(|device, at| device.correct(response, &answers, "misheard", at))
    }

    /// The name of the result that the device computes.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn fingerprint(&self) -> Result<String, DeviceError> {
        Ok(self.device.results(Disclosure::INSIDE)?.fingerprint())
    }
}
