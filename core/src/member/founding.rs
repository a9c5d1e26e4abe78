//! The founding act: names the project and its recovery key, and makes the founder's device its first coordinator.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use rand_core::CryptoRng;

use super::{Custody, Grant, InviteAct, Keypair, Origin, Role, Scopes, Standing, verify};
use crate::ids::{DeviceId, EntryHash, GrantId, MemberId, ProjectId, Salt, Signature, hash};
use crate::time::Timestamp;

/// The longest project name, in bytes: it is shown on a phone's first screen and inside QR codes.
const MAX_NAME_BYTES: usize = 120;

/// Why a founding act was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FoundingError {
    /// The bytes are not a founding act.
    #[error("the founding act can't be read")]
    Unreadable,
    /// The recovery key did not sign it.
    #[error("the founding act is not signed by its recovery key")]
    BadSignature,
    /// The name is empty or too long.
    #[error("a project's name has 1 to {MAX_NAME_BYTES} bytes")]
    BadName,
}

/// A founding act whose signature was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundingAct {
    fields: Fields,
    travelling: Vec<u8>,
    project: ProjectId,
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct Fields {
    #[n(0)]
    recovery: DeviceId,
    #[n(1)]
    salt: Salt,
    #[n(2)]
    name: String,
    #[n(3)]
    time: Timestamp,
    #[n(4)]
    device: DeviceId,
    #[n(5)]
    member: MemberId,
}

#[derive(Encode, Decode)]
struct Travelling {
    #[n(0)]
    act: ByteVec,
    #[n(1)]
    signature: Signature,
}

impl FoundingAct {
    /// Founds a project for the coordinator whose device is given.
    ///
    /// # Errors
    /// When the name is empty or too long.
    pub fn new(
        name: &str,
        recovery: &Keypair,
        device: DeviceId,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
    ) -> Result<Self, FoundingError> {
        let mut salt = [0; 16];
        rng.fill_bytes(&mut salt);
        let mut member = [0; 16];
        rng.fill_bytes(&mut member);
        let fields = Fields {
            recovery: recovery.public(),
            salt: Salt(salt),
            name: name.trim().to_owned(),
            time: now,
            device,
            member: MemberId(member),
        };
        let act = minicbor::to_vec(&fields).map_err(|_| FoundingError::Unreadable)?;
        let signature = recovery.sign("found", &act);
        let travelling =
            minicbor::to_vec(Travelling { act: act.into(), signature }).map_err(|_| FoundingError::Unreadable)?;
        Self::from_bytes(&travelling)
    }

    /// Reads a founding act as it travels and checks its signature.
    ///
    /// # Errors
    /// When it can't be read, is not signed by its recovery key, or has no usable name.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FoundingError> {
        let Travelling { act, signature } = minicbor::decode(bytes).map_err(|_| FoundingError::Unreadable)?;
        let fields: Fields = minicbor::decode(&act).map_err(|_| FoundingError::Unreadable)?;
        if !verify(&fields.recovery, "found", &act, &signature) {
            return Err(FoundingError::BadSignature);
        }
        if fields.name.is_empty() || fields.name.len() > MAX_NAME_BYTES {
            return Err(FoundingError::BadName);
        }
        let project = ProjectId(hash("project", &[&act]));
        Ok(Self { fields, travelling: bytes.to_vec(), project })
    }

    /// The act as it travels and is stored.
    pub fn to_bytes(&self) -> &[u8] {
        &self.travelling
    }

    /// The project that the act founds.
    pub fn project(&self) -> ProjectId {
        self.project
    }

    /// The project's name.
    pub fn name(&self) -> &str {
        &self.fields.name
    }

    /// The project's recovery key.
    pub fn recovery(&self) -> DeviceId {
        self.fields.recovery
    }

    /// The invite of the recovery sheet that was printed at the founding, under the name by which its use refers to it.
    pub fn recovery_invite(&self) -> (EntryHash, InviteAct) {
        (EntryHash(self.project.0), InviteAct::recovery(self.fields.recovery))
    }

    /// When the founder's clock said it was.
    pub fn time(&self) -> Timestamp {
        self.fields.time
    }

    /// The founder's grant: coordinator over every scope.
    pub fn grant(&self) -> Grant {
        Grant {
            id: GrantId(self.project.0),
            member: self.fields.member,
            device: self.fields.device,
            role: Role::Coordinator.number(),
            scopes: Scopes::everything(),
            custody: Custody::Device.number(),
            standing: Standing::Active,
            origin: Origin { at: self.fields.time, ..Origin::default() },
        }
    }
}
