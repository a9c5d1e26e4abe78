//! The bench: measures the whole road from a phone to the server and back, and prints it beside what it should reach.
//!
//! Run it on a quiet machine, in a release build: `cargo run --release -p doorstep-tests --bin bench`, after
//! `cargo build --release -p doorstep-server`. Parts alone are measured by the criterion benches beside this folder.

mod error;
mod figures;
mod floor;
mod phone;
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
use figures::{CORRECT, FLOOR, HAND_OVER, Measured, PULL, QUIET};
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
    /// What the machine itself needs.
    Floor,
}

/// What this program starts itself for.
#[derive(Subcommand)]
enum Part {
    #[command(hide = true)]
    Pull { errand: String },
    #[command(hide = true)]
    Show { errand: String },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = tokio::runtime::Runtime::new().map_err(BenchError::from).and_then(|runtime| {
        runtime.block_on(async {
            match &arguments.part {
                Some(Part::Pull { errand }) => print_json(&pull::pull(&serde_json::from_str(errand)?).await?),
                Some(Part::Show { errand }) => print_json(&pull::show(&serde_json::from_str(errand)?)?),
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
    let wanted: BTreeSet<Workload> = if arguments.only.is_empty() {
        Workload::value_variants().iter().copied().collect()
    } else {
        arguments.only.iter().copied().collect()
    };
    let mut all = Vec::new();
    for size in &arguments.size {
        for measured in measure_size(*size, arguments.runs.max(1), &wanted, &places).await? {
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
    runs: usize,
    wanted: &BTreeSet<Workload>,
    places: &Places,
) -> Result<Vec<Measured>, BenchError> {
    let mut measured = Vec::new();
    if wanted.contains(&Workload::Floor) {
        let mut all = Vec::new();
        for _ in 0..runs {
            all.push(floor::carry(&places.folder, size).await?);
        }
        measured.push(Measured::new("floor: quinn and SQLite alone", size, FLOOR, &all));
    }
    if wanted.iter().all(|workload| *workload == Workload::Floor) {
        return Ok(measured);
    }
    let project = Project::prepare(&places.folder, size, &places.server).await?;
    let (full, handed_over) = full_server(&project, runs, wanted.contains(&Workload::W1), places).await?;
    if wanted.contains(&Workload::W1) {
        measured.push(Measured::new("W1: every phone hands over, 8 at a time", size, HAND_OVER, &handed_over));
    }
    if wanted.contains(&Workload::W2) || wanted.contains(&Workload::W3) {
        let all: Result<Vec<Figures>, _> = (0..runs).map(|run| workloads::pull(&full, places, run)).collect();
        let all = all?;
        if wanted.contains(&Workload::W2) {
            measured.push(Measured::new("W2: a fresh device joins and takes everything", size, PULL, &all));
        }
        if wanted.contains(&Workload::W3) {
            measured.push(Measured::new("W3: nothing is new", size, QUIET, &all));
        }
    }
    if wanted.contains(&Workload::W4) {
        let all = workloads::correct(&full, places, runs.max(5)).await?;
        measured.push(Measured::new("W4: one answer is changed", size, CORRECT, &all));
    }
    Ok(measured)
}

/// The project with everything handed over, and how that went; each run begins with a fresh copy.
async fn full_server(
    project: &Project,
    runs: usize,
    counts: bool,
    places: &Places,
) -> Result<(Project, Vec<Figures>), BenchError> {
    let folder = places.folder.join(format!("full-{}", project.size));
    let mut copy = project.copy(&folder)?;
    let mut all = vec![workloads::hand_over(&copy, places).await?];
    for _ in 1..if counts { runs } else { 1 } {
        copy = project.copy(&folder)?;
        all.push(workloads::hand_over(&copy, places).await?);
    }
    Ok((copy, all))
}
