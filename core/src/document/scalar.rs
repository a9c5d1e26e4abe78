//! The plain values that documents hold, and how automerge's columns write them.
//!
//! Counters, and types that automerge may learn later, are not among them: a change with one is refused.

use automerge::ScalarValue;

use super::cursor::{Cursor, Malformed};

/// One value under one key. The order is arbitrary but the same everywhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scalar {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A signed number.
    Int(i64),
    /// A number that is never negative.
    Uint(u64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A floating-point number as its bits; nothing of ours writes one.
    Float(u64),
    /// A moment in milliseconds since 1970; nothing of ours writes one.
    Moment(i64),
}

impl Scalar {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The bytes, if it is bytes.
    pub fn bytes(&self) -> Option<&[u8]> {
        if let Self::Bytes(bytes) = self { Some(bytes) } else { None }
    }

    /// The truth value, if it is one.
    pub const fn bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// The signed number, if it is one.
    pub const fn int(&self) -> Option<i64> {
        if let Self::Int(value) = self { Some(*value) } else { None }
    }

    /// The unsigned number, if it is one.
    pub const fn uint(&self) -> Option<u64> {
        if let Self::Uint(value) = self { Some(*value) } else { None }
    }

    /// How many bytes the value takes in a change, at most.
    pub(super) const fn stored_bytes(&self) -> usize {
        match self {
            Self::Null | Self::Bool(_) => 0,
            Self::Int(_) | Self::Uint(_) | Self::Moment(_) => 10,
            Self::Float(_) => 8,
            Self::Text(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
        }
    }
}

impl From<&str> for Scalar {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Scalar {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&Scalar> for ScalarValue {
    fn from(value: &Scalar) -> Self {
        match value {
            Scalar::Null => Self::Null,
            Scalar::Bool(value) => Self::Boolean(*value),
            Scalar::Int(value) => Self::Int(*value),
            Scalar::Uint(value) => Self::Uint(*value),
            Scalar::Text(text) => Self::Str(text.as_str().into()),
            Scalar::Bytes(bytes) => Self::Bytes(bytes.clone()),
            Scalar::Float(bits) => Self::F64(f64::from_bits(*bits)),
            Scalar::Moment(value) => Self::Timestamp(*value),
        }
    }
}

/// The type codes of automerge's value column that we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueKind {
    Null,
    False,
    True,
    Uint,
    Int,
    Float,
    Text,
    Bytes,
    Moment,
}

impl ValueKind {
    /// The kind in the low four bits of a value's metadata; none for counters (8) and unknown types.
    pub(super) const fn from_code(meta: u64) -> Option<Self> {
        Some(match meta & 0xf {
            0 => Self::Null,
            1 => Self::False,
            2 => Self::True,
            3 => Self::Uint,
            4 => Self::Int,
            5 => Self::Float,
            6 => Self::Text,
            7 => Self::Bytes,
            9 => Self::Moment,
            _ => return None,
        })
    }

    pub(super) const fn allows_length(self, bytes: u64) -> bool {
        match self {
            Self::Null | Self::False | Self::True => bytes == 0,
            Self::Uint | Self::Int | Self::Moment => 1 <= bytes && bytes <= 10,
            Self::Float => bytes == 8,
            Self::Text | Self::Bytes => true,
        }
    }

    pub(super) fn read(self, bytes: &[u8]) -> Result<Scalar, Malformed> {
        Ok(match self {
            Self::Null => Scalar::Null,
            Self::False => Scalar::Bool(false),
            Self::True => Scalar::Bool(true),
            Self::Uint => Scalar::Uint(whole(bytes, Cursor::unsigned)?),
            Self::Int => Scalar::Int(whole(bytes, Cursor::signed)?),
            Self::Float => Scalar::Float(u64::from_le_bytes(bytes.try_into().map_err(|_| Malformed)?)),
            Self::Text => Scalar::Text(std::str::from_utf8(bytes).map_err(|_| Malformed)?.to_owned()),
            Self::Bytes => Scalar::Bytes(bytes.to_vec()),
            Self::Moment => Scalar::Moment(whole(bytes, Cursor::signed)?),
        })
    }
}

fn whole<'a, T>(bytes: &'a [u8], read: impl FnOnce(&mut Cursor<'a>) -> Result<T, Malformed>) -> Result<T, Malformed> {
    let mut cursor = Cursor::new(bytes);
    let value = read(&mut cursor)?;
    if cursor.is_empty() { Ok(value) } else { Err(Malformed) }
}
