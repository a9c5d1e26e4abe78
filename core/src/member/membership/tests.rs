//! The same set of acts gives the same membership in whatever order it came, and of two concurrent acts the one that takes away wins.

use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

use super::*;
use crate::ids::hash;
use crate::member::{Floor, Keypair, Redemption, ScopePattern, Snapshot};

const SERVER: u8 = 90;

/// A project in which acts are made up step by step; hashes, logs and signatures of entries are stand-ins.
#[derive(Clone)]
struct World {
    founding: FoundingAct,
    membership: Membership,
    /// Every act in the order in which it was made.
    acts: Vec<SignedAct>,
}

fn device(number: u8) -> DeviceId {
    Keypair::from_seed([number; 32]).public()
}

fn log_of(grant: GrantId) -> LogId {
    LogId(hash("test log", &[&grant.0]))
}

impl World {
    fn new() -> Self {
        let mut rng = ChaCha20Rng::from_seed([1; 32]);
        let founding =
            FoundingAct::new("Larkfield", &Keypair::from_seed([99; 32]), device(1), Timestamp(0), &mut rng).unwrap();
        Self { membership: Membership::founded(founding.clone()), founding, acts: Vec::new() }
    }

    fn founder(&self) -> GrantId {
        self.founding.grant().id
    }

    /// An act by the holder of a grant, who has seen what `seen` holds.
    fn made(&self, grant: GrantId, seen: &Membership, deed: Deed) -> SignedAct {
        let log = log_of(grant);
        let seq = 2 + self.acts.iter().filter(|act| act.log == log).count() as u64;
        let act = Act { heads: seen.heads(), deed };
        let hash = EntryHash(hash("test entry", &[&log.0, &seq.to_le_bytes(), &act.to_bytes()]));
        SignedAct { hash, log, grant, seq, time: Timestamp(0), act }
    }

    fn add(&mut self, act: SignedAct) -> GrantId {
        self.membership.add(&act).expect("the act belongs into the set");
        self.acts.push(act.clone());
        GrantId(act.hash.0)
    }

    /// An act by somebody who has seen everything.
    fn act(&mut self, grant: GrantId, deed: Deed) -> GrantId {
        let act = self.made(grant, &self.membership.clone(), deed);
        self.add(act)
    }

    fn standing(&self, grant: GrantId) -> Standing {
        self.membership.grant(&grant).expect("the grant is in the set").standing
    }
}

fn grant(number: u8, role: Role) -> Deed {
    let patterns = Class::ALL.map(ScopePattern::all_of).into();
    Deed::Grant { member: MemberId([number; 16]), device: device(number), role: role.number(), patterns, custody: 1 }
}

fn cut(number: u8, kept: &[(GrantId, u64)]) -> Deed {
    let kept = kept.iter().map(|(grant, last)| (log_of(*grant), *last)).collect();
    Deed::Cut(Cut { device: device(number), kept })
}

fn delivered(founding: &FoundingAct, acts: &[SignedAct]) -> Membership {
    let mut membership = Membership::founded(founding.clone());
    let mut left: Vec<&SignedAct> = acts.iter().collect();
    while !left.is_empty() {
        let before = left.len();
        let mut waiting = BTreeSet::new();
        // An author's grant has to be known before the log that names it; in a log each act waits for the one before.
        left.retain(|act| {
            let waits = waiting.contains(&act.log) || membership.grant(&act.grant).is_none();
            let stays = waits || membership.add(act).is_err();
            if stays {
                waiting.insert(act.log);
            }
            stays
        });
        assert!(left.len() < before, "nothing is left that never fits");
    }
    membership
}

#[test]
fn what_a_coordinator_grants_behind_their_cut_is_void_and_what_it_led_to() {
    let mut world = World::new();
    let founder = world.founder();
    let chen = world.act(founder, grant(2, Role::Coordinator));
    let before = world.membership.clone();
    world.act(founder, cut(2, &[(chen, 1)]));
    // Chen has not seen the cut, or says so.
    let act = world.made(chen, &before, grant(3, Role::Coordinator));
    let mallory = world.add(act);
    let act = world.made(mallory, &before, grant(4, Role::Researcher));
    let friend = world.add(act);
    assert_eq!([chen, mallory, friend].map(|id| world.standing(id)), [Standing::Cut, Standing::Void, Standing::Void]);
    assert_eq!(world.membership.readable_by(&device(3)), Scopes::default());
}

#[test]
fn a_grant_given_at_the_same_time_as_a_cut_of_its_device_loses() {
    let mut world = World::new();
    let founder = world.founder();
    let chen = world.act(founder, grant(2, Role::Coordinator));
    let bob = world.act(founder, grant(3, Role::Researcher));
    let before = world.membership.clone();
    world.act(founder, cut(3, &[(bob, 7)]));
    let act = world.made(chen, &before, grant(3, Role::Researcher));
    let again = world.add(act);
    assert_eq!([bob, again].map(|id| world.standing(id)), [Standing::Cut, Standing::Cut]);
    let kept = [bob, again].map(|id| world.membership.kept(&id, &log_of(id)));
    assert_eq!(kept, [7, 0]);
    let later = world.act(chen, grant(3, Role::Researcher));
    assert_eq!(world.standing(later), Standing::Active, "who gave it had seen the cut");
}

#[test]
fn two_coordinators_who_cut_each_other_are_both_cut_until_a_snapshot_says_who_was_first() {
    let mut world = World::new();
    let founder = world.founder();
    let server = world.act(founder, grant(SERVER, Role::Server));
    let chen = world.act(founder, grant(2, Role::Coordinator));
    let before = world.membership.clone();
    let act = world.made(founder, &before, cut(2, &[(chen, 1)]));
    let first = world.add(act);
    let seen_by_server = world.membership.clone();
    let act = world.made(chen, &before, cut(1, &[]));
    world.add(act);
    assert_eq!([founder, chen].map(|id| world.standing(id)), [Standing::Cut, Standing::Cut]);
    let floors = vec![Floor { cut: EntryHash(first.0), log: log_of(chen), seq: 1 }];
    let act = world.made(server, &seen_by_server, Deed::Snapshot(Snapshot { epoch: 1, floors }));
    world.add(act);
    assert_eq!([founder, chen].map(|id| world.standing(id)), [Standing::Active, Standing::Cut]);
    assert_eq!(world.membership.epoch(), 1);
}

#[test]
fn a_cut_never_goes_back_behind_what_the_server_had_accepted() {
    let mut world = World::new();
    let founder = world.founder();
    let server = world.act(founder, grant(SERVER, Role::Server));
    let bob = world.act(founder, grant(3, Role::Researcher));
    let cutting = world.act(founder, cut(3, &[(bob, 4)]));
    assert_eq!(world.membership.kept(&bob, &log_of(bob)), 4);
    let floors = vec![Floor { cut: EntryHash(cutting.0), log: log_of(bob), seq: 9 }];
    world.act(server, Deed::Snapshot(Snapshot { epoch: 1, floors }));
    assert_eq!(world.membership.kept(&bob, &log_of(bob)), 9);
    let floors = vec![Floor { cut: EntryHash(cutting.0), log: log_of(bob), seq: 99 }];
    world.act(server, Deed::Snapshot(Snapshot { epoch: 2, floors }));
    assert_eq!(world.membership.kept(&bob, &log_of(bob)), 9, "only the first snapshot says how far it was");
    assert!(world.membership.cuts_without_snapshot().is_empty());
}

#[test]
fn a_device_that_used_a_printed_invite_has_no_right_before_its_code_was_compared() {
    let mut world = World::new();
    let founder = world.founder();
    let server = world.act(founder, grant(SERVER, Role::Server));
    let (invite, redeem) = invited(&mut world, founder, 5, true);
    let bob = world.act(server, redeem);
    assert_eq!(world.standing(bob), Standing::Pending);
    assert_eq!(world.membership.kept(&bob, &log_of(bob)), 0);
    let readable = world.membership.readable_by(&device(5));
    assert!(readable.covers(&Scope::whole(Class::Membership)) && !readable.covers(&Scope::whole(Class::Field)));
    let code = world.membership.grant(&bob).and_then(|grant| world.membership.code_of(grant));
    assert_eq!(code, Some(ConfirmationCode::of(world.founding.project(), invite, device(5))));
    world.act(founder, Deed::Confirm(bob));
    assert_eq!(world.standing(bob), Standing::Active);
}

#[test]
fn nobody_becomes_a_coordinator_by_a_printed_invite() {
    let mut world = World::new();
    let founder = world.founder();
    let key = Keypair::from_seed([60; 32]);
    let act = world.made(founder, &world.membership, Deed::Invite(invite_of(&key, Role::Coordinator, true)));
    assert_eq!(world.membership.add(&act), Err(ActError::NotPermitted));
}

#[test]
fn a_key_that_the_server_holds_for_somebody_acts_on_no_membership() {
    let mut world = World::new();
    let founder = world.founder();
    let Deed::Grant { member, device, role, patterns, .. } = grant(6, Role::Coordinator) else { panic!("a grant") };
    let hosted = world.act(founder, Deed::Grant { member, device, role, patterns, custody: 2 });
    let act = world.made(hosted, &world.membership, grant(7, Role::Researcher));
    assert_eq!(world.membership.add(&act), Err(ActError::NotPermitted));
}

fn invite_of(key: &Keypair, role: Role, printed: bool) -> InviteAct {
    let patterns = Class::ALL.map(ScopePattern::all_of).into();
    InviteAct { public: key.public(), role: role.number(), patterns, expires: Timestamp(1), custody: 1, printed }
}

/// An invite by somebody, and its use by a device.
fn invited(world: &mut World, by: GrantId, number: u8, printed: bool) -> (DeviceId, Deed) {
    let key = Keypair::from_seed([100 + number; 32]);
    let act = world.act(by, Deed::Invite(invite_of(&key, Role::Researcher, printed)));
    let member = MemberId([number; 16]);
    let signature = Redemption::sign(&key, world.founding.project(), device(number), member);
    let (invite, device) = (EntryHash(act.0), device(number));
    (key.public(), Deed::Redeem(Redemption { invite, device, member, signature, system: None }))
}

/// The use of the recovery sheet of the founding by a device.
fn recovered(world: &World, number: u8) -> Deed {
    let (key, member) = (Keypair::from_seed([99; 32]), MemberId([number; 16]));
    let (invite, _) = world.founding.recovery_invite();
    let signature = Redemption::sign(&key, world.founding.project(), device(number), member);
    Deed::Redeem(Redemption { invite, device: device(number), member, signature, system: None })
}

#[test]
fn the_recovery_sheet_makes_one_coordinator_whoever_was_cut_and_no_second() {
    let mut world = World::new();
    let founder = world.founder();
    let server = world.act(founder, grant(SERVER, Role::Server));
    world.act(founder, grant(2, Role::Coordinator));
    world.act(founder, cut(1, &[(founder, 9)]));
    let dora = world.act(server, recovered(&world, 3));
    let mallory = world.act(server, recovered(&world, 4));
    assert_eq!([dora, mallory].map(|id| world.standing(id)), [Standing::Active, Standing::Void]);
    assert_eq!(world.membership.grant(&dora).unwrap().role(), Some(Role::Coordinator));
    let bob = world.act(dora, grant(5, Role::Researcher));
    assert_eq!(world.standing(bob), Standing::Active, "she may let people in");
}

#[test]
fn of_an_invites_use_and_its_being_taken_back_at_the_same_time_the_use_loses() {
    for seen in [false, true] {
        let mut world = World::new();
        let founder = world.founder();
        let server = world.act(founder, grant(SERVER, Role::Server));
        let (public, redeem) = invited(&mut world, founder, 7, false);
        let before = world.membership.clone();
        let bob = world.act(server, redeem);
        let knows = if seen { world.membership.clone() } else { before };
        let taken_back = world.made(founder, &knows, Deed::Cut(Cut { device: public, kept: Vec::new() }));
        world.add(taken_back);
        assert_eq!(world.standing(bob), if seen { Standing::Active } else { Standing::Cut });
        assert!(world.membership.invite(&public).is_none());
    }
}

/// One step of a made-up history: who acts, on whom, and whether they have seen everything or only what was there at a step.
#[derive(Debug, Clone, Copy)]
struct Step {
    who: usize,
    deed: u8,
    whom: u8,
    seen: usize,
}

fn step() -> impl Strategy<Value = Step> {
    (0..5_usize, 0..10_u8, 2..6_u8, 0..24_usize).prop_map(|(who, deed, whom, seen)| Step { who, deed, whom, seen })
}

/// Plays steps; those that their author's role forbids are left out.
fn played(steps: &[Step]) -> World {
    let mut world = World::new();
    let founder = world.founder();
    let server = world.act(founder, grant(SERVER, Role::Server));
    let mut coordinators = vec![founder];
    let mut others = vec![server];
    let mut past = vec![world.membership.clone()];
    for step in steps {
        let by = coordinators[step.who % coordinators.len()];
        let seen = past.get(step.seen).unwrap_or(&world.membership).clone();
        // Whoever acts has at least seen what gave them the right to.
        let seen = if seen.grant(&by).is_some() { seen } else { world.membership.clone() };
        let target = others[usize::from(step.whom) % others.len()];
        let act = match step.deed {
            0 => world.made(by, &seen, grant(step.whom, Role::Coordinator)),
            1 => world.made(by, &seen, grant(step.whom, Role::Researcher)),
            2 | 3 => world.made(by, &seen, cut(step.whom, &[(target, 3)])),
            4 => {
                let epoch = world.membership.epoch() + 1;
                world.made(server, &seen, Deed::Snapshot(Snapshot { epoch, floors: Vec::new() }))
            }
            5 => {
                let name = EntryName { log: log_of(target), seq: 9, hash: EntryHash([step.whom; 32]) };
                world.made(by, &world.membership, Deed::Release(vec![name]))
            }
            6 => world.made(by, &world.membership, cut(1, &[])),
            7 => {
                let invites = [99, 100 + step.whom].map(|seed| Keypair::from_seed([seed; 32]).public());
                let device = invites[step.seen % 2];
                world.made(by, &seen, Deed::Cut(Cut { device, kept: Vec::new() }))
            }
            8 => world.made(server, &world.membership, recovered(&world, step.whom)),
            _ => {
                let (_, redeem) = invited(&mut world, by, step.whom, step.seen % 2 == 0);
                world.made(server, &world.membership, redeem)
            }
        };
        if world.membership.clone().add(&act).is_ok() {
            let id = world.add(act.clone());
            if matches!(act.act.deed, Deed::Grant { role: 1, .. }) {
                coordinators.push(id);
            }
            if matches!(act.act.deed, Deed::Grant { .. } | Deed::Redeem(_)) {
                others.push(id);
            }
        }
        past.push(world.membership.clone());
    }
    world
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_order_of_the_same_acts_gives_the_same_membership(
        steps in proptest::collection::vec(step(), 1..20),
        seed in any::<u64>(),
    ) {
        let world = played(&steps);
        let mut shuffled = world.acts.clone();
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        for place in (1..shuffled.len()).rev() {
            let other = usize::try_from(rng.next_u64() % (place as u64 + 1)).unwrap();
            shuffled.swap(place, other);
        }
        // A log is a chain: its acts come in their order.
        let mut in_log_order: BTreeMap<LogId, Vec<SignedAct>> = BTreeMap::new();
        for act in &world.acts {
            in_log_order.entry(act.log).or_default().push(act.clone());
        }
        for act in &mut shuffled {
            *act = in_log_order.get_mut(&act.log).unwrap().remove(0);
        }
        let other = delivered(&world.founding, &shuffled);
        prop_assert_eq!(&other.state, &world.membership.state);
        prop_assert_eq!(other.heads(), world.membership.heads());
        let whole = State::of(&world.founding, &world.membership.acts, &world.membership.past);
        prop_assert_eq!(&whole, &world.membership.state, "counting act by act is counting all at once");
    }

    #[test]
    fn nothing_that_is_done_behind_a_cut_brings_rights_back(steps in proptest::collection::vec(step(), 1..20)) {
        let world = played(&steps);
        let mut cut_off = world.clone();
        let founder = world.founder();
        if world.standing(founder) != Standing::Active {
            return Ok(());
        }
        let server = world.membership.grants().find(|grant| grant.role() == Some(Role::Server)).unwrap().id;
        cut_off.act(founder, cut(2, &[]));
        cut_off.act(server, Deed::Snapshot(Snapshot { epoch: cut_off.membership.epoch() + 1, floors: Vec::new() }));
        prop_assert_eq!(cut_off.membership.standing_of(&device(2)).filter(|s| *s == Standing::Active), None);
        // Whatever device 2 still signs under the grants it had, claiming to have seen nothing:
        for grant_of_two in world.membership.all_grants_of(&device(2)).map(|grant| grant.id).collect::<Vec<_>>() {
            for deed in [grant(2, Role::Coordinator), cut(1, &[]), grant(7, Role::Coordinator)] {
                let act = cut_off.made(grant_of_two, &world.membership, deed);
                if cut_off.membership.clone().add(&act).is_ok() {
                    cut_off.add(act);
                }
            }
        }
        prop_assert_eq!(cut_off.standing(founder), Standing::Active);
        prop_assert_eq!(cut_off.membership.grants_of(&device(2)).count(), 0);
    }
}
