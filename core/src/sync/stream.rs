//! One direction of a session: frames into one zstd stream and out of it, in bounded memory.
//!
//! Nothing here knows what frames mean; which may come when is decided by the two roles.

use zstd::stream::raw::OutBuffer;

use super::frame::FrameError;
use crate::entry::Refusal;

mod incoming;
mod outgoing;
#[cfg(test)]
mod tests;

pub use incoming::Incoming;
pub use outgoing::Outgoing;

/// The largest window on either side, as a power of two (protocol, section 6).
pub const MAX_WINDOW_LOG: u32 = 20;
/// How much output is taken out of the library at once.
const SLICE_BYTES: usize = 16_384;

/// The level for a stream that is known to be long: 3 % fewer bytes than the default's, for 3 MB of memory and a third more time.
const LONG_LEVEL: i32 = 6;

/// How the outgoing stream is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compression {
    /// The level, 1 to 19.
    pub level: i32,
    /// The window, as a power of two, at most [`MAX_WINDOW_LOG`].
    pub window_log: u32,
}

impl Default for Compression {
    fn default() -> Self {
        Self { level: 3, window_log: MAX_WINDOW_LOG }
    }
}

/// Why a stream can't go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StreamError {
    /// A frame that arrived is over the limit or can't be read.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// A frame that this side wanted to send is over the limit.
    #[error("a frame to send is over the limit")]
    Unsendable,
    /// The incoming bytes are not one zstd stream with an allowed window.
    #[error("the compressed stream can't be read")]
    Damaged,
    /// The compression library failed on this side.
    #[error("compressing failed")]
    Compressing,
}

impl StreamError {
    /// The code under which the other side is told.
    pub const fn refusal(&self) -> Refusal {
        match self {
            Self::Frame(error) => error.refusal(),
            Self::Damaged => Refusal::BadFrame,
            Self::Unsendable | Self::Compressing => Refusal::Internal,
        }
    }
}

/// Bytes that went one way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Volume {
    /// Frames, before compression.
    pub plain_bytes: u64,
    /// The compressed stream.
    pub stream_bytes: u64,
}

/// Lets the library write one slice, and adds what it wrote to `out`.
fn append<R>(
    out: &mut Vec<u8>,
    scratch: &mut [u8],
    write: impl FnOnce(&mut OutBuffer<'_, [u8]>) -> std::io::Result<R>,
) -> std::io::Result<R> {
    let mut slice = OutBuffer::around(scratch);
    let result = write(&mut slice);
    out.extend_from_slice(slice.as_slice());
    result
}
