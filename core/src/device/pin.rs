//! A PIN before what a phone shows: whoever else holds it sees nothing, and what is unsent can still be handed over.
//!
//! It guards the program's door, not the file; that is `store`'s, with a key of the platform's (decision 0034). A PIN that was forgotten is
//! replaced by using a coordinator's new invite.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use super::{Device, DeviceError, Moment};
use crate::ids::GrantId;
use crate::member::Grant;
use crate::store::{MetaKey, SqliteStore, StoreError};
use crate::time::Timestamp;

/// The fewest digits of a PIN.
const MIN_DIGITS: usize = 6;
/// The most.
const MAX_DIGITS: usize = 12;
/// How many wrong ones in a row cost no waiting.
const FREE_TRIES: u32 = 4;
/// The wait after the first one that does; it doubles with each.
const FIRST_WAIT: Duration = Duration::from_secs(30);
/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(3_600);
/// After so many wrong ones in a row only a new invite opens the phone: of a million PINs, 20 were tried.
const MAX_TRIES: u32 = 20;
/// The form of what is stored.
const FORM: u8 = 1;
const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;

/// A PIN: six to twelve digits.
pub struct Pin(Zeroizing<String>);

/// Why a PIN is not taken, or does not open the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// It is none.
    #[error("a PIN has {MIN_DIGITS} to {MAX_DIGITS} digits")]
    NoPin,
    /// Everybody tries it first.
    #[error("this PIN is too easy to guess; take digits that neither repeat nor count")]
    TooEasy,
    /// The phone is locked.
    #[error("this phone is locked: enter its PIN; what is unsent is safe, and a sync hands it over")]
    Needed,
    /// It is another.
    #[error("this is not the PIN of this phone")]
    Wrong,
    /// Too many wrong ones came in a row.
    #[error("too many wrong PINs: wait {} seconds", .wait.as_secs())]
    Wait {
        /// For how long none is looked at.
        wait: Duration,
    },
    /// So many wrong ones came in a row that none is looked at any more.
    #[error(
        "too many wrong PINs: only a coordinator's new invite opens this phone; what is unsent is safe, and a sync hands it over"
    )]
    Spent,
}

impl PinError {
    /// A name that stays the same in every version and language.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoPin => "no-pin",
            Self::TooEasy => "pin-too-easy",
            Self::Needed => "pin-needed",
            Self::Wrong => "wrong-pin",
            Self::Wait { .. } => "pin-wait",
            Self::Spent => "pin-spent",
        }
    }
}

/// How a phone's PIN stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PinState {
    /// Whether it has one.
    pub is_set: bool,
    /// Whether it has to be entered before anything is shown.
    pub is_locked: bool,
    /// Until when no PIN is looked at; none when one is now.
    pub waits_until: Option<Timestamp>,
    /// Whether only a new invite opens the phone.
    pub is_spent: bool,
}

impl Pin {
    /// Reads a PIN as somebody types it; spaces do not matter.
    ///
    /// # Errors
    /// It is none, or one that is tried first.
    pub fn new(text: &str) -> Result<Self, PinError> {
        let pin = Self::typed(text)?;
        let digits = pin.0.as_bytes();
        let steps: Vec<i16> = digits.windows(2).map(|pair| i16::from(pair[1]) - i16::from(pair[0])).collect();
        let is_even = steps.windows(2).all(|pair| pair[0] == pair[1]);
        if is_even { Err(PinError::TooEasy) } else { Ok(pin) }
    }

    /// Reads what somebody types to open a phone.
    ///
    /// # Errors
    /// It is none.
    pub fn typed(text: &str) -> Result<Self, PinError> {
        let digits: Zeroizing<String> =
            Zeroizing::new(text.chars().filter(|c| !c.is_whitespace()).take(MAX_DIGITS + 1).collect());
        let fits =
            (MIN_DIGITS..=MAX_DIGITS).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if fits { Ok(Self(digits)) } else { Err(PinError::NoPin) }
    }

    fn hash(&self, salt: &[u8]) -> Result<[u8; HASH_BYTES], DeviceError> {
        // As for a card's number: 19 MiB, about a twentieth of a second.
        let params =
            Params::new(19 * 1_024, 2, 1, Some(HASH_BYTES)).expect("the parameters are within argon2's limits");
        let mut hash = [0; HASH_BYTES];
        let stretched = Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(
            self.0.as_bytes(),
            salt,
            &mut hash,
        );
        stretched.map(|()| hash).map_err(|_| StoreError::Damaged.into())
    }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin(..)")
    }
}

/// Whether the PIN was entered since this store was opened or locked.
#[derive(Debug)]
pub(super) struct Door {
    is_shut: AtomicBool,
}

impl Door {
    pub(super) fn load(store: &SqliteStore) -> Result<Self, StoreError> {
        Ok(Self { is_shut: AtomicBool::new(store.meta(MetaKey::Pin)?.is_some()) })
    }
}

/// What is stored of a PIN.
struct Stored {
    salt: [u8; SALT_BYTES],
    hash: [u8; HASH_BYTES],
    /// The grants that this phone had come to by invites when the PIN was set.
    grants: Vec<GrantId>,
}

/// The wrong ones in a row, and when the last was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tries {
    wrong: u32,
    last: Timestamp,
}

impl Device {
    /// How this phone's PIN stands.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn pin_state(&self, now: Timestamp) -> Result<PinState, DeviceError> {
        let is_set = self.pin()?.is_some();
        let tries = self.pin_tries()?;
        let waits_until = tries.waits_until().filter(|until| is_set && *until > now);
        Ok(PinState { is_set, is_locked: is_set && self.is_shut(), waits_until, is_spent: is_set && tries.are_spent() })
    }

    /// Sets a PIN in the place of the one there was, if any.
    ///
    /// # Errors
    /// When the phone is locked, or the store can't be written.
    pub fn set_pin(&self, pin: &Pin, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        self.view()?;
        let mut salt = [0; SALT_BYTES];
        at.rng.fill_bytes(&mut salt);
        let stored = Stored { salt, hash: pin.hash(&salt)?, grants: self.grants_by_invite() };
        self.store.remove_meta(MetaKey::PinTries)?;
        Ok(self.store.set_meta(MetaKey::Pin, &stored.to_bytes())?)
    }

    /// Does without a PIN from now on.
    ///
    /// # Errors
    /// When the phone is locked, or the store can't be written.
    pub fn remove_pin(&self) -> Result<(), DeviceError> {
        self.view()?;
        self.drop_pin()
    }

    /// Opens the phone. A try is counted before it is looked at, so that killing the program saves none.
    ///
    /// # Errors
    /// When the PIN is wrong, or none is looked at now.
    pub fn unlock(&self, pin: &Pin, now: Timestamp) -> Result<(), DeviceError> {
        let Some(stored) = self.pin()? else { return Ok(()) };
        let tries = self.pin_tries()?;
        if tries.are_spent() {
            return Err(PinError::Spent.into());
        }
        if let Some(until) = tries.waits_until().filter(|until| *until > now) {
            let wait = Duration::from_millis(u64::try_from(until.0 - now.0).unwrap_or_default()).min(LONGEST_WAIT);
            return Err(PinError::Wait { wait }.into());
        }
        let tried = Tries { wrong: tries.wrong + 1, last: now };
        self.store.set_meta(MetaKey::PinTries, &tried.to_bytes())?;
        let hash = pin.hash(&stored.salt)?;
        let differing = hash.iter().zip(stored.hash).fold(0, |differing, (one, other)| differing | (one ^ other));
        if differing != 0 {
            return Err(if tried.are_spent() { PinError::Spent } else { PinError::Wrong }.into());
        }
        self.store.remove_meta(MetaKey::PinTries)?;
        self.pin_door.is_shut.store(false, Ordering::Release);
        Ok(())
    }

    /// Locks the phone until the PIN is entered; nothing where none is set.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn lock_by_pin(&self) -> Result<(), DeviceError> {
        let is_set = self.pin()?.is_some();
        self.pin_door.is_shut.store(is_set, Ordering::Release);
        Ok(())
    }

    /// Whether the PIN was entered, where there is one.
    pub(super) fn check_pin(&self) -> Result<(), DeviceError> {
        if self.is_shut() && self.pin()?.is_some() { Err(PinError::Needed.into()) } else { Ok(()) }
    }

    fn is_shut(&self) -> bool {
        self.pin_door.is_shut.load(Ordering::Acquire)
    }

    /// The PIN that holds: one from before this phone used a new invite does not any more.
    fn pin(&self) -> Result<Option<Stored>, DeviceError> {
        let Some(bytes) = self.store.meta(MetaKey::Pin)? else { return Ok(None) };
        let stored = Stored::from_bytes(&bytes).ok_or(StoreError::Damaged)?;
        if self.grants_by_invite().iter().all(|grant| stored.grants.contains(grant)) {
            return Ok(Some(stored));
        }
        self.drop_pin().map(|()| None)
    }

    fn drop_pin(&self) -> Result<(), DeviceError> {
        self.store.remove_meta(MetaKey::Pin)?;
        Ok(self.store.remove_meta(MetaKey::PinTries)?)
    }

    fn pin_tries(&self) -> Result<Tries, DeviceError> {
        let Some(bytes) = self.store.meta(MetaKey::PinTries)? else { return Ok(Tries::default()) };
        Ok(Tries::from_bytes(&bytes).ok_or(StoreError::Damaged)?)
    }

    /// The grants that this phone came to by invites, as far as they hold.
    fn grants_by_invite(&self) -> Vec<GrantId> {
        let Ok(membership) = self.membership() else { return Vec::new() };
        let by_invite = |grant: &&Grant| grant.origin.invite.is_some() && grant.is_active();
        membership.grants_of(&self.id()).filter(by_invite).map(|grant| grant.id).collect()
    }
}

impl Stored {
    fn to_bytes(&self) -> Vec<u8> {
        let grants: Vec<u8> = self.grants.iter().flat_map(|grant| grant.0).collect();
        [&[FORM][..], &self.salt, &self.hash, &grants].concat()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (form, rest) = bytes.split_first()?;
        let (salt, rest) = rest.split_first_chunk()?;
        let (hash, rest) = rest.split_first_chunk()?;
        let grants = rest.chunks(GrantId::SIZE).map(GrantId::try_from).collect::<Result<_, _>>().ok()?;
        (*form == FORM).then_some(Self { salt: *salt, hash: *hash, grants })
    }
}

impl Tries {
    const fn are_spent(self) -> bool {
        self.wrong >= MAX_TRIES
    }

    fn waits_until(self) -> Option<Timestamp> {
        let over = self.wrong.checked_sub(FREE_TRIES + 1)?;
        let wait = FIRST_WAIT.saturating_mul(1 << over.min(16)).min(LONGEST_WAIT);
        Some(self.last.after(wait))
    }

    fn to_bytes(self) -> Vec<u8> {
        [&self.wrong.to_le_bytes()[..], &self.last.0.to_le_bytes()].concat()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (wrong, last) = bytes.split_first_chunk()?;
        let last = last.try_into().ok()?;
        Some(Self { wrong: u32::from_le_bytes(*wrong), last: Timestamp(i64::from_le_bytes(last)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_has_digits_that_not_everybody_tries_first() {
        for (text, expected) in [
            ("12345", Err(PinError::NoPin)),
            ("1234567890123", Err(PinError::NoPin)),
            ("12a456", Err(PinError::NoPin)),
            ("１２３４５６", Err(PinError::NoPin)),
            ("123456", Err(PinError::TooEasy)),
            ("98765432", Err(PinError::TooEasy)),
            ("000000", Err(PinError::TooEasy)),
            ("13579 1", Ok(())),
            ("904 117", Ok(())),
        ] {
            assert_eq!(Pin::new(text).map(drop), expected, "{text}");
        }
        assert!(!format!("{:?}", Pin::new("904117")).contains("904"));
    }

    #[test]
    fn waiting_grows_with_each_wrong_one_and_ends_growing() {
        let waits = |wrong| Tries { wrong, last: Timestamp(0) }.waits_until().map(|until| until.0 / 1_000);
        assert_eq!(
            [4, 5, 6, 7, 11, 12, 19].map(waits),
            [None, Some(30), Some(60), Some(120), Some(1_920), Some(3_600), Some(3_600)]
        );
    }

    #[test]
    fn what_is_stored_reads_back_and_anything_else_does_not() {
        let stored = Stored { salt: [1; 16], hash: [2; 32], grants: vec![GrantId([3; 32]), GrantId([4; 32])] };
        let bytes = stored.to_bytes();
        let read = Stored::from_bytes(&bytes).expect("what was written");
        assert_eq!((read.salt, read.hash, read.grants), (stored.salt, stored.hash, stored.grants));
        assert!(Stored::from_bytes(&bytes[..60]).is_none() && Stored::from_bytes(&[]).is_none());
        let tries = Tries { wrong: 7, last: Timestamp(-5) };
        assert_eq!(Tries::from_bytes(&tries.to_bytes()), Some(tries));
        assert_eq!(Tries::from_bytes(&[0; 11]), None);
    }
}
