//! The direction in which a side speaks: frames into a zstd stream. The other direction is [`Incoming`](super::Incoming).

use std::fmt;

use zstd::stream::raw::{CParameter, Encoder, InBuffer, Operation};

use super::{Compression, LONG_LEVEL, MAX_WINDOW_LOG, SLICE_BYTES, StreamError, Volume, append};
use crate::sync::Frame;

/// The direction in which this side speaks.
pub struct Outgoing {
    encoder: Encoder<'static>,
    out: Vec<u8>,
    scratch: Vec<u8>,
    compression: Compression,
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
        let (out, scratch, volume) = (Vec::new(), vec![0; SLICE_BYTES], Volume::default());
        Ok(Self { encoder, out, scratch, compression, unflushed: 0, volume })
    }

    /// Packs harder, as much is to come. What has begun goes on as it began.
    ///
    /// # Errors
    /// When the library can't be set up.
    pub(in crate::sync) fn expect_much(&mut self) -> Result<(), StreamError> {
        if self.volume.plain_bytes == 0 && self.compression.level < LONG_LEVEL {
            *self = Self::new(Compression { level: LONG_LEVEL, ..self.compression })?;
        }
        Ok(())
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
        Ok(())
    }

    /// Makes what was pushed readable for the other side, if it is at least this much. Left alone, the compressor gives out
    /// 128 KiB of input at once or nothing.
    pub(in crate::sync) fn end_block(&mut self, least_bytes: u64) -> Result<(), StreamError> {
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
