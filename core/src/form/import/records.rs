//! A sheet's rows under its headers: one record a row, with its cells by column name and language.

use std::sync::Arc;

use crate::form::model::{Lang, Media, MediaKind, Translated};
use crate::form::problems::{Place, Report};

use super::headers::{self, Header, Headers, Vocabulary};
use super::sheet::Sheet;

/// A sheet with its header row understood.
pub(super) struct Table {
    pub(super) sheet: String,
    pub(super) headers: Headers,
    pub(super) records: Vec<Record>,
    /// The number of the header row.
    pub(super) header_row: u32,
}

/// One row.
pub(super) struct Record {
    sheet: String,
    pub(super) row: u32,
    cells: Vec<(Arc<Header>, String)>,
}

/// Takes a sheet apart. The first row that holds anything is the header row.
pub(super) fn read(sheet: &Sheet, vocabulary: &Vocabulary, tidy: bool, report: &mut Report) -> Table {
    let name = sheet.name.trim().to_lowercase();
    let Some((first, rows)) = sheet.rows.split_first() else {
        return Table { sheet: name, headers: Headers::default(), records: Vec::new(), header_row: 1 };
    };
    let headers = headers::read(&name, first, vocabulary, report);
    let places = headers.by_place();
    let mut records = Vec::with_capacity(rows.len());
    for row in rows {
        let cells: Vec<_> = row
            .cells
            .iter()
            .filter_map(|(column, text)| {
                let header = places.get(*column)?.as_ref()?;
                Some((Arc::clone(header), tidied(text, tidy)))
            })
            .collect();
        if !cells.is_empty() {
            records.push(Record { sheet: name.clone(), row: row.number, cells });
        }
    }
    Table { sheet: name, headers, records, header_row: first.number }
}

impl Record {
    /// The cell of a column, if it holds anything.
    pub(super) fn get(&self, column: &str) -> Option<&str> {
        self.header_of(column).map(|(_, text)| text.as_str())
    }

    /// The texts of a column in all its languages.
    pub(super) fn translated(&self, column: &str) -> Translated {
        let texts = self.cells.iter().filter(|(header, _)| header.known == Some(column));
        Translated(
            texts.map(|(header, text)| (header.lang.clone().unwrap_or_else(Lang::unnamed), text.clone())).collect(),
        )
    }

    /// The media of the row.
    pub(super) fn media(&self) -> Media {
        let kinds = [
            (MediaKind::Image, "image"),
            (MediaKind::BigImage, "big-image"),
            (MediaKind::Audio, "audio"),
            (MediaKind::Video, "video"),
        ];
        let found = kinds.into_iter().map(|(kind, column)| (kind, self.translated(column)));
        Media(found.filter(|(_, files)| !files.is_empty()).collect())
    }

    /// Every cell whose column is not known, by the header as written.
    pub(super) fn others(&self) -> impl Iterator<Item = (&str, &str)> {
        let unknown = self.cells.iter().filter(|(header, _)| header.known.is_none());
        unknown.map(|(header, text)| (header.written.as_str(), text.as_str()))
    }

    /// Every cell, by column name and header.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&Header, &str)> {
        self.cells.iter().map(|(header, text)| (&**header, text.as_str()))
    }

    /// The row as a place.
    pub(super) fn place(&self) -> Place {
        Place::row(&self.sheet, self.row)
    }

    /// A cell of the row as a place, under the header that the file uses.
    pub(super) fn at(&self, column: &str) -> Place {
        match self.header_of(column) {
            Some((header, text)) => self.place().cell(&header.written, text),
            None => self.place().cell(column, ""),
        }
    }

    fn header_of(&self, column: &str) -> Option<&(Arc<Header>, String)> {
        self.cells.iter().find(|(header, _)| header.known == Some(column))
    }
}

/// Quotes as programs set them by themselves become plain ones, or expressions would not be understood; with `tidy`,
/// several blanks become one, as other tools do it.
fn tidied(text: &str, tidy: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let plain = match c {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            '\u{a0}' => ' ',
            other => other,
        };
        if !(tidy && plain == ' ' && out.ends_with(' ')) {
            out.push(plain);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_blanks_are_made_plain() {
        assert_eq!(tidied("selected(${a},  \u{2018}x\u{2019})", true), "selected(${a}, 'x')");
        assert_eq!(tidied("a  b", false), "a  b");
    }
}
