//! Sealed values, tried by seed: as they travel, and what whoever has the public key may have sealed.

use doorstep_core::ids::{DeviceId, DocId, EntryHash, ProjectId};
use doorstep_core::member::{Class, DocKind, Scope, SealingKey};
use doorstep_core::seal::{KeyPair, Place, SealedValue, Value};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable, single_shot_open, single_shot_seal_with_rng};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use super::Ending;

type Public = <X25519HkdfSha256 as Kem>::PublicKey;
type Secret = <X25519HkdfSha256 as Kem>::PrivateKey;
type Encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey;

const EPOCH: u64 = 1;

/// How inputs begin that are sealed before they are tried; others are tried as they are.
const TO_BE_SEALED: u8 = 1;

fn place() -> Place {
    let (project, author) = (ProjectId([1; 32]), DeviceId([2; 32]));
    Place { project, scope: Scope::whole(Class::Sealed), kind: DocKind::Door.number(), doc: DocId([3; 16]), author }
}

fn key() -> KeyPair {
    KeyPair::from_secret([5; 32])
}

/// What a value is bound to, as the page on the protocol has it.
fn info() -> Vec<u8> {
    let Place { project, scope, kind, doc, .. } = place();
    let head: &[u8] = b"doorstep/1 sealed value\0";
    [head, &project.0, &scope.to_bytes(), &[kind], &doc.0, &EPOCH.to_le_bytes()].concat()
}

/// A value that is sealed for its place: read or refused. One that was changed on its way stays locked.
pub(super) fn attempt(bytes: &[u8]) -> Ending {
    match bytes.split_first() {
        Some((&TO_BE_SEALED, plain)) => attempt_plain(plain),
        Some((_, payload)) => attempt_payload(payload),
        None => Ending("refused"),
    }
}

fn attempt_payload(payload: &[u8]) -> Ending {
    let Some(sealed) = SealedValue::from_bytes(payload) else { return Ending("refused") };
    assert_eq!(
        SealedValue::from_bytes(&sealed.to_bytes()),
        Some(sealed.clone()),
        "reading and writing changes nothing"
    );
    match sealed.open(key().secret(), EPOCH, &place()) {
        Some(value) => {
            assert_eq!(value, sample(), "only what was sealed opens");
            Ending("opened")
        }
        None => Ending("stays locked"),
    }
}

fn attempt_plain(plain: &[u8]) -> Ending {
    let sealed = sealed(plain);
    let Some(value) = sealed.open(key().secret(), EPOCH, &place()) else { return Ending("can't be read") };
    assert!(within_limits(&value), "a value was read that is over a limit");
    let mut rng = ChaCha20Rng::from_seed([6; 32]);
    let again = value.seal(&key().public(), EPOCH, &place(), &mut rng).expect("what was read is not too large");
    assert_eq!(again.open(key().secret(), EPOCH, &place()), Some(value), "reading and writing changes nothing");
    Ending("read")
}

/// The limits as the page on the protocol has them, in figures of their own.
fn within_limits(value: &Value) -> bool {
    let texts = value.values.values().map(|scalar| scalar.text().map_or(0, str::len));
    value.replaces.len() <= 256 && texts.sum::<usize>() <= 65_536
}

/// What is inside of values that are over a limit: one that replaces too many, and one that unpacks to too much.
fn too_much() -> [Vec<u8>; 2] {
    let replaced = [&b"\x58\x20"[..], &[4; 32]].concat().repeat(257);
    let replaces = [&b"\x00\xa2\x00\xa0\x01\x99\x01\x01"[..], &replaced, b"\x80"].concat();
    // A zstd frame of one segment: the head of a text of 100,000 letters as it is, the letters as one byte repeated, the end as it is.
    let (head, tail) = (&b"\xa2\x00\xa1\x61a\x7a\x00\x01\x86\xa0"[..], &b"\x01\x80"[..]);
    let letters = 100_000_u32;
    let block = |last: u32, kind: u32, length: u32| (last | kind << 1 | length << 3).to_le_bytes()[..3].to_vec();
    let whole = u32::try_from(head.len() + tail.len()).expect("a few bytes") + letters;
    let unpacks = [
        b"\x01\xa0".to_vec(),
        whole.to_le_bytes().to_vec(),
        block(0, 0, 10),
        head.to_vec(),
        block(0, 1, letters),
        b"x".to_vec(),
        block(1, 0, 2),
        tail.to_vec(),
        b"\x80".to_vec(),
    ];
    [replaces, unpacks.concat()]
}

fn sealed(plain: &[u8]) -> SealedValue {
    let public = Public::from_bytes(&key().public()).expect("a key");
    let mut rng = ChaCha20Rng::from_seed([6; 32]);
    let (encapsulated, ciphertext) = single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &public,
        &info(),
        plain,
        &place().author.0,
        &mut rng,
    )
    .expect("a few bytes can be sealed");
    SealedValue { key: SealingKey::id_of(&key().public()), encapsulated: encapsulated.to_bytes().into(), ciphertext }
}

fn opened(sealed: &SealedValue) -> Vec<u8> {
    let secret = Secret::from_bytes(key().secret()).expect("a key");
    let encapsulated = Encapsulated::from_bytes(&sealed.encapsulated).expect("a key");
    single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret,
        &encapsulated,
        &info(),
        &sealed.ciphertext,
        &place().author.0,
    )
    .expect("it was sealed here")
}

fn sample() -> Value {
    let values = [("address", "12 Elm Street"), ("entry", "round the back")];
    let values = values.map(|(key, text)| (key.to_owned(), text.into())).into();
    Value { values, replaces: vec![EntryHash([4; 32])] }
}

pub(super) fn samples() -> Vec<Vec<u8>> {
    let mut rng = ChaCha20Rng::from_seed([6; 32]);
    let sealed = sample().seal(&key().public(), EPOCH, &place(), &mut rng).expect("a small value");
    // As it would stand there unpacked: a map of one value, and nothing that it replaces.
    let unpacked = [&b"\x00\xa2\x00\xa1\x67address\x6d12 Elm Street\x01\x80\x80"[..], &[0; 9]].concat();
    let inside = [opened(&sealed), unpacked].into_iter().chain(too_much());
    let to_be_sealed = inside.map(|plain| [&[TO_BE_SEALED][..], &plain].concat());
    std::iter::once([&[0][..], &sealed.to_bytes()].concat()).chain(to_be_sealed).collect()
}
