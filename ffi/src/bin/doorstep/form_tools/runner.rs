//! `form runner`: JSON requests on standard input, replies on standard output, line by line until the input ends.
//!
//! What a request means and gets is decided in `doorstep_core::form::runner`.

use std::io::{self, BufRead, Read, Write};
use std::path::Path;

use doorstep_core::form::import::Limits;
use doorstep_core::form::runner::Runner;
use doorstep_core::time::Timestamp;

use crate::failure::Failure;

/// The longest request, in bytes: a form of the largest size, written as rows.
const MAX_LINE_BYTES: u64 = 64 << 20;

/// Answers until the input ends.
pub(super) fn run() -> Result<(), Failure> {
    let now = Timestamp(jiff::Timestamp::now().as_millisecond());
    let mut runner = Runner::new(Box::new(|path| read(Path::new(path))), now);
    converse(&mut runner, &mut io::stdin().lock(), &mut io::stdout().lock()).map_err(Failure::Output)
}

fn converse(runner: &mut Runner, input: &mut dyn BufRead, output: &mut dyn Write) -> io::Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.take(MAX_LINE_BYTES).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        if line.len() as u64 == MAX_LINE_BYTES && !line.ends_with(b"\n") {
            skip_line(input)?;
            line.clear();
            line.push(b'?');
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if !text.is_empty() {
            writeln!(output, "{}", runner.answer(text))?;
            output.flush()?;
        }
    }
}

/// Passes by the rest of a line, however long.
fn skip_line(input: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let part = input.fill_buf()?;
        let end = part.iter().position(|byte| *byte == b'\n');
        let (passed, done) = end.map_or((part.len(), part.is_empty()), |end| (end + 1, true));
        input.consume(passed);
        if done {
            return Ok(());
        }
    }
}

/// A file that a request names, cut one byte above what a form may have.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = Limits::default().file_bytes as u64 + 1;
    std::fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replies(input: &[u8]) -> Vec<String> {
        let mut runner = Runner::new(Box::new(|_| Err(io::ErrorKind::NotFound.into())), Timestamp(0));
        let mut output = Vec::new();
        converse(&mut runner, &mut &*input, &mut output).unwrap();
        String::from_utf8(output).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn every_line_gets_its_reply_whatever_came_before() {
        let sum = br#"{"op":"xpath","id":7,"expr":"1 + 1","type":"number","tz":"UTC"}"#;
        let input = [b"{\n\n\xff\xfe\n[]\n", &sum[..]].concat();
        let replies = replies(&input);
        assert_eq!(replies.len(), 4);
        assert!(replies[3].contains("\"id\":7") && replies[3].contains("\"value\":2"), "{replies:?}");
    }
}
