//! Lets programs and machines end at every moment of their writing, and disks fail, and says what was lost. What that means stands in
//! `doorstep_tests::crash`.

#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;
use doorstep_tests::crash::{CrashError, Failure, Found, Subject, Synchronous, cut, fail};
use doorstep_tests::fleet::folder;
use doorstep_tests::storm::Stage;

/// Stores that are cut off and disks that fail.
#[derive(Parser)]
struct Arguments {
    /// Looks at every how-manieth moment.
    #[arg(long, default_value_t = 1)]
    stride: usize,
    /// Also opens stores less safely than they ask for, which must lose something.
    #[arg(long)]
    weakened: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(Arguments { stride, weakened }: &Arguments) -> Result<bool, Box<dyn Error>> {
    let staged = folder()?;
    let stage = Stage::with(staged.path(), 24, 600)?;
    let mut is_well = true;
    for subject in [Subject::Phone, Subject::Server] {
        let ended = |synchronous| -> Result<Found, CrashError> {
            let place = folder().map_err(Box::from)?;
            cut(&stage, place.path(), subject, synchronous, *stride)
        };
        is_well &= say(&format!("{subject:?}, cut off"), &ended(Synchronous::Full)?, true);
        for failure in [Failure::Full, Failure::Broken] {
            let place = folder()?;
            let found = fail(&stage, place.path(), subject, failure, *stride)?;
            is_well &= say(&format!("{subject:?}, disk {failure:?}"), &found, true);
        }
        for synchronous in [Synchronous::Normal, Synchronous::Off].into_iter().filter(|_| *weakened) {
            is_well &= say(&format!("{subject:?}, cut off, {synchronous:?}"), &ended(synchronous)?, false);
        }
    }
    Ok(is_well)
}

/// Prints what was found; whether it is as it must be.
fn say(what: &str, found: &Found, must_hold: bool) -> bool {
    let Found { moments, images, claims, broken, first } = found;
    println!("{what}: {moments} moments, {images} images, {claims} things saved to be there; broken {broken}");
    if let Some(first) = first {
        println!("  {first}");
    }
    (*broken == 0) == must_hold
}
