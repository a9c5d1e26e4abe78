//! Figures, printed: run with `--ignored --nocapture` in a release build. They assert nothing about time.

use std::time::Instant;

use crate::entry::{Run, check_run};
use crate::store::sqlite::testing::{FIELD, Project, Shelf, everything};
use crate::store::{FeedQuery, Logs};

fn people(project: &mut Project, shelf: &Shelf, count: u8, each: u32) -> Vec<Run> {
    let (people, grants): (Vec<_>, Vec<_>) = (10..10 + count).map(|seed| project.granted(seed)).unzip();
    crate::store::sqlite::testing::receive(&shelf.store, &grants);
    people.into_iter().map(|mut person| person.interviews(FIELD, each)).collect()
}

#[test]
#[ignore = "prints figures"]
#[expect(clippy::disallowed_methods, reason = "measuring needs a clock; nothing that is stored depends on it")]
fn figures() {
    for (devices, each) in [(50, 40), (20, 1_000)] {
        let mut project = Project::founded();
        let shelf = Shelf::of(&project);
        let runs = people(&mut project, &shelf, devices, each);
        let membership = shelf.store.membership().unwrap();
        let start = Instant::now();
        let checked: Vec<_> = runs
            .into_iter()
            .map(|run| {
                let key = shelf.store.log_key(run.log, run.first_seq).unwrap();
                check_run(membership.project(), run, key)
            })
            .collect();
        let check = start.elapsed();
        let start = Instant::now();
        for run in checked {
            shelf.store.ingest(vec![run]).unwrap();
        }
        let ingest = start.elapsed();
        let entries = u32::from(devices) * (each + 1);
        println!("{devices} x {each}: check {check:?}, plan and store {ingest:?}, {:?} an entry", ingest / entries);
        let start = Instant::now();
        let (mut position, mut read, scopes) = (0, 0, everything());
        loop {
            let query = FeedQuery { after: position, scopes: &scopes, exclude: None, max_bytes: 256 << 10 };
            let page = shelf.store.feed(&query).unwrap();
            read += page.runs.iter().map(|run| run.entries.len()).sum::<usize>();
            position = page.next_position;
            if page.at_end {
                break;
            }
        }
        println!("  feed of {read}: {:?}", start.elapsed());
        let start = Instant::now();
        shelf.store.feed(&FeedQuery { after: position, scopes: &scopes, exclude: None, max_bytes: 1 }).unwrap();
        println!("  nothing new: {:?}", start.elapsed());
        let start = Instant::now();
        let mut shown = 0;
        shelf.store.contributions(|_| shown += 1).unwrap();
        println!("  {shown} contributions: {:?}", start.elapsed());
        let start = Instant::now();
        shelf.store.holdings(Logs::All).unwrap();
        println!("  holdings: {:?}", start.elapsed());
        let start = Instant::now();
        let counts = shelf.store.counts().unwrap();
        println!("  counts: {:?}", start.elapsed());
        let size = |suffix: &str| {
            let mut name = shelf.path.clone().into_os_string();
            name.push(suffix);
            std::fs::metadata(name).map_or(0, |file| file.len())
        };
        println!(
            "  {} responses in {} kB and a log of {} kB",
            counts.responses,
            size("") / 1_000,
            size("-wal") / 1_000
        );
        let start = Instant::now();
        let shelf = shelf.reopened();
        println!("  close and open: {:?}", start.elapsed());
        let start = Instant::now();
        shelf.store.check().unwrap();
        println!("  quick check: {:?}", start.elapsed());
    }
}
