//! The program `doorstep-server`: reads the command line, starts the host or prints the status, and says what went wrong.
//!
//! Everything it does is the library's; the phone's counterpart is the program `doorstep`.
#![forbid(unsafe_code)]

mod officer;

use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use doorstep_core::net::{Congestion, TransportSettings};
use doorstep_core::sealed_file::{Identity, Recipient, SealError};
use doorstep_server::{
    AuditError, BackupError, BackupFor, CourierError, FileLimits, Host, HostError, HostOptions, Limits, Machine,
    PageNames, PageOptions, Proxies, ReleaseError, SearchError, Status, StatusError, back_up, release, restore, unpack,
};
use tracing_subscriber::EnvFilter;

use officer::{AuditCommand, LookForArguments};

/// The sync server of Doorstep: keeps what phones collect, and shows the result.
#[derive(Parser)]
#[command(name = "doorstep-server", version)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Starts the server and keeps it running until ctrl-c.
    ///
    /// The first time it prints an address, the server's key and a token. Give the three to the coordinator, whose device
    /// founds the project with them; the token works once.
    Host(HostArguments),
    /// Says what the server's store holds; the server itself must not be running on it.
    Status(StatusArguments),
    /// Takes a backup into a new file; the server may be running, and goes on.
    Backup(BackupArguments),
    /// Takes a file that a courier brought, sealed for this server; the server itself must not be running.
    Unpack(UnpackArguments),
    /// Releases the result, as a coordinator may ask for; the server itself must not be running.
    Release(ReleaseArguments),
    /// Puts a backup into a directory where no store is. Phones then offer again what it does not have.
    Restore(RestoreArguments),
    /// Says who entered, was let in or cut, and what was refused: the log that can't be changed unnoticed.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Looks for a text in everything that the server keeps, such as a name that should not be there. The server may be running.
    ///
    /// It is found in any case and in UTF-8 or UTF-16, also inside of databases and of what zstd packed; not inside of archives or
    /// of what is encrypted. Ends with code 3 when it is found. Nothing of the text is printed or kept.
    LookFor(LookForArguments),
}

#[derive(Args)]
struct HostArguments {
    /// Directory of the server's store; made if it is not there.
    #[arg(long, value_name = "PATH")]
    store: PathBuf,
    /// Where phones reach the server (UDP, and TCP for networks without it); 0.0.0.0:4433 for the whole network.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4433")]
    listen: SocketAddr,
    /// Where the result is shown to a browser.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", conflicts_with = "no_page")]
    page: SocketAddr,
    /// Shows no page.
    #[arg(long)]
    no_page: bool,
    /// Lets the page be reached from other machines, by anybody: it asks nobody who they are.
    #[arg(long)]
    expose_page: bool,
    /// A name under which the page may be asked for, besides addresses and localhost; may be given several times.
    #[arg(long, value_name = "NAME")]
    page_name: Vec<String>,
    /// The address of a proxy in front of the page, whose word counts on whom a request comes from (its last X-Forwarded-For); may
    /// be given several times.
    #[arg(long, value_name = "ADDRESS")]
    proxy: Vec<IpAddr>,
    /// Writes the token to this file, which only you can read, instead of printing it.
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Answers on UDP alone: phones in networks that block it then get no answer.
    #[arg(long)]
    no_tcp: bool,
    /// How many megabytes of pictures and other files one phone may leave here. Answers are always taken.
    #[arg(long, value_name = "MB", default_value_t = 2_048)]
    files_per_device: u64,
    /// How many megabytes of pictures and other files are kept in all.
    #[arg(long, value_name = "MB", default_value_t = 40_960)]
    files_in_all: u64,
    /// How fast to send when packets get lost.
    #[arg(long, value_enum, default_value = "bbr")]
    congestion: CongestionName,
    /// Prints one line of JSON instead of sentences.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum CongestionName {
    Bbr,
    Cubic,
}

#[derive(Args)]
struct StatusArguments {
    /// Directory of the server's store.
    #[arg(long, value_name = "PATH")]
    store: PathBuf,
    /// Prints one line of JSON instead of sentences.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct BackupArguments {
    /// The new file.
    file: PathBuf,
    /// Directory of the server's store.
    #[arg(long, value_name = "PATH")]
    store: PathBuf,
    /// Seals the backup for this public key of age; may be given several times.
    #[arg(long, value_name = "AGE1...", required_unless_present = "plain")]
    to: Vec<Recipient>,
    /// Does not seal it: whoever gets the file can read everything and pose as this server.
    #[arg(long, conflicts_with = "to")]
    plain: bool,
    /// Prints one line of JSON instead of sentences.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct UnpackArguments {
    /// The file.
    file: PathBuf,
    /// Directory of the server's store.
    #[arg(long, value_name = "PATH")]
    store: PathBuf,
    /// Prints one line of JSON instead of sentences.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct ReleaseArguments {
    /// Directory of the server's store.
    #[arg(long, value_name = "PATH")]
    store: PathBuf,
    /// What it is to be called beside its number.
    #[arg(long, default_value = "")]
    name: String,
    /// How many days there are for replies before everybody is shown it.
    #[arg(long, value_name = "DAYS", default_value_t = 14)]
    reply_days: u64,
    /// Prints one line of JSON instead of sentences.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct RestoreArguments {
    /// The backup.
    file: PathBuf,
    /// Directory for the server's store; no store may be in it.
    #[arg(long, value_name = "PATH")]
    store: PathBuf,
    /// File with the secret key of age that the backup is sealed for.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Prints one line of JSON instead of sentences.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error(transparent)]
    Courier(#[from] CourierError),
    #[error("{}: {source}", path.display())]
    Key { path: PathBuf, source: SealError },
    #[error("{}: {source}", path.display())]
    KeyFile { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Host(#[from] HostError),
    #[error(transparent)]
    Status(#[from] StatusError),
    #[error(transparent)]
    Audit(#[from] AuditError),
    #[error(transparent)]
    Release(#[from] ReleaseError),
    #[error(transparent)]
    Search(#[from] SearchError),
    #[error("the audit log is not as it was written")]
    AuditBroken,
    #[error("the token could not be written to {}: {source}", path.display())]
    TokenFile { path: PathBuf, source: io::Error },
    #[error("the output could not be written: {0}")]
    Output(#[from] io::Error),
}

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("DOORSTEP_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_target(false).init();
    match run(CommandLine::parse().command) {
        Ok(code) => code,
        Err(failure) => {
            // Nothing is left to tell it to when stderr is closed.
            writeln!(io::stderr(), "doorstep-server: {failure}").unwrap_or_default();
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Host(arguments) => runtime()?.block_on(host(arguments))?,
        Command::Status(StatusArguments { store, json }) => {
            let status = Status::read(&store)?;
            let text = if json { status.to_json() } else { status.to_string() };
            writeln!(io::stdout(), "{text}")?;
        }
        Command::Backup(arguments) => backup(arguments)?,
        Command::Release(arguments) => released(&arguments)?,
        Command::Restore(arguments) => put_back(arguments)?,
        Command::Unpack(UnpackArguments { file, store, json }) => {
            let taken = unpack(&store, &file)?;
            let text = if json { serde_json::json!(taken).to_string() } else { taken.to_string() };
            writeln!(io::stdout(), "{text}")?;
        }
        Command::Audit(AuditCommand::Verify(arguments)) => officer::verify(&arguments)?,
        Command::LookFor(arguments) => return officer::look_for(arguments),
    }
    Ok(ExitCode::SUCCESS)
}

/// Entries are read on threads with room to spare: what is nested deeper than allowed is refused before anything recurses.
fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(STACK_BYTES).build()
}

/// The stack of each thread.
const STACK_BYTES: usize = 8 << 20;

fn backup(BackupArguments { file, store, to, plain, json }: BackupArguments) -> Result<(), Failure> {
    let readers = if plain { BackupFor::Anybody } else { BackupFor::These(to) };
    let taken = back_up(&store, &file, &readers, &Machine::default())?;
    let text = if json {
        serde_json::json!(taken).to_string()
    } else {
        let kilobytes = taken.size_bytes.div_ceil(1_000);
        let care = if plain { " It is not sealed: keep it where nobody else can read it." } else { "" };
        format!("Backup taken: {}, {kilobytes} kB. Phones hear of it when they sync.{care}", file.display())
    };
    Ok(writeln!(io::stdout(), "{text}")?)
}

fn released(ReleaseArguments { store, name, reply_days, json }: &ReleaseArguments) -> Result<(), Failure> {
    let made = release(store, name, *reply_days, Machine::default())?;
    let text = if *json {
        serde_json::json!(made).to_string()
    } else {
        let number = made.number;
        format!(
            "Result {number} is released, from {} interviews. Take a backup: it is the ledger of releases as well.",
            made.interviews
        )
    };
    Ok(writeln!(io::stdout(), "{text}")?)
}

fn put_back(RestoreArguments { file, store, key, json }: RestoreArguments) -> Result<(), Failure> {
    let key = key.map(|path| {
        let text = std::fs::read_to_string(&path).map_err(|source| Failure::KeyFile { path: path.clone(), source })?;
        text.parse::<Identity>().map_err(|source| Failure::Key { path, source })
    });
    let restored = restore(&file, &store, key.transpose()?.as_ref())?;
    let text = if json {
        serde_json::json!(restored).to_string()
    } else {
        let project = restored.project.map_or_else(|| "no project".to_owned(), |project| project.name);
        format!(
            "Put back: {project}, {} entries. Start the server as usual; phones bring what is missing when they sync.",
            restored.entries
        )
    };
    Ok(writeln!(io::stdout(), "{text}")?)
}

async fn host(arguments: HostArguments) -> Result<(), Failure> {
    let HostArguments { json, token_file, .. } = &arguments;
    let (json, token_file) = (*json, token_file.clone());
    let host = Host::start(options(arguments)).await?;
    let mut announcement = host.announcement().clone();
    if let Some(path) = token_file
        && let Some(token) = announcement.token.take()
    {
        write_secret(&path, &token).map_err(|source| Failure::TokenFile { path: path.clone(), source })?;
        announcement.token_file = Some(path);
    }
    let text = if json { announcement.to_json() } else { announcement.to_string() };
    writeln!(io::stdout(), "{text}")?;
    io::stdout().flush()?;
    asked_to_stop().await?;
    host.stop().await;
    Ok(())
}

fn options(arguments: HostArguments) -> HostOptions {
    let page = PageOptions {
        address: arguments.page,
        exposed: arguments.expose_page,
        names: PageNames::new(arguments.page_name),
        proxies: Proxies::new(arguments.proxy),
    };
    let congestion = match arguments.congestion {
        CongestionName::Bbr => Congestion::Bbr,
        CongestionName::Cubic => Congestion::Cubic,
    };
    let bytes = |megabytes: u64| megabytes.saturating_mul(1 << 20);
    let files =
        FileLimits { per_device_bytes: bytes(arguments.files_per_device), in_all_bytes: bytes(arguments.files_in_all) };
    HostOptions {
        store: arguments.store,
        listen: arguments.listen,
        page: (!arguments.no_page).then_some(page),
        transport: TransportSettings { congestion, fallback: !arguments.no_tcp, ..TransportSettings::default() },
        limits: Limits { files, ..Limits::default() },
    }
}

/// Writes a file that only its owner can read; an older one is replaced.
fn write_secret(path: &Path, secret: &str) -> io::Result<()> {
    if path.exists() {
        std::fs::remove_file(path)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    writeln!(options.open(path)?, "{secret}")
}

/// Resolves at ctrl-c, or when the system asks the program to end.
async fn asked_to_stop() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            pressed = tokio::signal::ctrl_c() => pressed,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
