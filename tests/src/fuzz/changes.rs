//! The look at a change before anything expands it, tried by seed against automerge itself.
//!
//! An input is a head and columns, each behind its length; they are put together here, so that what is changed in one column
//! does not break the others' lengths, and the look has to find it in the column itself.

use doorstep_core::document::{Change, Document, Scalar, ScanError, restore, scan};
use doorstep_core::ids::ActorId;

use super::making::{joined, records};
use super::{Ending, signed};

const ACTOR: ActorId = ActorId([0xa1; 16]);

/// What the look lets through, automerge reads as the same change.
pub(super) fn attempt(parts: &[u8]) -> Ending {
    let bytes = &put_together(parts)[..];
    let scanned = match scan(bytes) {
        Ok(scanned) => scanned,
        Err(error) => return refused(error),
    };
    let change = match Change::read(bytes.to_vec(), ACTOR) {
        Ok(change) => change,
        Err(error) => return refused(error),
    };
    let chunk = restore(bytes, ACTOR).expect("what was read can be restored");
    let reference = automerge::Change::from_bytes(chunk).expect("automerge reads what was let through");
    assert_eq!(reference.hash().0, change.hash().0, "both call it by the same name");
    assert_eq!(reference.len() as u64, scanned.operations, "both count the same operations");
    assert_eq!(reference.max_op(), change.last_op(), "both number them alike");
    let keys = reference.decode().operations.into_iter().map(|operation| match operation.key {
        automerge::legacy::Key::Map(key) => key.to_string(),
        automerge::legacy::Key::Seq(_) => panic!("a list was let through"),
    });
    assert!(change.touched_keys().eq(keys), "both read the same keys");
    let Ok(document) = Document::load([change]) else { return Ending("does not begin a document") };
    drop(document.into_flat());
    Ending("read")
}

fn refused(error: ScanError) -> Ending {
    Ending(match error {
        ScanError::TooLarge { .. } => "too large",
        ScanError::TooManyOperations => "too many operations",
        ScanError::TooManyReferences => "too many references",
        ScanError::NotFlat => "not flat",
        ScanError::Compressed => "compressed",
        ScanError::Malformed => "malformed",
    })
}

/// The body whose head and columns an input gives; the first byte of a column's part is what it is.
fn put_together(parts: &[u8]) -> Vec<u8> {
    let mut parts = records(parts);
    let mut body = parts.next().unwrap_or_default().to_vec();
    let columns: Vec<(&u8, &[u8])> = parts.filter_map(<[u8]>::split_first).collect();
    body.extend(number(columns.len() as u64));
    for (spec, data) in &columns {
        body.extend(number(u64::from(**spec)));
        body.extend(number(data.len() as u64));
    }
    columns.iter().for_each(|(_, data)| body.extend(*data));
    body
}

/// Takes a body apart, so that [`put_together`] makes the same again.
fn taken_apart(body: &[u8]) -> Vec<u8> {
    let mut rest = body;
    let dependencies = take_number(&mut rest);
    rest = &rest[32 * dependencies..];
    for _ in ["seq", "first operation", "time"] {
        take_number(&mut rest);
    }
    let message = take_number(&mut rest);
    rest = &rest[message..];
    for _ in 0..take_number(&mut rest) {
        let author = take_number(&mut rest);
        rest = &rest[author..];
    }
    let head = &body[..body.len() - rest.len()];
    let count = take_number(&mut rest);
    let columns: Vec<_> = (0..count).map(|_| (take_number(&mut rest), take_number(&mut rest))).collect();
    let mut parts = vec![head.to_vec()];
    for (spec, length) in columns {
        let (data, behind) = rest.split_at(length);
        rest = behind;
        parts.push([&[u8::try_from(spec).expect("a column's number is small")][..], data].concat());
    }
    joined(&parts)
}

/// A number as automerge writes it: seven bits a byte, the lowest first.
fn number(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(number & 0x7f).expect("seven bits");
        number >>= 7;
        bytes.push(if number > 0 { low | 0x80 } else { low });
        if number == 0 {
            return bytes;
        }
    }
}

fn take_number(bytes: &mut &[u8]) -> usize {
    let (mut number, mut shift) = (0, 0);
    while let Some((byte, rest)) = bytes.split_first() {
        *bytes = rest;
        number |= usize::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            break;
        }
    }
    number
}

pub(super) fn samples() -> Vec<Vec<u8>> {
    let values = [
        ("a/lamps", Scalar::Int(-12)),
        ("a/many", Scalar::Uint(1 << 40)),
        ("a/name", Scalar::from("Zoe")),
        ("a/picture", Scalar::Bytes(vec![7; 20])),
        ("a/yes", Scalar::Bool(true)),
        ("b/nothing", Scalar::Null),
    ];
    let values = values.map(|(key, value)| (key.to_owned(), value));
    let many = (0..60).map(|number| (format!("a/q{number:02}"), Scalar::Int(number % 3)));
    let bodies = |values| Document::first(ACTOR, &values).expect("plain values make a change").into_iter();
    let mut samples = vec![signed::change()];
    samples.extend(bodies(values.into()).map(Change::into_body));
    samples.extend(bodies(many.collect()).map(Change::into_body));
    samples.extend(later_ones());
    let apart: Vec<Vec<u8>> = samples.iter().map(|body| taken_apart(body)).collect();
    assert!(samples.iter().zip(&apart).all(|(body, parts)| put_together(parts) == *body), "it is put together again");
    apart
}

/// Changes that replace values, those of another author among them.
fn later_ones() -> Vec<Vec<u8>> {
    let other = ActorId([0xb2; 16]);
    let first = Document::first(other, &[("a/name".to_owned(), Scalar::from("Zoe"))].into()).expect("a small change");
    let mut document = Document::load(first).expect("a first change");
    let mut bodies = Vec::new();
    for name in ["Zoë", "Zora"] {
        let values = [("a/name".to_owned(), Scalar::from(name))].into();
        let changes = document.edit(ACTOR, &values, Some("misheard")).expect("an edit");
        for change in changes {
            bodies.push(change.body().to_vec());
            document.apply(change).expect("it follows");
        }
    }
    bodies
}
