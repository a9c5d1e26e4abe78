//! Under which names the page answers: a web site elsewhere may point a name of its own at this machine.

use std::collections::BTreeSet;
use std::net::IpAddr;

/// The names under which the page answers, besides plain IP addresses and `localhost`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageNames(BTreeSet<String>);

impl PageNames {
    /// These names, without ports.
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        Self(names.into_iter().map(|name| name.to_ascii_lowercase()).collect())
    }

    /// Whether a `Host` header is one of ours. An address can't be somebody else's name for us, so any is.
    pub(crate) fn allows(&self, host: &str) -> bool {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
            _ => host,
        };
        let name = name.to_ascii_lowercase();
        let bare = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&name);
        bare.parse::<IpAddr>().is_ok() || name == "localhost" || self.0.contains(&name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_somebody_else_points_here_is_not_ours() {
        let names = PageNames::new(["Council.example".into()]);
        for ours in ["localhost:8080", "127.0.0.1", "[::1]:8080", "192.0.2.7:80", "council.EXAMPLE:8080"] {
            assert!(names.allows(ours), "{ours}");
        }
        for foreign in ["rebind.example", "localhost.rebind.example:8080", "council.example.rebind.example", ""] {
            assert!(!names.allows(foreign), "{foreign}");
        }
    }
}
