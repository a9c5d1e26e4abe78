//! One direction of a session: frames into one zstd stream and out of it, in bounded memory.
//!
//! Nothing here knows what frames mean; which may come when is decided by the two roles.

use std::fmt;

use zstd::stream::raw::{CParameter, DParameter, Decoder, Encoder, InBuffer, Operation, OutBuffer};

use super::frame::{Frame, FrameError};
use crate::entry::Refusal;

/// The largest window on either side, as a power of two (protocol, section 6).
pub const MAX_WINDOW_LOG: u32 = 20;
/// How much output is taken out of the library at once.
const SLICE_BYTES: usize = 16_384;
/// After how many plain bytes the compressor ends a block: without it the other side would have to receive 128 KiB before it
/// could read any of them.
const BLOCK_BYTES: u64 = 65_536;
/// The first bytes of a zstd stream. The library would also read older formats and skip frames that aren't data.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

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

/// The direction in which this side speaks.
pub struct Outgoing {
    encoder: Encoder<'static>,
    out: Vec<u8>,
    scratch: Vec<u8>,
    /// Plain bytes since the last flush.
    unflushed: u64,
    volume: Volume,
}

impl Outgoing {
    /// Begins a stream.
    ///
    /// # Errors
    /// When the library can't be set up.
    pub fn new(compression: Compression) -> Result<Self, StreamError> {
        let mut encoder = Encoder::new(compression.level).map_err(|_| StreamError::Compressing)?;
        let window = CParameter::WindowLog(compression.window_log.min(MAX_WINDOW_LOG));
        encoder.set_parameter(window).map_err(|_| StreamError::Compressing)?;
        Ok(Self { encoder, out: Vec::new(), scratch: vec![0; SLICE_BYTES], unflushed: 0, volume: Volume::default() })
    }

    /// Adds a frame. Its bytes may stay inside the compressor until the next [`take_flushed`](Self::take_flushed).
    ///
    /// # Errors
    /// When the frame is too long or the library fails.
    pub fn push(&mut self, frame: &Frame) -> Result<(), StreamError> {
        let bytes = frame.to_bytes().map_err(|_| StreamError::Unsendable)?;
        self.volume.plain_bytes += bytes.len() as u64;
        self.unflushed += bytes.len() as u64;
        let mut input = InBuffer::around(&bytes);
        while input.pos() < bytes.len() {
            let encoder = &mut self.encoder;
            append(&mut self.out, &mut self.scratch, |slice| encoder.run(&mut input, slice))
                .map_err(|_| StreamError::Compressing)?;
        }
        self.end_block(BLOCK_BYTES)
    }

    /// Makes what was pushed readable for the other side, if it is at least this much.
    pub(super) fn end_block(&mut self, least_bytes: u64) -> Result<(), StreamError> {
        if self.unflushed < least_bytes.max(1) {
            return Ok(());
        }
        self.unflushed = 0;
        loop {
            let encoder = &mut self.encoder;
            let left = append(&mut self.out, &mut self.scratch, |slice| encoder.flush(slice));
            if left.map_err(|_| StreamError::Compressing)? == 0 {
                return Ok(());
            }
        }
    }

    /// How many compressed bytes are ready without flushing.
    pub fn ready_bytes(&self) -> usize {
        self.out.len()
    }

    /// Whether frames were added since the last flush.
    pub fn is_unflushed(&self) -> bool {
        self.unflushed > 0
    }

    /// Takes what is ready without flushing.
    pub fn take_ready(&mut self) -> Vec<u8> {
        self.volume.stream_bytes += self.out.len() as u64;
        std::mem::take(&mut self.out)
    }

    /// Flushes, and takes everything: the other side can then read every frame that was added.
    ///
    /// # Errors
    /// When the library fails.
    pub fn take_flushed(&mut self) -> Result<Vec<u8>, StreamError> {
        self.end_block(1)?;
        Ok(self.take_ready())
    }

    /// What has been pushed and taken so far.
    pub fn volume(&self) -> Volume {
        self.volume
    }
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing").field("ready_bytes", &self.out.len()).field("volume", &self.volume).finish()
    }
}

/// The direction in which this side listens: holds what arrived and gives out one frame after the other.
///
/// Bytes are decompressed only as far as the next frame needs, so what a hostile stream can make this side hold is
/// one frame, one slice of output and the decompressor's window.
pub struct Incoming {
    decoder: Decoder<'static>,
    arrived: Vec<u8>,
    taken: usize,
    plain: Vec<u8>,
    scratch: Vec<u8>,
    read: usize,
    /// Whether the stream's first bytes were seen and are right.
    begun: bool,
    /// Whether the decompressor may have output left that needs no further input.
    output_left: bool,
    ended: bool,
    volume: Volume,
}

impl Incoming {
    /// Begins a stream.
    ///
    /// # Errors
    /// When the library can't be set up.
    pub fn new() -> Result<Self, StreamError> {
        let mut decoder = Decoder::new().map_err(|_| StreamError::Compressing)?;
        decoder.set_parameter(DParameter::WindowLogMax(MAX_WINDOW_LOG)).map_err(|_| StreamError::Compressing)?;
        Ok(Self {
            decoder,
            arrived: Vec::new(),
            taken: 0,
            plain: Vec::new(),
            scratch: vec![0; SLICE_BYTES],
            read: 0,
            begun: false,
            output_left: false,
            ended: false,
            volume: Volume::default(),
        })
    }

    /// Takes bytes from the other side; [`next_frame`](Self::next_frame) reads them.
    pub fn push(&mut self, bytes: &[u8]) {
        self.volume.stream_bytes += bytes.len() as u64;
        if self.taken == self.arrived.len() {
            self.arrived.clear();
            self.taken = 0;
        }
        self.arrived.extend_from_slice(bytes);
    }

    /// The next whole frame, or `None` until more bytes arrive.
    ///
    /// # Errors
    /// When the bytes are no stream of frames. Nothing can be read after that.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, StreamError> {
        loop {
            if let Some((frame, length)) = Frame::take(&self.plain[self.read..])? {
                self.read += length;
                return Ok(Some(frame));
            }
            if !self.decompress()? {
                return Ok(None);
            }
        }
    }

    /// How many bytes have arrived that are not decompressed yet.
    pub fn waiting_bytes(&self) -> usize {
        self.arrived.len() - self.taken
    }

    /// Whether the beginning of a frame has arrived without its end.
    pub fn is_inside_frame(&self) -> bool {
        self.read < self.plain.len()
    }

    /// What has arrived and been decompressed so far.
    pub fn volume(&self) -> Volume {
        self.volume
    }

    /// Decompresses one more slice; says whether there was anything.
    fn decompress(&mut self) -> Result<bool, StreamError> {
        self.plain.drain(..self.read);
        self.read = 0;
        if !self.has_begun()? || (self.waiting_bytes() == 0 && !self.output_left) {
            return Ok(false);
        }
        if self.ended {
            return Err(StreamError::Damaged);
        }
        let mut input = InBuffer::around(&self.arrived[self.taken..]);
        let before = self.plain.len();
        let decoder = &mut self.decoder;
        let hint = append(&mut self.plain, &mut self.scratch, |slice| decoder.run(&mut input, slice))
            .map_err(|_| StreamError::Damaged)?;
        let consumed = input.pos();
        let produced = self.plain.len() - before;
        self.taken += consumed;
        self.volume.plain_bytes += produced as u64;
        self.output_left = produced == SLICE_BYTES;
        self.ended = hint == 0;
        Ok(consumed > 0 || produced > 0)
    }

    /// Whether enough has arrived to know that this is a zstd stream of today's format.
    fn has_begun(&mut self) -> Result<bool, StreamError> {
        if !self.begun {
            let first = &self.arrived[self.taken..];
            let seen = first.len().min(MAGIC.len());
            if first[..seen] != MAGIC[..seen] {
                return Err(StreamError::Damaged);
            }
            self.begun = seen == MAGIC.len();
        }
        Ok(self.begun)
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming").field("waiting", &self.waiting_bytes()).field("volume", &self.volume).finish()
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Holdings;
    use crate::ids::LogId;

    fn frames(count: u64) -> Vec<Frame> {
        let holdings = |i: u64| {
            let mut holdings = Holdings::default();
            holdings.insert(LogId([i as u8; 32]), 1, i + 2);
            holdings
        };
        (0..count).map(|i| if i % 3 == 0 { Frame::Done } else { Frame::Stored(holdings(i)) }).collect()
    }

    fn drain(incoming: &mut Incoming) -> Vec<Frame> {
        std::iter::from_fn(|| incoming.next_frame().unwrap()).collect()
    }

    #[test]
    fn frames_arrive_whole_and_in_order_however_the_stream_is_cut() {
        let sent = frames(40);
        for size in [1, 2, 3, 7, 64, 100_000] {
            let mut outgoing = Outgoing::new(Compression::default()).unwrap();
            let mut incoming = Incoming::new().unwrap();
            let mut received = Vec::new();
            for part in sent.chunks(9) {
                part.iter().for_each(|frame| outgoing.push(frame).unwrap());
                for bytes in outgoing.take_flushed().unwrap().chunks(size) {
                    incoming.push(bytes);
                    received.extend(drain(&mut incoming));
                }
            }
            assert_eq!(received, sent, "in pieces of {size}");
            assert_eq!(incoming.volume(), outgoing.volume());
        }
    }

    #[test]
    fn every_frame_before_a_flush_can_be_read_after_it() {
        let mut outgoing = Outgoing::new(Compression::default()).unwrap();
        let mut incoming = Incoming::new().unwrap();
        for frame in frames(12) {
            outgoing.push(&frame).unwrap();
            incoming.push(&outgoing.take_flushed().unwrap());
            assert_eq!(drain(&mut incoming), [frame]);
        }
        assert_eq!(outgoing.take_flushed().unwrap(), Vec::<u8>::new());
    }

    #[test]
    fn a_bomb_is_given_out_frame_by_frame_and_never_held_whole() {
        let mut encoder = Encoder::new(3).unwrap();
        encoder.set_parameter(CParameter::WindowLog(MAX_WINDOW_LOG)).unwrap();
        let plain = Frame::Done.to_bytes().unwrap().repeat(500_000);
        let mut bomb = Vec::new();
        let mut scratch = vec![0; 200_000];
        append(&mut bomb, &mut scratch, |slice| encoder.run(&mut InBuffer::around(&plain), slice)).unwrap();
        append(&mut bomb, &mut scratch, |slice| encoder.flush(slice)).unwrap();
        assert!(bomb.len() < 20_000, "{} bytes are no bomb", bomb.len());

        let mut incoming = Incoming::new().unwrap();
        incoming.push(&bomb);
        let mut count = 0;
        while incoming.next_frame().unwrap().is_some() {
            count += 1;
            assert!(incoming.plain.len() <= SLICE_BYTES + 3);
        }
        assert_eq!(count, 500_000);
    }

    #[test]
    fn a_window_over_the_limit_is_refused() {
        let mut encoder = Encoder::new(3).unwrap();
        encoder.set_parameter(CParameter::WindowLog(MAX_WINDOW_LOG + 1)).unwrap();
        let mut bytes = Vec::new();
        append(&mut bytes, &mut [0; 100], |slice| encoder.run(&mut InBuffer::around(&[2, 0x0a, 0x80]), slice)).unwrap();
        append(&mut bytes, &mut [0; 100], |slice| encoder.flush(slice)).unwrap();
        let mut incoming = Incoming::new().unwrap();
        incoming.push(&bytes);
        assert!(matches!(incoming.next_frame(), Err(StreamError::Damaged)));
    }

    #[test]
    fn older_formats_and_skippable_frames_are_refused_by_their_first_bytes() {
        for first in [[0x27, 0xb5, 0x2f, 0xfd], [0x50, 0x2a, 0x4d, 0x18], *b"GET "] {
            let mut incoming = Incoming::new().unwrap();
            incoming.push(&first);
            assert!(matches!(incoming.next_frame(), Err(StreamError::Damaged)));
        }
    }

    #[test]
    fn a_second_stream_after_the_end_of_the_first_is_refused() {
        let mut encoder = Encoder::new(3).unwrap();
        encoder.set_parameter(CParameter::WindowLog(MAX_WINDOW_LOG)).unwrap();
        let mut bytes = Vec::new();
        append(&mut bytes, &mut [0; 100], |slice| encoder.run(&mut InBuffer::around(&[2, 0x0a, 0x80]), slice)).unwrap();
        append(&mut bytes, &mut [0; 100], |slice| encoder.finish(slice, true)).unwrap();
        let mut incoming = Incoming::new().unwrap();
        incoming.push(&bytes);
        assert_eq!(incoming.next_frame().unwrap(), Some(Frame::Done));
        incoming.push(&bytes);
        assert!(matches!(incoming.next_frame(), Err(StreamError::Damaged)));
    }
}
