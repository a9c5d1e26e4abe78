//! People's own words: a coordinator reads them, takes names out, and releases them as quotes.

use super::doors::{checked, random_doc};
use super::{Device, DeviceError, Moment};
use crate::document::kinds::identity;
use crate::document::kinds::quote::{self, Quote};
use crate::document::kinds::response::read;
use crate::entry::DocKey;
use crate::ids::DocId;
use crate::member::{Access, Class, DocKind, Scope};
use crate::response::{Answer, Cell};

/// The most characters in a quote.
const MAX_QUOTE_CHARS: usize = 1_000;

/// Words that a coordinator reads before anybody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToRead {
    /// The response that they stand in.
    pub response: DocId,
    /// The question.
    pub path: String,
    /// The words as they were said.
    pub words: String,
}

impl Device {
    /// The words to questions marked for reading first, as they were said: for coordinators' eyes.
    ///
    /// # Errors
    /// When this person releases no words, or the store can't be read.
    pub fn words_to_read(&self) -> Result<Vec<ToRead>, DeviceError> {
        self.check_right(Class::Field, Access::Release)?;
        let mut unread = Vec::new();
        let view = self.view()?;
        for key in view.all(DocKind::Words)? {
            let opened = self.open_values(&view, &key)?;
            let Some(identity::Identity { response, .. }) = identity::read(&opened.flat) else { continue };
            // Words may come before the interview that they belong to, or without it.
            let Ok(interview) = self.response_key(response) else { continue };
            let withdrawn = read(response, self.load(&interview)?.flat()).is_ok_and(|given| given.withdrawn);
            if withdrawn || identity::words_id(response) != key.doc {
                continue;
            }
            for (path, held) in opened.flat.under("a/") {
                let said = held.iter().filter_map(|held| held.value.text()).filter(|words| !words.trim().is_empty());
                unread.extend(said.map(|words| ToRead { response, path: path.to_owned(), words: words.to_owned() }));
            }
        }
        Ok(unread)
    }

    /// Releases words from a response as a quote, as they are to be read: names taken out.
    ///
    /// # Errors
    /// When the response is not on this device, the words are too long, or this device may not release them.
    pub fn release_quote(
        &self,
        response: DocId,
        path: &str,
        words: &str,
        at: &mut Moment<'_>,
    ) -> Result<DocId, DeviceError> {
        let text = checked("a quote", words, MAX_QUOTE_CHARS)?;
        let response = self.response(response)?;
        let rules = self.store.rules(response.form).ok_or(DeviceError::UnknownForm(response.form))?;
        let question = rules.number(path).and_then(|number| rules.question(number));
        let perspective = rules.perspective().and_then(|number| rules.question(number)).and_then(|question| {
            match response.answers.get(&question.path) {
                Some(Cell::One(Answer::Given(name))) => Some(name.clone()),
                Some(Cell::One(Answer::Missing(_)) | Cell::Several(_)) | None => None,
            }
        });
        let theme = question.and_then(|question| question.theme.clone());
        let (round, area) = (response.round, response.area);
        let quote = Quote { text, perspective, theme, question: Some(path.to_owned()), round, area };
        let scope = Scope { class: Class::Deliberation, round, area };
        let key = DocKey { scope, kind: DocKind::Quote.number(), doc: random_doc(at) };
        self.create(key, DocKind::Quote, &quote.to_values(), at)
    }

    /// The quotes on this device, in the order of their names.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn quotes(&self) -> Result<Vec<Quote>, DeviceError> {
        let mut quotes = Vec::new();
        for key in self.view()?.all(DocKind::Quote)? {
            quotes.extend(quote::read(self.load(&key)?.flat()));
        }
        Ok(quotes)
    }
}
