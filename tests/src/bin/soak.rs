//! The long soak on this machine: 200 phones come back from five days, then ten minutes of work with a kill every minute. What is done
//! and looked at stands in `doorstep_tests::soak`.

#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use doorstep_tests::soak::{Report, Settings, soak};

/// Many phones and a server that is killed.
#[derive(Parser)]
struct Arguments {
    /// Phones.
    #[arg(long, default_value_t = 200)]
    phones: usize,
    /// Interviews that each of them brings back.
    #[arg(long, default_value_t = 300)]
    interviews: usize,
    /// For how many minutes the work goes on.
    #[arg(long, default_value_t = 10)]
    minutes: u32,
    /// Interviews in a second.
    #[arg(long, default_value_t = 50)]
    per_second: u32,
    /// The seconds from one kill to the next.
    #[arg(long, default_value_t = 60)]
    kill_every: u32,
    /// The server program; the one beside this program unless said.
    #[arg(long)]
    server: Option<PathBuf>,
}

fn main() -> ExitCode {
    let Arguments { phones, interviews, minutes, per_second, kill_every, server } = Arguments::parse();
    let beside = || Some(std::env::current_exe().ok()?.with_file_name("doorstep-server"));
    let Some(program) = server.or_else(beside) else { return ExitCode::FAILURE };
    let settings = Settings {
        phones,
        interviews,
        then: (minutes * 60 * per_second) as usize,
        per_second: Some(per_second),
        kill_every: (kill_every * per_second).max(1) as usize,
        at_once: 32,
    };
    let ended = tempfile::tempdir().map_err(Into::into).and_then(|folder| {
        let runtime = tokio::runtime::Runtime::new()?;
        runtime.block_on(soak(&program, folder.path(), settings, |what| println!("{what}")))
    });
    match ended {
        Ok(report) => say(&report),
        Err(error) => {
            println!("the soak stopped: {error}");
            ExitCode::FAILURE
        }
    }
}

fn say(report: &Report) -> ExitCode {
    let Report { back, back_p99, interviews, lost, failed, broken_off, lives } = report;
    println!("back in {back:.1?}, 99 of 100 phones within {back_p99:.1?}");
    println!(
        "interviews {interviews}, lost {lost}; syncs that met no server {failed}, that broke off otherwise {broken_off}"
    );
    for (life, used) in lives.iter().enumerate() {
        let (memory, log, files) = (used.memory_kb / 1_000, used.log_kb / 1_000, used.descriptors);
        println!("life {life}: at most {memory} MB resident, {log} MB write-ahead log, {files} descriptors");
    }
    if *lost == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
