//! An invite as a person passes it on: the text under the QR code, and the key pair that its secret stands for.

use minicbor::{Decode, Encode};
use rand_core::CryptoRng;

use super::text_code::{TextCode, Unreadable, named_addresses};
use super::{Keypair, Role};
use crate::ids::{DeviceId, ProjectId, hash};
use crate::time::Timestamp;

const TEXT: TextCode = TextCode { prefix: "DOORSTEP0:", max_bytes: 2_048 };

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
pub struct InviteSecret([u8; 16]);

impl InviteSecret {
    /// Makes a secret from the caller's randomness.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        let mut secret = [0; 16];
        rng.fill_bytes(&mut secret);
        Self(secret)
    }

    /// The key pair that the secret stands for in a project.
    pub fn keypair(&self, project: ProjectId) -> Keypair {
        Keypair::from_seed(hash("invite", &[&self.0, project.as_bytes()]))
    }
}

impl From<[u8; 16]> for InviteSecret {
    fn from(secret: [u8; 16]) -> Self {
        Self(secret)
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
    /// Where the server listens, as `host:port`, most likely first.
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
}

impl Invite {
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
            secret: self.secret.0,
            role: self.role,
            expires: self.expires,
            name: self.name.clone(),
        })
    }

    /// Reads the text of an invite; white space inside it and lower case do not matter.
    ///
    /// # Errors
    /// When the text is something else, or damaged.
    pub fn from_text(text: &str) -> Result<Self, InviteError> {
        let f: Fields = TEXT.read(text)?;
        Ok(Self {
            project: f.project,
            server: f.server,
            addresses: named_addresses(f.addresses)?,
            secret: InviteSecret(f.secret),
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
            secret: InviteSecret([0x66; 16]),
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
    fn an_invite_cut_short_is_damaged_and_another_text_is_foreign() {
        let text = invite().to_text();
        assert_eq!(Invite::from_text(&text[..text.len() - 3]), Err(InviteError::Damaged));
        assert_eq!(Invite::from_text("https://example.org"), Err(InviteError::Foreign));
    }
}
