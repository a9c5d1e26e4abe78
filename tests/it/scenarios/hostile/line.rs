//! The hostile entries over a real line to a real server: each is answered by its code, named in the audit log, and slows nobody.
//!
//! That they leave no trace in a store is shown in `hostile`, where every table can be compared.

use std::path::Path;
use std::time::Duration;

use doorstep_core::entry::{Header, Refusal, Run};
use doorstep_core::ids::{EntryHash, ProjectId};
use doorstep_server::Audit;
use doorstep_tests::attacks::{Attack, attacks};
use doorstep_tests::harness::{Intruder, history_of};
use doorstep_tests::tally;
use serde_json::Value;

use super::{Done, Scene};

/// The lines of the audit log about such events.
fn audited(server: &Path, what: &str) -> Result<Vec<Value>, Box<dyn std::error::Error>> {
    let mut lines = Vec::new();
    for file in std::fs::read_dir(server.join("audit"))? {
        for line in std::fs::read_to_string(file?.path())?.lines() {
            lines.push(serde_json::from_str::<Value>(line)?);
        }
    }
    lines.retain(|line| line["what"] == what);
    Ok(lines)
}

/// The names of a run's entries; those behind a hash that is not there have none.
fn names(project: ProjectId, run: &Run) -> Vec<String> {
    let mut prev = run.prev.unwrap_or(EntryHash([0; 32]));
    let named = (run.first_seq..).zip(&run.entries).map(|(seq, entry)| {
        prev = Header::hash(&entry.header(project, run.log, seq, prev));
        prev.to_string()
    });
    named.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_hostile_entry_is_answered_over_the_line_and_named_in_the_audit_log() -> Done {
    let mut scene = Scene::set().await?;
    let attacks = attacks(&mut scene.mallory, &history_of(&scene.bob)?);
    let intruder = Intruder::with(&scene.member);
    let (server, device) = (scene.folder.path().join("server"), scene.mallory.device().to_string());
    let project = scene.town.alice.device.membership()?.project();
    let (mut refused, mut broken, all) = (0, 0, attacks.len());
    for Attack { name, before, run, expected } in attacks {
        if !before.is_empty() {
            intruder.hand_over(before).await.map_err(|error| format!("{name}: {error}"))?;
        }
        refused += 1;
        let report = match intruder.hand_over(vec![run.clone()]).await {
            Ok(report) => report,
            // No frame carries it: the session ends there and then.
            Err(error) if expected == Refusal::BadHeader => {
                assert_eq!(error.to_string(), Refusal::BadFrame.to_string(), "{name}");
                broken += 1;
                continue;
            }
            Err(error) => return Err(format!("{name}: {error}").into()),
        };
        let codes: Vec<Refusal> =
            report.refused_there.iter().filter_map(|there| Refusal::from_code(there.code)).collect();
        assert_eq!(codes.first(), Some(&expected), "{name}");
        let lines = audited(&server, "entry-refused")?;
        let line = lines.last().ok_or("nothing is in the audit log")?;
        assert_eq!(
            (&line["code"], &line["device"]),
            (&Value::from(expected.name()), &Value::from(&device[..8])),
            "{name}"
        );
        let unread = matches!(expected, Refusal::TooLarge | Refusal::UnknownLog);
        let is_named =
            line["entry"].as_str().is_some_and(|entry| names(project, &run).iter().any(|name| name == entry));
        assert!(is_named != unread, "{name}: {line}");
    }
    tally::note("attacks refused", refused, all);
    let audit = Audit::verify(&server, None)?;
    assert!(audit.is_whole(), "{audit}");
    scene.bob.interview(scene.town.doors[1][1], &[("view", "staff"), ("sat_clean", "high")])?;
    scene.bob.sync().await?;
    scene.town.alice.sync().await?;
    assert_eq!(scene.town.alice.device.responses()?.len(), 2, "honest work arrives as before");
    scene.town.host.stop().await;
    // A session is told of when it is over, on both ends.
    assert_eq!(audited(&server, "bad-session")?.len(), broken);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_hammers_at_a_server_is_told_to_wait_and_honest_phones_get_through() -> Done {
    let mut scene = Scene::set().await?;
    let mut hammering = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (intruder, runs) = (Intruder::with(&scene.member), scene.mallory.orphans(300));
        hammering.spawn(async move {
            let (mut sessions, mut told) = (0, 0);
            loop {
                match intruder.hand_over(runs.clone()).await {
                    Ok(report) => told += report.refused_there.len(),
                    // Turned away at the door: that, too, is an answer.
                    Err(_) => told += 1,
                }
                sessions += 1;
                if sessions == 8 {
                    return told;
                }
            }
        });
    }
    for door in 0..5 {
        scene.bob.interview(scene.town.doors[1][door], &[("view", "staff"), ("sat_clean", "high")])?;
        let synced = tokio::time::timeout(Duration::from_secs(30), scene.bob.sync()).await??;
        assert!(synced.report.entries_acknowledged > 0);
    }
    while let Some(told) = hammering.join_next().await {
        assert!(told? > 0, "every intruder heard that nothing was taken");
    }
    scene.town.alice.sync().await?;
    assert_eq!(scene.town.alice.device.responses()?.len(), 6);
    scene.town.host.stop().await;
    Ok(())
}
