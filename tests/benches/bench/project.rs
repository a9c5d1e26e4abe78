//! A project made ready to be measured: founded, everybody joined, every interview finished, nothing handed over yet.
//!
//! It is made once in a folder; every run works on a copy. Each researcher has an area of their own, so that handing over
//! is handing over alone.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use doorstep_core::device::Given;
use doorstep_core::ids::DocId;
use doorstep_core::member::{Invite, Role};
use doorstep_tests::forms::to_xlsx;
use doorstep_tests::generate::{Generator, PER_DEVICE, answers, is_locked, workbook};
use doorstep_tests::harness::responsible;
use tokio::task::JoinSet;

use crate::error::BenchError;
use crate::phone::{Machine, Phone};
use crate::server::Server;
use crate::usage::copy_folder;

/// Phones that are on the line at once.
pub(crate) const AT_ONCE: usize = 8;
/// Phones that collect at once while the project is made.
const COLLECTING: usize = 2;
/// Devices that may join in the course of the measuring as the coordinator's second one.
const SPARE_INVITES: usize = 64;
/// Kept folders stay usable.
const INVITES_LAST: Duration = Duration::from_hours(24 * 365);
/// The interviews follow from it.
pub(crate) const SEED: u64 = 20_261_121;

/// The folder of a project.
#[derive(Debug, Clone)]
pub(crate) struct Project {
    folder: PathBuf,
    /// Interviews in all.
    pub(crate) size: u64,
    /// Whether nobody says anything that is locked.
    plain: bool,
}

impl Project {
    /// A project of this many interviews, made now unless the folder has it.
    pub(crate) async fn prepare(folder: &Path, size: u64, plain: bool, server: &Path) -> Result<Self, BenchError> {
        let which = if plain { "plain" } else { "prepared" };
        let project = Self { folder: folder.join(format!("{which}-{size}")), size, plain };
        if !project.folder.join("ready").exists() {
            if project.folder.exists() {
                fs::remove_dir_all(&project.folder)?;
            }
            project.make(server).await?;
            fs::write(project.folder.join("ready"), "")?;
        }
        Ok(project)
    }

    /// A copy that a run may change.
    pub(crate) fn copy(&self, to: &Path) -> Result<Self, BenchError> {
        if to.exists() {
            fs::remove_dir_all(to)?;
        }
        copy_folder(&self.folder, to)?;
        Ok(Self { folder: to.to_owned(), ..self.clone() })
    }

    /// How many interviews there are, and whether nobody says anything that is locked.
    pub(crate) const fn kind(&self) -> (u64, bool) {
        (self.size, self.plain)
    }

    /// How many phones there are.
    pub(crate) fn phones(&self) -> u64 {
        self.size.div_ceil(PER_DEVICE)
    }

    /// The store of one phone.
    pub(crate) fn phone(&self, number: u64) -> PathBuf {
        self.folder.join("phones").join(format!("{number:04}.db"))
    }

    /// The server's store.
    pub(crate) fn server(&self) -> PathBuf {
        self.folder.join("server")
    }

    /// A path in the project's folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// An invite for a device that reads everything; each can be used once.
    pub(crate) fn spare_invite(&self, number: usize) -> Result<String, BenchError> {
        let invites = fs::read_to_string(self.file("invites"))?;
        Ok(invites.lines().nth(number % SPARE_INVITES).unwrap_or_default().to_owned())
    }

    async fn make(&self, program: &Path) -> Result<(), BenchError> {
        fs::create_dir_all(self.folder.join("phones"))?;
        let server = Server::start(program, &self.server())?;
        let mut machine = Machine::new()?;
        let coordinator = Phone::open(&self.file("coordinator.db"), &mut machine)?;
        coordinator.device.found("Larkfield", &mut machine.moment())?;
        coordinator.device.set_responsible(&responsible(), &mut machine.moment())?;
        let addresses = [server.hosted.address.clone()];
        coordinator.device.link_server(server.hosted.pin, &addresses, &mut machine.moment())?;
        coordinator.device.add_form(&to_xlsx(&workbook())?, "survey", &mut machine.moment())?;
        coordinator.device.add_round("Autumn", &mut machine.moment())?;
        let mut invites = Vec::new();
        for number in 0..self.phones() {
            let area = coordinator.device.add_area(&format!("Patch {number}"), &mut machine.moment())?;
            let invite = coordinator.device.invite(Role::Researcher, &[area], INVITES_LAST, &mut machine.moment())?;
            invites.push((area, invite));
        }
        let mut spare = String::new();
        for _ in 0..SPARE_INVITES {
            let invite = coordinator.device.invite(Role::Coordinator, &[], INVITES_LAST, &mut machine.moment())?;
            spare.push_str(&invite.to_text());
            spare.push('\n');
        }
        fs::write(self.file("invites"), spare)?;
        coordinator.bring(&server.hosted).await?;
        self.meet(&server, invites).await?;
        drop(coordinator);
        server.stop()
    }

    /// Lets everybody join, take what the others' joining brought, and collect.
    async fn meet(&self, server: &Server, invites: Vec<(DocId, Invite)>) -> Result<(), BenchError> {
        let mut machine = Machine::new()?;
        for (number, (_, invite)) in (0..).zip(&invites) {
            let phone = Phone::open(&self.phone(number), &mut machine)?;
            phone.join(invite, &server.hosted, &mut machine).await?;
        }
        let mut busy = JoinSet::new();
        for (number, (area, _)) in (0..).zip(invites) {
            let phone = Phone::open(&self.phone(number), &mut machine)?;
            phone.sync(&server.hosted).await?;
            let numbers = number * PER_DEVICE..self.size.min((number + 1) * PER_DEVICE);
            let project = self.clone();
            busy.spawn_blocking(move || project.collect(&phone, area, numbers));
            if busy.len() > COLLECTING {
                busy.join_next().await.transpose()?.transpose()?;
            }
        }
        while let Some(done) = busy.join_next().await {
            done??;
        }
        Ok(())
    }

    /// Begins and finishes interviews, as the field app does.
    pub(crate) fn collect(&self, phone: &Phone, area: DocId, numbers: Range<u64>) -> Result<(), BenchError> {
        let mut machine = Machine::new()?;
        let generator = Generator::new(SEED);
        let forms = phone.device.forms()?;
        for (number, form) in numbers.zip(forms.iter().cycle()) {
            let draft = phone.device.begin_draft(form.version, None, Some(area), "", &mut machine.moment())?;
            let mut answers = answers(generator.response(number));
            if self.plain {
                answers.retain(|path, _| !is_locked(path));
            }
            let given = Given { answers, ..Given::default() };
            phone.device.finish(draft, given, &mut machine.moment())?;
        }
        Ok(())
    }
}
