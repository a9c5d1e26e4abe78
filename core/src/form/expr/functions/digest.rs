//! Hashes and encodings of texts.
//!
//! For forms only: what Doorstep itself signs and hashes is in `ids` and `entry`.

use ed25519_dalek::{PUBLIC_KEY_LENGTH, Signature, VerifyingKey};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::{Call, Function, Outcome, takes};
use crate::form::expr::value::Value;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(super) fn find(name: &str) -> Option<Function> {
    match name {
        "digest" => takes(2, 3, digest),
        "base64-decode" => takes(1, 1, |call| {
            let bytes = from_base64(&call.text(0)?).unwrap_or_default();
            Ok(Value::Text(String::from_utf8_lossy(&bytes).into_owned()))
        }),
        "extract-signed" => takes(2, 2, |call| {
            let message = signed_message(&call.text(0)?, &call.text(1)?);
            Ok(Value::Text(message.unwrap_or_default()))
        }),
        _ => None,
    }
}

/// The message behind an Ed25519 signature of 64 bytes, both in one base64 text, if the key in base64 signed it.
fn signed_message(content: &str, key: &str) -> Option<String> {
    let content = from_base64(content)?;
    let (signature, message) = content.split_at_checked(Signature::BYTE_SIZE)?;
    let key: [u8; PUBLIC_KEY_LENGTH] = from_base64(key)?.try_into().ok()?;
    let signature = Signature::from_slice(signature).ok()?;
    VerifyingKey::from_bytes(&key).ok()?.verify_strict(message, &signature).ok()?;
    String::from_utf8(message.to_vec()).ok()
}

fn digest(call: &Call<'_, '_>) -> Outcome {
    let (text, method) = (call.text(0)?, call.text(1)?);
    let encoding = if call.given() == 3 { call.text(2)? } else { "base64".to_owned() };
    let bytes = match method.as_str() {
        "MD5" => Md5::digest(text.as_bytes()).to_vec(),
        "SHA-1" => Sha1::digest(text.as_bytes()).to_vec(),
        "SHA-256" => Sha256::digest(text.as_bytes()).to_vec(),
        "SHA-384" => Sha384::digest(text.as_bytes()).to_vec(),
        "SHA-512" => Sha512::digest(text.as_bytes()).to_vec(),
        _ => return Err(call.bad(1)),
    };
    match encoding.as_str() {
        "base64" => Ok(Value::Text(to_base64(&bytes))),
        "hex" => Ok(Value::Text(bytes.iter().map(|byte| format!("{byte:02x}")).collect())),
        _ => Err(call.bad(2)),
    }
}

fn to_base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let joined = group.iter().fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            let letter = ALPHABET[(joined >> (18 - 6 * place) & 63) as usize];
            out.push(if place > group.len() { '=' } else { char::from(letter) });
        }
    }
    out
}

/// The bytes of a base64 text with or without padding; `None` for any other text.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let letters: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let padding = letters.iter().rev().take_while(|byte| **byte == b'=').count();
    let letters = &letters[..letters.len() - padding];
    if padding > 2 || letters.len() % 4 == 1 {
        return None;
    }
    let mut out = Vec::with_capacity(letters.len() * 3 / 4);
    for group in letters.chunks(4) {
        let mut joined = 0_u32;
        for letter in group {
            joined = (joined << 6) | u32::try_from(ALPHABET.iter().position(|known| known == letter)?).ok()?;
        }
        joined <<= 6 * (4 - group.len());
        let bytes = joined.to_be_bytes();
        out.extend_from_slice(&bytes[1..group.len()]);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_survives_there_and_back() {
        for text in ["", "a", "ab", "abc", "abcd", "door to door"] {
            assert_eq!(from_base64(&to_base64(text.as_bytes())).as_deref(), Some(text.as_bytes()));
        }
        assert_eq!(to_base64(b"Dassel"), "RGFzc2Vs");
        assert_eq!(from_base64("not base64!"), None);
    }

    #[test]
    fn only_what_the_key_signed_is_extracted() {
        use ed25519_dalek::{Signer, SigningKey};
        let (amina, bob) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
        let key = |person: &SigningKey| to_base64(person.verifying_key().as_bytes());
        let mut content = amina.sign(b"card 17").to_bytes().to_vec();
        content.extend_from_slice(b"card 17");
        assert_eq!(signed_message(&to_base64(&content), &key(&amina)).as_deref(), Some("card 17"));
        assert_eq!(signed_message(&to_base64(&content), &key(&bob)), None);
        content.push(b'0');
        assert_eq!(signed_message(&to_base64(&content), &key(&amina)), None);
        assert_eq!(signed_message("c2hvcnQ=", &key(&amina)), None);
    }
}
