//! The form tool for scripts on standard input and output; what it answers is decided in `doorstep_core::form::runner`.

use std::io::{BufRead, Write};

use doorstep_core::form::runner::Runner;
use doorstep_core::time::Timestamp;

fn main() -> std::io::Result<()> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let now = Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
    let mut runner = Runner::new(Box::new(|path| std::fs::read(path)), now);
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        writeln!(out, "{}", runner.answer(&line?))?;
        out.flush()?;
    }
    Ok(())
}
