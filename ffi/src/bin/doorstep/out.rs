//! Writing to the terminal: sentences, tables and JSON.

use std::io::{self, Write};

use doorstep_core::words::{Language, Words};
use serde::Serialize;

use crate::failure::Failure;

/// Where results go, and in which form.
pub(crate) struct Out {
    /// Whether lists are printed as JSON.
    pub(crate) json: bool,
    /// What the program says in the language that was asked for.
    words: Words,
}

impl Out {
    /// Output in this form and language; English when there is none.
    pub(crate) fn new(json: bool, language: Option<&str>) -> Self {
        let language = language.and_then(|tag| tag.parse().ok()).unwrap_or_else(Language::english);
        Self { json, words: Words::new(&language) }
    }

    /// What the screens of phones say, too.
    pub(crate) fn say(&self, key: &str) -> String {
        self.words.say(key, &[])
    }

    /// The same with one value filled in.
    pub(crate) fn say_with(&self, key: &str, name: &str, value: &str) -> String {
        self.words.say(key, &[(name, value.into())])
    }

    /// Writes a line.
    pub(crate) fn line(&self, text: impl AsRef<str>) -> Result<(), Failure> {
        self.write(format_args!("{}\n", text.as_ref()))
    }

    /// Writes text that does not end its line.
    pub(crate) fn part(&self, text: &str) -> Result<(), Failure> {
        self.write(format_args!("{text}"))
    }

    fn write(&self, text: std::fmt::Arguments<'_>) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_fmt(text).and_then(|()| out.flush()).map_err(Failure::Output)
    }

    /// Writes a value as JSON if that is wanted, else as sentences.
    pub(crate) fn either<T: Serialize + ?Sized>(
        &self,
        value: &T,
        sentences: impl FnOnce(&T) -> Vec<String>,
    ) -> Result<(), Failure> {
        if self.json {
            return self.line(serde_json::to_string_pretty(value).map_err(|error| Failure::Output(error.into()))?);
        }
        sentences(value).iter().try_for_each(|line| self.line(line))
    }
}

/// The first digits of an id: enough to name it by.
pub(crate) fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

/// A moment in UTC, to the minute.
pub(crate) fn moment(ms: i64) -> String {
    let moment = jiff::Timestamp::from_millisecond(ms).unwrap_or_default();
    moment.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// A number of bytes for people.
pub(crate) fn bytes(count: u64) -> String {
    match count {
        0..1_000 => format!("{count} bytes"),
        1_000..1_000_000 => format!("{}.{} kB", count / 1_000, count % 1_000 / 100),
        _ => format!("{}.{} MB", count / 1_000_000, count % 1_000_000 / 100_000),
    }
}

/// `1 door`, `2 doors`.
pub(crate) fn counted(count: u64, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}
