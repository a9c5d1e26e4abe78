//! The beginning: a project with its areas, doors and questionnaire, a server for it, and a phone for every volunteer.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use doorstep_core::device::{Device, DeviceError};
use doorstep_core::form::import::{Limits, import_named};
use doorstep_core::form::model::{Question, QuestionKind};
use doorstep_core::ids::BlobHash;
use doorstep_core::member::{Invite, Role};
use doorstep_core::sync::Token;
use doorstep_core::time::Timestamp;
use tokio::runtime::Runtime;

use super::exchange::{Answering, Exchange, exchange};
use super::fieldwork::Area;
use super::phone::Phone;
use super::server::ServerProcess;
use super::stage::{bytes, count};
use super::{DemoError, Options, Stage, cast, estate};
use crate::forms;
use crate::harness::responsible;

/// How long the invites hold: the demo's clock begins some days before the server's.
const INVITE_LASTS: Duration = Duration::from_secs(14 * 24 * 3_600);

/// What the project is made of.
#[derive(Debug, Clone)]
pub(super) struct Project {
    pub(super) form: BlobHash,
    pub(super) title: String,
    pub(super) areas: Vec<Area>,
}

/// A file with a questionnaire that can be used.
#[derive(Debug)]
pub(super) struct Questionnaire {
    /// The file's name.
    file: String,
    /// The name for a form that gives itself none.
    name: String,
    bytes: Vec<u8>,
}

impl Questionnaire {
    /// Reads the one that was asked for, or ours; before anything else is done, so that its problems come first.
    pub(super) fn read(options: &Options) -> Result<Self, DemoError> {
        const OURS: &str = "neighbourhood_coassessment.xlsx";
        let path = options.form.clone().unwrap_or_else(|| forms::folder().join(OURS));
        let bytes = std::fs::read(&path).map_err(|source| DemoError::ReadForm { path: path.clone(), source })?;
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        match import_named(&bytes, &name, &Limits::default()) {
            Ok(_) => Ok(Self { file, name, bytes }),
            Err(report) => Err(DemoError::Form { name: file, report: Box::new(report) }),
        }
    }
}

/// Founds the project on the coordinator's device.
pub(super) fn found(
    coordinator: &mut Phone,
    questionnaire: &Questionnaire,
    stage: &mut Stage,
) -> Result<Project, DemoError> {
    let who = coordinator.name.clone();
    let founded = coordinator.act("found the project", |device, at| device.found(estate::NAME, at))?;
    stage.tell(&format!(
        "{who} founds {} on her own device, project {}… The recovery sheet goes on paper and nowhere else.",
        estate::NAME,
        &founded.project.to_string()[..8]
    ))?;
    coordinator.act("say who is responsible", |device, at| device.set_responsible(&responsible(), at))?;
    stage.tell(
        "Before anybody is asked anything she records who answers for it, on what basis, and what people are told.",
    )?;
    coordinator.act("add a round", |device, at| device.add_round(estate::ROUND, at))?;
    let mut areas = Vec::new();
    let mut told = Vec::new();
    for place in estate::PLACES {
        let doors = place.doors();
        let id = coordinator.act("add an area", |device, at| device.add_area(place.name, at))?;
        let added = coordinator.act("add doors", |device, at| device.add_doors(Some(id), &doors, at))?;
        told.push(format!("{} with {}", place.name, count(added.len(), "door")));
        areas.push(Area { id, doors: added });
    }
    stage.tell(&format!("Areas: {}.", told.join(", ")))?;
    let (form, title) = add_form(coordinator, questionnaire, stage)?;
    Ok(Project { form, title, areas })
}

fn add_form(
    coordinator: &mut Phone,
    questionnaire: &Questionnaire,
    stage: &mut Stage,
) -> Result<(BlobHash, String), DemoError> {
    let Questionnaire { file, name, bytes } = questionnaire;
    let (version, warnings) =
        coordinator.act("add the questionnaire", |device, at| device.add_form(bytes, name, at))?;
    let form = coordinator.look("read the questionnaire", |device| device.form(version))?;
    let asked = form.questions().into_iter().filter(|(_, question)| is_asked(question)).count();
    let languages = count(form.languages.len().max(1), "language");
    let title = if form.title.is_empty() { file.clone() } else { form.title };
    stage.tell(&format!(
        "Questionnaire “{title}” from {file}: {}, {languages}, frozen as version {}.",
        count(asked, "question"),
        &version.to_string()[..8]
    ))?;
    for warning in &warnings {
        stage.point("!", &warning.to_string())?;
    }
    Ok((version, title))
}

fn is_asked(question: &Question) -> bool {
    question.kind.is_shown() && question.kind != QuestionKind::Note
}

/// Brings the project to the server.
pub(super) fn bring_to_server(
    coordinator: &mut Phone,
    server: &ServerProcess,
    runtime: &Runtime,
    stage: &mut Stage,
) -> Result<(), DemoError> {
    stage.tell(&format!(
        "The sync server runs as process {} of its own, on {} over QUIC, with an empty SQLite store.",
        server.process(),
        server.address()
    ))?;
    let addresses = [server.address().to_string()];
    coordinator.act("link the server", |device, at| device.link_server(server.pin(), &addresses, at))?;
    let token = server.token();
    let device = coordinator.device()?;
    let answering = Arc::new(Answering(Arc::clone(&device)));
    let opening = |device: &Device| device.calling_to_found(Token(token));
    let done = runtime.block_on(exchange(&coordinator.name, &device, answering, opening))?;
    Ok(stage.tell(&format!(
        "{} brings the project there with its one-time token: {} records in {}, all acknowledged from the server's disk.",
        coordinator.name,
        done.acknowledged,
        bytes(done.sent_bytes)
    ))?)
}

/// Invites every volunteer; each joins by the invite's text alone.
pub(super) fn join_all(
    coordinator: &mut Phone,
    folder: &Path,
    now: Timestamp,
    options: &Options,
    runtime: &Runtime,
    stage: &mut Stage,
) -> Result<Vec<Phone>, DemoError> {
    let mut texts = Vec::new();
    for _ in 0..options.phones {
        let invite = coordinator
            .act("invite a volunteer", |device, at| device.invite(Role::Researcher, &[], INVITE_LASTS, at))?;
        texts.push(invite.to_text());
    }
    sync(coordinator, runtime)?;
    let mut phones = Vec::new();
    let mut received = 0;
    let bar = stage.bar("phones joined", texts.len());
    for (number, text) in texts.iter().enumerate() {
        options.go_on()?;
        let name = cast::volunteer(number);
        let mut phone = Phone::new(&name, folder, 1 + number as u64, options.seed, now)?;
        received += join(&mut phone, text, runtime)?.received_bytes;
        bar.inc(1);
        phones.push(phone);
    }
    bar.finish_and_clear();
    let names: Vec<String> = phones.iter().map(|phone| phone.name.clone()).collect();
    stage.tell(&format!(
        "{} join by invites ({} letters each, for one device and one time). Each phone gets the questionnaire and the \
         doors, {} on average.",
        super::stage::list(&names),
        texts.first().map_or(0, String::len),
        bytes(received / phones.len().max(1) as u64)
    ))?;
    Ok(phones)
}

fn join(phone: &mut Phone, text: &str, runtime: &Runtime) -> Result<Exchange, DemoError> {
    let read = |source| phone.failed("read the invite", DeviceError::Invite(source));
    let invite = Invite::from_text(text).map_err(read)?;
    phone.act("keep the invite", |device, _| device.remember_invite(&invite))?;
    let request = phone.act("use the invite", |device, at| device.join_request(&invite, "the demo", at))?;
    let device = phone.device()?;
    let answering = Arc::new(Answering(Arc::clone(&device)));
    let opening = move |device: &Device| device.calling_to_join(&request);
    let done = runtime.block_on(exchange(&phone.name, &device, answering, opening))?;
    if phone.look("read the membership", Device::is_member)? {
        Ok(done)
    } else {
        Err(DemoError::Broken { what: format!("{} used an invite and is no member", phone.name) })
    }
}

/// Syncs a device as a member.
pub(super) fn sync(phone: &Phone, runtime: &Runtime) -> Result<Exchange, DemoError> {
    let device = phone.device()?;
    let answering = Arc::new(Answering(Arc::clone(&device)));
    runtime.block_on(exchange(&phone.name, &device, answering, Device::calling))
}
