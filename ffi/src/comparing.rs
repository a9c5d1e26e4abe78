//! Released results of several projects beside each other, as far as people were asked in the same words.
//!
//! What is compared is `doorstep_core::evaluation::compare`'s; how it is told, `report`'s.

use doorstep_core::evaluation::{Comparable, ComparableError, Compared, compare};
use doorstep_core::report;

use crate::{Phone, PhoneError, input};

/// The most results that are compared at once.
const MAX_RESULTS: usize = 20;

#[uniffi::export]
impl Phone {
    /// A release as a file for comparing it with those of other projects: its shown shares, and in which words they were asked for.
    ///
    /// # Errors
    /// The release is not here, or was made before it was noted in which words was asked.
    pub fn release_comparable(&self, id: String) -> Result<String, PhoneError> {
        let content = self.device().release_content(input::id("the release", &id)?)?;
        content.comparable.ok_or_else(|| {
            PhoneError::not_now("words-not-known", "this release was made before it was noted in which words was asked")
        })
    }

    /// Released results of several projects beside each other, as text. The first is what the others are held against.
    ///
    /// # Errors
    /// A file is no released result, or there are fewer than two.
    pub fn compare(&self, results: Vec<Vec<u8>>) -> Result<String, PhoneError> {
        Ok(report::compared_text(&beside(&results)?, &self.words()))
    }

    /// The same as one HTML page that needs nothing from elsewhere.
    ///
    /// # Errors
    /// As for `compare`.
    pub fn compare_page(&self, results: Vec<Vec<u8>>) -> Result<String, PhoneError> {
        Ok(report::compared_page(&beside(&results)?, &self.words()))
    }
}

/// Reads the files and puts them beside each other.
fn beside(results: &[Vec<u8>]) -> Result<Compared, PhoneError> {
    let refused =
        |error: ComparableError| PhoneError::Input { code: "bad-comparison".to_owned(), reason: error.to_string() };
    if results.len() > MAX_RESULTS {
        let reason = format!("at most {MAX_RESULTS} results are compared at once");
        return Err(PhoneError::Input { code: "bad-comparison".to_owned(), reason });
    }
    let read: Result<Vec<Comparable>, _> = results.iter().map(|file| Comparable::from_json(file)).collect();
    compare(&read.map_err(refused)?).map_err(refused)
}
