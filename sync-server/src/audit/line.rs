//! One line of the audit log: its fields, its bytes, and its hash.

use doorstep_core::ids::{EntryHash, hash};
use serde::{Deserialize, Serialize};

/// A line. Which events there are is `What`'s.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    /// Its place in the chain, from 1.
    pub(super) n: u64,
    /// When, as the server's clock said, in RFC 3339.
    pub(super) at: String,
    /// What happened.
    pub(super) what: String,
    /// The first eight digits of the device's key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) device: Option<String>,
    /// The name of the refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<String>,
    /// The entry that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) entry: Option<EntryHash>,
    /// The first eight digits of its log, and its place in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) place: Option<String>,
    /// How often it happened at once; absent for once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) count: Option<u64>,
    /// How many refusals before this line were not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) left_out: Option<u64>,
    /// The hash of the line before, of zeros for the first.
    pub(super) prev: String,
}

/// The hash that the first line names.
pub(super) fn no_line() -> String {
    "0".repeat(64)
}

/// The hash of a line: over its bytes as they stand in the file, without the line feed.
pub(super) fn hash_of(line: &[u8]) -> String {
    EntryHash(hash("audit line", &[line])).to_string()
}
