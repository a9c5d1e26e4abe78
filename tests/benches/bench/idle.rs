//! Two thousand connections that say nothing: what they cost the server in memory.
//!
//! The server is this program once more, as its limits have to be wider than a real one's.

use std::path::Path;
use std::time::Instant;

use doorstep_core::member::Keypair;
use doorstep_core::net::{Caller, Target};
use doorstep_server::{Host, HostOptions, Limits};
use serde_json::json;
use tokio::task::JoinSet;

use crate::error::BenchError;
use crate::server::Server;
use crate::workloads::Figures;

/// How many connections.
const CONNECTIONS: usize = 2_000;
/// How many handshakes at once.
const AT_ONCE: usize = 16;

/// Opens them all and holds them.
pub(crate) async fn connections(folder: &Path) -> Result<Figures, BenchError> {
    let server = Server::start_part("host", &folder.join("idle-server"))?;
    let before = server.process().peak_mb()?;
    let began = Instant::now();
    let target = Target::new(vec![server.hosted.address.clone()], server.hosted.pin);
    let mut busy = JoinSet::new();
    for _ in 0..AT_ONCE {
        let target = target.clone();
        busy.spawn(async move {
            let (caller, key) = (Caller::default(), Keypair::from_seed([9; 32]));
            let mut calls = Vec::new();
            for _ in 0..CONNECTIONS / AT_ONCE {
                calls.push(caller.dial(&target, &key).await?);
            }
            Ok::<_, BenchError>((caller, calls))
        });
    }
    let mut open = Vec::new();
    while let Some(done) = busy.join_next().await {
        open.push(done??);
    }
    let (seconds, peak) = (began.elapsed().as_secs_f64(), server.process().peak_mb()?);
    let count: usize = open.iter().map(|(_, calls)| calls.len()).sum();
    drop(open);
    server.stop()?;
    Ok(Figures::from([
        ("connections", count as f64),
        ("opened_s", seconds),
        ("before_mb", before),
        ("server_peak_mb", peak),
    ]))
}

/// What the other process does: a server without the limits that one address has, until it is asked to end.
pub(crate) async fn host(store: &Path) -> Result<(), BenchError> {
    let limits = Limits { connections_per_address: 4_096, connections: 16_384, ..Limits::default() };
    let options = HostOptions { limits, ..HostOptions::on_loopback(store.to_owned()) };
    let host = Host::start(options).await?;
    let told = host.announcement();
    let line = json!({ "address": told.address.to_string(), "pin": told.pin.to_string(), "token": told.token });
    crate::print_json(&line)?;
    std::future::pending::<()>().await;
    Ok(())
}
