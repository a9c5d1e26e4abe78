//! The bench: measures the whole road from a phone to the server and back, and prints it beside what it should reach.
//!
//! Run it on a quiet machine, built as servers are: `cargo run --profile shipped -p doorstep-tests --bin bench`, after
//! `cargo build --profile shipped -p doorstep-server`. Parts alone are measured by the criterion benches beside this folder.

mod cut;
mod error;
mod figures;
mod floor;
mod idle;
mod ingest;
mod meeting;
mod phone;
mod pouch;
mod project;
mod pull;
mod server;
mod usage;
mod workloads;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use error::BenchError;
use figures::{CORRECT, CUT, FLOOR, HAND_OVER, IDLE, INGEST, MEETING, Measured, PULL, QUIET};
use pouch::Pouch;
use project::Project;
use workloads::{Figures, Places};

/// Measures Doorstep on this machine: server and devices over loopback, everything durable before it counts as done.
#[derive(Parser)]
#[command(name = "bench", version)]
struct Arguments {
    #[command(subcommand)]
    part: Option<Part>,
    /// What to measure; everything unless named.
    #[arg(long, value_delimiter = ',', value_enum)]
    only: Vec<Workload>,
    /// How many interviews; may be given several times.
    #[arg(long, value_delimiter = ',', default_values_t = [2_000])]
    size: Vec<u64>,
    /// How often; the table shows the median.
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Leaves out what is locked, so that an interview is one entry.
    #[arg(long)]
    plain: bool,
    /// Measures another system beside W1 and W2, on the same interviews and in turn.
    #[arg(long, value_enum)]
    with: Option<Peer>,
    /// Prints JSON instead of a table.
    #[arg(long)]
    json: bool,
    /// Keeps what was set up in this folder, and uses what is there. Remove it after a change of the format.
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// The server program; the one beside this program unless named.
    #[arg(long, value_name = "PROGRAM")]
    server: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Workload {
    /// Every phone hands over what it collected.
    W1,
    /// A fresh device takes everything.
    W2,
    /// Nothing is new.
    W3,
    /// One answer is changed.
    W4,
    /// Two phones meet, and each has what the other lacks.
    Meet,
    /// Phones hand over without a pause.
    Ingest,
    /// Connections that say nothing.
    Idle,
    /// A first sync that is cut off again and again.
    Cut,
    /// What the machine itself needs.
    Floor,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Peer {
    /// PouchDB, installed from npm.
    Pouchdb,
}

/// What this program starts itself for.
#[derive(Subcommand)]
enum Part {
    #[command(hide = true)]
    Pull { errand: String },
    #[command(hide = true)]
    Show { errand: String },
    #[command(hide = true)]
    Host { store: PathBuf },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = tokio::runtime::Runtime::new().map_err(BenchError::from).and_then(|runtime| {
        runtime.block_on(async {
            match &arguments.part {
                Some(Part::Pull { errand }) => print_json(&pull::pull(&serde_json::from_str(errand)?).await?),
                Some(Part::Show { errand }) => print_json(&pull::show(&serde_json::from_str(errand)?)?),
                Some(Part::Host { store }) => idle::host(store).await,
                None => measure(&arguments).await,
            }
        })
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to tell it to when stderr is closed.
            writeln!(io::stderr(), "bench: {error}").unwrap_or_default();
            ExitCode::FAILURE
        }
    }
}

fn print_json(value: &impl serde::Serialize) -> Result<(), BenchError> {
    Ok(writeln!(io::stdout(), "{}", serde_json::to_string(value)?)?)
}

async fn measure(arguments: &Arguments) -> Result<(), BenchError> {
    let temporary = tempfile::tempdir()?;
    let beside = std::env::current_exe()?.with_file_name("doorstep-server");
    let places = Places {
        server: arguments.server.clone().unwrap_or(beside),
        folder: arguments.keep.clone().unwrap_or_else(|| temporary.path().to_owned()),
    };
    std::fs::create_dir_all(&places.folder)?;
    let pouch = arguments.with.map(|Peer::Pouchdb| Pouch::install(&places.folder)).transpose()?;
    let wanted: BTreeSet<Workload> = if arguments.only.is_empty() {
        Workload::value_variants().iter().copied().collect()
    } else {
        arguments.only.iter().copied().collect()
    };
    let mut all = Vec::new();
    for size in &arguments.size {
        for measured in measure_size(*size, arguments, &wanted, &places, pouch.as_ref()).await? {
            if !arguments.json {
                write!(io::stdout(), "{}", measured.table())?;
                io::stdout().flush()?;
            }
            all.push(measured);
        }
    }
    if arguments.json { print_json(&all) } else { Ok(()) }
}

async fn measure_size(
    size: u64,
    arguments: &Arguments,
    wanted: &BTreeSet<Workload>,
    places: &Places,
    pouch: Option<&Pouch>,
) -> Result<Vec<Measured>, BenchError> {
    let (mut measured, runs, kind) = (Vec::new(), arguments.runs.max(1), (size, arguments.plain));
    if wanted.contains(&Workload::Floor) {
        let mut all = Vec::new();
        for _ in 0..runs {
            all.push(floor::carry(&places.folder, size).await?);
        }
        measured.push(Measured::new("floor: quinn and SQLite alone", kind, FLOOR, &all));
    }
    if wanted.contains(&Workload::Idle) {
        let all = [idle::connections(&places.folder).await?];
        measured.push(Measured::new("connections that say nothing", kind, IDLE, &all));
    }
    if wanted.iter().all(|workload| matches!(workload, Workload::Floor | Workload::Idle)) {
        return Ok(measured);
    }
    let project = Project::prepare(&places.folder, size, arguments.plain, &places.server).await?;
    let (full, handed_over) = full_server(&project, runs, wanted.contains(&Workload::W1), places, pouch).await?;
    if wanted.contains(&Workload::W1) {
        measured.push(Measured::new("W1: every phone hands over, 8 at a time", kind, HAND_OVER, &handed_over));
    }
    if wanted.contains(&Workload::W2) || wanted.contains(&Workload::W3) {
        let all: Result<Vec<Figures>, _> = (0..runs)
            .map(|run| {
                let ours = workloads::pull(&full, places, run)?;
                beside(ours, pouch.filter(|_| wanted.contains(&Workload::W2)), |pouch| pouch.pull(size))
            })
            .collect();
        let all = all?;
        if wanted.contains(&Workload::W2) {
            measured.push(Measured::new("W2: a fresh device joins and takes everything", kind, PULL, &all));
        }
        if wanted.contains(&Workload::W3) {
            measured.push(Measured::new("W3: nothing is new", kind, QUIET, &all));
        }
    }
    if wanted.contains(&Workload::W4) {
        let all = workloads::correct(&full, places, runs.max(5)).await?;
        measured.push(Measured::new("W4: one answer is changed", kind, CORRECT, &all));
    }
    measured.extend(measure_the_line(&project, &full, runs, wanted, places).await?);
    Ok(measured)
}

/// What goes over the line besides the four workloads.
async fn measure_the_line(
    project: &Project,
    full: &Project,
    runs: usize,
    wanted: &BTreeSet<Workload>,
    places: &Places,
) -> Result<Vec<Measured>, BenchError> {
    let (kind, mut measured) = (project.kind(), Vec::new());
    if wanted.contains(&Workload::Meet) {
        let mut all = Vec::new();
        for run in 0..runs.min(MOST_RUNS) {
            all.push(meeting::two_phones(full, places, run).await?);
        }
        measured.push(Measured::new("two phones meet, 100 new on each", kind, MEETING, &all));
    }
    if wanted.contains(&Workload::Cut) {
        let mut all = Vec::new();
        for run in 0..runs.min(MOST_RUNS) {
            all.push(cut::again_and_again(full, places, run).await?);
        }
        measured.push(Measured::new("a first sync that is cut off", kind, CUT, &all));
    }
    if wanted.contains(&Workload::Ingest) {
        let mut all = Vec::new();
        for _ in 0..runs {
            let copy = project.copy(&places.folder.join(format!("ingest-{}", project.size)))?;
            all.push(ingest::steady(&copy, places).await?);
        }
        measured.push(Measured::new("steady ingest, 8 phones at a time", kind, INGEST, &all));
    }
    Ok(measured)
}

/// For how many runs there are spare invites.
const MOST_RUNS: usize = 8;

/// The project with everything handed over, and how that went; each run begins with a fresh copy.
async fn full_server(
    project: &Project,
    runs: usize,
    counts: bool,
    places: &Places,
    pouch: Option<&Pouch>,
) -> Result<(Project, Vec<Figures>), BenchError> {
    let folder = places.folder.join(format!("full-{}", project.size));
    let mut copy = project.copy(&folder)?;
    let hand_over = |pouch: &Pouch| pouch.hand_over(project.size);
    let mut all = vec![beside(workloads::hand_over(&copy, places).await?, pouch, hand_over)?];
    for _ in 1..if counts { runs } else { 1 } {
        copy = project.copy(&folder)?;
        all.push(beside(workloads::hand_over(&copy, places).await?, pouch, hand_over)?);
    }
    Ok((copy, all))
}

/// Our figures with another system's, measured right after them.
fn beside(
    mut ours: Figures,
    pouch: Option<&Pouch>,
    measure: impl FnOnce(&Pouch) -> Result<Figures, BenchError>,
) -> Result<Figures, BenchError> {
    let Some(pouch) = pouch else { return Ok(ours) };
    ours.extend(measure(pouch)?);
    if let (Some(wall), Some(theirs)) = (ours.get("wall_s"), ours.get("pouch_wall_s")) {
        ours.insert("pouch_ratio", wall / theirs);
    }
    Ok(ours)
}
