//! A visit as a document: what happened at one door in one round, and whose turn it is. No prose about people.
//!
//! The interview itself is a document of its own, see `response`. Two phones at one door write the same visit, since
//! its id follows from door and round, by a key that those who work in the area have: nothing in it says which door.
//!
//! | key | value |
//! |---|---|
//! | `round` | bytes, a document id |
//! | `attempt/<id>/outcome`, `/at`, `/by` | text, signed milliseconds, bytes of the member id |
//! | `lease/<id>/member`, `/until`, `/given_back` | bytes, signed milliseconds, yes |
//! | `do_not_contact` | yes once nobody is to call here again |

use std::collections::BTreeMap;

use super::{any_yes, current, doc_id, ids_under, moment, text};
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::ids::{DocId, MemberId};
use crate::time::Timestamp;

/// What happened at a knock: the eight buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Knock {
    /// Somebody talked.
    Talked,
    /// Nobody was in.
    NobodyIn,
    /// They asked to come back.
    ComeBack,
    /// They said no.
    NoThanks,
    /// The door could not be reached.
    CannotGetIn,
    /// They speak another language.
    AnotherLanguage,
    /// Nobody lives here.
    NobodyLivesHere,
    /// They asked never to be called on again.
    NeverAgain,
}

impl Knock {
    /// Every outcome, in the order of the buttons.
    pub const ALL: [Self; 8] = [
        Self::Talked,
        Self::NobodyIn,
        Self::ComeBack,
        Self::NoThanks,
        Self::CannotGetIn,
        Self::AnotherLanguage,
        Self::NobodyLivesHere,
        Self::NeverAgain,
    ];

    /// The name that stands for this outcome inside a document.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Talked => "talked",
            Self::NobodyIn => "nobody_in",
            Self::ComeBack => "come_back",
            Self::NoThanks => "no_thanks",
            Self::CannotGetIn => "cannot_get_in",
            Self::AnotherLanguage => "another_language",
            Self::NobodyLivesHere => "nobody_lives_here",
            Self::NeverAgain => "never_again",
        }
    }

    /// The outcome with this name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|knock| knock.name() == name)
    }
}

/// One knock at the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Its random name.
    pub id: DocId,
    /// What happened; none when a later version wrote something that this one does not know.
    pub outcome: Option<Knock>,
    /// When, as the phone's clock claimed.
    pub at: Timestamp,
    /// Who knocked.
    pub by: Option<MemberId>,
}

impl Attempt {
    /// The values that record this attempt.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        let key = |field: &str| format!("attempt/{}/{field}", self.id);
        let mut values = BTreeMap::from([(key("at"), Scalar::Int(self.at.0))]);
        super::put(&mut values, &key("outcome"), self.outcome.map(|knock| Scalar::from(knock.name())));
        super::put(&mut values, &key("by"), self.by.map(|by| Scalar::Bytes(by.0.to_vec())));
        values
    }

    fn read(flat: &Flat, id: DocId) -> Self {
        let key = |field: &str| format!("attempt/{id}/{field}");
        Self {
            id,
            outcome: text(flat, &key("outcome")).and_then(|name| Knock::from_name(&name)),
            at: moment(flat, &key("at")).unwrap_or_default(),
            by: member(flat, &key("by")),
        }
    }
}

/// An assignment: a member has taken the door on until a moment. It shows whose turn it is and gives no right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// Its random name.
    pub id: DocId,
    /// Whose turn it is.
    pub member: MemberId,
    /// Until when.
    pub until: Timestamp,
    /// Whether they have given it back early.
    pub given_back: bool,
}

impl Lease {
    /// The values that record this lease.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        let key = |field: &str| format!("lease/{}/{field}", self.id);
        let mut values = BTreeMap::from([
            (key("member"), Scalar::Bytes(self.member.0.to_vec())),
            (key("until"), Scalar::Int(self.until.0)),
        ]);
        super::put(&mut values, &key("given_back"), self.given_back.then_some(Scalar::Bool(true)));
        values
    }

    /// The value that records that this lease was given back.
    pub fn given_back_value(&self) -> (String, Scalar) {
        (format!("lease/{}/given_back", self.id), Scalar::Bool(true))
    }

    fn read(flat: &Flat, id: DocId) -> Option<Self> {
        let key = |field: &str| format!("lease/{id}/{field}");
        Some(Self {
            id,
            member: member(flat, &key("member"))?,
            until: moment(flat, &key("until")).unwrap_or_default(),
            given_back: any_yes(flat, &key("given_back")),
        })
    }
}

/// Somebody whose turn a door is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Who.
    pub member: MemberId,
    /// Until when.
    pub until: Timestamp,
}

/// Whose turn a door is at a moment: everybody who has taken it on, which are several when two took it unknown to each other. The one
/// whose lease has the least name comes first on every phone; whose clock was ahead makes no difference.
pub fn turns(leases: &[Lease], now: Timestamp) -> Vec<Turn> {
    let open = leases.iter().filter(|lease| !lease.given_back && lease.until > now);
    let mut first: BTreeMap<MemberId, (DocId, Timestamp)> = BTreeMap::new();
    for lease in open {
        let (id, until) = first.entry(lease.member).or_insert((lease.id, lease.until));
        (*id, *until) = ((*id).min(lease.id), (*until).max(lease.until));
    }
    let mut turns: Vec<_> = first.into_iter().map(|(member, (id, until))| (id, Turn { member, until })).collect();
    turns.sort_by_key(|(id, _)| *id);
    turns.into_iter().map(|(_, turn)| turn).collect()
}

/// A merged visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The round, if the project has rounds.
    pub round: Option<DocId>,
    /// Every knock by claimed time, then by name.
    pub attempts: Vec<Attempt>,
    /// Every lease, by name.
    pub leases: Vec<Lease>,
    /// Whether nobody is to call here again: said so itself, or the outcome of any knock.
    pub do_not_contact: bool,
}

impl Visit {
    /// The visit that a merged document holds.
    pub fn read(flat: &Flat) -> Self {
        let mut attempts: Vec<Attempt> =
            ids_under(flat, "attempt/").into_iter().map(|id| Attempt::read(flat, id)).collect();
        attempts.sort_by_key(|attempt| (attempt.at, attempt.id));
        let never_again = attempts.iter().any(|attempt| attempt.outcome == Some(Knock::NeverAgain));
        Self {
            round: doc_id(flat.latest("round")),
            attempts,
            leases: ids_under(flat, "lease/").into_iter().filter_map(|id| Lease::read(flat, id)).collect(),
            do_not_contact: never_again || any_yes(flat, "do_not_contact"),
        }
    }
}

/// The values that name the visit's round; every phone that starts the visit writes the same.
pub fn visit_values(round: Option<DocId>) -> BTreeMap<String, Scalar> {
    let mut values = BTreeMap::new();
    super::put(&mut values, "round", round.map(|round| Scalar::Bytes(round.0.to_vec())));
    values
}

fn member(flat: &Flat, key: &str) -> Option<MemberId> {
    MemberId::try_from(current(flat, key)?.bytes()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::testing::{ALICE, BOB};
    use crate::document::{Document, Flat};
    use crate::ids::ActorId;

    const SPRING: DocId = DocId([0xdd; 16]);

    fn knock(id: u8, outcome: Knock, at: i64) -> Attempt {
        Attempt { id: DocId([id; 16]), outcome: Some(outcome), at: Timestamp(at), by: Some(MemberId([id; 16])) }
    }

    fn started(actor: ActorId, more: BTreeMap<String, Scalar>) -> Document {
        let mut values = visit_values(Some(SPRING));
        values.extend(more);
        Document::load(Document::first(actor, &values).expect("changes")).expect("a document")
    }

    fn merged(documents: &[Document]) -> Flat {
        Flat::of_changes(documents.iter().flat_map(Document::changes).cloned()).expect("a document")
    }

    #[test]
    fn knocks_of_two_phones_at_one_door_stand_side_by_side() {
        let [alices, bobs] = [knock(1, Knock::NobodyIn, 20), knock(2, Knock::Talked, 10)];
        let flat = merged(&[started(ALICE, alices.to_values()), started(BOB, bobs.to_values())]);
        let visit = Visit::read(&flat);
        assert_eq!(visit.round, Some(SPRING));
        assert_eq!(visit.attempts, [bobs, alices]);
        assert_eq!(super::super::undecided(&flat), [""; 0]);
    }

    #[test]
    fn never_again_at_any_knock_closes_the_door() {
        let knocks = [knock(1, Knock::NeverAgain, 20), knock(2, Knock::Talked, 30)];
        let values = knocks.iter().flat_map(Attempt::to_values).collect();
        assert!(Visit::read(started(ALICE, values).flat()).do_not_contact);
        assert!(!Visit::read(started(ALICE, knocks[1].to_values()).flat()).do_not_contact);
    }

    #[test]
    fn a_lease_is_read_as_it_was_given() {
        let lease =
            |given_back| Lease { id: DocId([7; 16]), member: MemberId([0xa1; 16]), until: Timestamp(99), given_back };
        for lease in [lease(false), lease(true)] {
            assert_eq!(Visit::read(started(ALICE, lease.to_values()).flat()).leases, [lease]);
        }
    }

    #[test]
    fn a_door_that_two_took_unknown_to_each_other_is_first_the_same_ones_everywhere() {
        let [alice, bob] = [MemberId([0xa1; 16]), MemberId([0xb0; 16])];
        let lease =
            |id, member, until| Lease { id: DocId([id; 16]), member, until: Timestamp(until), given_back: false };
        let [alices, bobs, longer] = [lease(7, alice, 50), lease(4, bob, 60), lease(9, alice, 90)];
        let taken = [bobs.clone(), alices.clone(), longer];
        let who = |leases: &[Lease], now| -> Vec<(MemberId, i64)> {
            turns(leases, Timestamp(now)).into_iter().map(|turn| (turn.member, turn.until.0)).collect()
        };
        assert_eq!(who(&taken, 10), [(bob, 60), (alice, 90)]);
        let [one, other] = [&alices, &bobs].map(|lease| started(ALICE, lease.to_values()));
        let [again, last] = [&bobs, &alices].map(|lease| started(BOB, lease.to_values()));
        for documents in [[one, again], [other, last]] {
            assert_eq!(who(&Visit::read(&merged(&documents)).leases, 10), [(bob, 60), (alice, 50)]);
        }
        assert_eq!(who(&taken, 60), [(alice, 90)], "a turn is over when its time is");
        let back = Lease { given_back: true, ..bobs };
        assert_eq!(who(&[back], 10), []);
    }

    #[test]
    fn an_outcome_of_a_later_version_still_counts_as_a_knock() {
        let mut values = knock(1, Knock::Talked, 20).to_values();
        values.insert(format!("attempt/{}/outcome", DocId([1; 16])), "sang".into());
        let visit = Visit::read(started(ALICE, values).flat());
        assert_eq!(visit.attempts.iter().map(|attempt| attempt.outcome).collect::<Vec<_>>(), [None]);
    }

    #[test]
    fn every_outcome_has_its_own_name() {
        for knock in Knock::ALL {
            assert_eq!(Knock::from_name(knock.name()), Some(knock));
        }
    }
}
