//! The parameters column: pairs like `start=0 end=10`, and what each type of question accepts.
//!
//! The scale of a range question has checks of its own, in `range`.

use std::collections::BTreeMap;

use crate::form::model::{ChoiceSource, QuestionKind};
use crate::form::problems::Fault;

use super::names::{is_name, references};

/// Splits the cell into pairs; blanks, commas and semicolons separate them.
pub(super) fn pairs(text: &str) -> Result<BTreeMap<String, String>, Fault> {
    let mut found = BTreeMap::new();
    for pair in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').ok_or(Fault::BadParameters)?;
        let usable = !key.is_empty() && !value.is_empty() && !value.contains('=');
        if !usable {
            return Err(Fault::BadParameters);
        }
        found.insert(key.to_lowercase(), value.to_owned());
    }
    Ok(found)
}

/// What is wrong with the pairs for this type of question. Types that take no parameters ignore them.
pub(super) fn faults(kind: &QuestionKind, pairs: &BTreeMap<String, String>) -> Vec<Fault> {
    let known = known_keys(kind);
    let mut found = Vec::new();
    if !known.is_empty() {
        let strangers = pairs.keys().filter(|key| !known.contains(&key.as_str()));
        found.extend(strangers.map(|key| Fault::UnknownParameter { key: key.clone(), known: known.join(", ") }));
    }
    found.extend(pairs.iter().filter_map(|(key, value)| value_fault(kind, key, value)));
    if *kind == QuestionKind::Audit {
        found.extend(audit_fault(pairs));
    }
    found
}

/// Types and the keys they know. A type that is not here takes no parameters, or any.
fn known_keys(kind: &QuestionKind) -> &'static [&'static str] {
    if let Some(source) = kind.choices() {
        let from_file = matches!(source, ChoiceSource::File(_));
        return if from_file { &["label", "randomize", "seed", "value"] } else { &["randomize", "seed"] };
    }
    const KNOWN: [(QuestionKind, &[&str]); 8] = [
        (QuestionKind::Range, &["end", "placeholder", "start", "step", "tick_interval", "tick_labelset"]),
        (QuestionKind::Image, &["app", "max-pixels"]),
        (QuestionKind::Audio, &["quality"]),
        (QuestionKind::BackgroundAudio, &["quality"]),
        (
            QuestionKind::Geopoint,
            &["allow-mock-accuracy", "capture-accuracy", "reference-geometry", "warning-accuracy"],
        ),
        (QuestionKind::Geotrace, &["allow-mock-accuracy", "incremental", "reference-geometry"]),
        (QuestionKind::Geoshape, &["allow-mock-accuracy", "incremental", "reference-geometry"]),
        (
            QuestionKind::Audit,
            &[
                "identify-user",
                "location-max-age",
                "location-min-interval",
                "location-priority",
                "track-changes",
                "track-changes-reasons",
            ],
        ),
    ];
    KNOWN.iter().find(|(known, _)| known == kind).map_or(&[], |(_, keys)| keys)
}

fn value_fault(kind: &QuestionKind, key: &str, value: &str) -> Option<Fault> {
    let one_of = |known: &[&str]| {
        let fault = || Fault::ParameterNotOneOf { key: key.to_owned(), known: known.join(", ") };
        (!known.contains(&value.to_lowercase().as_str())).then(fault)
    };
    match key {
        "randomize" | "allow-mock-accuracy" | "identify-user" | "track-changes" => one_of(&["true", "false"]),
        "incremental" => one_of(&["true", "yes", "true()"]),
        "track-changes-reasons" => one_of(&["on-form-edit"]),
        "location-priority" => one_of(&["no-power", "low-power", "balanced", "high-accuracy"]),
        "quality" if *kind == QuestionKind::Audio => one_of(&["voice-only", "low", "normal", "external"]),
        "quality" => one_of(&["voice-only", "low", "normal"]),
        "seed" if !references(value).is_empty() => None,
        "seed" | "capture-accuracy" | "warning-accuracy" if number(value).is_none() => {
            Some(Fault::ParameterNotNumber { key: key.to_owned() })
        }
        "max-pixels" | "rows" | "location-min-interval" | "location-max-age" if value.parse::<u64>().is_err() => {
            Some(Fault::ParameterNotWhole { key: key.to_owned() })
        }
        "value" | "label" if kind.choices().is_some() && !is_name(value) => {
            Some(Fault::ParameterNotName { key: key.to_owned() })
        }
        "app" if !is_package(value) => Some(Fault::AppPackage),
        _ => None,
    }
}

fn audit_fault(pairs: &BTreeMap<String, String>) -> Option<Fault> {
    let keys = ["location-priority", "location-min-interval", "location-max-age"];
    let given = keys.iter().filter(|key| pairs.contains_key(**key)).count();
    let whole = |key: &str| pairs.get(key).and_then(|value| value.parse::<u64>().ok());
    if given != 0 && given != keys.len() {
        Some(Fault::AuditLocation)
    } else if whole("location-max-age")? < whole("location-min-interval")? {
        Some(Fault::AgeBelowInterval)
    } else {
        None
    }
}

/// A finite number as people write it; not the words that programs also take for numbers.
pub(super) fn number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    if plain { text.parse::<f64>().ok() } else { None }
}

fn is_package(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let usable = |part: &&str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    parts.len() >= 2 && parts.iter().all(usable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_may_be_separated_by_blanks_commas_or_semicolons() {
        let found = pairs("start=0, end=10;step=2").unwrap();
        assert_eq!(found.get("end").map(String::as_str), Some("10"));
        assert_eq!(found.len(), 3);
        for broken in ["start", "start==1", "=1", "start="] {
            assert_eq!(pairs(broken), Err(Fault::BadParameters), "{broken}");
        }
    }

    #[test]
    fn a_parameter_of_another_type_is_named() {
        let pairs = pairs("value=name").unwrap();
        let list = QuestionKind::SelectOne(ChoiceSource::List("a".into()));
        let file = QuestionKind::SelectOne(ChoiceSource::File("a.csv".into()));
        assert_eq!(faults(&list, &pairs)[0].code(), "unknown-parameter");
        assert!(faults(&file, &pairs).is_empty());
    }

    #[test]
    fn words_are_no_numbers() {
        assert_eq!(number("-2.5"), Some(-2.5));
        for word in ["infinity", "nan", "1e400", "*", ""] {
            assert_eq!(number(word), None, "{word}");
        }
    }
}
