//! The first row of a sheet: which column means what, in which language.
//!
//! Headers come in any case, with blanks or underscores, with one colon or two, and under many older names. What a cell
//! under them may hold is decided where the sheet is read.

use std::sync::Arc;

use crate::form::model::Lang;
use crate::form::problems::{Fault, Place, Report};

use super::sheet::Row;

/// What one column of a sheet is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// As the file writes it.
    pub(super) written: String,
    /// The column's one name, if it is known.
    pub(super) known: Option<&'static str>,
    /// The language of the texts in it.
    pub(super) lang: Option<Lang>,
}

/// The columns of one sheet, by their number counted from 0.
#[derive(Debug, Clone, Default)]
pub(super) struct Headers {
    pub(super) columns: Vec<(usize, Arc<Header>)>,
}

/// Which columns a sheet knows: their names, and older or longer names for them.
pub(super) struct Vocabulary {
    /// Names with one spelling: lower case, underscores.
    pub(super) names: &'static [&'static str],
    /// Other names that mean the same.
    pub(super) aliases: &'static [(&'static str, &'static str)],
    /// Columns that hold texts and so may name a language.
    pub(super) translated: &'static [&'static str],
}

/// The survey sheet.
pub(super) const SURVEY: Vocabulary = Vocabulary {
    names: &[
        "type",
        "name",
        "label",
        "hint",
        "guidance_hint",
        "required",
        "required_message",
        "relevant",
        "constraint",
        "constraint_message",
        "calculation",
        "default",
        "readonly",
        "trigger",
        "appearance",
        "parameters",
        "choice_filter",
        "repeat_count",
        "save_to",
        "image",
        "big-image",
        "audio",
        "video",
        "disabled",
        "rows",
        "kobo--score-choices",
        "kobo--rank-items",
        "kobo--rank-constraint-message",
        "kobo--matrix_list",
    ],
    aliases: &[
        ("command", "type"),
        ("tag", "name"),
        ("value", "name"),
        ("caption", "label"),
        ("guidance", "guidance_hint"),
        ("requiredmsg", "required_message"),
        ("relevance", "relevant"),
        ("constraint_msg", "constraint_message"),
        ("constraintmsg", "constraint_message"),
        ("constraining_message", "constraint_message"),
        ("calculate", "calculation"),
        ("read_only", "readonly"),
        ("count", "repeat_count"),
        ("jr:count", "repeat_count"),
        ("body:appearance", "appearance"),
        ("control:appearance", "appearance"),
        ("body:jr:count", "repeat_count"),
        ("control:jr:count", "repeat_count"),
        ("bind:relevant", "relevant"),
        ("bind:required", "required"),
        ("bind:readonly", "readonly"),
        ("bind:constraint", "constraint"),
        ("bind:calculate", "calculation"),
        ("bind:jr:constraintmsg", "constraint_message"),
        ("bind:jr:requiredmsg", "required_message"),
        ("bind:entities:saveto", "save_to"),
        ("media:image", "image"),
        ("media:big-image", "big-image"),
        ("media:audio", "audio"),
        ("media:video", "video"),
        ("big_image", "big-image"),
    ],
    translated: &[
        "label",
        "hint",
        "guidance_hint",
        "required_message",
        "constraint_message",
        "image",
        "big-image",
        "audio",
        "video",
    ],
};

/// The choices and external_choices sheets. Other columns are for choice filters.
pub(super) const CHOICES: Vocabulary = Vocabulary {
    names: &["list_name", "name", "label", "image", "big-image", "audio", "video"],
    aliases: &[
        ("listname", "list_name"),
        ("value", "name"),
        ("caption", "label"),
        ("media:image", "image"),
        ("media:big-image", "big-image"),
        ("media:audio", "audio"),
        ("media:video", "video"),
    ],
    translated: &["label", "image", "big-image", "audio", "video"],
};

/// The settings sheet.
pub(super) const SETTINGS: Vocabulary = Vocabulary {
    names: &[
        "form_id",
        "form_title",
        "version",
        "default_language",
        "instance_name",
        "style",
        "name",
        "allow_choice_duplicates",
        "clean_text_values",
    ],
    aliases: &[
        ("id_string", "form_id"),
        ("title", "form_title"),
        ("set_form_title", "form_title"),
        ("set_form_id", "form_id"),
        ("xml_root", "name"),
    ],
    translated: &[],
};

/// The entities sheet.
pub(super) const ENTITIES: Vocabulary = Vocabulary {
    names: &["list_name", "label", "entity_id", "create_if", "update_if", "repeat"],
    aliases: &[("dataset", "list_name")],
    translated: &[],
};

/// What every `evaluation::` column begins with, after cleaning.
const EVALUATION: &str = "evaluation:";

/// The columns of the survey and choices sheets that only this program reads.
const EVALUATION_COLUMNS: [&str; 12] = [
    "evaluation::criterion",
    "evaluation::measure",
    "evaluation::perspective",
    "evaluation::theme",
    "evaluation::stage",
    "evaluation::sealed",
    "evaluation::sensitive",
    "evaluation::review",
    "evaluation::margin",
    "evaluation::consent",
    "evaluation::points",
    "evaluation::missing",
];

/// Reads the header row and reports columns that mean the same thing twice.
pub(super) fn read(sheet: &str, row: &Row, vocabulary: &Vocabulary, report: &mut Report) -> Headers {
    let doubled = row.cells.iter().any(|(_, text)| text.contains("::"));
    let mut headers = Headers::default();
    for (column, written) in &row.cells {
        let header = understand(written, doubled, vocabulary);
        let same = |(_, other): &&(usize, Arc<Header>)| match header.known {
            Some(known) => other.known == Some(known) && other.lang == header.lang,
            None => other.known.is_none() && other.written == header.written,
        };
        let place = Place { column: Some(written.clone()), ..Place::row(sheet, row.number) };
        if let Some((_, first)) = headers.columns.iter().find(same) {
            report.add(place, Fault::TwiceTheColumn { first: first.written.clone() });
            continue;
        }
        if header.known.is_none() && cleaned(written).starts_with(EVALUATION) {
            report.add(place, Fault::UnknownEvaluationColumn);
        } else if header.known.is_none()
            && let Some(meant) = misspelled(written, vocabulary)
        {
            report.add(place, Fault::LikelyMisspelled { column: meant.to_owned() });
        }
        headers.columns.push((*column, Arc::new(header)));
    }
    headers
}

impl Headers {
    /// The columns by their number; nothing where there is no header.
    pub(super) fn by_place(&self) -> Vec<Option<Arc<Header>>> {
        let width = self.columns.last().map_or(0, |(column, _)| column + 1);
        let mut places = vec![None; width];
        for (column, header) in &self.columns {
            places[*column] = Some(Arc::clone(header));
        }
        places
    }

    /// Whether any column has this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|(_, header)| header.known == Some(name))
    }

    /// Whether a column of texts names no language.
    pub(super) fn has_unnamed_texts(&self) -> bool {
        let texts = SURVEY.translated;
        self.columns
            .iter()
            .any(|(_, header)| header.lang.is_none() && header.known.is_some_and(|name| texts.contains(&name)))
    }

    /// The languages of the columns, from the left, each once.
    pub(super) fn languages(&self) -> impl Iterator<Item = &Lang> {
        self.columns.iter().filter_map(|(_, header)| header.lang.as_ref())
    }
}

/// Finds the column's name. A sheet that uses `::` anywhere does not use `:` for the same purpose.
fn understand(written: &str, doubled: bool, vocabulary: &Vocabulary) -> Header {
    let unknown = || Header { written: written.to_owned(), known: None, lang: None };
    let whole = cleaned(written);
    if let Some(known) = EVALUATION_COLUMNS.into_iter().find(|name| cleaned(name) == whole) {
        return Header { known: Some(known), ..unknown() };
    }
    if let Some(known) = known_name(&whole, vocabulary) {
        return Header { known: Some(known), ..unknown() };
    }
    let separator = if doubled { "::" } else { ":" };
    let Some((column, language)) = written.rsplit_once(separator) else { return unknown() };
    let known = known_name(&cleaned(column), vocabulary).filter(|name| vocabulary.translated.contains(name));
    let language = language.trim();
    match known {
        Some(known) if !language.is_empty() => Header {
            written: written.to_owned(),
            known: Some(known),
            lang: Some(Lang(language.split_whitespace().collect::<Vec<_>>().join(" "))),
        },
        Some(_) | None => unknown(),
    }
}

fn known_name(cleaned: &str, vocabulary: &Vocabulary) -> Option<&'static str> {
    let direct = vocabulary.names.iter().copied().find(|name| *name == cleaned);
    direct.or_else(|| vocabulary.aliases.iter().find(|(alias, _)| *alias == cleaned).map(|(_, name)| *name))
}

/// Lower case, blanks as underscores, two colons as one without blanks around.
fn cleaned(written: &str) -> String {
    let mut parts = Vec::new();
    for part in written.split(':') {
        let part = part.trim().to_lowercase();
        if !part.is_empty() {
            parts.push(part.split_whitespace().collect::<Vec<_>>().join("_"));
        }
    }
    parts.join(":")
}

/// The known column that this header comes close to: one letter more, less, other or swapped, in words of five and more.
fn misspelled(written: &str, vocabulary: &Vocabulary) -> Option<&'static str> {
    let cleaned = cleaned(written);
    let first = cleaned.split(':').next().unwrap_or_default();
    vocabulary.names.iter().copied().find(|name| name.len() >= 5 && first.len() >= 4 && is_one_slip(first, name))
}

/// Whether one slip of the keyboard turns one word into the other.
pub(super) fn is_one_slip(typed: &str, meant: &str) -> bool {
    let typed: Vec<char> = typed.chars().collect();
    let meant: Vec<char> = meant.chars().collect();
    let start = typed.iter().zip(&meant).take_while(|(a, b)| a == b).count();
    let (typed, meant) = (&typed[start..], &meant[start..]);
    let end = typed.iter().rev().zip(meant.iter().rev()).take_while(|(a, b)| a == b).count();
    let (typed, meant) = (&typed[..typed.len() - end], &meant[..meant.len() - end]);
    match (typed, meant) {
        ([_], [] | [_]) | ([], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey(written: &str, doubled: bool) -> (Option<&'static str>, Option<String>) {
        let header = understand(written, doubled, &SURVEY);
        (header.known, header.lang.map(|lang| lang.0))
    }

    #[test]
    fn headers_are_known_in_any_case_with_blanks_or_underscores() {
        assert_eq!(survey("Constraint Message", false), (Some("constraint_message"), None));
        assert_eq!(survey("relevance", false), (Some("relevant"), None));
        assert_eq!(survey("bind::jr:constraintMsg", true), (Some("constraint_message"), None));
        assert_eq!(survey("jr:count", false), (Some("repeat_count"), None));
    }

    #[test]
    fn a_language_is_read_after_one_colon_or_two() {
        assert_eq!(survey("label::English (en)", true), (Some("label"), Some("English (en)".into())));
        assert_eq!(survey("label : English", false), (Some("label"), Some("English".into())));
        assert_eq!(survey("media::image::fr", true), (Some("image"), Some("fr".into())));
        assert_eq!(survey("constraint_message :: English (en)", true).0, Some("constraint_message"));
    }

    #[test]
    fn only_texts_have_a_language() {
        assert_eq!(survey("relevant::fr", true), (None, None));
    }

    #[test]
    fn one_slip_is_noticed_and_two_are_not() {
        assert!(is_one_slip("relevent", "relevant"));
        assert!(is_one_slip("lable", "label"));
        assert!(is_one_slip("constrant", "constraint"));
        assert!(!is_one_slip("comments", "constraint"));
        assert!(!is_one_slip("label", "label"));
    }
}
