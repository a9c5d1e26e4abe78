//! Questions and answers of finished interviews in words: the questionnaire's own, and ours for missing answers.
//!
//! During an interview the runtime words everything itself, as it knows filters and languages.

use std::collections::BTreeMap;

use doorstep_core::form::model::{Form, Lang, Question, QuestionKind};
use doorstep_core::response::{Answer, Missing};
use doorstep_core::words::{Language, Words};

#[cfg(feature = "field")]
use crate::Phone;

/// The words of one questionnaire.
pub(crate) struct Wording {
    form: Form,
    /// The place of each question, by its path without the ids of repeat instances.
    places: BTreeMap<String, usize>,
    words: Words,
    /// The questionnaire's language for whoever looks at this phone.
    language: Lang,
}

impl Wording {
    /// The words of this questionnaire; without it, paths and stored answers stand for themselves.
    pub(crate) fn of(form: Option<Form>, words: Words) -> Self {
        let form = form.unwrap_or_default();
        let places = form.questions().into_iter().enumerate().map(|(place, (path, _))| (path, place)).collect();
        let language = spoken(&form, words.language()).clone();
        Self { form, places, words, language }
    }

    /// What was asked.
    pub(crate) fn question(&self, path: &str) -> String {
        let question = self.find(path);
        let label = question.and_then(|question| question.label.best(&self.language, &self.form.default_language));
        label.unwrap_or(path).to_owned()
    }

    /// What was answered.
    pub(crate) fn answer(&self, path: &str, answer: &Answer) -> String {
        let text = match answer {
            Answer::Given(text) => text,
            Answer::Missing(missing) => return self.words.say(key_of(*missing), &[]),
        };
        if let Some(key) = self.find(path).and_then(|question| file_key(&question.kind)) {
            return self.words.say(key, &[]);
        }
        let Some(question) = self.find(path).filter(|question| question.kind.choices().is_some()) else {
            return text.clone();
        };
        let list = self.form.list_of(question);
        let label = |name: &str| {
            let choice = list.and_then(|list| list.named(name));
            let label = choice.and_then(|choice| choice.label.best(&self.language, &self.form.default_language));
            label.unwrap_or(name).to_owned()
        };
        question.kind.chosen(text).into_iter().map(label).collect::<Vec<_>>().join(", ")
    }

    /// Whether nobody was asked this.
    pub(crate) fn is_computed(&self, path: &str) -> bool {
        self.find(path).is_some_and(|question| !question.kind.is_shown())
    }

    /// Where a question comes in the questionnaire, one instance of a repeat after the other; unknown ones come last.
    pub(crate) fn place(&self, path: &str) -> Vec<(usize, String)> {
        let mut above = String::new();
        let step = |step: &str| {
            let (name, instance) = step.split_once('[').unwrap_or((step, ""));
            above.push_str(name);
            let first =
                self.places.iter().filter(|(known, _)| starts_with(known, &above)).map(|(_, place)| *place).min();
            above.push('/');
            (first.unwrap_or(usize::MAX), instance.to_owned())
        };
        path.split('/').map(step).collect()
    }

    /// The path of the question with this path or name.
    #[cfg(feature = "field")]
    fn path_of(&self, named: &str) -> Option<&str> {
        let is_it = |path: &&String| path.rsplit('/').next() == Some(named) || *path == named;
        self.places.keys().find(is_it).map(String::as_str)
    }

    fn find(&self, path: &str) -> Option<&Question> {
        let place = *self.places.get(&plain(path))?;
        self.form.questions().into_iter().nth(place).map(|(_, question)| question)
    }
}

/// The words of all questionnaires, to name groups of people by.
#[cfg(feature = "field")]
pub(crate) struct Groups(Vec<Wording>);

#[cfg(feature = "field")]
impl Groups {
    /// Reads the questionnaires of a phone, each once.
    pub(crate) fn of(phone: &Phone) -> Self {
        let forms = phone.forms().unwrap_or_default();
        let versions = forms.iter().rev().filter_map(|form| form.version.parse().ok());
        Self(versions.map(|version| Wording::of(phone.device().form(version).ok(), phone.words())).collect())
    }

    /// A question and one of its choices in words, by the latest questionnaire that has the question; as they are named where none has.
    pub(crate) fn words(&self, question: &str, choice: &str) -> (String, String) {
        let mut known = self.0.iter().filter_map(|wording| {
            let path = wording.path_of(question)?;
            Some((wording.question(path), wording.answer(path, &Answer::Given(choice.to_owned()))))
        });
        known.next().unwrap_or_else(|| (question.to_owned(), choice.to_owned()))
    }
}

/// The language that a questionnaire's author means by a name such as `Español (es)`.
pub(crate) fn tag_of(name: &str) -> Option<Language> {
    let inside = name.rsplit_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
    // A questionnaire in one language calls it `default`, which only looks like a tag.
    inside.unwrap_or(name).parse().ok().filter(|tag: &Language| tag.main().len() <= 3)
}

/// The questionnaire's language for people who speak this one; its first where it has none of theirs.
pub(crate) fn spoken<'form>(form: &'form Form, language: &Language) -> &'form Lang {
    let same = |lang: &&Lang| tag_of(&lang.0).is_some_and(|tag| tag.main() == language.main());
    form.languages.iter().find(same).unwrap_or(&form.default_language)
}

/// A path without the ids of repeat instances.
fn plain(path: &str) -> String {
    path.split('/').map(|step| step.split('[').next().unwrap_or(step)).collect::<Vec<_>>().join("/")
}

fn starts_with(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The words for a file that answers a question of this kind: its name says nothing to people.
pub(crate) fn file_key(kind: &QuestionKind) -> Option<&'static str> {
    let words = [
        (QuestionKind::Image, "answer-picture"),
        (QuestionKind::Audio, "answer-sound"),
        (QuestionKind::Video, "answer-film"),
        (QuestionKind::File, "answer-file"),
    ];
    words.into_iter().find(|(of, _)| of == kind).map(|(_, key)| key)
}

fn key_of(missing: Missing) -> &'static str {
    match missing {
        Missing::NotAsked => "missing-not-asked",
        Missing::Blank => "missing-blank",
        Missing::DontKnow => "missing-dont-know",
        Missing::PreferNot => "missing-prefer-not",
        Missing::NoExperience => "missing-no-experience",
        Missing::Withdrawn => "missing-withdrawn",
        Missing::Locked => "missing-locked",
    }
}
