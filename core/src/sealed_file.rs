//! Sealing files with age: who may open them, streams in and out. Sealed values inside documents are not made here.
//!
//! A device needs no key of its own for it: its X25519 key follows from its Ed25519 key, so whoever knows a device can
//! seal for it (decision 0011). The files can also be opened with the program `age` and a key that it made. Randomness for
//! a file's own key is age's: nothing of it is replicated.
//!
//! ```
//! use std::io::{Read, Write};
//!
//! use doorstep_core::member::Keypair;
//! use doorstep_core::sealed_file::{Identity, Recipient, open, seal};
//!
//! let server = Keypair::from_seed([3; 32]);
//! let mut sealing = seal(&[Recipient::of_device(&server.public())?], Vec::new())?;
//! sealing.write_all(b"to be carried")?;
//! let sealed = sealing.finish()?;
//!
//! let mut read = String::new();
//! open(&Identity::of_device(&server)?, &sealed[..])?.read_to_string(&mut read)?;
//! assert_eq!(read, "to be carried");
//! assert!(open(&Identity::of_device(&Keypair::from_seed([4; 32]))?, &sealed[..]).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt;
use std::io::{self, Read, Write};
use std::str::FromStr;

use age::stream::{StreamReader, StreamWriter};
use age::x25519;
use age::{DecryptError, Decryptor, EncryptError, Encryptor};
use bech32::{Bech32, Hrp};

use crate::ids::DeviceId;
use crate::member::{Keypair, agreement_public};

/// How every sealed file begins.
pub const SEALED_PREFIX: &[u8] = b"age-encryption.org/v1\n";

/// Why nothing was sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The text is no public key of age.
    #[error("this is not a public key of age: it should begin with age1")]
    BadRecipient,
    /// The text is no secret key of age.
    #[error("this is not a secret key of age: it should begin with AGE-SECRET-KEY-1")]
    BadIdentity,
    /// The device's key is none that could be sealed for.
    #[error("nothing can be sealed for this device's key")]
    BadKey,
    /// Nobody was named who may open the file.
    #[error("a sealed file needs somebody who may open it")]
    Nobody,
    /// The file is sealed for somebody else.
    #[error("the file is sealed for somebody else")]
    NotForMe,
    /// The file is no sealed file, or its beginning is damaged.
    #[error("this is no sealed file, or its beginning is damaged")]
    Unreadable,
    /// Reading or writing failed.
    #[error("the file can't be read or written")]
    Io(#[from] io::Error),
}

/// Somebody for whom files are sealed.
#[derive(Clone)]
pub struct Recipient(x25519::Recipient);

/// Somebody who opens sealed files.
pub struct Identity(x25519::Identity);

impl Recipient {
    /// A device, by its public key.
    ///
    /// # Errors
    /// When the key is no point of the curve, or one that would seal for everybody.
    pub fn of_device(device: &DeviceId) -> Result<Self, SealError> {
        let point = agreement_public(device).ok_or(SealError::BadKey)?;
        text("age", &point)?.parse()
    }
}

impl FromStr for Recipient {
    type Err = SealError;

    /// Reads a public key as age writes it.
    fn from_str(text: &str) -> Result<Self, SealError> {
        text.trim().parse().map(Self).map_err(|_| SealError::BadRecipient)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Identity {
    /// The device that holds this key pair.
    ///
    /// # Errors
    /// Never for a key pair that was made here.
    pub fn of_device(keypair: &Keypair) -> Result<Self, SealError> {
        text("age-secret-key-", &keypair.agreement_secret())?.to_uppercase().parse()
    }

    /// For whom files must be sealed so that this opens them.
    pub fn recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }
}

impl FromStr for Identity {
    type Err = SealError;

    /// Reads a secret key as age's key files have it: comments before it are passed over.
    fn from_str(text: &str) -> Result<Self, SealError> {
        let key = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
        key.and_then(|key| key.parse().ok()).map(Self).ok_or(SealError::BadIdentity)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(..)")
    }
}

/// A file that is being sealed; not whole before it is finished.
pub struct Sealing<W: Write>(StreamWriter<W>);

impl<W: Write> fmt::Debug for Sealing<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealing(..)")
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl<W: Write> Sealing<W> {
    /// Writes the end of the file.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish(self) -> Result<W, SealError> {
        Ok(self.0.finish()?)
    }
}

/// Begins a file that each of these may open.
///
/// # Errors
/// When nobody is named, or writing fails.
pub fn seal<W: Write>(recipients: &[Recipient], out: W) -> Result<Sealing<W>, SealError> {
    let all = recipients.iter().map(|recipient| &recipient.0 as &dyn age::Recipient);
    let failed = |error| if let EncryptError::Io(error) = error { SealError::Io(error) } else { SealError::Nobody };
    let encryptor = Encryptor::with_recipients(all).map_err(failed)?;
    Ok(Sealing(encryptor.wrap_output(out)?))
}

/// A sealed file that is being read: what it gives is whole and unchanged, up to the first error.
pub struct Opened<R: Read>(StreamReader<R>);

impl<R: Read> fmt::Debug for Opened<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opened(..)")
    }
}

impl<R: Read> Read for Opened<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.0.read(bytes)
    }
}

/// Opens a sealed file.
///
/// # Errors
/// When it is sealed for others, or no sealed file.
pub fn open<R: Read>(identity: &Identity, sealed: R) -> Result<Opened<R>, SealError> {
    let failed = |error| {
        if matches!(error, DecryptError::NoMatchingKeys) { SealError::NotForMe } else { SealError::Unreadable }
    };
    let decryptor = Decryptor::new(sealed).map_err(failed)?;
    let own = std::iter::once(&identity.0 as &dyn age::Identity);
    Ok(Opened(decryptor.decrypt(own).map_err(failed)?))
}

fn text(prefix: &'static str, key: &[u8; 32]) -> Result<String, SealError> {
    let prefix = Hrp::parse(prefix).map_err(|_| SealError::BadKey)?;
    bech32::encode::<Bech32>(prefix, key).map_err(|_| SealError::BadKey)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(for_whom: &Keypair, bytes: &[u8]) -> Vec<u8> {
        let recipient = Recipient::of_device(&for_whom.public()).unwrap();
        let mut sealing = seal(&[recipient], Vec::new()).unwrap();
        sealing.write_all(bytes).unwrap();
        sealing.finish().unwrap()
    }

    #[test]
    fn a_devices_public_key_gives_the_recipient_that_its_secret_key_opens() {
        for seed in 0..20 {
            let key = Keypair::from_seed([seed; 32]);
            let recipient = Recipient::of_device(&key.public()).unwrap();
            assert_eq!(recipient.to_string(), Identity::of_device(&key).unwrap().recipient().to_string());
        }
    }

    #[test]
    fn a_changed_byte_is_noticed_and_what_stood_before_it_is_whole() {
        let bob = Keypair::from_seed([4; 32]);
        let plain: Vec<u8> = (0..200_000_u32).map(|number| number as u8).collect();
        let mut file = sealed(&bob, &plain);
        let end = file.len() - 100;
        file[end] ^= 1;
        let mut opened = open(&Identity::of_device(&bob).unwrap(), &file[..]).unwrap();
        let mut read = Vec::new();
        assert!(opened.read_to_end(&mut read).is_err());
        assert!(read.len() >= 65_536 && plain.starts_with(&read), "{} bytes", read.len());
    }

    #[test]
    fn what_is_no_sealed_file_is_said_to_be_none() {
        let bob = Identity::of_device(&Keypair::from_seed([4; 32])).unwrap();
        for bytes in [&b""[..], b"SQLite format 3", SEALED_PREFIX, &[0xff; 300]] {
            assert!(matches!(open(&bob, bytes), Err(SealError::Unreadable)));
        }
    }

    #[test]
    fn a_key_for_which_everybody_could_open_is_not_sealed_for() {
        let neutral = {
            let mut point = [0; 32];
            point[0] = 1;
            DeviceId(point)
        };
        assert!(matches!(Recipient::of_device(&neutral), Err(SealError::BadKey)));
        assert!(matches!(seal(&[], Vec::new()), Err(SealError::Nobody)));
    }
}
