//! What a run of the tests counted, for the one line at its end: attacks refused, answers lost, leaks.
//!
//! Tests note what they counted; `tests/run` names the file and adds it up.

use std::io::Write;

/// Notes that of so many cases so many were found: `found` of `of`. Prints it, and adds a line to the file that DOORSTEP_TALLY names.
pub fn note(what: &str, found: usize, of: usize) {
    let mut out = std::io::stdout();
    // A test's output that nobody reads is no reason to fail.
    writeln!(out, "{what} {found}/{of}").unwrap_or_default();
    let Some(path) = std::env::var_os("DOORSTEP_TALLY") else { return };
    let file = std::fs::File::options().append(true).create(true).open(path);
    let noted =
        file.and_then(|mut file| file.write_all(format!("{} {found} {of}\n", what.replace(' ', "-")).as_bytes()));
    noted.unwrap_or_default();
}
