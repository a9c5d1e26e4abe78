//! Tries inputs made by seed for as long as one likes: `cargo run --release -p doorstep-tests --bin fuzz -- import --seconds 600`.
//!
//! What it tries is in `doorstep_tests::fuzz`. An input that fails is written to the corpus, and its number is told.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use doorstep_tests::fuzz::{Ending, Fuzz, Target};

/// An input that takes longer than this fails, too.
const SLOW: Duration = Duration::from_secs(5);

/// Tries inputs made from the corpus by seed.
#[derive(Parser)]
struct Arguments {
    /// What is tried: one of the folders of the corpus, or all, one after the other.
    target: String,
    /// How long, each.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// The seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The number of the first input.
    #[arg(long, default_value_t = 0)]
    from: u64,
}

fn main() -> std::io::Result<ExitCode> {
    let arguments = Arguments::parse();
    let named = |target: &Target| arguments.target == "all" || arguments.target == target.folder();
    let targets: Vec<Target> = Target::ALL.into_iter().filter(named).collect();
    if targets.is_empty() {
        let names: Vec<&str> = Target::ALL.iter().map(|target| target.folder()).collect();
        writeln!(std::io::stderr(), "nothing of that name is tried; there are: all, {}", names.join(", "))?;
        return Ok(ExitCode::FAILURE);
    }
    for target in targets {
        if !tried(target, &arguments)? {
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Tries one target for its time; says whether nothing failed.
fn tried(target: Target, arguments: &Arguments) -> std::io::Result<bool> {
    let Arguments { seed, seconds, from, .. } = *arguments;
    let fuzz = Fuzz::new(target, seed)?;
    let (start, mut number) = (Instant::now(), from);
    let mut endings = BTreeMap::<Ending, u64>::new();
    while start.elapsed().as_secs() < seconds {
        let begun = Instant::now();
        let outcome = fuzz.run(number..number + 1);
        let why = match &outcome {
            Err(_) => Some("fails"),
            Ok(_) if begun.elapsed() > SLOW => Some("takes too long"),
            Ok(_) => None,
        };
        if let Some(why) = why {
            let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.folder());
            std::fs::create_dir_all(&corpus)?;
            let file = corpus.join(format!("found-{seed}-{number}"));
            std::fs::write(&file, fuzz.input(number))?;
            let name = target.folder();
            writeln!(std::io::stderr(), "{name}: input {number} of seed {seed} {why}: {}", file.display())?;
            return Ok(false);
        }
        for (ending, count) in outcome.unwrap_or_default() {
            *endings.entry(ending).or_default() += count;
        }
        number += 1;
    }
    let ended: Vec<String> = endings.iter().map(|(Ending(name), count)| format!("{name} {count}")).collect();
    let (name, tried) = (target.folder(), number - from);
    writeln!(std::io::stdout(), "{name}: {tried} inputs of seed {seed}, none failed ({})", ended.join(", "))?;
    Ok(true)
}
