//! What the columns of a table are: which question each answers, by its path, name or label, and in which part.
//!
//! ODK Central separates groups by `-` and writes places in four columns; KoboToolbox separates by `/`, repeats places in
//! four columns with underscores, and may give labels for names. Both may give one column for each choice.

use std::collections::{BTreeMap, BTreeSet};

use super::tables::Table;
use crate::form::model::{Form, Item, Lang, Question, QuestionKind, Translated};
use crate::form::problems::{Fault, Report};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    /// The whole answer.
    Whole(usize),
    /// A part of a place: latitude, longitude, altitude or accuracy.
    Part(usize, usize),
    /// Whether a choice was chosen.
    Choice(usize, String),
}

impl Column {
    /// The number of the question among those of the form.
    pub(super) const fn question(&self) -> usize {
        match self {
            Self::Whole(question) | Self::Part(question, _) | Self::Choice(question, _) => *question,
        }
    }
}

/// The form's questions, and the repeat that each stands in.
pub(super) struct Questions<'f> {
    pub(super) form: &'f Form,
    pub(super) all: Vec<(String, &'f Question)>,
    pub(super) repeats: BTreeSet<String>,
    /// By path: the labels of groups and of the question, from the root down.
    headings: BTreeMap<String, Vec<&'f Translated>>,
}

/// Columns that other servers add, and that say nothing we need.
const THEIRS: [&str; 22] = [
    "SubmissionDate",
    "KEY",
    "PARENT_KEY",
    "SubmitterID",
    "SubmitterName",
    "AttachmentsPresent",
    "AttachmentsExpected",
    "Status",
    "ReviewState",
    "DeviceID",
    "Edits",
    "FormVersion",
    "instanceID",
    "instanceName",
    "meta-instanceID",
    "meta-instanceName",
    "meta/instanceID",
    "meta/instanceName",
    "meta/rootUuid",
    "formhub/uuid",
    "formhub-uuid",
    "meta-audit",
];

const CENTRAL_PARTS: [&str; 4] = ["Latitude", "Longitude", "Altitude", "Accuracy"];
const KOBO_PARTS: [&str; 4] = ["latitude", "longitude", "altitude", "precision"];

impl<'f> Questions<'f> {
    pub(super) fn of(form: &'f Form) -> Self {
        let mut headings: BTreeMap<String, Vec<&Translated>> = BTreeMap::new();
        let mut repeats = BTreeSet::new();
        form.walk(&mut |path, item| {
            let mut labels =
                path.rsplit_once('/').and_then(|(above, _)| headings.get(above)).cloned().unwrap_or_default();
            labels.push(match item {
                Item::Question(question) => &question.label,
                Item::Group(group) => &group.label,
                Item::Repeat(repeat) => &repeat.group.label,
            });
            headings.insert(path.to_owned(), labels);
            if let Item::Repeat(_) = item {
                repeats.insert(path.to_owned());
            }
        });
        Self { form, all: form.questions(), repeats, headings }
    }

    /// The innermost repeat around a path; empty if there is none.
    fn home(&self, path: &str) -> &str {
        let around = self.repeats.iter().filter(|repeat| below(path, repeat).is_some());
        around.max_by_key(|repeat| repeat.len()).map_or("", String::as_str)
    }

    /// What each column of a table is; `None` for those that are passed by.
    pub(super) fn columns(&self, table: &Table, repeat: &str, report: &mut Report) -> Vec<Option<Column>> {
        let known = self.known(repeat);
        let mut seen = BTreeSet::new();
        let headers = table.headers.iter().enumerate();
        headers
            .map(|(place, header)| {
                let column = match known.iter().find_map(|names| names.get(&folded(header))) {
                    Some(columns) if columns.len() == 1 => columns.first().cloned(),
                    Some(_) => {
                        report.add(table.place(1, Some(place)), Fault::PastAmbiguousColumn);
                        None
                    }
                    None if header.is_empty() || is_theirs(header) => None,
                    None => {
                        report.add(table.place(1, Some(place)), Fault::PastUnknownColumn);
                        None
                    }
                }?;
                if !seen.insert(column.clone()) {
                    report.add(table.place(1, Some(place)), Fault::PastColumnTwice);
                    return None;
                }
                Some(column)
            })
            .collect()
    }

    /// The columns that a table may have: those named by paths first, then by names alone, then by labels.
    fn known(&self, repeat: &str) -> [BTreeMap<String, BTreeSet<Column>>; 3] {
        let mut known: [BTreeMap<String, BTreeSet<Column>>; 3] = Default::default();
        for (number, (path, question)) in self.all.iter().enumerate() {
            if self.home(path) != repeat || question.kind == QuestionKind::Note {
                continue;
            }
            let relative = if repeat.is_empty() { path } else { below(path, repeat).unwrap_or(path) };
            let mut paths: Vec<String> = ["-", "/", "."].map(|between| relative.replace('/', between)).into();
            paths.push(path.clone());
            for (names, stems) in known.iter_mut().zip([paths, vec![question.name.clone()], self.labels(path)]) {
                for stem in stems {
                    self.add(names, number, question, &stem);
                }
            }
        }
        known
    }

    fn add(&self, names: &mut BTreeMap<String, BTreeSet<Column>>, number: usize, question: &Question, stem: &str) {
        let mut put = |name: String, column| {
            names.entry(folded(&name)).or_default().insert(column);
        };
        put(stem.to_owned(), Column::Whole(number));
        if matches!(question.kind, QuestionKind::Geopoint | QuestionKind::StartGeopoint) {
            for (part, (central, kobo)) in CENTRAL_PARTS.iter().zip(KOBO_PARTS).enumerate() {
                put(format!("{stem}-{central}"), Column::Part(number, part));
                put(format!("_{stem}_{kobo}"), Column::Part(number, part));
            }
        }
        let several = matches!(question.kind, QuestionKind::SelectMultiple(_));
        let list = self.form.list_of(question).filter(|_| several);
        for choice in list.into_iter().flat_map(|list| &list.choices) {
            let labels = choice.label.0.values().map(|label| tidy(label));
            for name in labels.chain([choice.name.clone()]) {
                for between in ["/", "."] {
                    put(format!("{stem}{between}{name}"), Column::Choice(number, choice.name.clone()));
                }
            }
        }
    }

    /// A question's label in each language, alone and with the labels of its groups before it.
    fn labels(&self, path: &str) -> Vec<String> {
        let headings = self.headings.get(path).map_or(&[][..], Vec::as_slice);
        let Some(own) = headings.last() else { return Vec::new() };
        let in_language = |lang: &Lang| -> Vec<String> {
            let above = headings.iter().filter_map(|label| label.exact(lang)).map(tidy);
            let above: Vec<String> = above.filter(|label| !label.is_empty()).collect();
            vec![own.exact(lang).map(tidy).unwrap_or_default(), above.join("/")]
        };
        let mut labels: Vec<String> = own.0.keys().flat_map(in_language).filter(|label| !label.is_empty()).collect();
        labels.dedup();
        labels
    }
}

/// The rest of a path below a repeat.
fn below<'p>(path: &'p str, repeat: &str) -> Option<&'p str> {
    path.strip_prefix(repeat)?.strip_prefix('/')
}

fn is_theirs(header: &str) -> bool {
    let theirs = THEIRS.iter().any(|known| known.eq_ignore_ascii_case(header));
    theirs || header.starts_with('_') || header.starts_with("SET-OF-")
}

/// A label on one line.
fn tidy(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A header as it is compared: upper and lower case and doubled blanks are the same.
fn folded(header: &str) -> String {
    tidy(header).to_lowercase()
}
