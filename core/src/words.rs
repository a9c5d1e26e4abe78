//! What the program says to people, in their language.
//!
//! The words stand in Fluent files under `locales/`; this finds them, fills in plain values and falls back to English.
//! What a form's author wrote is not here: that comes with the form.
//!
//! ```
//! use doorstep_core::words::{Language, Words};
//!
//! let words = Words::new(&Language::english());
//! let saved = words.say("saved-summary", &[("safe", 183.into()), ("all", 183.into()), ("here", 0.into())]);
//! assert_eq!(saved, "183 of 183 safe, 0 only on a phone");
//! ```

mod catalogue;
mod language;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::{FluentNumber, FluentNumberOptions};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

pub use language::{BadLanguage, Direction, Language};

use catalogue::{LOCALES, Locale, Thousands};

/// A value that a sentence is filled in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// A whole number: it chooses between one and many, and is written with its thousands apart.
    Number(i64),
    /// A text, put in as it is.
    Text(&'a str),
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for Value<'_> {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u64> for Value<'_> {
    /// Stays at the largest number there is instead of passing it.
    fn from(number: u64) -> Self {
        Self::Number(number.try_into().unwrap_or(i64::MAX))
    }
}

impl From<usize> for Value<'_> {
    /// Stays at the largest number there is instead of passing it.
    fn from(number: usize) -> Self {
        Self::Number(number.try_into().unwrap_or(i64::MAX))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

/// The words of one language, with English behind them.
pub struct Words {
    language: Language,
    bundles: Vec<FluentBundle<FluentResource>>,
}

impl Words {
    /// The words of the language nearest to this one: its own, else its main language's, else English.
    pub fn new(language: &Language) -> Self {
        let chosen = LOCALES.iter().find(|locale| locale.tag == language.main());
        let mut bundles = Vec::new();
        let spoken = match chosen.filter(|locale| locale.tag != "en") {
            Some(locale) => {
                bundles.push(bundle(locale, language));
                language.clone()
            }
            None if chosen.is_some() => language.clone(),
            None => Language::english(),
        };
        let english = LOCALES.iter().filter(|locale| locale.tag == "en");
        bundles.extend(english.map(|locale| bundle(locale, &Language::english())));
        Self { language: spoken, bundles }
    }

    /// The language that is spoken.
    pub const fn language(&self) -> &Language {
        &self.language
    }

    /// The sentence with this key, filled in. A key that not even English has is said as it is.
    pub fn say(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let is_arabic = self.language.main() == "ar";
        let arguments: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, fluent(*value, is_arabic))).collect();
        let found = self.bundles.iter().find_map(|bundle| Some((bundle, bundle.get_message(key)?.value()?)));
        let Some((bundle, pattern)) = found else { return key.to_owned() };
        let mut errors = Vec::new();
        let said = bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "{key}: {errors:?}");
        said
    }

    /// Whether any language here has this key.
    pub fn knows(&self, key: &str) -> bool {
        self.bundles.iter().any(|bundle| bundle.has_message(key))
    }

    /// The languages that there are words for.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        LOCALES.iter().map(|locale| locale.tag)
    }
}

fn fluent(value: Value<'_>, is_arabic: bool) -> FluentValue<'_> {
    match value {
        Value::Number(number) if is_arabic && number >= 100 => arabic(number),
        Value::Number(number) => FluentValue::from(number),
        Value::Text(text) => FluentValue::from(text),
    }
}

/// A number from 100 on, which chooses the sentence by its last two digits where those are 3 to 99: `intl_pluralrules` 7.0.2 goes by the
/// whole number there, and CLDR does not. What is shown is the number itself.
fn arabic(number: i64) -> FluentValue<'static> {
    let chooses = if (3..100).contains(&(number % 100)) { number % 100 } else { number };
    let options = FluentNumberOptions { currency: Some(number.to_string()), ..FluentNumberOptions::default() };
    FluentValue::Number(FluentNumber::new(chooses as f64, options))
}

/// Isolation marks stay out: a terminal would show them, and pages mark directions themselves.
fn bundle(locale: &Locale, language: &Language) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![language.id().clone()]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match locale.thousands {
        Thousands::Comma => |value, _| number(value, ",", 4),
        Thousands::SpaceFromFive => |value, _| number(value, "\u{a0}", 5),
    }));
    for text in locale.files {
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(read, _errors)| read);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// A whole number with its thousands apart, from so many digits on.
fn number(value: &FluentValue<'_>, separator: &str, digits_from: usize) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let digits = number.options.currency.clone().unwrap_or_else(|| number.as_string().into_owned());
    let plain = digits.trim_start_matches('-');
    if plain.len() < digits_from || !plain.bytes().all(|digit| digit.is_ascii_digit()) {
        return Some(digits);
    }
    let sign = &digits[..digits.len() - plain.len()];
    let (head, rest) = plain.split_at(plain.len() % 3);
    let mut groups: Vec<&str> = (0..rest.len() / 3).map(|group| &rest[3 * group..3 * group + 3]).collect();
    if !head.is_empty() {
        groups.insert(0, head);
    }
    Some(format!("{sign}{}", groups.join(separator)))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use regex::Regex;

    use super::*;

    fn english() -> Words {
        Words::new(&Language::english())
    }

    fn keys(locale: &Locale) -> BTreeSet<String> {
        let line = Regex::new("(?m)^([a-z][a-z0-9-]*) =").unwrap();
        let files = locale.files.iter();
        files.flat_map(|text| line.captures_iter(text).map(|found| found[1].to_owned())).collect()
    }

    /// For every key, the values that its sentence is filled in with.
    fn variables(locale: &Locale) -> BTreeMap<String, BTreeSet<String>> {
        let message = Regex::new(r"(?m)^([a-z][a-z0-9-]*) =(.*\n(?:[ \t}].*\n)*)").unwrap();
        let variable = Regex::new(r"\$([a-z]+)").unwrap();
        let used = |text: &str| variable.captures_iter(text).map(|found| found[1].to_owned()).collect();
        let files = locale.files.iter();
        files.flat_map(|text| message.captures_iter(text).map(|found| (found[1].to_owned(), used(&found[2])))).collect()
    }

    #[test]
    fn a_number_chooses_between_one_and_many_and_shows_its_thousands() {
        let said = |count: i64| english().say("result-interviews", &[("count", count.into())]);
        assert_eq!(said(1), "One interview");
        assert_eq!(said(183), "183 interviews");
        assert_eq!(said(1_234_567), "1,234,567 interviews");
    }

    #[test]
    fn arabic_counts_by_the_last_two_digits() {
        let arabic = Words::new(&"ar".parse().unwrap());
        let said = |count: i64| arabic.say("help-closing", &[("count", count.into())]);
        for (few, many) in [(3, 11), (103, 111), (2_010, 1_099)] {
            assert!(said(few).contains("أيام") && said(many).contains("يومًا"), "{} {}", said(few), said(many));
        }
        for other in [100, 101, 102, 200] {
            assert!(said(other).contains(&format!("{other} يوم ")), "{}", said(other));
        }
        assert!(said(2_010).contains("2,010"));
    }

    #[test]
    fn an_unknown_language_speaks_english_and_an_unknown_key_itself() {
        let words = Words::new(&"tlh".parse().unwrap());
        assert_eq!(words.language(), &Language::english());
        assert_eq!(words.say("outcome-talked", &[]), "Talked");
        assert_eq!(words.say("no-such-key", &[]), "no-such-key");
    }

    #[test]
    fn every_file_reads_without_errors_and_names_no_key_twice() {
        let line = Regex::new("(?m)^([a-z][a-z0-9-]*) =").unwrap();
        for locale in LOCALES {
            let mut seen = BTreeSet::new();
            for text in locale.files {
                let resource = FluentResource::try_new((*text).to_owned());
                assert!(resource.is_ok(), "{}: {:?}", locale.tag, resource.err().map(|(_, errors)| errors));
                for key in line.captures_iter(text) {
                    assert!(seen.insert(key[1].to_owned()), "{} has {} twice", locale.tag, &key[1]);
                }
            }
        }
    }

    #[test]
    fn every_key_that_the_sources_say_exists() {
        let said = Regex::new(r#"\.say\(\s*"([^"]+)""#).unwrap();
        let words = english();
        let mut found = 0;
        for source in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")) {
            let text = std::fs::read_to_string(source).unwrap();
            for key in said.captures_iter(&text).map(|key| key[1].to_owned()).filter(|key| key != "no-such-key") {
                assert!(words.knows(&key), "nothing says {key}");
                found += 1;
            }
        }
        assert!(found > 20, "only {found} keys found: does the search still work?");
    }

    #[test]
    fn other_languages_have_no_key_of_their_own() {
        let [english, others @ ..] = LOCALES else { panic!("English comes first") };
        for locale in others {
            let extra: Vec<_> = keys(locale).difference(&keys(english)).cloned().collect();
            assert!(extra.is_empty(), "{} has {extra:?}", locale.tag);
        }
    }

    #[test]
    fn texts_that_are_said_in_english_are_those_that_are_listed() {
        let [english, others @ ..] = LOCALES else { panic!("English comes first") };
        let lacking = |locale: &Locale| -> Vec<String> {
            keys(english).difference(&keys(locale)).map(|key| format!("{} {key}\n", locale.tag)).collect()
        };
        let found = MISSING_HEAD.to_owned() + &others.iter().flat_map(lacking).collect::<String>();
        let listed = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/missing.txt");
        if std::env::var_os("DOORSTEP_WRITE_DOCS").is_some() {
            std::fs::write(&listed, &found).unwrap();
        }
        assert_eq!(found, std::fs::read_to_string(&listed).unwrap(), "translate them, or list them in {listed:?}");
    }

    const MISSING_HEAD: &str =
        "# Texts that a language still lacks and that are said in English, one a line: its tag and the text's key.\n";

    #[test]
    fn translations_are_filled_in_with_the_same_values() {
        let [english, others @ ..] = LOCALES else { panic!("English comes first") };
        let wanted = variables(english);
        for locale in others {
            for (key, used) in variables(locale) {
                assert_eq!(Some(&used), wanted.get(&key), "{} in {}", key, locale.tag);
            }
        }
    }

    #[test]
    fn another_language_speaks_its_own_words_and_numbers() {
        let words = Words::new(&"es-MX".parse().unwrap());
        assert_eq!(words.say("outcome-nobody-in", &[]), "No hay nadie");
        assert_eq!(words.say("count", &[("count", 1_234.into())]), "1234");
        assert_eq!(words.say("count", &[("count", 12_345.into())]), "12\u{a0}345");
    }

    #[test]
    fn arabic_counts_in_its_own_forms() {
        let words = Words::new(&"ar".parse().unwrap());
        assert_eq!(words.language().direction(), Direction::RightToLeft);
        let said = |count: i64| words.say("result-interviews", &[("count", count.into())]);
        let forms = [0, 1, 2, 3, 11, 100].map(said);
        let expected = ["لا مقابلات", "مقابلة واحدة", "مقابلتان", "3 مقابلات", "11 مقابلة", "100 مقابلة"];
        assert_eq!(forms, expected);
    }

    #[test]
    fn screens_never_use_the_words_that_people_should_not_meet() {
        let banned = Regex::new("(?i)conflict|submission|\\bnode|anonym").unwrap();
        for text in LOCALES.iter().flat_map(|locale| locale.files) {
            assert_eq!(banned.find(text).map(|found| found.as_str()), None);
        }
    }

    fn sources(root: &Path) -> Vec<std::path::PathBuf> {
        let mut found = Vec::new();
        for folder in ["core/src", "core/examples", "ffi/src", "sync-server/src", "tests/src"] {
            walk(&root.join(folder), &mut found);
        }
        found
    }

    fn walk(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
}
