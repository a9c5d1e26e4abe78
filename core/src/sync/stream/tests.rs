//! Streams cut anywhere, bombs, and streams of other kinds.

use zstd::stream::raw::{CParameter, Encoder, InBuffer, Operation};

use super::{Compression, Incoming, MAX_WINDOW_LOG, Outgoing, SLICE_BYTES, StreamError, append};
use crate::entry::Holdings;
use crate::ids::LogId;
use crate::sync::Frame;

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
