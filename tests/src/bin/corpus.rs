//! Makes the corpus of this version's format, once; what is there stays as it is. What a corpus is stands in
//! `doorstep_tests::corpus`.

#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use std::process::ExitCode;

use doorstep_tests::corpus::{folder_of_this_format, make};

fn main() -> ExitCode {
    let to = folder_of_this_format();
    if to.exists() {
        println!("{} is there, and every later version has to read it: it is never made anew", to.display());
        return ExitCode::FAILURE;
    }
    match make(&to) {
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
