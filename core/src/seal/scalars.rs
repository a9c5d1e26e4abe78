//! The values inside a sealed one, as CBOR: text, bytes, yes and no and natural numbers as they are, the rest behind a number that says what.

use minicbor::data::Type;
use minicbor::decode::Error as DecodeError;
use minicbor::encode::{Error as EncodeError, Write};
use minicbor::{Decode, Decoder, Encode, Encoder};

use crate::document::Scalar;

/// A value in its CBOR form.
pub(super) struct Packed(pub(super) Scalar);

impl<C> Encode<C> for Packed {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        match &self.0 {
            Scalar::Null => e.null()?.ok(),
            Scalar::Bool(value) => e.bool(*value)?.ok(),
            Scalar::Uint(value) => e.u64(*value)?.ok(),
            Scalar::Text(text) => e.str(text)?.ok(),
            Scalar::Bytes(bytes) => e.bytes(bytes)?.ok(),
            Scalar::Int(value) => e.array(2)?.u8(0)?.i64(*value)?.ok(),
            Scalar::Float(bits) => e.array(2)?.u8(1)?.u64(*bits)?.ok(),
            Scalar::Moment(value) => e.array(2)?.u8(2)?.i64(*value)?.ok(),
        }
    }
}

impl<'b, C> Decode<'b, C> for Packed {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        let kind = d.datatype()?;
        let scalar = if kind == Type::Null {
            d.null()?;
            Scalar::Null
        } else if kind == Type::Bool {
            Scalar::Bool(d.bool()?)
        } else if kind == Type::String {
            Scalar::Text(d.str()?.to_owned())
        } else if kind == Type::Bytes {
            Scalar::Bytes(d.bytes()?.to_vec())
        } else if kind == Type::Array {
            match (d.array()?, d.u8()?) {
                (Some(2), 0) => Scalar::Int(d.i64()?),
                (Some(2), 1) => Scalar::Float(d.u64()?),
                (Some(2), 2) => Scalar::Moment(d.i64()?),
                _ => return Err(DecodeError::message("a value of an unknown kind")),
            }
        } else {
            Scalar::Uint(d.u64()?)
        };
        Ok(Self(scalar))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_comes_back_as_it_was() {
        let values = [
            Scalar::Null,
            Scalar::Bool(true),
            Scalar::Uint(u64::MAX),
            Scalar::Int(-3),
            Scalar::Float(1.5_f64.to_bits()),
            Scalar::Moment(7),
            "Elm Street".into(),
            Scalar::Bytes(vec![1, 2]),
        ];
        for value in values {
            let bytes = minicbor::to_vec(Packed(value.clone())).unwrap();
            assert_eq!(minicbor::decode::<Packed>(&bytes).unwrap().0, value);
        }
    }
}
