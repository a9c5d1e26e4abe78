//! Who may ask: whoever opened the address with this start's key, from a page of our own, under a name that is ours.
//!
//! Other programs and web pages on the same machine can reach the socket; they get nothing.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rand_core::Rng;

use super::fields::Fields;

const STYLE: &str = include_str!("style.css");
/// It shows where this phone is, when somebody asks for it.
const MAP_SCRIPT: &str = include_str!("map.js");
/// It lets somebody sign or draw.
const PAD_SCRIPT: &str = include_str!("pad.js");

const HEADERS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// What a page may load: our own style, pictures and sound, and nothing else; no script but on pages that say so.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The same with our own scripts.
pub(super) const SCRIPT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// How a request comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// It asks for the style sheet, which holds nothing of anybody's.
    Style,
    /// It asks for a script, which holds nothing of anybody's either.
    Script(&'static str),
    /// It brings the key of this start.
    WithKey,
    /// It comes from a browser that was let in.
    Known,
    /// It brings no key, a wrong one, or comes from another site's page.
    Locked,
    /// It asks for another name than ours.
    Foreign,
}

/// The key of this start, and the port that it is for.
pub(super) struct Guard {
    key: String,
    port: u16,
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard").field("port", &self.port).finish_non_exhaustive()
    }
}

impl Guard {
    /// A guard with a new key of 128 random bits.
    pub(super) fn new(port: u16, rng: &mut dyn Rng) -> Self {
        let mut bytes = [0; 16];
        rng.fill_bytes(&mut bytes);
        Self { key: bytes.iter().map(|byte| format!("{byte:02x}")).collect(), port }
    }

    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// Judges a request by its name, its key and the page that sent it.
    pub(super) fn admits(&self, request: &Request) -> Entry {
        let (headers, uri) = (request.headers(), request.uri());
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        if !self.is_ours(host) {
            return Entry::Foreign;
        }
        match uri.path() {
            "/style.css" => return Entry::Style,
            "/map.js" => return Entry::Script(MAP_SCRIPT),
            "/pad.js" => return Entry::Script(PAD_SCRIPT),
            "/enter" => {
                let shown = Fields::parse(uri.query().unwrap_or_default().as_bytes());
                return if self.is(shown.one("key")) { Entry::WithKey } else { Entry::Locked };
            }
            _ => {}
        }
        let known = cookie(headers, &self.cookie_name()).is_some_and(|shown| self.is(&shown));
        let reads = [Method::GET, Method::HEAD].contains(request.method());
        if known && (reads || own_page(headers, host)) { Entry::Known } else { Entry::Locked }
    }

    /// Remembers the browser until it is closed, and shows the first page.
    pub(super) fn let_in(&self) -> Response {
        let cookie = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie_name(), self.key);
        (StatusCode::SEE_OTHER, [(header::SET_COOKIE, cookie), (header::LOCATION, "/".to_owned())]).into_response()
    }

    /// Browsers keep one set of cookies for all ports of a name.
    fn cookie_name(&self) -> String {
        format!("doorstep-{}", self.port)
    }

    fn is_ours(&self, host: &str) -> bool {
        let Some((name, port)) = host.rsplit_once(':') else { return false };
        port.parse() == Ok(self.port) && ["127.0.0.1", "localhost", "[::1]"].contains(&name)
    }

    /// Takes as long for a near miss as for any other.
    fn is(&self, shown: &str) -> bool {
        let differing = self.key.bytes().zip(shown.bytes()).fold(0, |differing, (a, b)| differing | (a ^ b));
        shown.len() == self.key.len() && differing == 0
    }
}

/// Whether a form was sent from a page of ours.
fn own_page(headers: &HeaderMap, host: &str) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("-"));
    let from = text(header::ORIGIN).is_none_or(|origin| origin.strip_prefix("http://") == Some(host));
    from && text(HeaderName::from_static("sec-fetch-site")).is_none_or(|site| site == "same-origin")
}

/// The value of a cookie.
pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value.to_owned())
}

/// The style of all pages.
pub(super) fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}

/// A script of ours.
pub(super) fn script(script: &'static str) -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], script).into_response()
}

/// Sets what every answer carries; a page with a policy of its own keeps it.
pub(super) fn set_headers(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(PAGE_POLICY));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn guard() -> Guard {
        Guard { key: "0123456789abcdef0123456789abcdef".to_owned(), port: 4000 }
    }

    fn request(method: &str, uri: &str, headers: &[(&str, &str)]) -> Request {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::empty()).unwrap()
    }

    const HOST: (&str, &str) = ("host", "127.0.0.1:4000");
    const COOKIE: (&str, &str) = ("cookie", "doorstep-4000=0123456789abcdef0123456789abcdef");

    #[test]
    fn a_browser_without_the_key_of_this_start_gets_nothing() {
        let admits = |uri: &str, headers: &[(&str, &str)]| guard().admits(&request("GET", uri, headers));
        assert_eq!(admits("/", &[HOST]), Entry::Locked);
        assert_eq!(admits("/enter?key=0123", &[HOST]), Entry::Locked);
        assert_eq!(admits("/", &[HOST, ("cookie", "doorstep-4000=0123")]), Entry::Locked);
        assert_eq!(admits("/enter?key=0123456789abcdef0123456789abcdef", &[HOST]), Entry::WithKey);
        assert_eq!(admits("/", &[HOST, COOKIE]), Entry::Known);
    }

    #[test]
    fn a_name_that_somebody_else_points_here_is_not_ours() {
        for host in ["rebind.example:4000", "127.0.0.1:4001", "127.0.0.1", ""] {
            assert_eq!(guard().admits(&request("GET", "/", &[("host", host), COOKIE])), Entry::Foreign, "{host}");
        }
    }

    #[test]
    fn another_sites_page_can_send_no_form() {
        let admits = |headers: &[(&str, &str)]| guard().admits(&request("POST", "/send", headers));
        assert_eq!(admits(&[HOST, COOKIE, ("origin", "http://127.0.0.1:4000")]), Entry::Known);
        assert_eq!(admits(&[HOST, COOKIE, ("origin", "http://127.0.0.1:5000")]), Entry::Locked);
        assert_eq!(admits(&[HOST, COOKIE, ("origin", "null")]), Entry::Locked);
        assert_eq!(admits(&[HOST, COOKIE, ("sec-fetch-site", "cross-site")]), Entry::Locked);
    }

    #[test]
    fn a_key_does_not_show_in_logs() {
        assert!(!format!("{:?}", guard()).contains("0123"));
    }
}
