//! A server killed while phones hand over: what it acknowledged is on its disk, and it goes on where it was.
//!
//! The test binary starts itself again as the server that is killed; see `child`. Killed phones are in `killed`.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use doorstep_core::member::Invite;
use doorstep_server::{Host, HostOptions, Status};
use doorstep_tests::harness::{Person, Town};

type Done = Result<(), Box<dyn std::error::Error>>;

const STORE: &str = "DOORSTEP_KILLED_SERVER";
const RUNNING: &str = "running on ";

/// What the child does: serves until it is killed, or its parent is gone.
#[test]
fn child() -> Done {
    let Ok(store) = std::env::var(STORE) else { return Ok(()) };
    tokio::runtime::Runtime::new()?.block_on(async {
        let host = Host::start(HostOptions::on_loopback(PathBuf::from(store))).await?;
        eprintln!("{RUNNING}{}", host.announcement().address);
        tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
        host.stop().await;
        Ok(())
    })
}

/// Starts the server, and tells this person's phone where it is now: a port that was given back may be somebody else's.
fn serve(store: &Path, sheet: &Invite, person: &Person) -> Result<Child, Box<dyn std::error::Error>> {
    let mut server = Command::new(std::env::current_exe()?)
        .args(["--exact", "scenarios::server_killed::child", "--nocapture", "--test-threads=1"])
        .env(STORE, store)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    let words = BufReader::new(server.stderr.take().ok_or("no words from the server")?);
    for line in words.lines() {
        if let Some((_, address)) = line?.split_once(RUNNING) {
            person.device.remember_invite(&Invite { addresses: vec![address.to_owned()], ..sheet.clone() })?;
            return Ok(server);
        }
    }
    Err("the server ended before it ran".into())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_killed_while_phones_hand_over_holds_all_that_it_acknowledged() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let Town { alice, host, doors, sheet, .. } = town;
    let store = folder.path().join("server");
    host.stop().await;
    let all = 900;
    for number in 0..all {
        bob.interview(doors[0][number % 10], &[("view", "resident"), ("sat_clean", "low")])?;
    }
    let generation = bob.device.status()?.generation;
    for enough in [1, 200, 400, 600] {
        let mut server = serve(&store, &sheet, &bob)?;
        let handing_over = async {
            tokio::select! {
                synced = bob.sync() => synced.map(drop),
                () = acknowledged(&bob, enough) => Ok(()),
            }
        };
        handing_over.await?;
        server.kill()?;
        server.wait()?;
        let safe = bob.device.status()?.safety.safe;
        assert!(safe >= enough, "{safe} of {enough}");
        let there = Status::read(&store)?.responses;
        assert!(there >= safe, "{there} on the server's disk, {safe} were called safe");
    }
    let _server = Stopped(serve(&store, &sheet, &bob)?);
    alice.device.remember_invite(&Invite { addresses: bob.device.server()?.1, ..sheet })?;
    let synced = bob.sync().await?;
    assert!(!synced.report.offered_again, "a server that goes on where it was keeps its acknowledgements");
    alice.sync().await?;
    let status = bob.device.status()?;
    assert_eq!((status.safety.safe, status.generation), (all as u64, generation));
    assert_eq!(bob.fingerprint()?, alice.fingerprint()?);
    Ok(())
}

/// Returns once the device calls this many interviews safe.
async fn acknowledged(person: &Person, enough: u64) {
    while person.device.status().is_ok_and(|status| status.safety.safe < enough) {
        tokio::task::yield_now().await;
    }
}

/// Ends the server at the end of the test, whatever the end.
struct Stopped(Child);

impl Drop for Stopped {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
