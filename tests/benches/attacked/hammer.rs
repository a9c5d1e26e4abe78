//! Hostile callers in a process of their own, as they would be on machines of their own.
//!
//! Here they share the processor with the server and the honest phone: as equals, or giving way to them, as told. What is tried
//! against a store without a line is in `main`.

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use doorstep_core::entry::Run;
use doorstep_core::sync::Frame;
use doorstep_tests::harness::{Intruder, Person};

/// The file in which the process finds what to hand over.
const RUNS: &str = "hostile-runs";

/// Hammering that goes on.
pub(crate) struct Hammering(Child);

impl Hammering {
    /// Begins: this program again, with the runs in a file.
    pub(crate) fn begin(folder: &Path, runs: &[Run], intruders: usize, nice: u8) -> Result<Self, Box<dyn Error>> {
        let mut file = Vec::new();
        for run in runs {
            file.extend(Frame::Run(run.clone()).to_bytes()?);
        }
        std::fs::write(folder.join(RUNS), file)?;
        let mut child = Command::new("nice")
            .args(["-n", &nice.to_string()])
            .arg(std::env::current_exe()?)
            .args(["--intruders", &intruders.to_string(), "--hammer"])
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut begun = String::new();
        BufReader::new(child.stdout.as_mut().ok_or("no output")?).read_line(&mut begun)?;
        Ok(Self(child))
    }

    /// Ends it, and says what it did.
    pub(crate) fn end(mut self) -> Result<String, Box<dyn Error>> {
        drop(self.0.stdin.take());
        let mut said = String::new();
        BufReader::new(self.0.stdout.take().ok_or("no output")?).read_line(&mut said)?;
        self.0.wait()?;
        Ok(said.trim().to_owned())
    }
}

/// What the other process does: hands over the same runs again and again, until its input is closed.
pub(crate) async fn hammer(folder: &Path, intruders: usize) -> Result<(), Box<dyn Error>> {
    let member = Person::again(folder, "mallory", 2)?;
    let file = std::fs::read(folder.join(RUNS))?;
    let (mut runs, mut rest) = (Vec::new(), &file[..]);
    while let Some((Frame::Run(run), length)) = Frame::take(rest)? {
        runs.push(run);
        rest = &rest[length..];
    }
    let (ended, taken, turned_away) =
        (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let mut tasks = Vec::new();
    for _ in 0..intruders {
        let (intruder, runs) = (Intruder::with(&member), runs.clone());
        let (ended, taken, turned_away) = (Arc::clone(&ended), Arc::clone(&taken), Arc::clone(&turned_away));
        tasks.push(tokio::spawn(async move {
            while !ended.load(Ordering::Relaxed) {
                let count = if intruder.hand_over(runs.clone()).await.is_ok() { &taken } else { &turned_away };
                count.fetch_add(1, Ordering::Relaxed);
            }
        }));
    }
    writeln!(std::io::stdout(), "begun")?;
    tokio::task::spawn_blocking(|| std::io::stdin().lines().count()).await?;
    ended.store(true, Ordering::Relaxed);
    for task in tasks {
        task.await?;
    }
    let (taken, turned_away) = (taken.load(Ordering::Relaxed), turned_away.load(Ordering::Relaxed));
    Ok(writeln!(std::io::stdout(), "{taken} hostile sessions by {intruders} and {turned_away} turned away")?)
}
