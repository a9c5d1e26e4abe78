//! The direction in which a side listens: frames out of a zstd stream. The other direction is [`Outgoing`](super::Outgoing).

use std::fmt;

use zstd::stream::raw::{DParameter, Decoder, InBuffer, Operation};

use super::{MAX_WINDOW_LOG, SLICE_BYTES, StreamError, Volume, append};
use crate::sync::Frame;

/// The first bytes of a zstd stream. The library would also read older formats and skip frames that aren't data.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// The direction in which this side listens: holds what arrived and gives out one frame after the other.
///
/// Bytes are decompressed only as far as the next frame needs, so what a hostile stream can make this side hold is
/// one frame, one slice of output and the decompressor's window.
pub struct Incoming {
    decoder: Decoder<'static>,
    arrived: Vec<u8>,
    taken: usize,
    pub(super) plain: Vec<u8>,
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
