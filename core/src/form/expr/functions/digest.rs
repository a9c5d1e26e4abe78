//! Hashes and encodings of texts.
//!
//! For forms only: what Doorstep itself signs and hashes is in `ids` and `entry`.

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
        _ => None,
    }
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
}
