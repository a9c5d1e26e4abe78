//! The whole road, act by act. Each act is a module of its own; here stands only what follows on what.

mod evening;
mod followed;
mod outcome;

use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use doorstep_core::device::Device;
use doorstep_core::evaluation::Disclosure;
use doorstep_core::form::model::Form;
use doorstep_core::ids::DocId;
use doorstep_core::report::{self, Access};
use doorstep_core::time::Timestamp;
use doorstep_core::words::{Language, Words};
use tokio::runtime::Runtime;

use self::followed::{Ending, tell_story_ends};
use self::outcome::Folder;
pub use self::outcome::Outcome;
use super::decision::{self, Decided};
use super::fieldwork::{self, Brought, Day};
use super::founding::{self, Project, Questionnaire};
use super::phone::Phone;
use super::plan::Plan;
use super::safety::Safe;
use super::server::ServerProcess;
use super::stage::{bytes, count};
use super::{DemoError, Options, Stage, agreement, cast, corrections, publication, rounds, story};

/// How long before now the demo's own clock begins.
const BEGAN: Duration = Duration::from_secs(3 * 24 * 3_600);
/// The night between two days of fieldwork.
const NIGHT: Duration = Duration::from_secs(14 * 3_600);

/// Goes the whole road.
///
/// # Errors
/// At the first thing that does not work; every child process has ended then.
pub fn run(options: &Options, stage: &mut Stage) -> Result<Outcome, DemoError> {
    checked(options)?;
    let questionnaire = Questionnaire::read(options)?;
    let folder = Folder::make(options)?;
    let runtime = Runtime::new().map_err(|source| DemoError::Process { who: "the demo".to_owned(), source })?;
    stage.plain("Doorstep: the whole road once, on this machine.")?;
    stage.plain("The estate, its people and their words are invented; everything else is real.")?;
    let mut road = Road::begin(options, stage, &folder, &runtime, &questionnaire)?;
    let first_day = road.first_day()?;
    let brought = road.second_day(&first_day)?;
    let (two_answers, decided) = road.two_answers()?;
    let quotes = road.quotes()?;
    let safe = road.home()?;
    let (fingerprint, server) = road.result(&decided)?;
    let page = server.page()?;
    if let Some(path) = &options.page {
        std::fs::write(path, &page).map_err(|source| DemoError::Files { path: path.clone(), source })?;
    }
    let interviews = first_day.interviews.len() + brought.interviews.len();
    let undecided = two_answers - usize::from(decided.is_some());
    Ok(Outcome { interviews, safe: safe.safe, two_answers, undecided, quotes, fingerprint, page, server, folder })
}

fn checked(options: &Options) -> Result<(), DemoError> {
    match options {
        Options { phones: 0..2, .. } => Err(DemoError::TooFew { what: "phones", least: 2 }),
        Options { interviews, phones, .. } if interviews < phones => {
            Err(DemoError::TooFew { what: "interviews", least: *phones })
        }
        Options { .. } => Ok(()),
    }
}

/// Everything and everybody on the way.
struct Road<'a> {
    options: &'a Options,
    stage: &'a mut Stage,
    runtime: &'a Runtime,
    words: Words,
    server_store: PathBuf,
    server: ServerProcess,
    coordinator: Phone,
    phones: Vec<Phone>,
    project: Project,
    form: Form,
    plan: Plan,
    /// The interview that can be followed.
    followed: Option<DocId>,
}

impl<'a> Road<'a> {
    fn begin(
        options: &'a Options,
        stage: &'a mut Stage,
        folder: &Folder,
        runtime: &'a Runtime,
        questionnaire: &Questionnaire,
    ) -> Result<Self, DemoError> {
        let began = began();
        stage.act("A project")?;
        let mut coordinator = Phone::new(cast::COORDINATOR, folder.path(), 0, options.seed, began)?;
        let project = founding::found(&mut coordinator, questionnaire, stage)?;
        let form = coordinator.look("read the questionnaire", |device| device.form(project.form))?;
        options.go_on()?;
        stage.act(&format!("A server and {}", count(options.phones, "phone")))?;
        let server_store = folder.path().join("server");
        let server = ServerProcess::start(&options.program, &server_store)?;
        founding::bring_to_server(&mut coordinator, &server, runtime, stage)?;
        let phones = founding::join_all(&mut coordinator, folder.path(), began, options, runtime, stage)?;
        let plan = Plan::draw(options.interviews, options.phones, story::DOOR, options.seed);
        let words = Words::new(&Language::english());
        let followed = None;
        Ok(Self {
            options,
            stage,
            runtime,
            words,
            server_store,
            server,
            coordinator,
            phones,
            project,
            form,
            plan,
            followed,
        })
    }

    fn collect(&mut self, number: usize) -> Result<Brought, DemoError> {
        let planned = self.plan.meetings.iter().filter(|meeting| meeting.day == number).count();
        let bar = self.stage.bar("interviews", planned);
        let day = Day { number, plan: &self.plan, form: self.project.form, areas: &self.project.areas };
        let brought = fieldwork::work(&mut self.phones, day, self.options, &bar)?;
        bar.finish_and_clear();
        Ok(brought)
    }

    fn tell_safety(&mut self) -> Result<Safe, DemoError> {
        let safe = Safe::over(&self.phones)?;
        self.stage.row(&format!("⇒ {}", safe.in_words(&self.words)))?;
        Ok(safe)
    }

    fn first_day(&mut self) -> Result<Brought, DemoError> {
        self.stage.act("First day, without a signal")?;
        let brought = self.collect(1)?;
        self.followed = brought.interviews.first().filter(|(number, _)| *number == 0).map(|(_, response)| *response);
        self.stage.tell(&format!(
            "{} on {}, question by question, every answer on the phone's disk before the next question; {} in vain.",
            count(brought.interviews.len(), "interview"),
            count(self.phones.len(), "phone"),
            count(brought.in_vain, "knock")
        ))?;
        self.tell_story_begins()?;
        self.tell_safety()?;
        self.stage.act("First evening: everybody syncs")?;
        let order: Vec<usize> = (0..self.phones.len()).collect();
        let done = rounds::sync_in_order(&self.phones, &order, self.options, self.runtime, self.stage)?;
        rounds::tell(&self.phones, &done, self.stage)?;
        if let Some(place) = self.story_place()? {
            self.stage.point("▸", &format!("Nell's interview: {place}."))?;
        }
        self.tell_safety()?;
        self.phones.iter_mut().for_each(|phone| phone.wait(NIGHT));
        Ok(brought)
    }

    fn second_day(&mut self, first_day: &Brought) -> Result<Brought, DemoError> {
        self.stage.act("Second day, without a signal again")?;
        let brought = self.collect(2)?;
        let shared = self.plan.shared_doors();
        self.stage.tell(&format!(
            "{} more, {} in vain. By now {} have interviews on more than one phone.",
            count(brought.interviews.len(), "interview"),
            count(brought.in_vain, "knock"),
            count(shared, "door")
        ))?;
        let made = corrections::correct(&mut self.phones, &first_day.interviews, self.project.form, self.options)?;
        self.stage.tell(&format!(
            "{} to yesterday's interviews, each with its reason. Unknown to each other, two people correct different \
             questions of {}, and {} to the same and {} to different values.",
            count(made.all(), "correction"),
            count(made.side_by_side, "interview"),
            count(made.alike, "answer"),
            count(made.apart, "answer")
        ))?;
        self.tell_safety()?;
        self.second_evening()?;
        Ok(brought)
    }

    fn two_answers(&mut self) -> Result<(usize, Option<Decided>), DemoError> {
        founding::sync(&self.coordinator, self.runtime)?;
        self.stage.act("Two answers to one question")?;
        let before = self.coordinator.look("list the open questions", Device::open_questions)?.len();
        let decided = decision::decide(&mut self.coordinator, &self.phones, &self.form, self.followed, self.stage)?;
        Ok((before, decided))
    }

    fn quotes(&mut self) -> Result<usize, DemoError> {
        self.stage.act("People's own words")?;
        let quotes = publication::release(&mut self.coordinator, self.followed, self.stage)?;
        publication::ask(&mut self.coordinator, self.stage)?;
        Ok(quotes)
    }

    /// Brings the coordinator's work to everybody.
    fn home(&mut self) -> Result<Safe, DemoError> {
        self.stage.act("Everybody has everything")?;
        let sent = founding::sync(&self.coordinator, self.runtime)?;
        let order: Vec<usize> = (0..self.phones.len()).collect();
        let done = rounds::sync_in_order(&self.phones, &order, self.options, self.runtime, self.stage)?;
        let (new, size) = done.iter().fold((0, 0), |(new, size), (_, one)| (new + one.new, size + one.received_bytes));
        self.stage.tell(&format!(
            "{}'s decision and quotes go out: {} records sent, {new} received by {} ({}).",
            self.coordinator.name,
            sent.sent,
            count(order.len(), "phone"),
            bytes(size)
        ))?;
        let idle = rounds::sync_in_order(&self.phones, &order[..1], self.options, self.runtime, self.stage)?;
        if let Some((number, idle)) = idle.first() {
            self.stage.tell(&format!(
                "{} asks again and nothing is new: {}, {}.",
                self.phones[*number].name,
                count(idle.round_trips as usize, "round trip"),
                bytes(idle.sent_bytes + idle.received_bytes)
            ))?;
        }
        let safe = self.tell_safety()?;
        if safe.only_here() > 0 {
            let what = format!("{} interviews are still only on a phone after everybody synced", safe.only_here());
            return Err(DemoError::Broken { what });
        }
        Ok(safe)
    }

    /// Compares, prints and shows the result.
    fn result(self, decided: &Option<Decided>) -> Result<(String, ServerProcess), DemoError> {
        let Self { options, stage, server, server_store, coordinator, phones, form, followed, project, .. } = self;
        stage.act("One result, the same everywhere")?;
        server.stop()?;
        let [fingerprint, _] = agreement::check(&coordinator, &phones, &server_store, stage)?;
        let server = ServerProcess::start(&options.program, &server_store)?;
        let held = server.held()?;
        stage.tell(&format!(
            "The server was stopped for that and runs again: it holds {}.",
            count(usize::try_from(held.responses).unwrap_or(usize::MAX), "interview")
        ))?;
        stage.act(&format!("The result of “{}”, as outsiders may see it", project.title))?;
        let results = coordinator.look("compute the result", |device| device.results(Disclosure::OUTSIDE))?;
        let report = results.report(None, Access::Anybody);
        let words = Words::new(&Language::english());
        stage.plain("")?;
        let shown = report::short_text(&report, &words, stage.columns());
        for line in shown.lines() {
            stage.plain(line)?;
        }
        let ending = Ending { form: &form, results: &results, shown: &shown };
        tell_story_ends(&coordinator, &ending, followed, decided.as_ref(), stage)?;
        Ok((fingerprint, server))
    }
}

fn began() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().saturating_sub(BEGAN);
    Timestamp(i64::try_from(since.as_millis()).unwrap_or_default())
}
