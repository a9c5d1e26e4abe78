//! Runs many seeds of the fleet in simulation, and prints the first that fails. What a run is stands in `doorstep_tests::fleet`.

#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use std::process::ExitCode;

use clap::Parser;
use doorstep_tests::fleet::{Settings, folder, run};

/// A fleet of phones and a server in simulation, one run a seed.
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
    /// How many things happen in a run.
    #[arg(long, default_value_t = 60)]
    steps: usize,
}

fn main() -> ExitCode {
    let Arguments { from, seeds, phones, steps } = Arguments::parse();
    let (mut interviews, mut broken, mut deaths) = (0, 0, 0);
    for seed in from..from.saturating_add(seeds) {
        let folder = match folder() {
            Ok(folder) => folder,
            Err(error) => {
                println!("no folder: {error}");
                return ExitCode::FAILURE;
            }
        };
        match run(folder.path(), seed, Settings { phones, steps }) {
            Ok(outcome) => {
                interviews += outcome.interviews;
                broken += outcome.broken;
                deaths += outcome.deaths;
            }
            Err(stumble) => {
                println!("{stumble}\nagain: --from {seed} --seeds 1 --phones {phones} --steps {steps}");
                return ExitCode::FAILURE;
            }
        }
    }
    println!(
        "seeds {seeds}; interviews {interviews}, lost 0; sessions broken {broken}; programs killed or put back {deaths}"
    );
    ExitCode::SUCCESS
}
