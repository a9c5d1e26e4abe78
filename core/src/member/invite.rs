//! An invite as a person passes it on: the text under the QR code, and the key pair that its secret stands for. A recovery sheet is
//! one as well, kept on paper for the day on which nobody is left to invite.

use minicbor::{Decode, Encode};
use rand_core::CryptoRng;

use super::text_code::{TextCode, Unreadable, named_addresses};
use super::{Keypair, Role};
use crate::ids::{DeviceId, ProjectId, hash};
use crate::time::Timestamp;

const TEXT: TextCode = TextCode { prefix: "DOORSTEP0:", max_bytes: 2_048 };

/// When a recovery sheet runs out.
pub(super) const NEVER: Timestamp = Timestamp(i64::MAX);

/// Why a text is no invite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InviteError {
    /// It does not begin like one, or begins like one of another format.
    #[error("this is not a Doorstep invite: it should begin with {}", TEXT.prefix)]
    Foreign,
    /// It begins right and is damaged.
    #[error("the invite is damaged or incomplete: copy or scan it again")]
    Damaged,
}

impl From<Unreadable> for InviteError {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::Foreign => Self::Foreign,
            Unreadable::Damaged => Self::Damaged,
        }
    }
}

/// The random part of an invite, from which its key pair follows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct InviteSecret {
    bytes: [u8; 16],
    /// A recovery sheet's is there before the project is: its key pair follows from it alone.
    recovers: bool,
}

impl InviteSecret {
    /// Makes a secret from the caller's randomness.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        let mut bytes = [0; 16];
        rng.fill_bytes(&mut bytes);
        Self { bytes, recovers: false }
    }

    /// Makes the secret of a recovery sheet from the caller's randomness.
    pub fn of_recovery_sheet(rng: &mut dyn CryptoRng) -> Self {
        Self { recovers: true, ..Self::random(rng) }
    }

    /// Whether it is a recovery sheet's.
    pub fn is_of_recovery_sheet(&self) -> bool {
        self.recovers
    }

    /// The key pair that the secret stands for in a project. That of a recovery sheet is the same in every project.
    pub fn keypair(&self, project: ProjectId) -> Keypair {
        match self.recovers {
            false => Keypair::from_seed(hash("invite", &[&self.bytes, project.as_bytes()])),
            true => Keypair::from_seed(hash("recovery", &[&self.bytes])),
        }
    }
}

impl From<[u8; 16]> for InviteSecret {
    fn from(bytes: [u8; 16]) -> Self {
        Self { bytes, recovers: false }
    }
}

impl std::fmt::Debug for InviteSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InviteSecret(..)")
    }
}

/// An invite: where the server is, how to know it, and the secret that lets one device join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// The project.
    pub project: ProjectId,
    /// The server's key, which its TLS handshake must show.
    pub server: DeviceId,
    /// Where the server listens, as `host:port`, most likely first. None only on a recovery sheet that is older than the project's
    /// server: whoever uses it says where that is.
    pub addresses: Vec<String>,
    /// The secret.
    pub secret: InviteSecret,
    /// The role's number.
    pub role: u8,
    /// From when on it is not taken.
    pub expires: Timestamp,
    /// The project's name, for the first screen.
    pub name: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Fields {
    #[n(0)]
    project: ProjectId,
    #[n(1)]
    server: DeviceId,
    #[n(2)]
    addresses: Vec<String>,
    #[cbor(n(3), with = "minicbor::bytes")]
    secret: [u8; 16],
    #[n(4)]
    role: u8,
    #[n(5)]
    expires: Timestamp,
    #[n(6)]
    name: String,
    #[n(7)]
    recovers: Option<bool>,
}

impl Invite {
    /// A recovery sheet that names no server yet.
    pub fn recovery_sheet(project: ProjectId, name: &str, secret: InviteSecret) -> Self {
        let (server, addresses) = (DeviceId([0; DeviceId::SIZE]), Vec::new());
        let (role, expires) = (Role::Coordinator.number(), NEVER);
        Self { project, server, addresses, secret, role, expires, name: name.to_owned() }
    }

    /// Whether it is a recovery sheet.
    pub fn is_recovery_sheet(&self) -> bool {
        self.secret.is_of_recovery_sheet()
    }

    /// The role, if this version knows it.
    pub fn role(&self) -> Option<Role> {
        Role::from_number(self.role)
    }

    /// The invite's key pair.
    pub fn keypair(&self) -> Keypair {
        self.secret.keypair(self.project)
    }

    /// The text under the QR code.
    pub fn to_text(&self) -> String {
        TEXT.write(&Fields {
            project: self.project,
            server: self.server,
            addresses: self.addresses.clone(),
            secret: self.secret.bytes,
            role: self.role,
            expires: self.expires,
            name: self.name.clone(),
            recovers: self.secret.recovers.then_some(true),
        })
    }

    /// Reads the text of an invite; white space inside it and lower case do not matter.
    ///
    /// # Errors
    /// When the text is something else, or damaged.
    pub fn from_text(text: &str) -> Result<Self, InviteError> {
        let f: Fields = TEXT.read(text)?;
        let recovers = f.recovers.unwrap_or(false);
        let nowhere = recovers && f.addresses.is_empty();
        Ok(Self {
            project: f.project,
            server: f.server,
            addresses: if nowhere { Vec::new() } else { named_addresses(f.addresses)? },
            secret: InviteSecret { bytes: f.secret, recovers },
            role: f.role,
            expires: f.expires,
            name: f.name,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invite() -> Invite {
        Invite {
            project: ProjectId([1; 32]),
            server: DeviceId([2; 32]),
            addresses: vec!["127.0.0.1:4433".into()],
            secret: InviteSecret::from([0x66; 16]),
            role: 2,
            expires: Timestamp(1_800_000_000_000),
            name: "Larkfield".into(),
        }
    }

    #[test]
    fn an_invite_survives_being_typed_with_spaces_and_in_lower_case() {
        let text = invite().to_text();
        let (head, tail) = text.split_at(40);
        assert_eq!(Invite::from_text(&format!(" {}\n{tail} ", head.to_lowercase())), Ok(invite()));
    }

    #[test]
    fn a_recovery_sheet_may_be_older_than_the_server_and_an_invite_may_not() {
        let secret = InviteSecret { bytes: [0x66; 16], recovers: true };
        let sheet = Invite::recovery_sheet(ProjectId([1; 32]), "Larkfield", secret);
        assert_eq!(Invite::from_text(&sheet.to_text()), Ok(sheet.clone()));
        assert_eq!(sheet.keypair().public(), secret.keypair(ProjectId([2; 32])).public());
        let nowhere = Invite { addresses: Vec::new(), ..invite() };
        assert_eq!(Invite::from_text(&nowhere.to_text()), Err(InviteError::Damaged));
        assert_ne!(sheet.keypair().public(), Invite { secret: [0x66; 16].into(), ..sheet }.keypair().public());
    }

    #[test]
    fn an_invite_cut_short_is_damaged_and_another_text_is_foreign() {
        let text = invite().to_text();
        assert_eq!(Invite::from_text(&text[..text.len() - 3]), Err(InviteError::Damaged));
        assert_eq!(Invite::from_text("https://example.org"), Err(InviteError::Foreign));
    }
}
