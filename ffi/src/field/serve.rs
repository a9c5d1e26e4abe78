//! The socket of the field app: on this machine only, with a key that is new at each start.
//!
//! Who may ask is `guard`'s, what is answered `routes`'.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::answer::Answer;
use super::card::Shown;
use super::desk::{Ask, Desk};
use super::fields::Fields;
use super::guard::{self, Entry, Guard};
use super::pin::{self, Idle};
use super::rooms::Rooms;
use super::upload::{self, Uploads};
use crate::{Interview, Phone, PhoneError, machine};

/// The longest form that is read, in bytes: many long answers on one page.
const MAX_BODY_BYTES: usize = 512 << 10;
/// The longest form with files in it, in bytes: a picture as large as cameras make them, or the longest recording that is kept.
const MAX_UPLOAD_BYTES: usize = 40 << 20;

/// Why the field app can't be shown.
#[derive(Debug, thiserror::Error)]
pub enum FieldError {
    /// The address is reachable from other machines.
    #[error("{address} can be reached from other machines; the field app answers on this one alone, as 127.0.0.1")]
    Exposed {
        /// The address.
        address: SocketAddr,
    },
    /// The system gave no socket.
    #[error("the field app can't listen on {address}: {source}")]
    Socket {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The phone or the machine failed.
    #[error(transparent)]
    Phone(#[from] PhoneError),
}

/// The field app of one phone, bound to its address.
#[derive(Debug)]
pub struct FieldApp {
    listener: TcpListener,
    address: SocketAddr,
    rooms: Arc<Rooms>,
}

/// What the app holds between two pages.
#[derive(Debug)]
pub(super) struct App {
    pub(super) phone: Arc<Phone>,
    /// The interview that was shown last, so that it is not read again for each page.
    pub(super) under_way: Mutex<Option<Arc<Interview>>>,
    /// What is to be said on the next page.
    pub(super) notice: Mutex<Option<String>>,
    /// What the last sending did, contact by contact, in sentences.
    pub(super) exchanged: Mutex<Vec<Vec<String>>>,
    /// The file of the question pack that was looked at last.
    pub(super) pack: Mutex<Option<Vec<u8>>>,
    /// The respondent's card that is being shown.
    pub(super) card: Shown,
    /// When the app locks, where the phone has a PIN.
    pub(super) idle: Idle,
}

impl FieldApp {
    /// Binds the app to an address of this machine; port 0 takes any free one. Where the phone has a PIN, the app asks for it when no
    /// page was asked for in this time.
    ///
    /// # Errors
    /// When the address is not this machine's own or taken, or the machine gives no randomness.
    pub fn bind(phone: Arc<Phone>, address: SocketAddr, lock_after: Duration) -> Result<Self, FieldError> {
        if !address.ip().is_loopback() {
            return Err(FieldError::Exposed { address });
        }
        let failed = |source| FieldError::Socket { address, source };
        let listener = TcpListener::bind(address).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let guard = Guard::new(address.port(), &mut machine::rng()?);
        let rooms = Arc::new(Rooms::new(guard, Arc::new(App::of(phone, lock_after))));
        Ok(Self { listener, address, rooms })
    }

    /// The address to open in a browser, with the key of this start in it.
    pub fn url(&self) -> String {
        format!("http://{}/enter?key={}", self.address, self.rooms.guard().key())
    }

    /// Answers until the program is interrupted.
    ///
    /// # Errors
    /// When the socket fails.
    pub fn serve(self) -> Result<(), FieldError> {
        let interrupted = async { tokio::signal::ctrl_c().await.unwrap_or_default() };
        let (phone, address) = (self.rooms.in_earnest(), self.address);
        machine::runtime()?.block_on(async move {
            let (listener, router) = self.open()?;
            tokio::select! {
                served = async { axum::serve(listener, router).await } => served.map_err(|source| FieldError::Socket { address, source })?,
                () = interrupted => phone.hang_up().await,
            }
            Ok(())
        })
    }

    /// Answers on threads of the library until it is told to stop or the sender is let go. Then it finishes the pages that were asked for.
    pub(crate) fn serve_apart(self, until: oneshot::Receiver<()>) -> Result<JoinHandle<()>, PhoneError> {
        let phone = self.rooms.in_earnest();
        let stopping = async move {
            until.await.unwrap_or_default();
            phone.hang_up().await;
        };
        Ok(machine::runtime()?.spawn(async {
            let served = match self.open() {
                Ok((listener, router)) => {
                    axum::serve(listener, router).with_graceful_shutdown(stopping).await.map_err(|error| error.kind())
                }
                Err(_) => Err(io::ErrorKind::Other),
            };
            if let Err(kind) = served {
                tracing::error!(%kind, "the field app stopped");
            }
        }))
    }

    /// Only within the runtime.
    fn open(self) -> Result<(tokio::net::TcpListener, Router), FieldError> {
        let address = self.address;
        let failed = |source| FieldError::Socket { address, source };
        let listener = tokio::net::TcpListener::from_std(self.listener).map_err(failed)?;
        Ok((listener, Router::new().fallback(handle).with_state(self.rooms)))
    }
}

impl App {
    /// The app of a phone, which locks after this time where the phone has a PIN.
    pub(super) fn of(phone: Arc<Phone>, lock_after: Duration) -> Self {
        Self {
            phone,
            under_way: Mutex::default(),
            notice: Mutex::default(),
            exchanged: Mutex::default(),
            pack: Mutex::default(),
            card: Shown::default(),
            idle: Idle::new(lock_after),
        }
    }

    /// The interview with this id, as it was left.
    pub(super) fn interview(&self, id: &str) -> Result<Arc<Interview>, PhoneError> {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(interview) = under_way.as_ref().filter(|interview| interview.id() == id) {
            return Ok(Arc::clone(interview));
        }
        let interview = self.phone.resume(id.to_owned())?;
        *under_way = Some(Arc::clone(&interview));
        Ok(interview)
    }

    /// Lets the interview go that was shown last.
    pub(super) fn put_away(&self) {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// How long it is until the time is over by which this phone's person wanted to be done; none if they did not say, or it is over.
    fn reminded_in_seconds(&self) -> Option<u64> {
        let said = self.phone.check_in().ok().flatten().filter(|said| !said.is_over)?;
        u64::try_from(said.until_ms - machine::now().0).ok().map(|left_ms| left_ms / 1_000 + 1)
    }

    /// What is to be said on this page, once.
    pub(super) fn take_notice(&self) -> Option<String> {
        self.notice.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Has something said on the next page.
    pub(super) fn notify(&self, notice: String) {
        *self.notice.lock().unwrap_or_else(PoisonError::into_inner) = Some(notice);
    }
}

async fn handle(State(rooms): State<Arc<Rooms>>, request: Request) -> Response {
    let entry = rooms.guard().admits(&request);
    let mut response = match entry {
        Entry::Style => guard::style(),
        Entry::Script(script) => guard::script(script),
        Entry::WithKey => rooms.guard().let_in(),
        Entry::Locked => locked(rooms.current()),
        Entry::Foreign => StatusCode::MISDIRECTED_REQUEST.into_response(),
        Entry::Known => answer(&rooms, request).await,
    };
    guard::set_headers(response.headers_mut());
    response
}

fn locked(app: Arc<App>) -> Response {
    let desk = Desk::new(app, None, "/".to_owned());
    (StatusCode::FORBIDDEN, Answer::Page(super::layout::locked(&desk)).into_response()).into_response()
}

async fn answer(rooms: &Arc<Rooms>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let boundary = upload::boundary(kind);
    let most_bytes = if boundary.is_some() { MAX_UPLOAD_BYTES } else { MAX_BODY_BYTES };
    let Ok(body) = to_bytes(body, most_bytes).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let form = match boundary {
        Some(boundary) => upload::parse(&body, boundary),
        None => Some((Fields::parse(&body), Uploads::default())),
    };
    let Some((fields, files)) = form else { return StatusCode::BAD_REQUEST.into_response() };
    let ask = Ask {
        posted: parts.method == Method::POST,
        path: Fields::path(parts.uri.path()),
        query: Fields::parse(parts.uri.query().unwrap_or_default().as_bytes()),
        fields,
        files,
    };
    let language = guard::cookie(&parts.headers, "doorstep-language");
    let is_large = guard::cookie(&parts.headers, "doorstep-text").is_some_and(|size| size == "large");
    let here = parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    // An interview under way stays, with what is being typed; other pages give way to the lock by themselves.
    let gives_way = !here.starts_with("/interview/");
    let reminds = ["/", "/doors", "/interviews", "/send", "/check-in"].contains(&here.as_str());
    let (app, following) = (rooms.current(), Arc::clone(rooms));
    let answered = tokio::task::spawn_blocking(move || {
        let mut desk = Desk::new(app, language.as_deref(), here);
        desk.is_large = is_large;
        let answer = pin::guarded(&desk, ask);
        drop(desk);
        following.follow(answer)
    });
    match answered.await {
        Ok(answer) => {
            let mut response = answer.into_response();
            let locking = rooms.current();
            if let Some(seconds) = reminds.then(|| locking.reminded_in_seconds()).flatten() {
                response.headers_mut().insert(header::REFRESH, HeaderValue::from(seconds));
            }
            if gives_way && locking.phone.pin().is_ok_and(|card| card.is_set && !card.is_locked) {
                let seconds = locking.idle.after().as_secs() + 1;
                response.headers_mut().insert(header::REFRESH, HeaderValue::from(seconds));
            }
            response
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
