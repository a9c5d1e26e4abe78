//! An invite as a person passes it on: the text under the QR code, and the key pair that its secret stands for.

use minicbor::{Decode, Encode};
use rand_core::CryptoRng;

use super::{Keypair, Role};
use crate::ids::{DeviceId, ProjectId, hash};
use crate::time::Timestamp;

/// What every invite's text begins with; the digit is the format.
const PREFIX: &str = "DOORSTEP0:";
/// The longest text that is looked at.
const MAX_TEXT_BYTES: usize = 2_048;
/// The most addresses that an invite names.
const MAX_ADDRESSES: usize = 8;
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Why a text is no invite.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InviteError {
    /// It does not begin like one, or begins like one of another format.
    #[error("this is not a Doorstep invite: it should begin with {PREFIX}")]
    Foreign,
    /// It begins right and is damaged.
    #[error("the invite is damaged or incomplete: copy or scan it again")]
    Damaged,
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

    /// The text under the QR code; all upper case and digits, which QR codes hold in little space.
    pub fn to_text(&self) -> String {
        let fields = Fields {
            project: self.project,
            server: self.server,
            addresses: self.addresses.clone(),
            secret: self.secret.0,
            role: self.role,
            expires: self.expires,
            name: self.name.clone(),
        };
        let bytes = minicbor::to_vec(fields).expect("writing CBOR into memory does not fail");
        format!("{PREFIX}{}", base32(&bytes))
    }

    /// Reads the text of an invite; white space inside it and lower case do not matter.
    ///
    /// # Errors
    /// When the text is something else, or damaged.
    pub fn from_text(text: &str) -> Result<Self, InviteError> {
        if text.len() > MAX_TEXT_BYTES {
            return Err(InviteError::Damaged);
        }
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
        let code = text.strip_prefix(PREFIX).ok_or(InviteError::Foreign)?;
        let bytes = from_base32(code).ok_or(InviteError::Damaged)?;
        let f: Fields = minicbor::decode(&bytes).map_err(|_| InviteError::Damaged)?;
        if f.addresses.is_empty() || f.addresses.len() > MAX_ADDRESSES {
            return Err(InviteError::Damaged);
        }
        Ok(Self {
            project: f.project,
            server: f.server,
            addresses: f.addresses,
            secret: InviteSecret(f.secret),
            role: f.role,
            expires: f.expires,
            name: f.name,
        })
    }
}

/// RFC 4648 base32 without padding: thirty lines of our own, as no well-kept small crate has it alone.
pub(crate) fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut pending, mut bits) = (0_u32, 0);
    for byte in bytes {
        pending = (pending << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[(pending >> bits) as usize & 31]));
        }
        pending &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[(pending << (5 - bits)) as usize & 31]));
    }
    text
}

pub(crate) fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut pending, mut bits) = (0_u32, 0);
    for letter in text.bytes() {
        let value = ALPHABET.iter().position(|known| *known == letter)?;
        pending = (pending << 5) | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(pending >> bits).ok()?);
            pending &= (1 << bits) - 1;
        }
    }
    (pending == 0 && bits < 5).then_some(bytes)
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

    #[test]
    fn base32_gives_back_any_length() {
        for length in 0..40_u8 {
            let bytes: Vec<u8> = (0..length).map(|i| i.wrapping_mul(97)).collect();
            assert_eq!(from_base32(&base32(&bytes)), Some(bytes));
        }
    }
}
