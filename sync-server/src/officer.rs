//! What a data-protection officer types: verifying the audit log, and looking for a text that should not be there.
//!
//! Both read files alone; the work is the library's.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use doorstep_server::{Audit, Search};

use crate::Failure;

#[derive(Args)]
pub(crate) struct LookForArguments {
    /// The text, or - to type it instead: what stands in a command line is seen by others and kept by the shell.
    text: String,
    /// Directory of the server's store.
    #[arg(long, value_name = "PATH")]
    store: PathBuf,
    /// A further file or directory, such as where logs and backups are; may be given several times.
    #[arg(long, value_name = "PATH")]
    also: Vec<PathBuf>,
    /// Prints one line of JSON instead of sentences.
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
pub(crate) enum AuditCommand {
    /// Tells whether the audit log is whole, and where it breaks. The server may be running.
    ///
    /// Ends with an error when it is not whole, or does not hold the line that was asked for.
    Verify(VerifyArguments),
}

#[derive(Args)]
pub(crate) struct VerifyArguments {
    /// Directory of the server's store.
    #[arg(long, value_name = "PATH")]
    store: PathBuf,
    /// The hash of a line that must be in it, as an earlier check printed it.
    #[arg(long, value_name = "HASH")]
    includes: Option<String>,
    /// Prints one line of JSON instead of sentences.
    #[arg(long)]
    json: bool,
}

/// What the program ends with when a text that was looked for is there.
const FOUND: u8 = 3;

pub(crate) fn look_for(LookForArguments { text, store, also, json }: LookForArguments) -> Result<ExitCode, Failure> {
    let text = if text == "-" { io::read_to_string(io::stdin())? } else { text };
    let search = Search::run(&text, &[vec![store], also].concat())?;
    writeln!(io::stdout(), "{}", if json { search.to_json() } else { search.to_string() })?;
    Ok(if search.found_nothing() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}

pub(crate) fn verify(VerifyArguments { store, includes, json }: &VerifyArguments) -> Result<(), Failure> {
    let audit = Audit::verify(store, includes.as_deref())?;
    let text = if *json { audit.to_json() } else { audit.to_string() };
    writeln!(io::stdout(), "{text}")?;
    if audit.is_whole() { Ok(()) } else { Err(Failure::AuditBroken) }
}
