//! Mallory: a member with a device of her own, whose signatures are right unless she breaks them.

use std::collections::BTreeMap;

use crate::harness::{Person, Town};
use doorstep_core::document::{Document, Scalar};
use doorstep_core::entry::{Author, Header, LogEnd, Opening, Run, Unsigned, actor_of};
use doorstep_core::ids::{BlobHash, DeviceId, DocId, EntryHash, GrantId, Incarnation, LogId, ProjectId};
use doorstep_core::member::{Class, DocKind, Keypair, Scope};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

/// What mallory has to attack with.
pub struct Mallory {
    key: Keypair,
    pub(super) project: ProjectId,
    pub(super) grant: GrantId,
    /// Where she may write.
    pub(super) field: Scope,
    /// Where bob may and she may not.
    pub(super) elsewhere: Scope,
    pub(super) bob: DeviceId,
    pub(super) bobs_grant: GrantId,
    form: BlobHash,
    pub(super) rng: ChaCha20Rng,
    lives: u64,
}

impl Mallory {
    /// With a member's phone in her hands, in a town where bob is one, too.
    ///
    /// # Errors
    /// When a device is in no project, or its store can't be read.
    pub fn of(member: &Person, bob: &Person, town: &Town) -> Result<Self, Box<dyn std::error::Error>> {
        let in_area = |area| Scope { class: Class::Field, round: None, area: Some(area) };
        Ok(Self {
            key: member.device.keypair().clone(),
            project: member.device.membership()?.project(),
            grant: member.device.grant()?,
            field: in_area(town.areas[0]),
            elsewhere: in_area(town.areas[1]),
            bob: bob.device.id(),
            bobs_grant: bob.device.grant()?,
            form: town.alice.form()?,
            rng: ChaCha20Rng::from_seed([0x6d; 32]),
            lives: 0,
        })
    }

    /// Her device.
    pub fn device(&self) -> DeviceId {
        self.key.public()
    }

    /// A new life of her store: each attack has logs of its own.
    pub(super) fn begin_life(&mut self) {
        self.lives += 1;
    }

    fn incarnation(&self) -> Incarnation {
        Incarnation(self.lives.to_le_bytes())
    }

    pub(super) fn author(&self) -> Author<'_> {
        Author { project: self.project, key: &self.key, incarnation: self.incarnation() }
    }

    /// A log that she opens honestly, with these payloads behind the opening.
    pub(super) fn log(&mut self, scope: Scope, unsigned: Vec<Unsigned>) -> Run {
        let opening = self.author().opening(scope, self.grant);
        self.log_opened(&opening, unsigned)
    }

    /// A log that begins with this opening, honest or not; she signs all of it.
    pub(super) fn log_opened(&mut self, opening: &Opening, unsigned: Vec<Unsigned>) -> Run {
        let mut rng = self.rng.clone();
        let mut run = self.author().open(opening, Person::MORNING, &mut rng);
        let end = LogEnd { log: run.log, seq: 1, hash: self.first_hash(&run) };
        run.entries.extend(self.author().append(&end, unsigned, Person::MORNING, &mut rng).entries);
        self.rng = rng;
        run
    }

    pub(super) fn first_hash(&self, run: &Run) -> EntryHash {
        Header::hash(&run.entries[0].header(self.project, run.log, 1, EntryHash([0; 32])))
    }

    /// The log that she writes in this scope in this life.
    pub(super) fn log_id(&self, scope: Scope) -> LogId {
        self.author().opening(scope, self.grant).log(self.project)
    }

    /// The body of a first change with these texts.
    pub(super) fn body(&self, scope: Scope, doc: DocId, values: &[(&str, &str)]) -> Vec<u8> {
        let values = values.iter().map(|(key, text)| ((*key).to_owned(), Scalar::from(*text))).collect();
        self.body_of(scope, doc, &values)
    }

    fn body_of(&self, scope: Scope, doc: DocId, values: &BTreeMap<String, Scalar>) -> Vec<u8> {
        let changes = Document::first(actor_of(self.log_id(scope), doc), values).expect("plain values make a change");
        changes.into_iter().next().expect("there is a change").into_body()
    }

    /// Well-formed interviews, each in a log of its own.
    pub fn interviews(&mut self, count: u8) -> Vec<Run> {
        let mut runs = Vec::new();
        for number in 0..count {
            self.begin_life();
            let doc = DocId([number; 16]);
            let mut values = BTreeMap::from([("a/sat_clean".to_owned(), Scalar::from("low"))]);
            values.insert("form".to_owned(), Scalar::Bytes(self.form.0.to_vec()));
            let body = self.body_of(self.field, doc, &values);
            runs.push(self.log(self.field, vec![Unsigned::change(DocKind::Response, doc, body)]));
        }
        runs
    }

    /// Entries behind a gap in a log that she opened: none can ever be placed.
    pub fn orphans(&mut self, count: usize) -> Vec<Run> {
        self.begin_life();
        let doc = DocId([7; 16]);
        let body = self.body(self.field, doc, &[("a/age", "41")]);
        let filler = || Unsigned::change(DocKind::Response, doc, body.clone());
        let whole = self.log(self.field, (0..=count).map(|_| filler()).collect());
        let mut hashes = vec![EntryHash([0; 32])];
        for (seq, entry) in (1..).zip(&whole.entries) {
            hashes.push(Header::hash(&entry.header(self.project, whole.log, seq, hashes[hashes.len() - 1])));
        }
        let mut runs = vec![Run { entries: whole.entries[..1].to_vec(), ..whole.clone() }];
        for (place, entry) in whole.entries.iter().enumerate().skip(2) {
            let (first_seq, prev) = (place as u64 + 1, Some(hashes[place]));
            runs.push(Run { log: whole.log, first_seq, prev, entries: vec![entry.clone()] });
        }
        runs
    }
}
