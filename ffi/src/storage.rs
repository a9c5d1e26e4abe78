//! About this phone: what it is, when it last met its server, and how much of its memory the store takes.
//!
//! Where each interview is safe is `status`'.

use std::fs;

use crate::{Phone, PhoneError};

/// What the database keeps its data in.
const FILES: [&str; 2] = ["", "-wal"];

/// This phone, for its person.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct AboutPhone {
    /// The first digits of the phone's key, in groups to read out: coordinators see the same in the list of members.
    pub fingerprint: String,
    /// When it last met the project's server, in milliseconds since 1970 UTC, by its own clock.
    pub last_contact_ms: Option<i64>,
    /// What the store takes, in bytes.
    pub store_bytes: u64,
    /// What the practice project beside it takes, in bytes.
    pub practice_bytes: u64,
}

#[uniffi::export]
impl Phone {
    /// This phone, for its person.
    ///
    /// # Errors
    /// The phone is locked.
    pub fn about_phone(&self) -> Result<AboutPhone, PhoneError> {
        let id = self.device().id().to_string();
        let digits: Vec<char> = id.chars().take(16).collect();
        let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
        let path = self.store_path();
        Ok(AboutPhone {
            fingerprint: groups.join(" "),
            last_contact_ms: self.device().last_contact().map(|at| at.0),
            store_bytes: size(path),
            practice_bytes: size(&format!("{path}.practice")),
        })
    }
}

fn size(path: &str) -> u64 {
    FILES.iter().filter_map(|end| fs::metadata(format!("{path}{end}")).ok()).map(|file| file.len()).sum()
}
