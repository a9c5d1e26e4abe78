//! Why something was refused: stable codes, shared by entries and sessions.

use crate::ids::{EntryHash, LogId};

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $text:literal, $sentence:literal;)*) => {
        /// A refusal. Codes and names are stable (protocol, section 8); one is never used again for something else.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
        pub enum Refusal {
            $($(#[$doc])* #[error($sentence)] $name,)*
        }

        impl Refusal {
            /// Every refusal, by code.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code on the wire.
            pub const fn code(self) -> u16 {
                match self { $(Self::$name => $code,)* }
            }

            /// The stable name in logs and errors.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

refusals! {
    /// A frame over the limit.
    FrameTooLong = 1, "frame-too-long", "the message is longer than allowed";
    /// A frame that can't be read.
    BadFrame = 2, "bad-frame", "the message can't be read";
    /// Too many new or refused entries for now.
    OverBudget = 3, "over-budget", "too much was sent for now; try again later";
    /// A header that can't be read or is not canonical.
    BadHeader = 4, "bad-header", "the entry's header can't be read";
    /// An entry of another project.
    WrongProject = 5, "wrong-project", "the entry belongs to another project";
    /// An opening that does not fit its log.
    BadOpening = 6, "bad-opening", "the log's first entry does not fit the log";
    /// An entry whose log's opening is not known.
    UnknownLog = 7, "unknown-log", "the log's first entry is not known here";
    /// Held: the grant is not known yet.
    UnknownGrant = 8, "unknown-grant", "the right to write this log is not known here yet";
    /// A log outside its grant.
    OutsideGrant = 9, "outside-grant", "the log is outside of what its author may write";
    /// A signature that does not fit.
    BadSignature = 10, "bad-signature", "the signature does not fit";
    /// Held: entries before it are missing.
    Gap = 11, "gap", "entries before this one are missing";
    /// Another entry already stands there.
    Fork = 12, "fork", "another entry already stands at this place of the log";
    /// A payload other than the signed one.
    PayloadMismatch = 13, "payload-mismatch", "the content is not what was signed";
    /// A payload over the limit.
    TooLarge = 14, "too-large", "the entry is larger than allowed";
    /// Not one plain automerge change.
    BadChange = 15, "bad-change", "the change can't be read";
    /// Over the limit of operations, dependencies or nesting.
    TooManyOperations = 16, "too-many-operations", "the change does more than one change may";
    /// Held: the change builds on one that is not known yet.
    MissingDependency = 17, "missing-dependency", "the change builds on one that is not known here yet";
    /// Counters that do not follow from the dependencies.
    BadStart = 18, "bad-start", "the change does not follow from what it builds on";
    /// The document would be over its limit.
    DocumentFull = 19, "document-full", "the record is as large as allowed";
    /// A document kind in a log of another class.
    WrongClass = 20, "wrong-class", "this kind of record does not belong in this log";
    /// The role may not write this.
    NotPermitted = 21, "not-permitted", "the author's role does not allow this";
    /// A membership act that can't be read or may not be made.
    BadAct = 22, "bad-act", "the membership act is not valid";
    /// A manifest that can't be read.
    BadManifest = 23, "bad-manifest", "the file list can't be read";
    /// An entry whose payload was taken out without an order of erasure.
    Stripped = 24, "stripped", "the content was taken out without an order to erase it";
    /// An order to erase that can't be read, or that its signer may not give.
    BadErasure = 25, "bad-erasure", "the order to erase is not valid";
    /// A sealed value that can't be read as one, or where nothing is sealed.
    BadSealed = 30, "bad-sealed", "the locked value can't be read";
    /// A change in the open of what has to be sealed.
    NotSealed = 31, "not-sealed", "this kind of record has to be locked before it leaves the phone";
    /// A file for which there is no room.
    NoRoom = 35, "no-room", "there is no room for this file: the project's files, or this phone's, are as many as allowed";
    /// A project that is not held here.
    UnknownProject = 40, "unknown-project", "the server does not hold this project";
    /// A device that is no member.
    UnknownDevice = 41, "unknown-device", "this phone is not a member of the project; ask a coordinator for an invite";
    /// No such invite.
    InviteUnknown = 42, "invite-unknown", "the server does not know this invite; ask a coordinator for a new one";
    /// Another device has used the invite.
    InviteUsed = 43, "invite-used", "another phone has used this invite; ask a coordinator for a new one";
    /// The invite's time is over.
    InviteExpired = 44, "invite-expired", "the invite's time is over; ask a coordinator for a new one";
    /// The token to found a project is wrong or used.
    WrongToken = 45, "wrong-token", "the token to found a project is wrong or used; see what the server printed at its start";
    /// The other side speaks another version.
    Version = 46, "version", "the other side speaks another version; update the older one";
    /// Too much at once.
    Busy = 47, "busy", "the server has too much to do; try again later";
    /// The other side could not store.
    Storage = 48, "storage", "the other side could not store anything (full disk or damage); nothing was taken";
    /// The other side failed.
    Internal = 49, "internal", "the other side failed; nothing was taken";
}

impl Refusal {
    /// The refusal with this code, if this version knows it.
    pub fn from_code(code: u16) -> Option<Self> {
        Self::ALL.iter().copied().find(|refusal| refusal.code() == code)
    }

    /// Whether the entry waits here for what is missing, instead of being turned away.
    pub const fn is_held(self) -> bool {
        matches!(self, Self::UnknownGrant | Self::Gap | Self::MissingDependency)
    }
}

/// An entry that was refused, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// The entry's log.
    pub log: LogId,
    /// Its place in the log.
    pub seq: u64,
    /// Why.
    pub refusal: Refusal,
    /// The entry's name, as it came; absent where it was not looked at that far.
    pub entry: Option<EntryHash>,
}
