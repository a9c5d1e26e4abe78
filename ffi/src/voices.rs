//! People's own words: a coordinator reads them, takes names out and releases them.

use crate::{Phone, PhoneError, input};

/// The most that is taken as a quote, in bytes; the core counts characters.
const MAX_QUOTE_BYTES: usize = 8_000;

/// Words as they were said, for a coordinator's eyes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct WordsToRead {
    /// The interview.
    pub response: String,
    /// The question's path.
    pub path: String,
    /// The words.
    pub words: String,
}

/// Words that were released.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct QuoteRow {
    /// The words, names taken out.
    pub words: String,
    /// What they were said as.
    pub perspective: Option<String>,
    /// What they are about.
    pub theme: Option<String>,
}

#[uniffi::export]
impl Phone {
    /// What people said to questions that a coordinator reads first.
    ///
    /// # Errors
    /// This person releases no words, or the store can't be read.
    pub fn words_to_read(&self) -> Result<Vec<WordsToRead>, PhoneError> {
        let words = self.device().words_to_read()?.into_iter();
        Ok(words
            .map(|read| WordsToRead { response: read.response.to_string(), path: read.path, words: read.words })
            .collect())
    }

    /// Releases words from an interview, as they are to be read by everybody: names taken out.
    ///
    /// # Errors
    /// The interview is not on this phone, the words are empty or too long, or this person may not release them.
    pub fn release_words(&self, response: String, path: String, words: String) -> Result<(), PhoneError> {
        let (response, path) = (input::id("an interview", &response)?, input::path(&path)?);
        let words = input::capped("a quote", &words, MAX_QUOTE_BYTES)?;
        self.act(|device, at| device.release_quote(response, path, words, at)).map(drop)
    }

    /// The words that were released.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn quotes(&self) -> Result<Vec<QuoteRow>, PhoneError> {
        let quotes = self.device().quotes()?.into_iter();
        let row = |quote: doorstep_core::document::kinds::quote::Quote| QuoteRow {
            words: quote.text,
            perspective: quote.perspective,
            theme: quote.theme,
        };
        Ok(quotes.map(row).collect())
    }
}
