//! Signed entries and files that were passed on, tried by seed on a real store: afterwards it shows what it showed, and the same
//! once more changes nothing.
//!
//! The same entries as plain values are tried in `signed`.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::sync::LazyLock;

use doorstep_core::device::BundleFor;
use doorstep_core::entry::{Outcome, Run};
use doorstep_core::evaluation::Disclosure;
use doorstep_core::ids::GrantId;
use doorstep_core::member::{Class, Keypair, Membership};
use doorstep_core::sealed_file::{Identity, Recipient, open, seal};
use doorstep_core::sync::{Reply, Request};
use tempfile::TempDir;

use super::making::{joined, records};
use super::signed::{Stated, Writer, entries};
use super::{Ending, sessions};
use crate::harness::{Person, set_up};

/// A small project on a coordinator's phone, and what she signs with.
struct Larkfield {
    /// The phone's files by name.
    files: Vec<(std::ffi::OsString, Vec<u8>)>,
    key: Keypair,
    membership: Membership,
    grant: GrantId,
    /// Everything in it, as a file to pass on holds it.
    passed_on: Vec<u8>,
}

static LARKFIELD: LazyLock<Larkfield> = LazyLock::new(|| Larkfield::found().expect("a project can be founded"));

impl Larkfield {
    fn found() -> Result<Self, Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let mut alice = Person::new(folder.path(), "alice")?;
        let (_, (_, doors)) = set_up(&mut alice)?;
        for door in &doors[0][..2] {
            alice.interview(*door, &[("view", "resident"), ("sat_clean", "low")])?;
        }
        let (key, grant) = (alice.device.keypair().clone(), alice.device.grant()?);
        let membership = (*alice.device.membership()?).clone();
        let mut file = Vec::new();
        alice.device.pack(BundleFor::Project, &mut file)?;
        let mut stream = Vec::new();
        open(&Identity::of_device(&key)?, &file[..])?.read_to_end(&mut stream)?;
        drop(alice);
        let read = |entry: std::io::Result<std::fs::DirEntry>| {
            let entry = entry?;
            Ok((entry.file_name(), std::fs::read(entry.path())?))
        };
        let files = std::fs::read_dir(folder.path())?.map(read).collect::<std::io::Result<_>>()?;
        Ok(Self { files, key, membership, grant, passed_on: sessions::frames_in(&stream).concat() })
    }

    /// The phone as it was, in a folder of its own.
    fn phone(&self) -> (TempDir, Person) {
        let folder = tempfile::tempdir().expect("there is room for a phone");
        for (name, bytes) in &self.files {
            std::fs::write(folder.path().join(name), bytes).expect("there is room for a phone");
        }
        let alice = Person::again(folder.path(), "alice", 1).expect("the phone opens");
        (folder, alice)
    }
}

/// Entries of any class and kind, signed: what is taken is taken once, and the phone goes on showing what it has.
pub(super) fn attempt(bytes: &[u8]) -> Ending {
    let project = &*LARKFIELD;
    let (_folder, alice) = project.phone();
    let mut writer = Writer::of(project.key.clone(), project.membership.clone(), project.grant);
    let mut by_class = BTreeMap::<Class, Vec<Stated<'_>>>::new();
    for stated in records(bytes).map(Stated::from_bytes) {
        by_class.entry(stated.class).or_default().push(stated);
    }
    let mut ending = Ending("taken");
    for (class, all) in by_class {
        let run = writer.log(class, &all);
        let outcome = ingest(&alice, &run);
        let again = ingest(&alice, &run);
        assert_eq!(again.new, 0, "what was taken is not new again");
        assert_eq!(again.stored, outcome.stored, "what was told to be stored is stored");
        if let Some(refused) = outcome.refused.first() {
            ending = Ending(refused.refusal.name());
        }
    }
    shows(&alice);
    ending
}

fn ingest(person: &Person, run: &Run) -> Outcome {
    let reply = person.device.answer(Request::Ingest(vec![run.clone()]));
    let Reply::Ingested(mut outcomes) = reply else { panic!("the store fails over what a peer sent: {reply:?}") };
    outcomes.pop().expect("one run has one outcome")
}

/// Everything that a coordinator looks at, as long as she is one.
fn shows(alice: &Person) {
    let device = &alice.device;
    let membership = device.membership().expect("the project is there");
    if !membership.grant(&LARKFIELD.grant).is_some_and(doorstep_core::member::Grant::is_active) {
        return;
    }
    device.status().expect("the status can be read");
    device.responses().expect("the interviews can be read");
    device.doors().expect("the doors can be read");
    device.areas().expect("the areas can be read");
    device.rounds().expect("the rounds can be read");
    device.forms().expect("the questionnaires can be read");
    device.quotes().expect("the quotes can be read");
    device.held_back().expect("what is held back can be read");
    device.results(Disclosure::INSIDE).expect("there is a result");
}

/// Entries of every kind at once, and each alone.
pub(super) fn samples() -> Vec<Vec<u8>> {
    let all = entries();
    all.iter().map(|entry| joined(std::slice::from_ref(entry))).chain([joined(&all)]).collect()
}

/// A file that is sealed for the phone, with any frames in it; or bytes that claim to be one.
pub(super) fn attempt_file(bytes: &[u8]) -> Ending {
    let (_folder, alice) = LARKFIELD.phone();
    let Some((&how, inside)) = bytes.split_first() else { return Ending("nothing") };
    let file = if how & 1 == 0 { sealed(inside) } else { inside.to_vec() };
    let ending = match alice.device.unpack(&mut &file[..]) {
        Err(error) => Ending(error.code()),
        Ok(unpacked) if unpacked.is_damaged => Ending("damaged in part"),
        Ok(unpacked) => unpacked.refused.first().map_or(Ending("taken"), |refused| Ending(refused.refusal.name())),
    };
    shows(&alice);
    ending
}

fn sealed(plain: &[u8]) -> Vec<u8> {
    let stream = zstd::encode_all(plain, 1).expect("packing in memory works");
    let recipient = Recipient::of_device(&LARKFIELD.key.public()).expect("the phone's key can be sealed for");
    let mut sealing = seal(&[recipient], Vec::new()).expect("sealing begins");
    sealing.write_all(&stream).expect("memory takes all");
    sealing.finish().expect("sealing ends")
}

pub(super) fn files() -> Vec<Vec<u8>> {
    let plain = &LARKFIELD.passed_on;
    vec![[&[0][..], plain].concat(), [&[1][..], doorstep_core::sealed_file::SEALED_PREFIX, b"-> X25519 "].concat()]
}
