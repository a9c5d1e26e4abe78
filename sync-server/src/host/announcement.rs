//! What a server says when it starts, as sentences and as JSON.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use doorstep_core::ids::{DeviceId, ProjectId};
use serde::Serialize;

/// How a server can be reached, and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Announcement {
    /// Where devices reach it.
    pub address: SocketAddr,
    /// The key that its handshake shows.
    pub pin: DeviceId,
    /// What founds its one project, until one is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The file that the token was written to instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_file: Option<PathBuf>,
    /// The project that it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<HeldProject>,
    /// Where the result is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<SocketAddr>,
}

/// The project that a server holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldProject {
    /// Its id.
    pub id: ProjectId,
    /// Its name.
    pub name: String,
}

impl Announcement {
    /// One line of JSON.
    ///
    /// # Panics
    /// Never: every field has a JSON form.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("an announcement is plain values")
    }
}

impl fmt::Display for Announcement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.project {
            Some(project) => writeln!(f, "This server holds the project {}.\n", project.name)?,
            None => writeln!(f, "This server holds no project yet. The coordinator founds one with these three:\n")?,
        }
        if self.address.ip().is_unspecified() {
            writeln!(f, "  address     this machine's name or address, and port {}", self.address.port())?;
        } else {
            writeln!(f, "  address     {}", self.address)?;
        }
        writeln!(f, "  server key  {}", self.pin)?;
        match (&self.token, &self.token_file) {
            (Some(token), _) => writeln!(f, "  token       {token}   (works once)")?,
            (None, Some(file)) => writeln!(f, "  token       in {}   (works once)", file.display())?,
            (None, None) => {}
        }
        if let Some(page) = self.page {
            writeln!(f, "\nThe result is shown, to anybody at this machine, on http://{page}/")?;
        }
        write!(f, "Running; ctrl-c stops it.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn announcement() -> Announcement {
        Announcement {
            address: SocketAddr::from(([127, 0, 0, 1], 4433)),
            pin: DeviceId([0xab; 32]),
            token: Some("c0ffee".into()),
            token_file: None,
            project: None,
            page: None,
        }
    }

    #[test]
    fn a_new_server_names_address_key_and_token() {
        let text = announcement().to_string();
        for part in ["127.0.0.1:4433", &"ab".repeat(32), "c0ffee"] {
            assert!(text.contains(part), "{text}");
        }
    }

    #[test]
    fn a_server_with_a_project_names_it_and_no_token() {
        let project = HeldProject { id: ProjectId([1; 32]), name: "Larkfield".into() };
        let announcement = Announcement { token: None, project: Some(project), ..announcement() };
        assert!(announcement.to_string().contains("Larkfield"));
        assert!(!announcement.to_json().contains("token"));
    }
}
