//! `compare`: released results of several projects beside each other.

use doorstep_ffi::Phone;

use crate::arguments::Compare;
use crate::failure::Failure;
use crate::files;
use crate::out::Out;

/// The most bytes of a file that are read; the core refuses fewer.
const MAX_BYTES: u64 = 8 << 20;

/// Shows them, or writes them as a page.
pub(crate) fn compare(phone: &Phone, out: &Out, arguments: &Compare) -> Result<(), Failure> {
    let results: Result<Vec<Vec<u8>>, Failure> =
        arguments.files.iter().map(|file| files::bytes(file, MAX_BYTES)).collect();
    let results = results?;
    match &arguments.html {
        Some(path) => {
            files::write(path, phone.compare_page(results)?)?;
            out.line(format!("Written to {}.", path.display()))
        }
        None => out.part(&phone.compare(results)?),
    }
}
