//! Session frames: length, type and body, with every limit checked before anything is allocated.
//!
//! Compression is [`stream`](super::stream)'s; which frame may come when is decided by the two roles.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use super::body::{BackedUp, Chunk, Found, Hello, Mark, MeetingSecret, Redeem, RefusedThere, WantedChunks, Welcome};
use super::files::FileSaid;
use crate::entry::{Holdings, Manifest, Refusal, Run};
use crate::ids::BlobHash;

/// The longest frame, counted after its length.
pub const MAX_FRAME_BYTES: usize = 262_144;
/// The minor version that this side speaks; a sender uses only frames of the lower of the two.
pub const MINOR_VERSION: u16 = 0;
/// How many files one frame offers at most.
pub(super) const MAX_OFFERED: usize = 1_024;
/// The longest name of a software that is read.
const MAX_SOFTWARE_BYTES: usize = 120;
/// How many bytes the longest allowed length takes.
const MAX_LENGTH_BYTES: usize = 3;

/// One message of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// The caller's opening.
    Hello(Hello),
    /// The answer to a member's hello.
    Welcome(Welcome),
    /// What the caller holds, when it was asked.
    Holdings(Holdings),
    /// Entries.
    Run(Run),
    /// A piece of a blob.
    Chunk(Chunk),
    /// What the other side has committed.
    Stored(Holdings),
    /// What the other side did not store.
    Refused(Vec<RefusedThere>),
    /// How far the feed has come.
    Mark(Mark),
    /// Pieces of blobs that are missing.
    Want(Vec<WantedChunks>),
    /// Nothing more will be sent unless asked.
    Done,
    /// The session ends; the code says why.
    Sorry(u16),
    /// Asks a server to hold a new project.
    Found(Found),
    /// Uses an invite.
    Redeem(Redeem),
    /// The founding act, as it travels.
    Founding(Vec<u8>),
    /// What of the caller's own entries is in the answerer's latest backup.
    BackedUp(BackedUp),
    /// Calls a phone that showed this secret.
    Meet(MeetingSecret),
    /// Files that the sender has whole.
    Offer(Vec<BlobHash>),
    /// What became of files that were offered.
    Files(Vec<FileSaid>),
}

/// Why bytes are no frame, or a frame can't be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// The frame is over the limit.
    #[error("a frame has at most {MAX_FRAME_BYTES} bytes")]
    TooLong,
    /// The bytes can't be read as a frame of this version.
    #[error("the frame can't be read")]
    Unreadable,
}

impl FrameError {
    /// The code under which the other side is told.
    pub const fn refusal(self) -> Refusal {
        match self {
            Self::TooLong => Refusal::FrameTooLong,
            Self::Unreadable => Refusal::BadFrame,
        }
    }
}

/// A body that is an array of one part.
#[derive(Encode, Decode)]
struct One<T>(#[n(0)] T);

/// A body that is an empty array.
#[derive(Encode, Decode)]
struct Nothing {}

impl Frame {
    /// The type's number.
    pub const fn number(&self) -> u8 {
        match self {
            Self::Hello(_) => 1,
            Self::Welcome(_) => 2,
            Self::Holdings(_) => 3,
            Self::Run(_) => 4,
            Self::Chunk(_) => 5,
            Self::Stored(_) => 6,
            Self::Refused(_) => 7,
            Self::Mark(_) => 8,
            Self::Want(_) => 9,
            Self::Done => 10,
            Self::Sorry(_) => 11,
            Self::Found(_) => 12,
            Self::Redeem(_) => 13,
            Self::Founding(_) => 14,
            Self::BackedUp(_) => 15,
            Self::Meet(_) => 16,
            Self::Offer(_) => 17,
            Self::Files(_) => 18,
        }
    }

    /// The frame with its length.
    ///
    /// # Errors
    /// When it is over the limit.
    pub fn to_bytes(&self) -> Result<Vec<u8>, FrameError> {
        let mut frame = vec![0; MAX_LENGTH_BYTES];
        frame.push(self.number());
        self.write_body(&mut frame);
        let length = frame.len() - MAX_LENGTH_BYTES;
        if length > MAX_FRAME_BYTES {
            return Err(FrameError::TooLong);
        }
        let prefix = length_prefix(length);
        let start = MAX_LENGTH_BYTES - prefix.len();
        frame[start..MAX_LENGTH_BYTES].copy_from_slice(&prefix);
        frame.drain(..start);
        Ok(frame)
    }

    fn write_body(&self, frame: &mut Vec<u8>) {
        let written = match self {
            Self::Hello(hello) => minicbor::encode(hello, frame),
            Self::Welcome(welcome) => minicbor::encode(welcome, frame),
            Self::Holdings(holdings) | Self::Stored(holdings) => minicbor::encode(holdings, frame),
            Self::Run(run) => minicbor::encode(run, frame),
            Self::Chunk(chunk) => minicbor::encode(chunk, frame),
            Self::Refused(refused) => minicbor::encode(refused, frame),
            Self::Mark(mark) => minicbor::encode(mark, frame),
            Self::Want(wanted) => minicbor::encode(wanted, frame),
            Self::Done => minicbor::encode(Nothing {}, frame),
            Self::Sorry(code) => minicbor::encode(One(code), frame),
            Self::Found(found) => minicbor::encode(found, frame),
            Self::Redeem(redeem) => minicbor::encode(redeem, frame),
            Self::Founding(act) => minicbor::encode(One(ByteVec::from(act.clone())), frame),
            Self::BackedUp(backed_up) => minicbor::encode(backed_up, frame),
            Self::Meet(secret) => minicbor::encode(One(secret), frame),
            Self::Offer(blobs) => minicbor::encode(blobs, frame),
            Self::Files(said) => minicbor::encode(said, frame),
        };
        written.expect("writing CBOR into memory does not fail");
    }

    /// Reads a frame without its length: type and body.
    ///
    /// # Errors
    /// When the type is not known, the body is not of that type, a part is over its limit, or bytes are left over.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrameError> {
        let (number, body) = bytes.split_first().ok_or(FrameError::Unreadable)?;
        let frame = match number {
            1 => Self::Hello(read(body)?),
            2 => Self::Welcome(read(body)?),
            3 => Self::Holdings(read(body)?),
            4 => Self::Run(read(body)?),
            5 => Self::Chunk(read(body)?),
            6 => Self::Stored(read(body)?),
            7 => Self::Refused(read(body)?),
            8 => Self::Mark(read(body)?),
            9 => Self::Want(read(body)?),
            10 => read(body).map(|Nothing {}| Self::Done)?,
            11 => read(body).map(|One(code)| Self::Sorry(code))?,
            12 => Self::Found(read(body)?),
            13 => Self::Redeem(read(body)?),
            14 => read(body).map(|One(act)| Self::Founding(ByteVec::into(act)))?,
            15 => Self::BackedUp(read(body)?),
            16 => read(body).map(|One(secret)| Self::Meet(secret))?,
            17 => Self::Offer(read(body)?),
            18 => Self::Files(read(body)?),
            _ => return Err(FrameError::Unreadable),
        };
        if frame.is_within_limits() { Ok(frame) } else { Err(FrameError::Unreadable) }
    }

    fn is_within_limits(&self) -> bool {
        match self {
            Self::Hello(hello) => hello.software.len() <= MAX_SOFTWARE_BYTES,
            Self::Run(run) => {
                !run.entries.is_empty()
                    && run.first_seq > 0
                    && run.first_seq.checked_add(run.entries.len() as u64).is_some()
            }
            Self::Chunk(chunk) => {
                u64::from(chunk.index) < MAX_CHUNKS && chunk.bytes.len() as u64 <= Manifest::CHUNK_BYTES
            }
            Self::Want(wanted) => wanted.iter().all(|want| want.chunks.iter().all(|(_, end)| end <= MAX_CHUNKS)),
            Self::Offer(blobs) => blobs.len() <= MAX_OFFERED,
            Self::Files(said) => said.len() <= MAX_OFFERED,
            Self::Welcome(_)
            | Self::Holdings(_)
            | Self::Stored(_)
            | Self::Refused(_)
            | Self::Mark(_)
            | Self::Done
            | Self::Sorry(_)
            | Self::Found(_)
            | Self::Redeem(_)
            | Self::Founding(_)
            | Self::BackedUp(_)
            | Self::Meet(_) => true,
        }
    }

    /// Takes the first whole frame off the front of `bytes`; `None` when more bytes are needed.
    ///
    /// # Errors
    /// When what is there already can't be the beginning of a frame.
    pub fn take(bytes: &[u8]) -> Result<Option<(Self, usize)>, FrameError> {
        let Some((length, start)) = read_length(bytes)? else { return Ok(None) };
        let Some(frame) = bytes.get(start..start + length) else { return Ok(None) };
        Ok(Some((Self::from_bytes(frame)?, start + length)))
    }
}

/// The most chunks that a blob has.
const MAX_CHUNKS: u64 = Manifest::MAX_BYTES / Manifest::CHUNK_BYTES;

fn read<'b, T: Decode<'b, ()>>(body: &'b [u8]) -> Result<T, FrameError> {
    let mut decoder = minicbor::Decoder::new(body);
    let value = decoder.decode().map_err(|_| FrameError::Unreadable)?;
    if decoder.position() == body.len() { Ok(value) } else { Err(FrameError::Unreadable) }
}

fn length_prefix(mut length: usize) -> Vec<u8> {
    let mut prefix = Vec::with_capacity(MAX_LENGTH_BYTES);
    loop {
        let low = (length & 0x7f) as u8;
        length >>= 7;
        if length == 0 {
            prefix.push(low);
            return prefix;
        }
        prefix.push(low | 0x80);
    }
}

/// Reads a length in its shortest form: what it says and how many bytes it takes.
fn read_length(bytes: &[u8]) -> Result<Option<(usize, usize)>, FrameError> {
    let mut length = 0;
    for (at, byte) in bytes.iter().enumerate().take(MAX_LENGTH_BYTES) {
        length |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            let shortest = *byte != 0 || at == 0;
            return match length {
                0 => Err(FrameError::Unreadable),
                _ if !shortest => Err(FrameError::Unreadable),
                length if length > MAX_FRAME_BYTES => Err(FrameError::TooLong),
                length => Ok(Some((length, at + 1))),
            };
        }
    }
    if bytes.len() >= MAX_LENGTH_BYTES { Err(FrameError::TooLong) } else { Ok(None) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::LogId;
    use proptest::prelude::*;

    #[test]
    fn a_frame_cut_anywhere_is_not_read_early() {
        let whole = Frame::Refused(vec![RefusedThere { log: LogId([7; 32]), seq: 300, code: 12 }]);
        let bytes = whole.to_bytes().unwrap();
        for cut in 0..bytes.len() {
            assert_eq!(Frame::take(&bytes[..cut]), Ok(None), "cut at {cut}");
        }
        assert_eq!(Frame::take(&bytes), Ok(Some((whole, bytes.len()))));
    }

    #[test]
    fn a_length_over_the_limit_is_refused_before_its_frame_arrives() {
        assert_eq!(Frame::take(&length_prefix(MAX_FRAME_BYTES)), Ok(None));
        assert_eq!(Frame::take(&length_prefix(MAX_FRAME_BYTES + 1)), Err(FrameError::TooLong));
        assert_eq!(Frame::take(&[0xff, 0xff, 0xff]), Err(FrameError::TooLong));
    }

    #[test]
    fn an_empty_frame_and_a_padded_length_are_not_read() {
        assert_eq!(Frame::take(&[0]), Err(FrameError::Unreadable));
        assert_eq!(Frame::take(&[0x82, 0x00, 0x0a, 0x80]), Err(FrameError::Unreadable));
    }

    #[test]
    fn bytes_after_the_body_and_unknown_types_are_not_read() {
        assert_eq!(Frame::from_bytes(&[0x0a, 0x80]), Ok(Frame::Done));
        assert_eq!(Frame::from_bytes(&[0x0a, 0x80, 0x00]), Err(FrameError::Unreadable));
        assert_eq!(Frame::from_bytes(&[0x0f, 0x80]), Err(FrameError::Unreadable));
    }

    #[test]
    fn parts_that_a_later_version_adds_are_passed_over() {
        assert_eq!(Frame::from_bytes(&[0x0b, 0x82, 0x18, 0x29, 0xf5]), Ok(Frame::Sorry(41)));
    }

    #[test]
    fn a_chunk_or_a_wish_beyond_the_largest_blob_is_not_read() {
        let chunk = |index, length| Frame::Chunk(Chunk { blob: BlobHash([1; 32]), index, bytes: vec![0; length] });
        let reread = |frame: &Frame| Frame::take(&frame.to_bytes().unwrap()).map(|_| ());
        assert_eq!(reread(&chunk(1_023, 65_536)), Ok(()));
        assert_eq!(reread(&chunk(1_024, 1)), Err(FrameError::Unreadable));
        assert_eq!(reread(&chunk(0, 65_537)), Err(FrameError::Unreadable));
        let want = WantedChunks { blob: BlobHash([1; 32]), chunks: crate::entry::Ranges::of(0, 1_025) };
        assert_eq!(reread(&Frame::Want(vec![want])), Err(FrameError::Unreadable));
    }

    #[test]
    fn a_run_without_entries_or_past_the_last_place_is_not_read() {
        let run = Frame::Run(Run { log: LogId([1; 32]), first_seq: 1, prev: None, entries: Vec::new() });
        assert_eq!(Frame::take(&run.to_bytes().unwrap()), Err(FrameError::Unreadable));
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_frame_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(Some((frame, length))) = Frame::take(&bytes) {
                prop_assert!(length <= bytes.len());
                let again = frame.to_bytes().unwrap();
                prop_assert_eq!(Frame::take(&again), Ok(Some((frame, again.len()))));
            }
        }

        #[test]
        fn any_body_of_a_known_type_is_a_frame_or_an_error(
            number in 1_u8..19,
            body in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            let bytes = [&[number][..], &body].concat();
            if let Ok(frame) = Frame::from_bytes(&bytes) {
                prop_assert_eq!(frame.number(), number);
            }
        }
    }
}
