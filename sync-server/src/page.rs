//! Releases over HTTP: for people at this machine, without sign-in, and the pages say so.
//!
//! What stands on the page is `core::report`'s; this is routes, headers and who may ask.

mod list;
mod names;
mod proxy;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Path, RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use doorstep_core::words::Words;
use tokio::net::TcpListener;

use crate::card::words_asked_for;

pub(crate) use list::ListPage;
pub use names::PageNames;
pub use proxy::Proxies;

/// Under which names requests are answered, and whose word counts on whom they come from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Guard {
    pub(crate) names: PageNames,
    pub(crate) proxies: Proxies,
}

/// Reads the pages for each request; blocks, so it runs off the request's thread.
pub(crate) trait Rendering: Send + Sync + 'static {
    /// The list of releases as HTML; `None` when the store could not be read.
    fn list(&self, words: &Words) -> Option<String>;

    /// A published release as HTML, none if there is none by this number; `None` when the store could not be read.
    fn release(&self, number: u64, words: &Words) -> Option<Option<String>>;

    /// The server's status as JSON; `None` when the store could not be read.
    fn status(&self) -> Option<String>;

    /// The server's counters in the text form of Prometheus; `None` when the store could not be read.
    fn metrics(&self) -> Option<String>;
}

/// Why the page can't be shown.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The address is reachable from other machines, and nobody said that this is meant.
    #[error(
        "{address} can be reached from other machines, and the page asks nobody who they are: use 127.0.0.1, or --expose-page"
    )]
    Exposed {
        /// The address.
        address: SocketAddr,
    },
    /// Another program uses the port.
    #[error("the page's address {address} is taken: another program listens there (see --page and --no-page)")]
    PortTaken {
        /// The address.
        address: SocketAddr,
    },
    /// The system gave no socket.
    #[error("the page's address {address} can't be listened on")]
    Socket {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        #[source]
        source: io::Error,
    },
}

/// Opens the page's socket; port 0 takes any free one.
///
/// # Errors
/// When the address is not this machine's own and `exposed` is not set, or can't be listened on.
pub(crate) async fn bind(address: SocketAddr, exposed: bool) -> Result<TcpListener, PageError> {
    if !exposed && !address.ip().is_loopback() {
        return Err(PageError::Exposed { address });
    }
    TcpListener::bind(address).await.map_err(|source| {
        let taken = source.kind() == io::ErrorKind::AddrInUse;
        if taken { PageError::PortTaken { address } } else { PageError::Socket { address, source } }
    })
}

/// Answers until `stop` resolves.
pub(crate) async fn serve(
    listener: TcpListener,
    rendering: Arc<dyn Rendering>,
    cards: Router,
    asked: Guard,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let service = routes(rendering, cards, asked).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}

fn routes(rendering: Arc<dyn Rendering>, cards: Router, asked: Guard) -> Router {
    Router::new()
        .route("/", get(show))
        .route("/release/{number}", get(release))
        .route("/status", get(status))
        .route("/metrics", get(metrics))
        .route("/health", get(|| async { "ok\n" }))
        .with_state(rendering)
        .merge(cards)
        .layer(middleware::from_fn_with_state(Arc::new(asked), guard))
}

async fn show(State(rendering): State<Arc<dyn Rendering>>, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let words = words_asked_for(&headers, query);
    match tokio::task::spawn_blocking(move || rendering.list(&words)).await {
        Ok(Some(page)) => Html(page).into_response(),
        Ok(None) | Err(_) => unreadable(),
    }
}

async fn release(
    State(rendering): State<Arc<dyn Rendering>>,
    Path(number): Path<u64>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let words = words_asked_for(&headers, query);
    match tokio::task::spawn_blocking(move || rendering.release(number, &words)).await {
        Ok(Some(Some(page))) => Html(page).into_response(),
        Ok(Some(None)) => (StatusCode::NOT_FOUND, "No result was published under this number.\n").into_response(),
        Ok(None) | Err(_) => unreadable(),
    }
}

fn unreadable() -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, "The result can't be read right now.\n").into_response()
}

async fn status(caller: ConnectInfo<SocketAddr>, State(rendering): State<Arc<dyn Rendering>>) -> Response {
    for_this_machine(caller, "application/json", move || rendering.status()).await
}

async fn metrics(caller: ConnectInfo<SocketAddr>, State(rendering): State<Arc<dyn Rendering>>) -> Response {
    for_this_machine(caller, "text/plain; version=0.0.4; charset=utf-8", move || rendering.metrics()).await
}

/// For whoever looks after this machine; from elsewhere there is nothing here, also when the page is exposed.
async fn for_this_machine(
    ConnectInfo(caller): ConnectInfo<SocketAddr>,
    media: &'static str,
    text: impl FnOnce() -> Option<String> + Send + 'static,
) -> Response {
    if !caller.ip().is_loopback() {
        return StatusCode::NOT_FOUND.into_response();
    }
    match tokio::task::spawn_blocking(text).await {
        Ok(Some(text)) => ([(header::CONTENT_TYPE, media)], text).into_response(),
        Ok(None) | Err(_) => {
            (StatusCode::INTERNAL_SERVER_ERROR, "The status can't be read right now.\n").into_response()
        }
    }
}

/// Turns away requests for names that are not this server's (DNS rebinding), and sets the headers of every answer.
async fn guard(State(asked): State<Arc<Guard>>, mut request: Request, next: Next) -> Response {
    asked.proxies.look_behind(&mut request);
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let mut response = match host {
        Some(host) if asked.names.allows(host) => next.run(request).await,
        _ => (StatusCode::MISDIRECTED_REQUEST, "This server does not answer under that name.\n").into_response(),
    };
    for (name, value) in HEADERS {
        // A page that needs another policy has set its own.
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

const HEADERS: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
];

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::oneshot;

    use super::*;

    struct Fixed(Option<&'static str>);

    impl Rendering for Fixed {
        fn list(&self, _: &Words) -> Option<String> {
            self.0.map(str::to_owned)
        }

        fn release(&self, number: u64, _: &Words) -> Option<Option<String>> {
            self.0.map(|page| (number == 1).then(|| page.to_owned()))
        }

        fn status(&self) -> Option<String> {
            self.0.map(|_| "{}".to_owned())
        }

        fn metrics(&self) -> Option<String> {
            self.0.map(|_| "doorstep_connections 2\n".to_owned())
        }
    }

    /// What the page's server answers to one request.
    async fn ask(page: Option<&'static str>, request: &str) -> String {
        let listener = bind(SocketAddr::from(([127, 0, 0, 1], 0)), false).await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let (stop, stopped) = oneshot::channel::<()>();
        let serving =
            serve(listener, Arc::new(Fixed(page)), Router::new(), Guard::default(), async { drop(stopped.await) });
        let asking = async {
            let mut stream = TcpStream::connect(address).await.expect("the page listens");
            stream.write_all(request.as_bytes()).await.expect("the page reads");
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.expect("the page answers in text");
            drop(stop);
            answer
        };
        let (served, answer) = tokio::join!(serving, asking);
        served.expect("the page stops when asked");
        answer
    }

    #[tokio::test]
    async fn the_result_comes_with_headers_that_allow_no_script() {
        let answer =
            ask(Some("<h1>Larkfield</h1>"), "GET / HTTP/1.1\r\nHost: localhost:80\r\nConnection: close\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("<h1>Larkfield</h1>"));
        for header in ["content-security-policy: default-src 'none'", "nosniff", "no-referrer", "no-store"] {
            assert!(answer.contains(header), "{header} is missing in {answer}");
        }
    }

    #[tokio::test]
    async fn a_release_that_is_not_published_is_not_there() {
        let get =
            |number: &str| format!("GET /release/{number} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assert!(ask(Some("<h1>Larkfield</h1>"), &get("1")).await.starts_with("HTTP/1.1 200"));
        assert!(ask(Some("<h1>Larkfield</h1>"), &get("2")).await.starts_with("HTTP/1.1 404"));
        assert!(ask(Some("<h1>Larkfield</h1>"), &get("one")).await.starts_with("HTTP/1.1 4"));
    }

    #[tokio::test]
    async fn a_foreign_name_gets_nothing_of_the_result() {
        for host in ["Host: rebind.example\r\n", ""] {
            let answer = ask(Some("secret"), &format!("GET / HTTP/1.1\r\n{host}Connection: close\r\n\r\n")).await;
            assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
            assert!(!answer.contains("secret"));
        }
    }

    #[tokio::test]
    async fn an_unreadable_store_is_an_error_and_not_an_empty_result() {
        let answer = ask(None, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 500"), "{answer}");
    }

    #[tokio::test]
    async fn counters_are_for_this_machine_and_in_the_form_that_prometheus_reads() {
        let answer = ask(Some("<h1>"), "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await;
        assert!(
            answer.contains("content-type: text/plain; version=0.0.4") && answer.ends_with("doorstep_connections 2\n")
        );
    }

    #[tokio::test]
    async fn the_page_is_not_shown_to_the_network_by_mistake() {
        let everywhere = SocketAddr::from(([0, 0, 0, 0], 0));
        assert!(matches!(bind(everywhere, false).await, Err(PageError::Exposed { .. })));
        assert!(bind(everywhere, true).await.is_ok());
    }
}
