//! How large a change and a document may be; `docs/protocol.md` section 7 fixes them.
//!
//! A change is refused for its own size. A document's limits count only what the author had seen, so that every
//! replica decides alike in whatever order changes arrive.

/// The most bytes that a change's body has.
pub const MAX_BODY_BYTES: usize = 65_536;
/// The most operations in one change.
pub const MAX_OPERATIONS: usize = 2_000;
/// The most changes that one change builds on directly.
pub const MAX_DEPENDENCIES: usize = 256;
/// The most changes in a document, as far as its next author has seen it; it bounds the work of fitting one on.
pub const MAX_DOCUMENT_CHANGES: u64 = 4_096;
/// The most operations in a document, as far as its next author has seen it.
pub const MAX_DOCUMENT_OPERATIONS: u64 = 50_000;
/// The most bytes of change bodies in a document, as far as its next author has seen it.
pub const MAX_DOCUMENT_BYTES: u64 = 4 * 1024 * 1024;
/// The most other actors that one change refers to.
pub const MAX_ACTORS: usize = 256;
/// The most values that one change replaces.
pub const MAX_PREDECESSORS: u64 = 4_000;
