//! What an attack costs: each refusal of a hostile entry in time and memory, and an honest phone's sync while others hammer.
//!
//! Run it on a quiet machine: `cargo run --release -p doorstep-tests --bin attacked`. What the attacks are is in
//! `doorstep_tests::attacks`; that each is refused by its code and leaves no trace is shown by the tests.

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Parser;
use doorstep_core::entry::Run;
use doorstep_core::sync::{Reply, Request};
use doorstep_tests::attacks::{Attack, Mallory, attacks};
use doorstep_tests::harness::{Delivery, Person, Town, history_of};

mod hammer;
mod memory;

use hammer::Hammering;

#[global_allocator]
static MEMORY: memory::Counting = memory::Counting;

/// Measures what hostile peers cost.
#[derive(Parser)]
struct Arguments {
    /// How often each attack is tried.
    #[arg(long, default_value_t = 30)]
    times: usize,
    /// How many hammer at the server at once.
    #[arg(long, default_value_t = 4)]
    intruders: usize,
    /// How far their work gives way to the server's and the honest phone's: 0 as equals, 10 a tenth of a processor where all are
    /// busy.
    #[arg(long, default_value_t = 0)]
    nice: u8,
    /// How often an honest phone syncs, without and under attack.
    #[arg(long, default_value_t = 40)]
    syncs: usize,
    /// Hammers with what lies in this folder; the program starts itself so.
    #[arg(long, hide = true)]
    hammer: Option<PathBuf>,
}

type Done = Result<(), Box<dyn Error>>;

#[tokio::main]
async fn main() -> Done {
    let arguments = Arguments::parse();
    if let Some(folder) = &arguments.hammer {
        return hammer::hammer(folder, arguments.intruders).await;
    }
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let member = town.researcher(folder.path(), "mallory", &[town.areas[0]]).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    bob.interview(town.doors[0][0], &[("view", "resident"), ("sat_clean", "low")])?;
    bob.sync().await?;
    town.alice.sync().await?;
    let mut mallory = Mallory::of(&member, &bob, &town)?;
    let victim = Delivery::to(&new_folder(folder.path())?, &town.alice)?;
    victim.deliver(&history_of(&town.alice)?)?;
    refusals(&victim, attacks(&mut mallory, &history_of(&bob)?), arguments.times)?;
    let quiet = syncs(&mut bob, &town, arguments.syncs).await?;
    let orphans = mallory.orphans(300);
    drop(member);
    let hammering = Hammering::begin(folder.path(), &orphans, arguments.intruders, arguments.nice)?;
    let attacked = syncs(&mut bob, &town, arguments.syncs).await?;
    let hammered = hammering.end()?;
    say(&format!(
        "an honest sync: quiet median {:.1} ms, worst {:.1} ms; under attack median {:.1} ms, worst {:.1} ms ({:.1} times); {hammered}",
        ms(middle(&quiet)),
        ms(worst(&quiet)),
        ms(middle(&attacked)),
        ms(worst(&attacked)),
        middle(&attacked).as_secs_f64() / middle(&quiet).as_secs_f64(),
    ))?;
    town.host.stop().await;
    Ok(())
}

fn new_folder(folder: &Path) -> std::io::Result<PathBuf> {
    let folder = folder.join("victim");
    std::fs::create_dir(&folder)?;
    Ok(folder)
}

/// Each attack in turn against one store, which has what is honest in it.
fn refusals(victim: &Delivery, attacks: Vec<Attack>, times: usize) -> Done {
    let (mut slowest, mut largest) = (Duration::ZERO, 0);
    for Attack { name, before, run, expected } in attacks {
        victim.deliver(&before)?;
        ingest(&victim.person, &run)?;
        let held = resident("VmRSS:")?;
        // From here on the system counts the highest anew.
        std::fs::write("/proc/self/clear_refs", "5")?;
        let (mut all, mut heap) = (Vec::with_capacity(times), 0);
        for _ in 0..times {
            let copy = vec![run.clone()];
            let began = Instant::now();
            let (answered, more) = memory::highest_during(|| victim.person.device.answer(Request::Ingest(copy)));
            all.push(began.elapsed());
            heap = heap.max(more / 1_024);
            drop(answered);
        }
        let grown = usize::try_from(resident("VmHWM:")?.saturating_sub(held))?;
        let extra = heap.max(grown);
        let (median, most) = (middle(&all), worst(&all));
        say(&format!(
            "{name}: {}, median {:.2} ms, worst {:.2} ms, heap {heap} KiB, process {grown} KiB more",
            expected.name(),
            ms(median),
            ms(most)
        ))?;
        (slowest, largest) = (slowest.max(most), largest.max(extra));
    }
    say(&format!("the slowest refusal took {:.2} ms, the largest {largest} KiB", ms(slowest)))
}

fn ingest(person: &Person, run: &Run) -> Done {
    let reply = person.device.answer(Request::Ingest(vec![run.clone()]));
    if matches!(reply, Reply::Ingested(_)) { Ok(()) } else { Err(format!("{reply:?}").into()) }
}

/// How long it takes to hand one interview over, again and again.
async fn syncs(bob: &mut Person, town: &Town, times: usize) -> Result<Vec<Duration>, Box<dyn Error>> {
    let mut all = Vec::new();
    for door in town.doors[1].iter().cycle().take(times) {
        bob.interview(*door, &[("view", "staff"), ("sat_clean", "high")])?;
        let began = Instant::now();
        let synced = bob.sync().await?;
        all.push(began.elapsed());
        assert!(synced.report.entries_acknowledged > 0, "it was stored");
    }
    Ok(all)
}

/// KiB of this process's memory, as the system counts it under a name.
fn resident(name: &str) -> std::io::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    Ok(line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse().ok()).unwrap_or_default())
}

fn middle(all: &[Duration]) -> Duration {
    let mut sorted = all.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

fn worst(all: &[Duration]) -> Duration {
    all.iter().copied().max().unwrap_or_default()
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn say(line: &str) -> Done {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
