//! The program `demo`: reads the command line, goes the whole road, and shows the page until ctrl-c.
//!
//! Everything it does is the library's module `demo`. It starts itself again as server and as a phone.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use clap::{Parser, Subcommand};
use doorstep_tests::demo::{self, DemoError, Look, Options, Outcome, Stage};

/// The whole road once: a questionnaire, phones without a signal, sync over QUIC, one result. The people are invented.
#[derive(Parser)]
#[command(name = "demo", args_conflicts_with_subcommands = true)]
struct CommandLine {
    #[command(subcommand)]
    child: Option<Child>,
    /// A questionnaire of yours (XLSForm) instead of ours.
    #[arg(long, value_name = "FILE.xlsx")]
    form: Option<PathBuf>,
    /// Ends after the result instead of showing it as a page.
    #[arg(long)]
    no_serve: bool,
    /// Writes the page to this file, too.
    #[arg(long, value_name = "FILE.html")]
    page: Option<PathBuf>,
    /// Keeps all stores in this folder, which must be new or empty.
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// Decides who lives there and what they say.
    #[arg(long, value_name = "NUMBER", default_value_t = 7)]
    seed: u64,
}

#[derive(Subcommand)]
enum Child {
    #[command(hide = true)]
    AsServer { store: PathBuf },
    #[command(hide = true)]
    AsPhone {
        store: PathBuf,
        #[arg(long)]
        halt: bool,
    },
}

fn main() -> ExitCode {
    let arguments = CommandLine::parse();
    let done = match arguments.child {
        Some(Child::AsServer { store }) => demo::serve(store),
        Some(Child::AsPhone { store, halt }) => demo::call(&store, halt),
        None => play(arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to tell it to when stderr is closed.
            writeln!(io::stderr(), "demo: {error}").unwrap_or_default();
            ExitCode::FAILURE
        }
    }
}

fn play(arguments: CommandLine) -> Result<(), DemoError> {
    let CommandLine { form, no_serve, page, keep, seed, .. } = arguments;
    let began = Instant::now();
    let program = std::env::current_exe()?;
    let options = Options { form, page, keep, seed, ..Options::new(program) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let stop = Arc::clone(&options.stop);
    let (asked, ask) = tokio::sync::oneshot::channel();
    let listening = std::thread::spawn(move || {
        runtime.block_on(tokio::signal::ctrl_c()).unwrap_or_default();
        stop.store(true, Ordering::Relaxed);
        // Nobody waits for it while the demo is still on its way: it looks at the flag instead.
        asked.send(()).unwrap_or_default();
    });
    let terminal = io::stdout().is_terminal();
    let columns = if terminal { columns() } else { 80 };
    let mut stage = Stage::new(Box::new(io::stdout()), Look { terminal, columns });
    let outcome = demo::run(&options, &mut stage)?;
    show(&outcome, began, no_serve)?;
    if !no_serve {
        ask.blocking_recv().unwrap_or_default();
        drop(listening);
    }
    Ok(())
}

fn show(outcome: &Outcome, began: Instant, no_serve: bool) -> Result<(), DemoError> {
    let mut out = io::stdout().lock();
    writeln!(out, "\nDone in {:.1} s.", began.elapsed().as_secs_f64())?;
    if let Some(kept) = outcome.kept() {
        writeln!(out, "All stores are kept in {}.", kept.display())?;
    }
    if let Some(address) = outcome.server.page_address().filter(|_| !no_serve) {
        writeln!(out, "The result as a page: http://{address}/")?;
        writeln!(out, "It asks nobody who they are; only this machine can reach it. Ctrl-c ends the demo.")?;
    }
    Ok(out.flush()?)
}

/// How wide the terminal is: not wider than sentences read well.
fn columns() -> usize {
    const WIDEST: usize = 100;
    const NARROWEST: usize = 60;
    let asked = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
    asked.clamp(NARROWEST, WIDEST)
}
