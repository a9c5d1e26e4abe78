//! Makes the corpus of the format anew, for as long as that is number 0. What a corpus is stands in `doorstep_tests::corpus`.

#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use std::path::Path;
use std::process::ExitCode;

use doorstep_core::net::ALPN;

fn main() -> ExitCode {
    if ALPN != b"doorstep/0" {
        println!("the corpus of a format that is not number 0 stays as it is");
        return ExitCode::FAILURE;
    }
    let to = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/format0");
    match doorstep_tests::corpus::make(&to) {
        Ok(()) => {
            println!("made in {}", to.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("it could not be made: {error}");
            ExitCode::FAILURE
        }
    }
}
