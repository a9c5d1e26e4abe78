//! People's own words: a coordinator reads them, takes names out, and releases them as quotes.

use std::collections::{BTreeMap, BTreeSet};

use super::doors::checked;
use super::{Device, DeviceError, Moment, View};
use crate::document::kinds::identity::{self, Identity};
use crate::document::kinds::quote::{self, Quote};
use crate::document::kinds::response::read;
use crate::document::kinds::subject::{MAX_QUOTES, quote_id, words_id};
use crate::entry::DocKey;
use crate::evaluation::{Consent, Consents, Rules};
use crate::ids::DocId;
use crate::member::{Access, Class, DocKind, Scope};
use crate::response::{Answer, Cell, Response};

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
            let Some(Identity { response, .. }) = identity::read(&opened.flat) else { continue };
            // Words may come before the interview that they belong to, or without it, and somebody may have put them in a wrong place.
            let Ok(interview) = view.find(DocKind::Response, response) else { continue };
            if words_id(response) != key.doc || view.may_quote(&interview)? != Some(true) {
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
        if !quotable(&rules, &response) {
            return Err(DeviceError::NotAgreed { consent: Consent::Quote });
        }
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
        let doc = self.free_quote(response.id, at)?;
        let key = DocKey { scope, kind: DocKind::Quote.number(), doc };
        self.create(key, DocKind::Quote, &quote.to_values(), at)
    }

    /// An id for one more quote of a response; taken by chance, so that two coordinators who are both offline rarely take one.
    fn free_quote(&self, response: DocId, at: &mut Moment<'_>) -> Result<DocId, DeviceError> {
        let mut free = Vec::new();
        for place in 0..MAX_QUOTES {
            let doc = quote_id(response, place);
            if self.store.find_documents(DocKind::Quote.number(), doc)?.is_empty() {
                free.push(doc);
            }
        }
        let chosen = usize::try_from(at.rng.next_u32()).unwrap_or_default().checked_rem(free.len());
        let full = DeviceError::BadText { what: "the list of quotes of one interview", most: MAX_QUOTES.into() };
        chosen.map(|chosen| free[chosen]).ok_or(full)
    }

    /// The quotes on this device, in the order of their names.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn quotes(&self) -> Result<Vec<Quote>, DeviceError> {
        let view = self.view()?;
        let mut quotes = Vec::new();
        for key in view.quotes()? {
            quotes.extend(quote::read(view.load(&key)?.flat()));
        }
        Ok(quotes)
    }
}

/// Whether words of a response may be quoted: it was not taken back, and whoever gave it agreed.
fn quotable(rules: &Rules, response: &Response) -> bool {
    let consents = Consents::of(rules, response);
    !response.withdrawn && consents.allow(Consent::Use) && consents.allow(Consent::Quote)
}

impl View<'_> {
    /// Whether words of the response in this document may be quoted; `None` when it can't be read, or its questionnaire is not here.
    fn may_quote(&self, key: &DocKey) -> Result<Option<bool>, DeviceError> {
        let Ok(response) = read(key.doc, self.load(key)?.flat()) else { return Ok(None) };
        Ok(self.store.rules(response.form).map(|rules| quotable(&rules, &response)))
    }

    /// The quotes that may be shown, by id. A quote of somebody who does not agree any more is not shown by whoever holds the
    /// response that it was made of; everybody else has it until it is erased.
    pub(super) fn quotes(&self) -> Result<Vec<DocKey>, DeviceError> {
        let mut quotes = self.all(DocKind::Quote)?;
        let mut of = BTreeMap::new();
        for stored in if quotes.is_empty() { Vec::new() } else { self.responses(false)? } {
            of.extend((0..MAX_QUOTES).map(|place| (quote_id(stored.key.doc, place), stored.key)));
        }
        let mut refused = BTreeSet::new();
        for quote in &quotes {
            let Some(key) = of.get(&quote.doc) else { continue };
            if self.may_quote(key)? == Some(false) {
                refused.insert(*quote);
            }
        }
        quotes.retain(|quote| !refused.contains(quote));
        Ok(quotes)
    }
}
