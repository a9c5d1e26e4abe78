//! What the demo runs as when it has started itself again: the server, or one phone that syncs.
//!
//! Both speak with their parent by one line of JSON on standard output and end with its end of standard input.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use doorstep_core::device::{Device, Moment};
use doorstep_core::net::{Backend, TransportSettings};
use doorstep_core::sync::{Reply, Request};
use doorstep_core::time::Timestamp;
use doorstep_server::{Host, HostOptions, Limits, PageOptions};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use super::DemoError;
use super::exchange::{Answering, exchange};

/// What a phone says when it has stopped in the middle of its sync and waits to be killed.
pub(super) const IN_THE_MIDDLE: &str = "in the middle";

/// Runs a sync server on the store in this folder until standard input ends.
///
/// # Errors
/// When it can't start.
pub fn serve(store: PathBuf) -> Result<(), DemoError> {
    let failed = |source| DemoError::Process { who: "the server".to_owned(), source };
    let runtime = tokio::runtime::Runtime::new().map_err(failed)?;
    runtime.block_on(async {
        let loopback = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let page = PageOptions { address: loopback, ..PageOptions::default() };
        let (transport, limits) = (TransportSettings::default(), Limits::default());
        let options = HostOptions { store, listen: loopback, page: Some(page), transport, limits };
        let host = Host::start(options).await.map_err(|error| failed(std::io::Error::other(error)))?;
        say(&host.announcement().to_json())?;
        parent_ended().await;
        host.stop().await;
        Ok(())
    })
}

/// Syncs the phone with its store in this file. With `halt` it sends a part and then waits to be killed.
///
/// # Errors
/// When it can't.
pub fn call(store: &Path, halt: bool) -> Result<(), DemoError> {
    let who = "a phone".to_owned();
    let runtime = tokio::runtime::Runtime::new().map_err(|source| DemoError::Process { who: who.clone(), source })?;
    // Nothing is made up in a sync: the clock and the seed are only asked for when a store is new.
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = Timestamp(i64::try_from(since.as_millis()).unwrap_or_default());
    let opened = Device::open(store, &mut Moment { now, rng: &mut ChaCha20Rng::seed_from_u64(0) });
    let device = opened.map_err(|source| DemoError::Device {
        who: who.clone(),
        what: "open its store",
        source: Box::new(source),
    })?;
    let device = Arc::new(device);
    let answering = Answering(Arc::clone(&device));
    let backend: Arc<dyn Backend> =
        if halt { Arc::new(Halting { answering, has_read: AtomicBool::new(false) }) } else { Arc::new(answering) };
    let done = runtime.block_on(exchange(&who, &device, backend, Device::calling))?;
    say(&serde_json::to_string(&done).map_err(std::io::Error::other)?)?;
    Ok(())
}

/// A phone that sends a part of what it has, and stops when the server says that this part is on its disk: before the
/// phone has noted that.
struct Halting {
    answering: Answering,
    has_read: AtomicBool,
}

/// How much it sends before it stops: a few interviews.
const PART_BYTES: usize = 12_000;

impl Backend for Halting {
    fn answer(&self, request: Request) -> Reply {
        match request {
            Request::ReadRuns(_) if self.has_read.swap(true, Ordering::Relaxed) => Reply::Runs(Vec::new()),
            Request::ReadRuns(mut query) => {
                query.max_bytes = query.max_bytes.min(PART_BYTES);
                self.answering.answer(Request::ReadRuns(query))
            }
            Request::SaveProgress(progress) if !progress.acknowledged.0.is_empty() => wait_for_the_end(),
            other @ (Request::SaveProgress(_)
            | Request::Admit(_)
            | Request::Found { .. }
            | Request::Redeem(_)
            | Request::ReadFeed(_)
            | Request::PutFounding(_)
            | Request::Ingest(_)
            | Request::ReadHoldings { .. }
            | Request::PutChunk(_)
            | Request::WeighFiles(_)
            | Request::ReadMissing
            | Request::ReadChunks(_)) => self.answering.answer(other),
        }
    }
}

/// Waits to be killed. Standard input ends only if the parent is gone: then nobody is left to do it.
fn wait_for_the_end() -> ! {
    say(IN_THE_MIDDLE).unwrap_or_default();
    std::io::stdin().lock().read_to_end(&mut Vec::new()).unwrap_or_default();
    std::process::exit(1)
}

fn say(line: &str) -> Result<(), DemoError> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

/// Resolves when standard input ends. Ctrl-c reaches the whole group of processes: the parent decides what follows.
async fn parent_ended() {
    let (ended, waiting) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let mut rest = Vec::new();
        std::io::stdin().lock().read_to_end(&mut rest).unwrap_or_default();
        // Nobody waits any more only if the server has stopped already.
        ended.send(()).unwrap_or_default();
    });
    let ignoring = async { while tokio::signal::ctrl_c().await.is_ok() {} };
    tokio::select! {
        _ = waiting => {}
        () = ignoring => {}
    }
}
