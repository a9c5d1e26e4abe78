//! Runs many seeds of every fault on a simulated wire, several at once, and says what they came to beside what must hold. What a run
//! is stands in `doorstep_tests::storm`.

#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;

use clap::Parser;
use doorstep_tests::fleet::folder;
use doorstep_tests::storm::{Fault, Outcome, Stage, Tally, run};
use indicatif::{ProgressBar, ProgressStyle};

/// Phones and servers on a wire in memory, one run a fault and seed.
#[derive(Parser)]
struct Arguments {
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// How many seeds of each fault.
    #[arg(long, default_value_t = 500)]
    seeds: u64,
    /// Only this fault.
    #[arg(long, value_name = "NAME")]
    fault: Option<String>,
    /// How many runs go on at once; one a processor unless said.
    #[arg(long)]
    at_once: Option<usize>,
    /// Prints each run.
    #[arg(long)]
    each: bool,
}

/// What is still to be run and what came of the rest.
struct Work {
    left: Vec<(Fault, u64)>,
    ended: BTreeMap<Fault, Tally>,
    failed: Vec<String>,
}

impl Work {
    fn note(&mut self, fault: Fault, ended: Result<Outcome, String>) {
        match ended {
            Ok(outcome) => self.ended.entry(fault).or_insert_with(|| Tally::new(fault)).add(&outcome),
            Err(why) => self.failed.push(why),
        }
    }
}

fn one(stage: &Stage, fault: Fault, seed: u64) -> Result<Outcome, String> {
    let folder = folder().map_err(|error| format!("no folder: {error}"))?;
    run(stage, folder.path(), fault, seed).map_err(|error| error.to_string())
}

fn main() -> ExitCode {
    let Arguments { from, seeds, fault, at_once, each } = Arguments::parse();
    let faults = match fault.as_deref().map(Fault::named) {
        None => Fault::ALL.to_vec(),
        Some(Some(fault)) => vec![fault],
        Some(None) => {
            println!("no such fault; there are {}", Fault::ALL.map(Fault::name).join(", "));
            return ExitCode::FAILURE;
        }
    };
    let staged = folder().map_err(Into::into).and_then(|folder| Ok((Stage::build(folder.path())?, folder)));
    let (stage, _folder) = match staged {
        Ok(staged) => staged,
        Err(error) => {
            let error: Box<dyn std::error::Error> = error;
            println!("the stage could not be set up: {error}");
            return ExitCode::FAILURE;
        }
    };
    let mut left: Vec<(Fault, u64)> =
        (from..from.saturating_add(seeds)).flat_map(|seed| faults.iter().map(move |fault| (*fault, seed))).collect();
    left.reverse();
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} runs, {eta} left")
        .unwrap_or(ProgressStyle::default_bar());
    let bar = ProgressBar::new(left.len() as u64).with_style(style);
    let work = Mutex::new(Work { left, ended: BTreeMap::new(), failed: Vec::new() });
    let lock = || work.lock().expect("nobody panics while they hold the work");
    let go = || {
        loop {
            let Some((fault, seed)) = lock().left.pop() else { return };
            let ended = one(&stage, fault, seed);
            if each {
                bar.suspend(|| println!("{} {seed}: {ended:?}", fault.name()));
            }
            bar.inc(1);
            lock().note(fault, ended);
        }
    };
    let workers = at_once.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
    thread::scope(|scope| (0..workers.max(1)).for_each(|_| drop(scope.spawn(go))));
    bar.finish_and_clear();
    report(&work.into_inner().expect("nobody panics while they hold the work"))
}

fn report(Work { ended, failed, .. }: &Work) -> ExitCode {
    for tally in ended.values() {
        println!("{tally}");
    }
    let missed: Vec<String> = ended.values().filter_map(Tally::missed).collect();
    for what in missed.iter().chain(failed) {
        println!("missed: {what}");
    }
    if missed.is_empty() && failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
