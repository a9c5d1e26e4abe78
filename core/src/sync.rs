//! Sync: the session by which two sides exchange what the other lacks, as a state machine without input or output.
//!
//! A [`Session`] takes bytes and replies, and gives bytes, requests to a store, and at the end a report. It has no socket, no
//! store, no clock and no timer: `net` moves the bytes, `device` and the server answer the [`Request`]s. The same
//! session serves phone and server, phone and phone, and files. Frames are fixed in `docs/protocol.md`, section 6.
//!
//! A caller whose cursor is up to date learns in one round trip that nothing is new:
//!
//! ```
//! use std::collections::BTreeMap;
//!
//! use doorstep_core::entry::Holdings;
//! use doorstep_core::ids::{DeviceId, Generation, Incarnation, ProjectId};
//! use doorstep_core::member::Scopes;
//! use doorstep_core::sync::{
//!     Admitted, AnswererSettings, CallerOpening, Compression, Cursor, Entrance, FeedPage, Reply, Request, Session,
//! };
//! use doorstep_core::time::Timestamp;
//!
//! let (generation, scopes) = (Generation([1; 16]), Scopes::everything());
//! let mut alice = Session::caller(CallerOpening {
//!     entrance: Entrance::Member,
//!     project: ProjectId([2; 32]),
//!     incarnation: Incarnation([3; 8]),
//!     software: "doorstep 0.1.0".into(),
//!     cursor: Some(Cursor { generation, position: 7, scopes: scopes.hash() }),
//!     own: Holdings::default(),
//!     acknowledged: Holdings::default(),
//!     others: Holdings::default(),
//!     missing_chunks: BTreeMap::new(),
//!     fetches: true,
//!     offers: Vec::new(),
//!     known_backup: None,
//!     reader: Scopes::everything(),
//!     compression: Compression::default(),
//! })?;
//! let mut server = Session::answerer(AnswererSettings::default(), DeviceId([4; 32]))?;
//!
//! server.handle_bytes(&alice.poll_transmit().unwrap())?;
//! while let Some(request) = server.poll_request() {
//!     server.handle_reply(match request {
//!         Request::Admit(_) => Reply::Admitted(Admitted {
//!             scopes: scopes.clone(),
//!             generation,
//!             epoch: 1,
//!             time: Timestamp(0),
//!             own: Holdings::default(),
//!             missing_chunks: BTreeMap::new(),
//!             backup: None,
//!             holdings: None,
//!         }),
//!         Request::ReadFeed(query) => {
//!             Reply::Feed(FeedPage { runs: Vec::new(), position: query.position, at_end: true })
//!         }
//!         other => unreachable!("{other:?}"),
//!     })?;
//! }
//! alice.handle_bytes(&server.poll_transmit().unwrap())?;
//! assert!(alice.is_done());
//! assert_eq!(alice.report().round_trips, 1);
//! # Ok::<(), doorstep_core::sync::SessionError>(())
//! ```

mod answerer;
mod batch;
mod body;
mod caller;
mod error;
mod files;
mod frame;
mod holdings;
mod link;
mod outbox;
mod report;
mod request;
mod session;
mod stream;
#[cfg(test)]
mod tests;

pub use answerer::{AnswererSettings, Budget};
pub use body::{
    BackedUp, Chunk, Cursor, Found, Hello, Mark, MeetingSecret, Redeem, RefusedThere, Token, WantedChunks, Welcome,
};
pub use caller::{CallerOpening, Entrance};
pub use error::SessionError;
pub use files::{FilePlace, FileSaid, Weighed};
pub use frame::{Frame, FrameError, MAX_FRAME_BYTES, MINOR_VERSION};
pub use report::{AnswererWords, CallerWords, SessionReport};
pub use request::{Admit, Admitted, ChunkQuery, FeedPage, FeedQuery, Progress, Reply, Request, RunQuery};
pub use session::Session;
pub use stream::{Compression, Incoming, MAX_WINDOW_LOG, Outgoing, StreamError, Volume};
