//! Themes: the headings under which an author put the questions that assess something.
//!
//! A group that holds one pair alone, or nearly the whole form, is no theme.

use std::collections::BTreeMap;

use super::{Confidence, Guess, Meaning};
use crate::form::model::{Form, Item};

/// The most characters of a theme.
const MOST_CHARS: usize = 60;

/// Guesses the themes of the questions that were found to assess something.
pub(super) fn guess(form: &Form, measures: &[Guess]) -> Vec<Guess> {
    let measured: Vec<&str> = measures.iter().filter_map(|guess| Some(guess.meaning.measured()?.0)).collect();
    let mut headings: Vec<(String, String)> = Vec::new();
    form.walk(&mut |path, item| {
        if let Item::Group(group) = item
            && let Some(label) = group.label.best(&form.default_language, &form.default_language)
        {
            headings.push((format!("{path}/"), heading(label)));
        }
    });
    let inside = |prefix: &str| measured.iter().filter(|path| path.starts_with(prefix)).count();
    headings.retain(|(prefix, label)| {
        let count = inside(prefix);
        !label.is_empty() && count >= 3 && count * 5 <= measured.len() * 4
    });
    let mut themes: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for path in measured {
        // The innermost heading comes last.
        if let Some(place) = headings.iter().rposition(|(prefix, _)| path.starts_with(prefix.as_str())) {
            themes.entry(place).or_default().push(path.to_owned());
        }
    }
    let theme = |(place, questions): (usize, Vec<String>)| {
        let theme = headings[place].1.clone();
        Guess::new(Meaning::Theme { theme, questions }, Confidence::Medium, "they stand under this heading")
    };
    themes.into_iter().map(theme).collect()
}

/// A heading in one line, without references, cut where it gets long.
fn heading(label: &str) -> String {
    let line = label.lines().next().unwrap_or_default().trim();
    let line = line.split("${").next().unwrap_or_default().trim();
    match line.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
