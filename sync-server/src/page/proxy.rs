//! Visitors behind a proxy: whom a request really comes from, when a proxy that is trusted passed it on.
//!
//! Without this all visitors of a proxy share one allowance of wrong tries, and what is for this machine alone would be shown to
//! whoever a proxy on this machine lets through.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, HeaderName};

/// Where proxies write down from whom they have a request.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The proxies whose word counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<IpAddr>);

impl Proxies {
    /// Takes these addresses' word for it.
    pub fn new(addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        Self(addresses.into_iter().collect())
    }

    /// Puts the visitor in the place of a trusted proxy.
    pub(super) fn look_behind(&self, request: &mut Request) {
        if let Some(ConnectInfo(caller)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied()
            && let Some(visitor) = self.visitor(caller.ip(), request.headers())
        {
            request.extensions_mut().insert(ConnectInfo(SocketAddr::new(visitor, 0)));
        }
    }

    /// The last address that no trusted proxy has: what stands before it anybody may have written.
    fn visitor(&self, caller: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
        if !self.0.contains(&caller.to_canonical()) {
            return None;
        }
        let lines: Vec<&str> = headers.get_all(FORWARDED_FOR).iter().filter_map(|line| line.to_str().ok()).collect();
        let passed_on = lines.iter().rev().flat_map(|line| line.rsplit(','));
        let mut known =
            passed_on.map_while(|address| address.trim().parse::<IpAddr>().ok().map(|ip| ip.to_canonical()));
        known.find(|address| !self.0.contains(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn visitor(proxies: &[&str], caller: &str, lines: &[&str]) -> Option<String> {
        let proxies = Proxies::new(proxies.iter().map(|address| address.parse().expect("an address")));
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, line.parse().expect("a header"));
        }
        proxies.visitor(caller.parse().expect("an address"), &headers).map(|address| address.to_string())
    }

    #[test]
    fn only_a_trusted_proxy_says_for_whom_it_asks() {
        assert_eq!(visitor(&["127.0.0.1"], "127.0.0.1", &["203.0.113.7"]).as_deref(), Some("203.0.113.7"));
        assert_eq!(visitor(&["127.0.0.1"], "::ffff:127.0.0.1", &["203.0.113.7"]).as_deref(), Some("203.0.113.7"));
        assert_eq!(visitor(&["127.0.0.1"], "198.51.100.2", &["203.0.113.7"]), None);
        assert_eq!(visitor(&[], "127.0.0.1", &["203.0.113.7"]), None);
    }

    #[test]
    fn what_a_visitor_wrote_before_the_proxy_did_does_not_count() {
        let (near, far) = ("127.0.0.1", "198.51.100.2");
        assert_eq!(visitor(&[near], near, &["10.0.0.1, 203.0.113.7"]).as_deref(), Some("203.0.113.7"));
        assert_eq!(
            visitor(&[near, far], near, &["10.0.0.1, 203.0.113.7, 198.51.100.2"]).as_deref(),
            Some("203.0.113.7")
        );
        assert_eq!(visitor(&[near], near, &["10.0.0.1", "203.0.113.7"]).as_deref(), Some("203.0.113.7"));
        assert_eq!(visitor(&[near], near, &["203.0.113.7, nonsense"]), None);
        assert_eq!(visitor(&[near], near, &[]), None);
    }

    #[test]
    fn a_request_through_a_trusted_proxy_counts_as_its_visitors() {
        let mut request =
            Request::builder().header(FORWARDED_FOR, "203.0.113.7").body(axum::body::Body::empty()).expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(HERE, 4_000)));
        Proxies::new([HERE]).look_behind(&mut request);
        let seen = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(caller)| caller.to_string());
        assert_eq!(seen.as_deref(), Some("203.0.113.7:0"));
    }
}
