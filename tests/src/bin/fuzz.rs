//! Tries inputs made by seed for as long as one likes: `cargo run --release -p doorstep-tests --bin fuzz -- import --seconds 600`.
//!
//! What it tries is in `doorstep_tests::fuzz`. An input that fails is written to the corpus, and its number is told.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Parser, ValueEnum};
use doorstep_tests::fuzz::{Fuzz, Target};

/// An input that takes longer than this fails, too.
const SLOW: Duration = Duration::from_secs(5);

/// Tries inputs made from the corpus by seed.
#[derive(Parser)]
struct Arguments {
    /// What is tried.
    target: Tried,
    /// How long.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// The seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The number of the first input.
    #[arg(long, default_value_t = 0)]
    from: u64,
}

#[derive(Clone, Copy, ValueEnum)]
enum Tried {
    Import,
    Expression,
    Frame,
    Header,
    Invite,
    Acts,
    Change,
    Entry,
    Session,
}

fn main() -> std::io::Result<ExitCode> {
    let arguments = Arguments::parse();
    let target = match arguments.target {
        Tried::Import => Target::Import,
        Tried::Expression => Target::Expression,
        Tried::Frame => Target::Frame,
        Tried::Header => Target::Header,
        Tried::Invite => Target::Invite,
        Tried::Acts => Target::Acts,
        Tried::Change => Target::Change,
        Tried::Entry => Target::Entry,
        Tried::Session => Target::Session,
    };
    let fuzz = Fuzz::new(target, arguments.seed)?;
    let (start, mut number) = (Instant::now(), arguments.from);
    while start.elapsed().as_secs() < arguments.seconds {
        let input = fuzz.input(number);
        let begun = Instant::now();
        let outcome = std::panic::catch_unwind(|| fuzz.attempt(&input));
        if outcome.is_err() || begun.elapsed() > SLOW {
            let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.folder());
            std::fs::create_dir_all(&corpus)?;
            let file = corpus.join(format!("found-{}-{number}", arguments.seed));
            std::fs::write(&file, &input)?;
            let why = if outcome.is_err() { "fails" } else { "takes too long" };
            writeln!(std::io::stderr(), "input {number} of seed {} {why}: {}", arguments.seed, file.display())?;
            return Ok(ExitCode::FAILURE);
        }
        number += 1;
    }
    writeln!(std::io::stdout(), "{} inputs of seed {}, none failed", number - arguments.from, arguments.seed)?;
    Ok(ExitCode::SUCCESS)
}
