//! What every page is made with: the phone, the words, and what was asked.

use std::collections::BTreeMap;
use std::sync::Arc;

use doorstep_core::words::{Value, Words};

use super::fields::Fields;
use super::serve::App;
use super::upload::Uploads;
use crate::{DoorRow, Person, Phone, PhoneError};

/// A request, read.
#[derive(Debug)]
pub(super) struct Ask {
    /// Whether a form was sent; else a page is read.
    pub(super) posted: bool,
    /// The steps of the path.
    pub(super) path: Vec<String>,
    /// What stands behind the question mark.
    pub(super) query: Fields,
    /// The form's fields.
    pub(super) fields: Fields,
    /// The form's files.
    pub(super) files: Uploads,
}

/// The phone and the words at hand.
pub(super) struct Desk {
    pub(super) app: Arc<App>,
    /// The page that was asked for, to come back to.
    pub(super) here: String,
    /// Whether this browser wants large text.
    pub(super) is_large: bool,
    words: Words,
}

impl Desk {
    /// A desk in the language that this browser chose, else in the phone's.
    pub(super) fn new(app: Arc<App>, language: Option<&str>, here: String) -> Self {
        let chosen = language.filter(|tag| Words::languages().any(|known| known == *tag));
        if let Some(tag) = chosen {
            // A language that there are words for is a tag that reads.
            app.phone.set_language(tag.to_owned()).unwrap_or_default();
        }
        let words = app.phone.words();
        Self { app, here, is_large: false, words }
    }

    pub(super) fn phone(&self) -> &Phone {
        &self.app.phone
    }

    pub(super) const fn words(&self) -> &Words {
        &self.words
    }

    /// A sentence as it is.
    pub(super) fn say(&self, key: &str) -> String {
        self.words.say(key, &[])
    }

    /// A sentence filled in.
    pub(super) fn tell(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        self.words.say(key, values)
    }

    /// Why something was not done, in this language where there are words for it.
    pub(super) fn why(&self, error: &PhoneError) -> String {
        let key = format!("problem-{}", error.code());
        if self.words.knows(&key) { self.say(&key) } else { sentence(&error.to_string()) }
    }

    /// The questionnaire's sentence about an answer, or ours where it has none.
    pub(super) fn lacking(&self, lacks: &str) -> String {
        match lacks {
            crate::interview::NEEDS_AN_ANSWER => self.say("app-needs-answer"),
            crate::interview::CANNOT_BE_RIGHT => self.say("app-cannot-be-right"),
            own => own.to_owned(),
        }
    }

    /// Somebody: by name where this phone may open it, else by what they may do.
    pub(super) fn person(&self, person: Option<&Person>) -> String {
        match person {
            Some(person) if person.you => self.say("app-you"),
            Some(Person { name: Some(name), .. }) => name.clone(),
            Some(person) => self.say(super::settings::role_key(person.role)),
            None => self.say("app-somebody"),
        }
    }

    /// A moment in this phone's zone, to the minute.
    pub(super) fn moment(&self, ms: i64) -> String {
        self.phone().local(ms).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// A day soon to come by its name, a later one by its date.
    pub(super) fn day(&self, ms: i64) -> String {
        let day = self.phone().local(ms);
        if day.date() >= self.phone().local(self.phone().end_of_day_ms(0)).date() && ms < self.phone().end_of_day_ms(6)
        {
            self.say(&format!("app-day-{}", day.weekday().to_monday_one_offset()))
        } else {
            day.date().to_string()
        }
    }

    /// The doors by their ids.
    pub(super) fn doors(&self) -> Result<BTreeMap<String, DoorRow>, PhoneError> {
        Ok(self.phone().doors()?.into_iter().map(|door| (door.id.clone(), door)).collect())
    }
}

/// A reason as a sentence of its own.
pub(super) fn sentence(reason: &str) -> String {
    let mut letters = reason.chars();
    let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    let rest = letters.as_str();
    let end = if rest.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{rest}{end}")
}

/// The first digits of an id: enough to read out.
pub(super) fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}
