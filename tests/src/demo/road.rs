//! The whole road, act by act. Each act is a module of its own; here stands only what follows on what.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use doorstep_core::device::{Device, Results};
use doorstep_core::evaluation::Disclosure;
use doorstep_core::form::model::Form;
use doorstep_core::ids::DocId;
use doorstep_core::report::{self, Access};
use doorstep_core::response::Cell;
use doorstep_core::store::Whereabouts;
use doorstep_core::time::Timestamp;
use doorstep_core::words::{Language, Words};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::decision::{self, Decided};
use super::fieldwork::{self, Brought, Day};
use super::founding::{self, Project, Questionnaire};
use super::phone::Phone;
use super::plan::Plan;
use super::safety::Safe;
use super::server::ServerProcess;
use super::stage::{bytes, count, list};
use super::{DemoError, Options, Stage, agreement, cast, corrections, interruption, publication, rounds, story};

/// What the demo came to.
#[derive(Debug)]
pub struct Outcome {
    /// Interviews in all.
    pub interviews: usize,
    /// Interviews that are safe on the server.
    pub safe: usize,
    /// Questions with two answers before one was decided.
    pub two_answers: usize,
    /// Questions with two answers at the end.
    pub undecided: usize,
    /// Quotes released.
    pub quotes: usize,
    /// The short name of the result, the same on every replica.
    pub fingerprint: String,
    /// The page as the server shows it.
    pub page: String,
    /// The server, running again on what it has stored.
    pub server: ServerProcess,
    /// What goes away with it.
    folder: Folder,
}

/// Where the stores are.
#[derive(Debug)]
enum Folder {
    /// Removed at the end.
    Temporary(TempDir),
    /// Somebody wants to look at them.
    Kept(PathBuf),
}

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

impl Outcome {
    /// Where the stores stay, if they were to be kept.
    pub fn kept(&self) -> Option<&Path> {
        match &self.folder {
            Folder::Temporary(_) => None,
            Folder::Kept(path) => Some(path),
        }
    }
}

impl Folder {
    fn make(options: &Options) -> Result<Self, DemoError> {
        let Some(path) = &options.keep else {
            let made = tempfile::Builder::new().prefix("doorstep-demo-").tempdir();
            let failed = |source| DemoError::Files { path: std::env::temp_dir(), source };
            return made.map(Self::Temporary).map_err(failed);
        };
        let failed = |source: io::Error| DemoError::Files { path: path.clone(), source };
        std::fs::create_dir_all(path).map_err(failed)?;
        if std::fs::read_dir(path).map_err(failed)?.next().is_some() {
            return Err(DemoError::NotEmpty { path: path.clone() });
        }
        Ok(Self::Kept(path.clone()))
    }

    fn path(&self) -> &Path {
        match self {
            Self::Temporary(folder) => folder.path(),
            Self::Kept(path) => path,
        }
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

    fn tell_story_begins(&mut self) -> Result<(), DemoError> {
        let Some(followed) = self.followed else { return Ok(()) };
        let given = self.phones[0].look("read an interview", |device| device.response(followed))?;
        let rated = given.answers.get(&self.story_path());
        let volunteer = self.phones[0].name.clone();
        let place = self.story_place()?.unwrap_or_default();
        let said = match rated {
            Some(Cell::One(answer)) => {
                let question = decision::question_of(&self.form, story::CORRECTED.0);
                format!(" How do things get mended? “{}”.", decision::in_words(answer, question, &self.form))
            }
            Some(Cell::Several(_)) | None => String::new(),
        };
        Ok(self.stage.point(
            "▸",
            &format!(
                "Follow one: {}, Flat {}, Lark House, talks to {volunteer}.{said} Her interview: {place}.",
                story::NAME,
                story::DOOR + 1
            ),
        )?)
    }

    /// Where the followed interview is, as the phone that it was held on knows it.
    fn story_place(&self) -> Result<Option<String>, DemoError> {
        let Some(followed) = self.followed else { return Ok(None) };
        let place = self.phones[0].look("say where an interview is", |device| device.whereabouts(followed))?;
        let having = self.phones.iter().map(|phone| phone.has(followed)).collect::<Result<Vec<bool>, _>>()?;
        let having = having.into_iter().filter(|has| *has).count();
        Ok(Some(match place {
            Whereabouts::OnServer => {
                format!("{} and on {}", self.words.say("saved-server", &[]), count(having, "phone"))
            }
            Whereabouts::OnlyHere | Whereabouts::Nowhere => self.words.say("saved-here", &[]),
        }))
    }

    fn story_path(&self) -> String {
        let questions = self.form.questions();
        let found = questions.into_iter().find(|(_, question)| question.name == story::CORRECTED.0);
        found.map(|(path, _)| path).unwrap_or_default()
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

    /// Syncs in the opposite order; one phone dies on the way; then everybody hears of everybody.
    fn second_evening(&mut self) -> Result<(), DemoError> {
        self.stage.act("Second evening: the other way round, and a battery dies")?;
        let order: Vec<usize> = (0..self.phones.len()).rev().collect();
        let (before, after) = order.split_at(order.len() / 2);
        let mut done = rounds::sync_in_order(&self.phones, before, self.options, self.runtime, self.stage)?;
        rounds::tell(&self.phones, &done, self.stage)?;
        done.clear();
        if let Some((killed, after)) = after.split_first() {
            self.interrupt(*killed)?;
            done.extend(rounds::sync_in_order(&self.phones, after, self.options, self.runtime, self.stage)?);
            rounds::tell_lines(&self.phones, &done, self.stage)?;
        }
        self.tell_safety()?;
        let all: Vec<usize> = order.iter().copied().filter(|number| *number > 0).collect();
        let done = rounds::sync_in_order(&self.phones, &all, self.options, self.runtime, self.stage)?;
        let new: u64 = done.iter().map(|(_, exchange)| exchange.new).sum();
        self.stage.tell(&format!("Once more, so that everybody has everybody's work: {new} records received."))?;
        Ok(())
    }

    fn interrupt(&mut self, killed: usize) -> Result<(), DemoError> {
        let phone = &mut self.phones[killed];
        let interrupted = interruption::interrupt(phone, &self.server, self.options)?;
        let name = phone.name.clone();
        let (known, held) = interrupted.known_safe;
        self.stage.point(
            "✗",
            &format!(
                "{name}'s phone, here process {}, is killed (SIGKILL) in the middle of its sync: {} of its records are \
                 on the server's disk, and it had no time to note that. Of its {held} interviews it calls {known} safe.",
                interrupted.process, interrupted.arrived
            ),
        )?;
        let again = interrupted.again;
        Ok(self.stage.point(
            "✓",
            &format!(
                "Started again, it offers the {} records that it has heard nothing about ({}). The server knows {} of \
                 them and takes the other {}. The phone receives {} new ones ({}).",
                again.sent,
                bytes(again.sent_bytes),
                again.sent.saturating_sub(interrupted.taken),
                interrupted.taken,
                again.new,
                bytes(again.received_bytes)
            ),
        )?)
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
        publication::release(&mut self.coordinator, self.followed, self.stage)
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

/// What the story's end is looked up in.
struct Ending<'a> {
    form: &'a Form,
    results: &'a Results,
    /// The result as it was printed.
    shown: &'a str,
}

/// What became of the interview that can be followed.
fn tell_story_ends(
    coordinator: &Phone,
    &Ending { form, results, shown }: &Ending<'_>,
    followed: Option<DocId>,
    decided: Option<&Decided>,
    stage: &mut Stage,
) -> Result<(), DemoError> {
    let Some((followed, decided)) = followed.zip(decided).filter(|(response, by)| *response == by.response) else {
        return Ok(());
    };
    let question = decision::question_of(form, &decided.path);
    let now = coordinator.look("read an interview", |device| device.response(followed))?;
    if now.answers.get(&decided.path) != Some(&Cell::One(decided.answer.clone())) {
        return Err(DemoError::Broken { what: "the decided answer is not the one that counts".to_owned() });
    }
    let words = super::sayings::released(super::sayings::STORY.said);
    let quoted = results.quotes.iter().any(|quote| quote.text == words);
    let mut told = vec![format!("her answer counts as “{}”", decision::in_words(&decided.answer, question, form))];
    if quoted {
        told.push("her words are quoted without her neighbour's name".to_owned());
    }
    if shown.contains(story::NAME) {
        return Err(DemoError::Broken {
            what: "the result shows a name that is kept apart from the answers".to_owned(),
        });
    }
    told.push("her own name is nowhere in the result".to_owned());
    stage.plain("")?;
    Ok(stage.point("▸", &format!("What became of {}: {}.", story::NAME, list(&told)))?)
}

fn began() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().saturating_sub(BEGAN);
    Timestamp(i64::try_from(since.as_millis()).unwrap_or_default())
}
