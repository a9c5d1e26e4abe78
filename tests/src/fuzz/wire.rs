//! Frames and the texts under QR codes, tried by seed: what is read is written so that it reads the same.
//!
//! What frames lead to is tried in `sessions`.

use doorstep_core::ids::{DeviceId, ProjectId};
use doorstep_core::member::{Invite, InviteSecret, Role};
use doorstep_core::sync::{Frame, FrameError};

use super::making::records;
use super::signed::NOW;
use super::{Ending, sessions};

/// A frame that can be read is written so that it reads the same.
pub(super) fn attempt_frame(bytes: &[u8]) -> Ending {
    match Frame::take(bytes) {
        Ok(Some((frame, length))) => {
            assert!(length <= bytes.len(), "a frame ends within what came");
            let again = frame.to_bytes().expect("a frame that was read can be written");
            assert_eq!(Frame::take(&again), Ok(Some((frame, again.len()))), "reading and writing changes nothing");
            Ending("read")
        }
        Ok(None) => Ending("not whole"),
        Err(FrameError::TooLong) => Ending("too long"),
        Err(FrameError::Unreadable) => Ending("unreadable"),
    }
}

/// An invite that can be read is written so that it reads the same.
pub(super) fn attempt_invite(bytes: &[u8]) -> Ending {
    let Ok(invite) = Invite::from_text(&String::from_utf8_lossy(bytes)) else { return Ending("refused") };
    assert_eq!(Invite::from_text(&invite.to_text()), Ok(invite), "reading and writing changes nothing");
    Ending("read")
}

/// Every frame of some honest sessions.
pub(super) fn frames() -> Vec<Vec<u8>> {
    let mut frames: Vec<Vec<u8>> = Vec::new();
    for session in sessions::samples() {
        frames.extend(records(&session).filter(|part| matches!(Frame::take(part), Ok(Some(_)))).map(<[u8]>::to_vec));
    }
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
