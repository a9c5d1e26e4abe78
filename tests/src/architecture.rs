//! Reads the sources of the workspace and names every place where they break the rules of `core/docs/architecture.md`.
//!
//! Plain text in, [`Violation`]s out; `it/architecture.rs` runs every rule over the real tree.
//!
//! ```
//! use doorstep_tests::architecture::{CORE, SourceFile};
//!
//! let file = SourceFile::new("core/src/form.rs", "//! Forms.\nuse crate::store::Store;\n");
//! let found = CORE.violations(&file);
//! assert_eq!(found[0].to_string(), "core/src/form.rs:2: form may not use store, which stands to its right");
//! ```

mod arrows;
mod lexical;
mod manifest;
mod tree;
mod wiring;

use std::fmt;

pub use arrows::{Arrows, CORE};
pub use manifest::{Forbidden, MANIFESTS, forbidden_dependencies};
pub use tree::{MAX_LINES, ReadTree, SourceFile, headless, overlong, read_sources};
pub use wiring::unwired;

/// One broken rule, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// The file, relative to the workspace.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, as a sentence for whoever broke it.
    pub what: String,
}

impl Violation {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}
