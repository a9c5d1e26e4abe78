//! Who belongs to a project and what they may do: founding, invites, grants, roles, scopes and the table of rights.
//!
//! Membership is a set of signed acts and [`Membership`] a pure function of that set; how the acts travel is `entry`'s and
//! `sync`'s business. Byte layouts are fixed in `docs/protocol.md`, sections 2 and 4.

mod act;
mod audience;
mod code;
mod founding;
mod invite;
mod keys;
mod membership;
mod rights;
mod role;
mod scope;
mod text_code;

pub use act::{
    Act, Cut, Deed, EntryName, Floor, Grant, InviteAct, MAX_NAMED, MAX_SYSTEM_CHARS, MAX_WRAPS, Origin, Redemption,
    SealingKey, Snapshot, Standing, Wrap,
};
pub use audience::Audience;
pub use code::ConfirmationCode;
pub use founding::{FoundingAct, FoundingError};
pub use invite::{Invite, InviteError, InviteSecret};
pub use keys::{Keypair, Verifier, agreement_public, verify};
pub use membership::{ActError, KeyName, KnownKey, Membership, Recipient, SignedAct};
pub use rights::{Access, custody_allows, may};
pub use role::{Custody, Role};
pub use scope::{Class, DocKind, Scope, ScopePattern, Scopes, Target};
pub(crate) use text_code::{TextCode, Unreadable, named_addresses};
