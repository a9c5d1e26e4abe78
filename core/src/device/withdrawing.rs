//! Taking answers back: cards for respondents, finding an interview by its card, and orders to erase.
//!
//! What an order does is `store`'s, on every replica alike; what a card is made of is `document::kinds::card`'s.

use std::collections::BTreeMap;

use super::write::Batch;
use super::{Device, DeviceError, Given, Moment, SlipLine};
use crate::document::kinds::card::{CardNumber, CardWord, lock, unlock};
use crate::document::kinds::identity;
use crate::document::kinds::quote;
use crate::document::kinds::response::{carded, locked};
use crate::document::kinds::subject::{MAX_QUOTES, Subject, identity_id, quote_id, words_id};
use crate::entry::{Order, PayloadKind, Unsigned, Why};
use crate::ids::DocId;
use crate::member::{Access, Class, DocKind, Scope};
use crate::response::Answer;
use crate::store::{SqliteStore, StoreError, StoredOrder};

/// What a card number leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardFound {
    /// The response.
    pub response: DocId,
    /// Whether the respondent has chosen a word to take the answers back with.
    pub has_word: bool,
}

impl CardFound {
    /// Looks a card up in a store. Nothing tells a number that was never given from one whose answers were erased.
    ///
    /// # Errors
    /// The store can't be read or holds no project.
    pub fn by_card(store: &SqliteStore, card: CardNumber) -> Result<Option<Self>, DeviceError> {
        let project = store.membership()?.project();
        let Some(key) = store.response_by_card(card.id(project))? else { return Ok(None) };
        let has_word = !locked_of(store, key.doc)?.is_empty();
        Ok(Some(Self { response: key.doc, has_word }))
    }
}

/// The order by which a respondent takes answers back; none when number and word do not lead to any.
///
/// # Errors
/// The store can't be read or holds no project.
pub fn order_of_respondent(
    store: &SqliteStore,
    card: CardNumber,
    word: &CardWord,
) -> Result<Option<Order>, DeviceError> {
    let project = store.membership()?.project();
    let found = store.response_by_card(card.id(project))?;
    // A number that leads nowhere takes as long as one that does.
    let response = found.map_or(DocId([0; 16]), |key| key.doc);
    let locked = locked_of(store, response)?;
    if locked.is_empty() {
        drop(lock(&[0; 32], card, word, project));
        return Ok(None);
    }
    let key = locked.iter().take(MAX_TRIES).find_map(|locked| unlock(locked, card, word, project, response));
    Ok(key.map(|key| Order::by_respondent(project, &key)))
}

/// Somebody whose details hold what was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonFound {
    /// Their response.
    pub response: DocId,
    /// The details that hold it, as they were given.
    pub details: Vec<String>,
}

/// What is held of a person apart from their answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeldApart {
    /// The answers to sealed questions, by path.
    pub person: BTreeMap<String, Answer>,
    /// Words that a coordinator reads first, as they were said, by path.
    pub words: BTreeMap<String, Answer>,
    /// The quotes made of what they said.
    pub quotes: Vec<String>,
    /// What they asked for help with after the interview.
    pub slips: Vec<SlipLine>,
}

/// How many locked secrets of one response are tried.
const MAX_TRIES: usize = 4;

fn locked_of(store: &SqliteStore, response: DocId) -> Result<Vec<Vec<u8>>, DeviceError> {
    let view = super::View::whole(store);
    match view.find(DocKind::Response, response) {
        Ok(key) => Ok(locked(view.load(&key)?.flat())),
        Err(DeviceError::UnknownRecord(_)) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

impl Device {
    /// Finishes an interview and makes a card for the respondent. The number is returned and kept nowhere.
    ///
    /// # Errors
    /// As for [`finish`](Self::finish), or the word is too short or too long.
    pub fn finish_with_card(
        &self,
        draft: DocId,
        given: Given,
        word: Option<&str>,
        at: &mut Moment<'_>,
    ) -> Result<(DocId, CardNumber), DeviceError> {
        let word = word.map(CardWord::from_text).transpose()?;
        let project = self.membership()?.project();
        let card = CardNumber::random(at.rng);
        let withdrawal = self.store.withdrawal_of(draft)?;
        let locked = withdrawal.zip(word).map(|(key, word)| lock(&key.seed(), card, &word, project));
        let response = self.finish_with(draft, given, carded(card.id(project), locked), at)?;
        Ok((response, card))
    }

    /// The response that a card number leads to, if it is on this device and may be seen.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn response_by_card(&self, card: CardNumber) -> Result<Option<DocId>, DeviceError> {
        let project = self.membership()?.project();
        let Some(key) = self.store.response_by_card(card.id(project))? else { return Ok(None) };
        Ok(self.response_key(key.doc).ok().map(|key| key.doc))
    }

    /// The people whose names or contacts hold a text, by letters and digits alone: for whoever may have them erased.
    ///
    /// # Errors
    /// When this person may not do that, the text is too short to find anybody by, or the store can't be read.
    pub fn find_people(&self, text: &str) -> Result<Vec<PersonFound>, DeviceError> {
        self.check_right(Class::Person, Access::Erase)?;
        let wanted = CardWord::from_text(text)?;
        let view = self.view()?;
        let mut people = Vec::new();
        for key in view.all(DocKind::Identity)? {
            let Some(identity) = identity::read(&self.open_values(&view, &key)?.flat) else { continue };
            let texts = identity.answers.values().filter_map(|answer| answer.text());
            let details: Vec<String> = texts.filter(|text| wanted.is_within(text)).map(str::to_owned).collect();
            if !details.is_empty() {
                people.push(PersonFound { response: identity.response, details });
            }
        }
        Ok(people)
    }

    /// Who gave a response, their words as they were said, and the quotes made of it: what is kept apart from it, for whoever may hand on what is held of a person.
    ///
    /// # Errors
    /// When this person may not do that, the response is not on this device, or the store can't be read.
    pub fn held_apart(&self, response: DocId) -> Result<HeldApart, DeviceError> {
        self.check_right(Class::Field, Access::Export)?;
        self.response_key(response)?;
        let view = self.view()?;
        let apart = |kind, doc| match view.find(kind, doc) {
            Ok(key) => Ok(identity::read(&self.open_values(&view, &key)?.flat).map(|apart| apart.answers)),
            Err(DeviceError::UnknownRecord(_)) => Ok(None),
            Err(error) => Err(error),
        };
        let person = apart(DocKind::Identity, identity_id(response))?.unwrap_or_default();
        let words = apart(DocKind::Words, words_id(response))?.unwrap_or_default();
        let mut quotes = Vec::new();
        for place in 0..MAX_QUOTES {
            if let Ok(key) = view.find(DocKind::Quote, quote_id(response, place)) {
                quotes.extend(quote::read(view.load(&key)?.flat()).map(|quote| quote.text));
            }
        }
        Ok(HeldApart { person, words, quotes, slips: self.slips_of(response, &view)? })
    }

    /// Has something erased on every replica: for a response its answers, who gave them, and the quotes made of it. It can't be
    /// undone.
    ///
    /// # Errors
    /// When this person may not do that, or it is nothing that is ever erased.
    pub fn erase(&self, subject: Subject, why: Why, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        self.erase_all(&[subject], why, at)?;
        self.forget_slips(at)
    }

    /// Has several things erased with one commit, see [`erase`](Self::erase).
    ///
    /// # Errors
    /// As for [`erase`](Self::erase); then none is.
    pub fn erase_all(&self, subjects: &[Subject], why: Why, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let writing = self.lock();
        let membership = self.membership()?;
        let mut batch = Batch::default();
        for subject in subjects {
            let class = subject.kind.class();
            let entitled = membership.grant_for(&self.id(), &Scope::whole(class), Access::Erase);
            let grant = entitled.ok_or(DeviceError::NotPermitted { access: Access::Erase, class })?;
            let order = Order::by_coordinator(membership.project(), *subject, why, &self.key, grant.id);
            batch.push(Scope::whole(Class::Membership), carrying(&order));
        }
        self.commit(batch, &writing, at).map(drop)
    }

    /// The orders to erase that are in effect here, in the order in which they came.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn orders(&self) -> Result<Vec<StoredOrder>, DeviceError> {
        Ok(self.store.orders_after(0)?)
    }

    /// Whether an order has erased a response.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn is_erased(&self, response: DocId) -> Result<bool, StoreError> {
        self.store.is_erased(DocKind::Response.number(), response)
    }
}

/// An order as something to be signed and appended to a log of the membership.
pub fn carrying(order: &Order) -> Unsigned {
    let Subject { kind, doc } = order.subject;
    Unsigned { kind: PayloadKind::Erasure, doc_kind: Some(kind), doc, payload: order.to_bytes() }
}
