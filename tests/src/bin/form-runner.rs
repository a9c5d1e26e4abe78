//! The form tool for scripts on standard input and output; what it answers is decided in `doorstep_core::form::runner`.

use std::io::{BufRead, Write};

use doorstep_core::form::runner::Runner;

fn main() -> std::io::Result<()> {
    let mut runner = Runner::new(Box::new(|path| std::fs::read(path)));
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        writeln!(out, "{}", runner.answer(&line?))?;
        out.flush()?;
    }
    Ok(())
}
