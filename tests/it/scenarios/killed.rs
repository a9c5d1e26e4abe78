//! Programs killed without warning: what was reported as saved is there, and what was called safe is on the server.
//!
//! The test binary starts itself again as the program that is killed; see `child`.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use doorstep_core::ids::DocId;
use doorstep_tests::harness::{Person, Town};

type Done = Result<(), Box<dyn std::error::Error>>;

const FOLDER: &str = "DOORSTEP_KILLED_FOLDER";
const DOOR: &str = "DOORSTEP_KILLED_DOOR";
const LIFE: &str = "DOORSTEP_KILLED_LIFE";

/// What the child does: saves answers of a draft, or finishes interviews and syncs, and says each thing that is done.
#[test]
fn child() -> Done {
    let Ok(folder) = std::env::var(FOLDER) else { return Ok(()) };
    let door: DocId = std::env::var(DOOR)?.parse()?;
    let mut bob = Person::again(&PathBuf::from(folder), "bob", std::env::var(LIFE)?.parse()?)?;
    let form = bob.form()?;
    let say = |line: &str| eprintln!("{line}");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for round in 0.. {
        let draft = bob.act(|device, at| device.begin_draft(form, Some(door), None, "", at))?;
        for place in 0..5 {
            let text = format!("answer {round}.{place}");
            bob.device.save_draft(draft, &[(&format!("best{place}"), Some(&text))], bob.now)?;
            say(&format!("saved {draft} best{place} {text}"));
        }
        let response = bob.interview(door, &[("view", "resident"), ("sat_clean", "low")])?;
        say(&format!("finished {response}"));
        if round % 3 == 2 {
            runtime.block_on(bob.sync())?;
            say(&format!("synced {}", bob.device.status()?.safety.safe));
        }
    }
    Ok(())
}

fn start(folder: &Path, door: DocId, life: u8) -> Result<Child, std::io::Error> {
    Command::new(std::env::current_exe()?)
        .args(["--exact", "scenarios::killed::child", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(DOOR, door.to_string())
        .env(LIFE, life.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_killed_again_and_again_loses_nothing_it_had_reported() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let bob = town.researcher(folder.path(), "bob", &[]).await?;
    drop(bob);
    let door = town.doors[0][0];
    let (mut saved, mut finished, mut safe) = (Vec::new(), Vec::new(), 0);
    for life in 1..=6_u8 {
        let mut child = start(folder.path(), door, life)?;
        let words = BufReader::new(child.stderr.take().ok_or("no words from the child")?);
        for (heard, line) in words.lines().enumerate() {
            let line = line?;
            match line.split_once(' ') {
                Some(("saved", rest)) => saved.push(rest.to_owned()),
                Some(("finished", id)) => finished.push(id.parse::<DocId>()?),
                Some(("synced", count)) => safe = count.parse::<u64>()?,
                _ => {}
            }
            // Somewhere else in its work each time: in the middle of a draft, of finishing, of a sync.
            if heard >= 17 + usize::from(life) * 7 {
                child.kill()?;
                break;
            }
        }
        child.wait()?;
        let bob = Person::new(folder.path(), "bob")?;
        for words in &saved {
            let parts: Vec<&str> = words.splitn(3, ' ').collect();
            let draft = bob.device.draft(parts[0].parse()?)?;
            assert_eq!(draft.answers.get(parts[1]).map(String::as_str), Some(parts[2]), "after life {life}");
        }
        for id in &finished {
            assert!(bob.device.response(*id).is_ok(), "{id} after life {life}");
        }
        let status = bob.device.status()?.safety;
        assert!(status.safe >= safe, "safe went from {safe} to {} in life {life}", status.safe);
    }
    assert!(finished.len() > 12, "{} interviews", finished.len());

    let bob = Person::new(folder.path(), "bob")?;
    bob.sync().await?;
    town.alice.sync().await?;
    for id in &finished {
        assert!(town.alice.device.response(*id).is_ok(), "{id} reached alice");
    }
    let all = bob.device.status()?.safety;
    assert_eq!(all.safe, all.responses);
    assert_eq!(bob.fingerprint()?, town.alice.fingerprint()?);
    Ok(())
}
