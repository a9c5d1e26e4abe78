//! Entries behind a cut are taken and held back, with what builds on them, whenever the cut came; a release lets them count.

use super::*;
use crate::member::{Cut, Standing};

/// Alice grants bob and amina; bob collects two interviews; amina corrects the second; alice cuts bob behind the first, and lets the
/// correction of the second count again in one of the two histories.
struct Story {
    founding: FoundingAct,
    runs: Vec<Run>,
    alice: Writer,
    bobs: Vec<DocKey>,
    base: Replica,
}

fn key(doc: u8) -> DocKey {
    DocKey { scope: FIELD, kind: DocKind::Response.number(), doc: DocId([doc; 16]) }
}

impl Story {
    fn told() -> Self {
        let mut alice = Writer::new(2);
        let recovery = Keypair::from_seed([1; 32]);
        let founding = FoundingAct::new("Larkfield", &recovery, alice.key.public(), NOW, &mut alice.rng).unwrap();
        let base = Replica::new(&founding);
        let mut story = Self { founding, runs: Vec::new(), alice, bobs: vec![key(0x41), key(0x42)], base };
        let (mut bob, mut amina) = (Writer::new(4), Writer::new(5));
        let grants = [&bob, &amina].map(|writer| {
            let deed = Deed::Grant {
                member: MemberId([9; 16]),
                device: writer.key.public(),
                role: Role::Researcher.number(),
                patterns: vec![ScopePattern::all_of(Class::Field)],
                custody: 1,
            };
            story.act(deed)
        });
        for key in story.bobs.clone() {
            let actor = story.actor(&bob, grants[0], &key);
            let first = Document::first(actor, &response(1).to_values()).unwrap();
            story.write(&mut bob, grants[0], &key, first);
        }
        let second = story.bobs[1];
        let document = story.loaded(&second);
        let puts = BTreeMap::from([(answer_key("sat_clean"), answer_value(&Answer::Given("corrected".to_owned())))]);
        let edit = document.edit(story.actor(&amina, grants[1], &second), &puts, Some("misheard")).unwrap();
        story.write(&mut amina, grants[1], &second, edit);
        let bobs_log = story.author(&bob).opening(FIELD, grants[0]).log(story.founding.project());
        story.act(Deed::Cut(Cut { device: bob.key.public(), kept: vec![(bobs_log, 2)] }));
        assert_eq!(story.base.membership.grant(&grants[0]).unwrap().standing, Standing::Cut);
        story
    }

    fn author<'w>(&self, writer: &'w Writer) -> Author<'w> {
        Author { project: self.founding.project(), key: &writer.key, incarnation: Incarnation([7; 8]) }
    }

    fn actor(&self, writer: &Writer, grant: crate::ids::GrantId, key: &DocKey) -> crate::ids::ActorId {
        actor_of(self.author(writer).opening(key.scope, grant).log(self.founding.project()), key.doc)
    }

    fn loaded(&self, key: &DocKey) -> Document {
        let changes = self.base.order[key].iter().map(|hash| self.base.docs[key][hash].change.clone());
        Document::load(changes.map(|stored| Change::read(stored.body, stored.actor).unwrap())).unwrap()
    }

    fn act(&mut self, deed: Deed) -> crate::ids::GrantId {
        let act = Act { heads: self.base.membership.heads(), deed };
        let grant = self.founding.grant().id;
        let scope = Scope::whole(Class::Membership);
        let written =
            self.alice.write(&Arc::clone(&self.base.membership), scope, grant, vec![Unsigned::act(act.to_bytes())]);
        self.take(written);
        crate::ids::GrantId(self.base.membership.heads()[0].0)
    }

    fn write(&mut self, writer: &mut Writer, grant: crate::ids::GrantId, key: &DocKey, changes: Vec<Change>) {
        let unsigned =
            changes.into_iter().map(|change| Unsigned::change(DocKind::Response, key.doc, change.into_body()));
        let written = writer.write(&Arc::clone(&self.base.membership), FIELD, grant, unsigned.collect());
        self.take(written);
    }

    fn take(&mut self, written: Vec<Run>) {
        for run in written {
            assert_eq!(self.base.receive(&run), []);
            self.runs.push(run);
        }
    }

    /// Lets everything count that is held back of a document.
    fn release(&mut self, key: &DocKey) {
        let held = self.base.docs[key].values().filter(|placed| !placed.entry.counts);
        let names = held.map(|placed| placed.entry.name).collect();
        self.act(Deed::Release(names));
    }
}

fn counting(replica: &Replica, key: &DocKey) -> Vec<bool> {
    replica.order[key].iter().map(|hash| replica.docs[key][hash].entry.counts).collect()
}

#[test]
fn a_late_cut_holds_back_what_is_behind_it_and_what_others_built_on_that() {
    let story = Story::told();
    assert_eq!(counting(&story.base, &story.bobs[0]), [true]);
    assert_eq!(counting(&story.base, &story.bobs[1]), [false, false], "amina's correction builds on what is held back");
    assert_eq!(story.base.rows.keys().collect::<Vec<_>>(), [&story.bobs[0]]);
}

#[test]
fn what_a_coordinator_releases_counts_with_what_others_built_on_it() {
    let mut story = Story::told();
    let second = story.bobs[1];
    story.release(&second);
    assert_eq!(counting(&story.base, &second), [true, true]);
    assert_eq!(story.base.rows.len(), 2);
}

#[test]
fn an_entry_behind_a_cut_that_is_known_already_is_taken_and_held_back() {
    let story = Story::told();
    let mut replica = Replica::new(&story.founding);
    // Membership first, everything else after it.
    let (acts, rest): (Vec<&Run>, Vec<&Run>) = story.runs.iter().partition(|run| run.log == story.runs[0].log);
    for run in acts.into_iter().chain(rest) {
        assert_eq!(replica.receive(run), []);
    }
    assert!(replica.state() == story.base.state());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_cut_and_a_release_in_any_order_of_delivery_give_the_same_state(
        released in any::<bool>(),
        order in Just((0..64_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let mut story = Story::told();
        if released {
            let second = story.bobs[1];
            story.release(&second);
        }
        let shuffled: Vec<&Run> = order.iter().filter_map(|place| story.runs.get(*place)).collect();
        prop_assert_eq!(shuffled.len(), story.runs.len());
        let mut replica = Replica::new(&story.founding);
        for _ in 0..=shuffled.len() {
            shuffled.iter().for_each(|run| drop(replica.receive(run)));
        }
        prop_assert!(replica.held.is_empty());
        prop_assert!(replica.state() == story.base.state());
    }
}
