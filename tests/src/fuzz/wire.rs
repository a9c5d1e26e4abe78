//! Frames and the texts under QR codes, tried by seed: what is read is written so that it reads the same.
//!
//! What frames lead to is tried in `sessions`.

use doorstep_core::entry::{Ranges, Run};
use doorstep_core::ids::{BlobHash, DeviceId, Generation, HoldingsDigest, Incarnation, LogId, ProjectId};
use doorstep_core::member::{Invite, InviteSecret, Role};
use doorstep_core::sync::{Chunk, Cursor, Frame, FrameError, Hello, WantedChunks};

use super::making::records;
use super::signed::NOW;
use super::{Ending, sessions};

/// A frame that can be read is written so that it reads the same.
pub(super) fn attempt_frame(bytes: &[u8]) -> Ending {
    match Frame::take(bytes) {
        Ok(Some((frame, length))) => {
            assert!(length <= bytes.len(), "a frame ends within what came");
            assert!(within_limits(&frame, length), "a frame was read that is over a limit");
            let again = frame.to_bytes().expect("a frame that was read can be written");
            assert_eq!(Frame::take(&again), Ok(Some((frame, again.len()))), "reading and writing changes nothing");
            Ending("read")
        }
        Ok(None) => Ending("not whole"),
        Err(FrameError::TooLong) => Ending("too long"),
        Err(FrameError::Unreadable) => Ending("unreadable"),
    }
}

/// The limits as the page on the protocol has them, in figures of their own: a limit that is raised in the core alone shows here.
fn within_limits(frame: &Frame, length: usize) -> bool {
    length <= 3 + 262_144
        && match frame {
            Frame::Hello(hello) => hello.software.len() <= 120,
            Frame::Run(run) => !run.entries.is_empty() && run.first_seq > 0,
            Frame::Chunk(chunk) => chunk.index < 1_024 && chunk.bytes.len() <= 65_536,
            Frame::Want(wanted) => wanted.iter().all(|want| want.chunks.iter().all(|(_, end)| end <= 1_024)),
            Frame::Offer(blobs) => blobs.len() <= 1_024,
            Frame::Files(said) => said.len() <= 1_024,
            Frame::Holdings(holdings) | Frame::Stored(holdings) => {
                holdings.0.values().all(|ranges| ranges.iter().count() <= 4_096)
            }
            Frame::Welcome(_)
            | Frame::Refused(_)
            | Frame::Mark(_)
            | Frame::Done
            | Frame::Sorry(_)
            | Frame::Found(_)
            | Frame::Redeem(_)
            | Frame::Founding(_)
            | Frame::BackedUp(_)
            | Frame::Meet(_) => true,
        }
}

/// Frames that are one over a limit: none of them may be read.
fn too_much() -> impl Iterator<Item = Vec<u8>> {
    let blob = BlobHash([4; 32]);
    let hello = Hello {
        minor: 0,
        project: ProjectId([1; 32]),
        incarnation: Incarnation([2; 8]),
        software: "x".repeat(121),
        cursor: Some(Cursor::start(Generation([3; 16]))),
        own: HoldingsDigest([0; 16]),
        backup: None,
    };
    let frames = [
        Frame::Hello(hello),
        Frame::Run(Run { log: LogId([1; 32]), first_seq: 1, prev: None, entries: Vec::new() }),
        Frame::Chunk(Chunk { blob, index: 1_024, bytes: vec![7] }),
        Frame::Chunk(Chunk { blob, index: 0, bytes: vec![7; 65_537] }),
        Frame::Want(vec![WantedChunks { blob, chunks: Ranges::of(0, 1_025) }]),
        Frame::Offer(vec![blob; 1_025]),
    ];
    frames.into_iter().map(|frame| frame.to_bytes().expect("it is shorter than the longest frame"))
}

/// An invite that can be read is written so that it reads the same.
pub(super) fn attempt_invite(bytes: &[u8]) -> Ending {
    let Ok(invite) = Invite::from_text(&String::from_utf8_lossy(bytes)) else { return Ending("refused") };
    assert_eq!(Invite::from_text(&invite.to_text()), Ok(invite), "reading and writing changes nothing");
    Ending("read")
}

/// Every frame of some honest sessions, and some that are too much.
pub(super) fn frames() -> Vec<Vec<u8>> {
    let mut frames: Vec<Vec<u8>> = Vec::new();
    for session in sessions::samples() {
        frames.extend(records(&session).filter(|part| matches!(Frame::take(part), Ok(Some(_)))).map(<[u8]>::to_vec));
    }
    frames.extend(too_much());
    frames.sort();
    frames.dedup();
    frames
}

pub(super) fn invites() -> Vec<Vec<u8>> {
    let invite = Invite {
        project: ProjectId([1; 32]),
        server: DeviceId([2; 32]),
        addresses: vec!["127.0.0.1:4433".to_owned()],
        secret: InviteSecret::from([7; 16]),
        role: Role::Researcher.number(),
        expires: NOW,
        name: "Larkfield".to_owned(),
    };
    vec![invite.to_text().into_bytes()]
}
