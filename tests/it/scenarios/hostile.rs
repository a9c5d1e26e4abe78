//! Hostile entries against a real store: each is refused by its code, and no table changes.

use doorstep_core::entry::{Author, Body, Entry, LogEnd, PayloadKind, Refusal, Run, Unsigned};
use doorstep_core::ids::{DocId, EntryHash, GrantId, Incarnation, ProjectId};
use doorstep_core::member::{Act, Class, Deed, DocKind, Keypair, Scope};
use doorstep_core::sync::{Reply, Request};
use doorstep_tests::harness::{Delivery, Person, Town, history_of};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

type Done = Result<(), Box<dyn std::error::Error>>;

/// Mallory is a member: her key is known, so every attack gets past the signature unless it breaks it.
struct Mallory {
    key: Keypair,
    project: ProjectId,
    grant: GrantId,
    rng: ChaCha20Rng,
}

impl Mallory {
    fn author(&self) -> Author<'_> {
        Author { project: self.project, key: &self.key, incarnation: Incarnation([0x6d; 8]) }
    }

    fn scope(&self, town: &Town) -> Scope {
        Scope { class: Class::Field, round: None, area: Some(town.areas[0]) }
    }

    /// A log that she opens honestly, with these payloads behind the opening.
    fn log(&mut self, scope: Scope, unsigned: Vec<Unsigned>) -> Run {
        let mut rng = self.rng.clone();
        let opening = self.author().opening(scope, self.grant);
        let mut run = self.author().open(&opening, Person::MORNING, &mut rng);
        let header = run.entries[0].header(self.project, run.log, 1, EntryHash([0; 32]));
        let end = LogEnd { log: run.log, seq: 1, hash: doorstep_core::entry::Header::hash(&header) };
        run.entries.extend(self.author().append(&end, unsigned, Person::MORNING, &mut rng).entries);
        run
    }
}

fn change(payload: Vec<u8>) -> Vec<Unsigned> {
    vec![Unsigned::change(DocKind::Response, DocId([9; 16]), payload)]
}

/// A change whose action column says that it holds four billion operations in a handful of bytes.
fn bomb() -> Vec<u8> {
    let mut body = vec![0, 1, 1, 0, 0, 0];
    let run = [0x80, 0x80, 0x80, 0x80, 0x40, 1];
    body.extend([1, 0x42, u8::try_from(run.len()).unwrap()]);
    body.extend(run);
    body
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_hostile_entry_is_refused_by_its_code_and_changes_no_table() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let member = town.researcher(folder.path(), "mallory", &[]).await?;
    let grant = member.device.grant()?;
    let project = member.device.membership()?.project();
    let key = member.device.keypair().clone();
    let mut mallory = Mallory { key, project, grant, rng: ChaCha20Rng::from_seed([0x6d; 32]) };
    town.alice.sync().await?;
    let victim = Delivery::to(folder.path(), "victim", &town.alice)?;
    victim.deliver(&history_of(&town.alice)?)?;

    let field = mallory.scope(&town);
    let garbage = mallory.log(field, change(vec![0xff; 200]));
    let bombed = mallory.log(field, change(bomb()));
    let oversized = mallory.log(field, change(vec![0; 65_537]));
    let act = Act { heads: vec![], deed: Deed::Unknown(77) };
    let misplaced = mallory.log(field, vec![Unsigned::act(act.to_bytes())]);
    let door = Unsigned::change(DocKind::Door, DocId([9; 16]), vec![0; 40]);
    let wrong_class = mallory.log(field, vec![door]);
    let outside = mallory.log(Scope::whole(Class::Membership), vec![]);
    let manifest = Unsigned {
        kind: PayloadKind::Manifest,
        doc_kind: Some(DocKind::Response),
        doc: DocId([9; 16]),
        payload: vec![0xa0],
    };
    let bad_manifest = mallory.log(field, vec![manifest]);
    let mut missigned = mallory.log(field, change(bomb()));
    if let Entry::Known { signature, .. } = &mut missigned.entries[0] {
        signature.0[0] ^= 1;
    }
    let mut swapped = mallory.log(field, change(bomb()));
    if let Entry::Known { body: Body::Full { payload, .. }, .. } = &mut swapped.entries[1] {
        payload[0] ^= 1;
    }
    let unopened = Scope { area: Some(town.areas[1]), ..field };
    let mut gap = mallory.log(unopened, change(bomb()));
    gap.entries.remove(0);
    gap.first_seq = 2;
    let mut erased_opening = mallory.log(field, vec![]);
    if let Entry::Known { body, .. } = &mut erased_opening.entries[0] {
        *body = Body::Erased { hash: doorstep_core::ids::PayloadHash([0; 32]), length: 0 };
    }

    let attacks = [
        (garbage, Refusal::BadChange),
        (bombed, Refusal::TooManyOperations),
        (oversized, Refusal::TooLarge),
        (misplaced, Refusal::WrongClass),
        (wrong_class, Refusal::WrongClass),
        (outside, Refusal::OutsideGrant),
        (bad_manifest, Refusal::BadManifest),
        (missigned, Refusal::BadSignature),
        (swapped, Refusal::BadSignature),
        (gap, Refusal::UnknownLog),
        (erased_opening, Refusal::BadOpening),
    ];
    for (attack, expected) in attacks {
        let before = dump(&victim.person)?;
        // What is honest in a run is taken: the opening. So each attack stands alone, behind the opening or without it.
        let Reply::Ingested(outcomes) = victim.person.device.answer(Request::Ingest(vec![attack.clone()])) else {
            return Err("the store did not answer".into());
        };
        let codes: Vec<Refusal> = outcomes[0].refused.iter().map(|refused| refused.refusal).collect();
        assert_eq!(codes, [expected], "{}", expected.name());
        let taken = outcomes[0].stored.is_some();
        if !taken {
            assert_eq!(dump(&victim.person)?, before, "{} left a trace", expected.name());
        }
        let settled = dump(&victim.person)?;
        let Reply::Ingested(again) = victim.person.device.answer(Request::Ingest(vec![attack])) else {
            return Err("the store did not answer".into());
        };
        assert_eq!(again[0].refused.iter().map(|refused| refused.refusal).collect::<Vec<_>>(), [expected]);
        assert_eq!(dump(&victim.person)?, settled, "{} left a trace the second time", expected.name());
    }
    Ok(())
}

/// Every entry of the store and everything that is derived from them.
fn dump(person: &Person) -> Result<String, Box<dyn std::error::Error>> {
    let history = history_of(person)?;
    let counts = (person.device.status()?, person.device.responses()?);
    Ok(format!("{history:?}{counts:?}{}", person.fingerprint()?))
}
