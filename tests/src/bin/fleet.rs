//! Runs many seeds of the fleet in simulation, several at once, and names the lowest that fails. What a run is stands in
//! `doorstep_tests::fleet`.

#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;

use clap::Parser;
use doorstep_tests::fleet::{Outcome, Settings, folder, run};
use indicatif::{ProgressBar, ProgressStyle};

/// A fleet of phones and servers in simulation, one run a seed.
#[derive(Parser)]
struct Arguments {
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// How many seeds.
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// How many phones.
    #[arg(long, default_value_t = 4)]
    phones: usize,
    /// How many servers; one, two or three by the seed unless said.
    #[arg(long)]
    servers: Option<usize>,
    /// How many things happen in a run.
    #[arg(long, default_value_t = 60)]
    steps: usize,
    /// How many runs go on at once; one a processor unless said.
    #[arg(long)]
    at_once: Option<usize>,
    /// A file that remembers how far the seeds are done, so that a long run goes on where it was stopped.
    #[arg(long, value_name = "FILE")]
    resume: Option<PathBuf>,
}

/// How far the seeds are, shared by those who run them.
struct Course {
    next: u64,
    end: u64,
    /// Seeds below this are done, and so are those in the set.
    done: u64,
    done_beyond: BTreeSet<u64>,
    counts: [usize; 3],
    /// What the lowest seed that failed has to say.
    failed: Option<(u64, String)>,
}

impl Course {
    /// The next seed to run; none once one has failed or all are taken.
    fn take(&mut self) -> Option<u64> {
        let seed = self.next;
        (seed < self.end && self.failed.is_none()).then(|| {
            self.next += 1;
            seed
        })
    }

    /// Notes how a run ended; returns how far all are done, where that has grown.
    fn note(&mut self, seed: u64, ended: Result<Outcome, String>) -> Option<u64> {
        match ended {
            Ok(Outcome { interviews, broken, deaths, .. }) => {
                for (count, more) in self.counts.iter_mut().zip([interviews, broken, deaths]) {
                    *count += more;
                }
                self.done_beyond.insert(seed);
            }
            Err(why) => {
                if self.failed.as_ref().is_none_or(|(lowest, _)| seed < *lowest) {
                    self.failed = Some((seed, why));
                }
            }
        }
        let before = self.done;
        while self.done_beyond.remove(&self.done) {
            self.done += 1;
        }
        (self.done > before).then_some(self.done)
    }
}

fn one(seed: u64, settings: Settings) -> Result<Outcome, String> {
    let folder = folder().map_err(|error| format!("no folder: {error}"))?;
    run(folder.path(), seed, settings).map_err(|stumble| stumble.to_string())
}

fn main() -> ExitCode {
    let Arguments { from, seeds, phones, servers, steps, at_once, resume } = Arguments::parse();
    // Most projects have one.
    let servers_of = |seed: u64| servers.unwrap_or([1, 1, 2, 3][(seed % 4) as usize]);
    let end = from.saturating_add(seeds);
    let begun = resume.as_ref().and_then(|file| std::fs::read_to_string(file).ok()?.trim().parse().ok());
    let start = begun.unwrap_or(from).clamp(from, end);
    let course = Course { next: start, end, done: start, done_beyond: BTreeSet::new(), counts: [0; 3], failed: None };
    let course = Mutex::new(course);
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} seeds, {eta} left")
        .unwrap_or(ProgressStyle::default_bar());
    let bar = ProgressBar::new(seeds).with_position(start - from).with_style(style);
    let workers = at_once.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
    let lock = || course.lock().expect("nobody panics while they hold the course");
    let work = || {
        loop {
            let Some(seed) = lock().take() else { return };
            let ended = one(seed, Settings { phones, servers: servers_of(seed), steps });
            bar.inc(1);
            let grown = lock().note(seed, ended);
            if let Some((file, done)) = resume.as_ref().zip(grown)
                && let Err(error) = std::fs::write(file, done.to_string())
            {
                bar.println(format!("how far it is can't be remembered: {error}"));
            }
        }
    };
    thread::scope(|scope| (0..workers.max(1)).for_each(|_| drop(scope.spawn(work))));
    bar.finish_and_clear();
    let Course { counts: [interviews, broken, deaths], failed, .. } =
        course.into_inner().expect("nobody panics while they hold the course");
    match failed {
        Some((seed, why)) => {
            let servers = servers_of(seed);
            println!("{why}\nagain: --from {seed} --seeds 1 --phones {phones} --servers {servers} --steps {steps}");
            ExitCode::FAILURE
        }
        None => {
            let ran = end - start;
            println!(
                "seeds {ran}; interviews {interviews}, lost 0; sessions broken {broken}; programs killed or put back {deaths}"
            );
            ExitCode::SUCCESS
        }
    }
}
