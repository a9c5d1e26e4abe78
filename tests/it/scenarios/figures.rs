//! What a running server says about itself to whoever looks after it: the counters that its page gives to this machine.

use std::collections::BTreeMap;
use std::error::Error;
use std::net::SocketAddr;

use doorstep_server::{HostOptions, PageOptions};
use doorstep_tests::harness::{Person, Town};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The figures by name and labels.
async fn figures(page: SocketAddr) -> Result<BTreeMap<String, f64>, Box<dyn Error>> {
    let mut stream = TcpStream::connect(page).await?;
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await?;
    let mut text = String::new();
    stream.read_to_string(&mut text).await?;
    let body = text.split_once("\r\n\r\n").ok_or("no answer")?.1;
    let lines = body.lines().filter(|line| !line.starts_with('#'));
    Ok(lines
        .filter_map(|line| line.rsplit_once(' '))
        .filter_map(|(name, n)| Some((name.to_owned(), n.parse().ok()?)))
        .collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_looks_after_a_server_sees_sessions_refusals_commits_lag_and_disk() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let page = PageOptions { address: SocketAddr::from(([127, 0, 0, 1], 0)), ..PageOptions::default() };
    let shown = |options| HostOptions { page: Some(page), ..options };
    let mut town = Town::found_with(folder.path(), shown).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let amina = town.researcher(folder.path(), "amina", &[]).await?;
    let page = town.host.announcement().page.ok_or("the server shows a page")?;

    for person in [&bob, &amina] {
        person.sync().await?;
    }
    bob.interview(town.doors[0][0], &[("view", "resident"), ("sat_clean", "low")])?;
    bob.sync().await?;
    let stranger = Person::new(folder.path(), "mallory")?;
    let pass = bob.device.calling()?;
    let (pin, addresses) = bob.device.server()?;
    let target = doorstep_core::net::Target::new(addresses, pin);
    let call = doorstep_core::net::Caller::default().dial(&target, stranger.device.keypair()).await?;
    let mut session = doorstep_core::sync::Session::caller(pass)?;
    let limits = doorstep_core::net::TimeLimits::default();
    assert!(call.run(&mut session, stranger.device.clone(), limits).await.ended.is_err(), "nobody knows mallory");
    // A call's end is counted when the server has noticed it; stopping would wait for that, and close the page.
    let seen = loop {
        let seen = figures(page).await?;
        if seen.keys().any(|name| name.contains("unknown-device")) {
            break seen;
        }
        tokio::task::yield_now().await;
    };

    let of = |name: &str| seen.get(name).copied().ok_or_else(|| format!("{name} is missing in {seen:?}"));
    assert_eq!(of("doorstep_refusals_total{code=\"41\",name=\"unknown-device\"}")?, 1.0);
    assert!(of("doorstep_sessions_total{way=\"quic\",ended=\"done\"}")? >= 3.0);
    assert!(of("doorstep_entries_new_total")? >= 1.0);
    assert!(of("doorstep_commit_seconds_count")? >= 1.0);
    assert!(of("doorstep_entries")? > 10.0 && of("doorstep_disk_bytes")? > 10_000.0);
    assert!(of("doorstep_disk_free_bytes")? > 0.0);
    // Amina has not fetched what bob handed over.
    assert!(of("doorstep_feed_devices_behind")? >= 1.0 && of("doorstep_feed_lag_entries")? >= 1.0, "{seen:?}");
    assert!(of("doorstep_connections").is_ok());
    let text = format!("{seen:?}");
    assert!(!text.contains(&bob.device.id().to_string()[..8]), "no device is named");
    town.host.stop().await;
    Ok(())
}
