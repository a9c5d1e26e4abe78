//! The respondent's page: with the number on their card people see that their answers arrived, and with number and word take
//! them back.
//!
//! No script, no cookie, nothing kept of a visit. What the pages look like is `card::pages`; who may try how often is [`Tries`].

mod fields;
mod pages;

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, DefaultBodyLimit, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use doorstep_core::device::{CardFound, DeviceError, order_of_respondent};
use doorstep_core::document::kinds::card::{CardNumber, CardWord};
use doorstep_core::entry::Order;
use doorstep_core::words::{Language, Words};
use tracing::error;

use self::fields::Fields;
use self::pages::Page;
use crate::answers::Answers;
use crate::limits::{Attempts, Budget, place_of};

/// The longest form that is read, in bytes.
const MAX_FORM_BYTES: usize = 4_096;
/// How many wrong numbers and words one address may try: people mistype, programs count through.
const WRONG_BY_ADDRESS: Budget = Budget { burst: 20, per_hour: 20 };
/// How many wrong words may be tried for one card, wherever from.
const WRONG_BY_CARD: Budget = Budget { burst: 10, per_hour: 5 };

/// What the page is made with. One number is tried at a time: each costs memory and time on purpose.
#[derive(Debug)]
pub(crate) struct Cards {
    answers: Arc<Answers>,
    tries: Mutex<Tries>,
}

/// The wrong tries so far.
#[derive(Debug)]
struct Tries {
    by_address: Attempts<IpAddr>,
    by_card: Attempts<u64>,
}

/// Why a step goes no further.
#[derive(Debug)]
enum Stop {
    /// It is said on the same page.
    Again(Page),
    /// Too many wrong tries.
    Busy,
    /// The store failed.
    Failed,
}

impl From<DeviceError> for Stop {
    fn from(error: DeviceError) -> Self {
        error!(%error, "a card could not be looked up");
        Self::Failed
    }
}

/// The page's routes.
pub(crate) fn routes(answers: Arc<Answers>) -> Router {
    let tries = Tries { by_address: Attempts::new(WRONG_BY_ADDRESS), by_card: Attempts::new(WRONG_BY_CARD) };
    let cards = Arc::new(Cards { answers, tries: Mutex::new(tries) });
    Router::new()
        .route("/card", get(ask).post(arrived))
        .route("/card/word", post(confirm))
        .route("/card/erase", post(erase))
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .with_state(cards)
}

async fn ask(headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let words = words_asked_for(&headers, query);
    shown(StatusCode::OK, &Page::Ask { wrong: false }, &words)
}

async fn arrived(cards: State<Arc<Cards>>, from: ConnectInfo<SocketAddr>, headers: HeaderMap, body: Bytes) -> Response {
    step(cards, from, &headers, &body, Cards::arrived).await
}

async fn confirm(cards: State<Arc<Cards>>, from: ConnectInfo<SocketAddr>, headers: HeaderMap, body: Bytes) -> Response {
    step(cards, from, &headers, &body, |cards, from, fields| {
        let (card, word, _) = cards.order(from, fields)?;
        Ok(Page::Confirm { card, word })
    })
    .await
}

async fn erase(cards: State<Arc<Cards>>, from: ConnectInfo<SocketAddr>, headers: HeaderMap, body: Bytes) -> Response {
    step(cards, from, &headers, &body, |cards, from, fields| {
        let (_, _, order) = cards.order(from, fields)?;
        cards.answers.pass_on(&order).map(|()| Page::Done).map_err(|refusal| {
            error!(code = refusal.name(), "an order of a respondent could not be stored");
            Stop::Failed
        })
    })
    .await
}

/// Takes one step off the request's thread, and shows where it led.
async fn step(
    State(cards): State<Arc<Cards>>,
    ConnectInfo(caller): ConnectInfo<SocketAddr>,
    headers: &HeaderMap,
    body: &[u8],
    work: impl FnOnce(&Cards, IpAddr, &Fields) -> Result<Page, Stop> + Send + 'static,
) -> Response {
    let fields = Fields::read(body);
    let words = words_for(headers, &fields);
    let from = place_of(caller.ip());
    match tokio::task::spawn_blocking(move || work(&cards, from, &fields)).await {
        Ok(Ok(page)) => shown(StatusCode::OK, &page, &words),
        Ok(Err(Stop::Again(page))) => shown(StatusCode::UNPROCESSABLE_ENTITY, &page, &words),
        Ok(Err(Stop::Busy)) => shown(StatusCode::TOO_MANY_REQUESTS, &Page::Busy, &words),
        Ok(Err(Stop::Failed)) | Err(_) => shown(StatusCode::INTERNAL_SERVER_ERROR, &Page::Failed, &words),
    }
}

impl Cards {
    /// Whether answers arrived under a number. One that was never given, one whose answers are on their way and one whose answers
    /// were taken back look the same.
    fn arrived(&self, from: IpAddr, fields: &Fields) -> Result<Page, Stop> {
        let card = number(fields)?;
        let tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if !tries.by_address.has_left(from) {
            return Err(Stop::Busy);
        }
        match CardFound::by_card(&self.answers.store, card)? {
            Some(found) => Ok(Page::Arrived { card, has_word: found.has_word, wrong: None }),
            None => {
                tries.by_address.count(from);
                Ok(Page::Unknown)
            }
        }
    }

    /// The order by which the holder of number and word takes the answers back.
    fn order(&self, from: IpAddr, fields: &Fields) -> Result<(CardNumber, String, Order), Stop> {
        let card = number(fields)?;
        let typed = fields.get("word");
        let again = |wrong| Stop::Again(Page::Arrived { card, has_word: true, wrong: Some(wrong) });
        let word = CardWord::from_text(typed).map_err(|_| again("card-bad-word"))?;
        let tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if !tries.by_address.has_left(from) || !tries.by_card.has_left(card.value()) {
            return Err(Stop::Busy);
        }
        match order_of_respondent(&self.answers.store, card, &word)? {
            Some(order) => Ok((card, typed.to_owned(), order)),
            None => {
                tries.by_address.count(from);
                tries.by_card.count(card.value());
                Err(again("card-wrong"))
            }
        }
    }
}

fn number(fields: &Fields) -> Result<CardNumber, Stop> {
    CardNumber::from_text(fields.get("number")).map_err(|_| Stop::Again(Page::Ask { wrong: true }))
}

/// The words that a request asks for, by what stands behind its question mark or by its browser.
pub(crate) fn words_asked_for(headers: &HeaderMap, query: Option<String>) -> Words {
    words_for(headers, &Fields::read(query.unwrap_or_default().as_bytes()))
}

/// The words of the language that was chosen on the page, else of the first that the browser asks for and that there are words for.
fn words_for(headers: &HeaderMap, fields: &Fields) -> Words {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let asked = accepted.split(',').filter_map(|part| part.split(';').next());
    let mut wanted = std::iter::once(fields.get("lang")).chain(asked).filter_map(|tag| tag.parse::<Language>().ok());
    let known = wanted.find(|language| Words::languages().any(|known| known == language.main()));
    Words::new(&known.unwrap_or_else(Language::english))
}

fn shown(status: StatusCode, page: &Page, words: &Words) -> Response {
    let policy = [(header::CONTENT_SECURITY_POLICY, CONTENT_POLICY)];
    (status, policy, Html(pages::html(page, words))).into_response()
}

/// As for other pages, but its forms may be sent to this server.
const CONTENT_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
