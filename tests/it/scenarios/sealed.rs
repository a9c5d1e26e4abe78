//! What is locked: addresses and names, to those entitled and nobody else, whoever has the bytes in hand.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use doorstep_core::device::{Given, Standing};
use doorstep_core::entry::{Author, Entry, LogEnd, PayloadKind, Unsigned};
use doorstep_core::ids::{DocId, EntryHash, Incarnation, KeyId};
use doorstep_core::member::{Audience, Class, DocKind, Invite, Membership, Role, Scope};
use doorstep_core::place::Door;
use doorstep_core::response::Answer;
use doorstep_core::seal::{Keyring, SealedValue};
use doorstep_core::sync::{Reply, Request};
use doorstep_tests::harness::{Person, Town, history_of};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

type Done = Result<(), Box<dyn std::error::Error>>;

const ADDRESS: &str = "77 Zanzibar Mews";
const NAME: &str = "Xanthippe Quillfeather";

fn door(address: &str) -> Door {
    Door { address: address.to_owned(), order: 99, ..Door::default() }
}

fn addresses(person: &Person) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    Ok(person.device.doors()?.into_iter().map(|line| line.door.address).collect())
}

/// The keys that somebody opens with their own key and that of the invite they came by.
fn keyring(person: &Person, invite: Option<&Invite>, membership: &Membership) -> Keyring {
    let mut keyring = Keyring::default();
    keyring.hold(person.device.keypair());
    if let Some(invite) = invite {
        keyring.hold(&invite.keypair());
    }
    keyring.learn(membership);
    keyring
}

/// Whether a text stands in any file of a folder.
fn stands_in(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).expect("the folder is there").any(|file| {
        let bytes = std::fs::read(file.expect("a file").path()).unwrap_or_default();
        bytes.windows(text.len()).any(|part| part == text.as_bytes())
    })
}

fn named(person: &mut Person, door: DocId) -> Result<DocId, Box<dyn std::error::Error>> {
    let form = person.form()?;
    let one = |path: &str, text: &str| BTreeMap::from([(path.to_owned(), Answer::Given(text.to_owned()))]);
    let given = Given { answers: one("view", "resident"), sealed: one("name", NAME), ..Given::default() };
    Ok(person.act(|device, at| {
        let draft = device.begin_draft(form, Some(door), None, "", at)?;
        device.finish(draft, given, at)
    })?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_holds_every_address_and_name_and_no_letter_of_them() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let [north, _] = town.areas;
    let mut bob = town.researcher(folder.path(), "bob", &[north]).await?;
    let there = bob.act(|device, at| device.add_doors(Some(north), &[door(ADDRESS)], at))?[0];
    bob.act(|device, at| device.record_knock(there, doorstep_core::document::kinds::visit::Knock::Talked, at))?;
    named(&mut bob, there)?;
    bob.sync().await?;
    town.alice.sync().await?;
    assert!(addresses(&town.alice)?.contains(&ADDRESS.to_owned()), "what bob added came to alice by the server");
    let Town { host, .. } = town;
    host.stop().await;
    let files = folder.path().join("server");
    assert!(stands_in(&files, "SQLite format 3"));
    for text in [ADDRESS, NAME, "North House", "Zanzibar"] {
        assert!(!stands_in(&files, text), "{text} is on the server");
    }
    let told = |run: &doorstep_core::entry::Run| {
        run.entries.iter().any(|entry| {
            let payload = entry.content().map_or(&[][..], |(_, payload)| payload);
            payload.windows(16).any(|part| part == there.0)
        })
    };
    assert!(!history_of(&bob)?.iter().any(told), "no visit and no interview names its door");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_joins_by_a_code_in_person_reads_doors_at_once_with_no_coordinator_on_line() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let bob = town.researcher(folder.path(), "bob", &[town.areas[0]]).await?;
    assert_eq!((bob.device.doors()?.len(), bob.device.locked_doors()?), (10, 0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_joins_by_a_printed_invite_reads_doors_once_a_coordinator_has_let_them_in() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let lasts = Duration::from_secs(100 * 365 * 86_400);
    let invite = town.alice.act(|device, at| device.printed_invite(Role::Researcher, &[], lasts, at))?;
    town.alice.sync().await?;
    let mut bob = Person::new(folder.path(), "bob")?;
    bob.join(&invite.to_text()).await?;
    let membership = town.alice.device.membership()?;
    let opened = keyring(&bob, Some(&invite), &membership);
    assert_eq!(opened.door_keys(Some(town.areas[0])), [], "the paper opens nothing");
    let Standing::Waiting { code: Some(code) } = bob.device.standing() else { panic!("{:?}", bob.device.standing()) };
    town.alice.sync().await?;
    let device = bob.device.id();
    town.alice.act(|alice, at| alice.confirm(device, &code.to_string(), at))?;
    town.alice.sync().await?;
    bob.sync().await?;
    assert_eq!((bob.device.doors()?.len(), bob.device.locked_doors()?), (20, 0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_of_one_area_opens_no_door_of_another_and_no_name_with_all_bytes_in_hand() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let [north, south] = town.areas;
    let mut bob = town.researcher(folder.path(), "bob", &[north]).await?;
    named(&mut bob, town.doors[0][0])?;
    bob.sync().await?;
    town.alice.sync().await?;
    for run in history_of(&town.alice)? {
        let Reply::Ingested(_) = bob.device.answer(Request::Ingest(vec![run])) else { panic!("bob's store takes it") };
    }
    let membership = bob.device.membership()?;
    assert!(membership.current_key(Audience::Doors(Some(south))).is_some());
    let opened = keyring(&bob, None, &membership);
    assert_eq!(opened.door_keys(Some(south)), []);
    let (people, _) = membership.current_key(Audience::People).expect("names are locked to a key");
    assert!(opened.key(people).is_none());
    assert_eq!(addresses(&bob)?.len(), 10, "north's alone");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_left_opens_nothing_that_was_locked_afterwards() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let [north, _] = town.areas;
    let lasts = Duration::from_secs(100 * 365 * 86_400);
    let invite = town.alice.act(|device, at| device.invite(Role::Researcher, &[north], lasts, at))?;
    town.alice.sync().await?;
    let mut bob = Person::new(folder.path(), "bob")?;
    bob.join(&invite.to_text()).await?;
    let chen = town.researcher(folder.path(), "chen", &[north]).await?;
    town.alice.sync().await?;
    let doors = Audience::Doors(Some(north));
    let first = *town.alice.device.membership()?.current_key(doors).expect("a key").0;
    let member = bob.device.membership()?.member_of(&bob.device.id()).expect("bob is a member");
    town.alice.act(|device, at| device.revoke(member, at))?;
    town.alice.act(|device, at| device.add_doors(Some(north), &[door(ADDRESS)], at))?;
    town.alice.sync().await?;
    chen.sync().await?;
    let membership = town.alice.device.membership()?;
    let second = *membership.current_key(doors).expect("a key").0;
    assert_eq!((first.epoch, second.epoch), (1, 2));
    let opened = keyring(&bob, Some(&invite), &membership);
    assert!(opened.key(&first).is_some() && opened.key(&second).is_none());
    assert!(addresses(&chen)?.contains(&ADDRESS.to_owned()));
    assert_eq!((chen.device.doors()?.len(), chen.device.locked_doors()?), (11, 0), "old doors open as well");
    let alices = keyring(&town.alice, None, &membership);
    let door_keys = [&first, &second].map(|name| alices.key(name).and_then(|key| key.door));
    assert_eq!(door_keys[0], door_keys[1], "visits and interviews go on naming the same doors");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_coordinator_who_has_left_opens_no_door_that_was_locked_afterwards() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let [north, _] = town.areas;
    let dave = town.joined(folder.path(), "dave", Role::Coordinator, &[]).await?;
    town.alice.sync().await?;
    dave.sync().await?;
    assert_eq!((dave.device.doors()?.len(), dave.device.locked_doors()?), (20, 0));
    let mut membership = town.alice.device.membership()?;
    let mut opened = keyring(&dave, None, &membership);
    let member = membership.member_of(&dave.device.id()).expect("dave is a member");
    town.alice.act(|device, at| device.revoke(member, at))?;
    town.alice.act(|device, at| device.add_doors(Some(north), &[door(ADDRESS)], at))?;
    membership = town.alice.device.membership()?;
    opened.learn(&membership);
    for audience in [Audience::People, Audience::Doors(None), Audience::Doors(Some(north))] {
        let (name, _) = membership.current_key(audience).expect("a key");
        assert!(name.epoch == 2 && opened.key(name).is_none(), "{audience:?}");
    }
    let amina = town.joined(folder.path(), "amina", Role::Coordinator, &[]).await?;
    assert_eq!((amina.device.doors()?.len(), amina.device.locked_doors()?), (21, 0), "who comes later opens all of it");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_more_coordinator_costs_one_wrap_however_many_areas_there_are() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let wraps = |town: &Town| -> Result<usize, doorstep_core::device::DeviceError> {
        Ok(town.alice.device.membership()?.keys().values().map(|key| key.wraps.len()).sum())
    };
    let before = wraps(&town)?;
    town.alice.act(|device, at| device.invite(Role::Coordinator, &[], Duration::from_secs(86_400), at))?;
    assert_eq!(wraps(&town)?, before + 1);
    town.alice.act(|device, at| device.invite(Role::Researcher, &[], Duration::from_secs(86_400), at))?;
    assert_eq!(wraps(&town)?, before + 1 + 3, "two areas, and doors without one");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_coordinators_who_change_keys_at_once_lock_nobody_out() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let [north, _] = town.areas;
    let mut chen = town.joined(folder.path(), "chen", Role::Coordinator, &[]).await?;
    let bob = town.researcher(folder.path(), "bob", &[north]).await?;
    let amina = town.researcher(folder.path(), "amina", &[north]).await?;
    town.alice.sync().await?;
    chen.sync().await?;
    let member = bob.device.membership()?.member_of(&bob.device.id()).expect("bob is a member");
    for (person, address) in [(&mut town.alice, "1 Zanzibar Mews"), (&mut chen, "2 Zanzibar Mews")] {
        person.act(|device, at| device.revoke(member, at))?;
        person.act(|device, at| device.add_doors(Some(north), &[door(address)], at))?;
    }
    for _ in 0..3 {
        town.alice.sync().await?;
        chen.sync().await?;
    }
    amina.sync().await?;
    for person in [&town.alice, &chen, &amina] {
        assert_eq!(person.device.locked_doors()?, 0, "{}", person.name);
        let all = addresses(person)?;
        assert!(all.contains(&"1 Zanzibar Mews".to_owned()) && all.contains(&"2 Zanzibar Mews".to_owned()), "{all:?}");
    }
    let doors = Audience::Doors(Some(north));
    let current = |person: &Person| {
        Ok::<_, doorstep_core::device::DeviceError>(
            person.device.membership()?.current_key(doors).map(|(name, _)| *name),
        )
    };
    assert_eq!(current(&town.alice)?, current(&chen)?);
    let dora = town.researcher(folder.path(), "dora", &[north]).await?;
    assert_eq!((dora.device.doors()?.len(), dora.device.locked_doors()?), (12, 0), "who comes later opens all of it");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_who_add_the_same_door_on_the_spot_write_one_record() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let [north, _] = town.areas;
    let mut bob = town.researcher(folder.path(), "bob", &[north]).await?;
    let mut chen = town.researcher(folder.path(), "chen", &[north]).await?;
    let bobs = bob.act(|device, at| device.add_doors(Some(north), &[door(ADDRESS)], at))?;
    let chens = chen.act(|device, at| device.add_doors(Some(north), &[door("77  zanzibar mews.")], at))?;
    assert_eq!(bobs, chens);
    for person in [&bob, &chen, &bob] {
        person.sync().await?;
    }
    assert_eq!((bob.device.doors()?.len(), chen.device.doors()?), (11, bob.device.doors()?));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_door_that_came_with_a_list_is_not_added_again_on_the_spot() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let [north, _] = town.areas;
    let mut bob = town.researcher(folder.path(), "bob", &[north]).await?;
    let again = bob.act(|device, at| device.add_doors(Some(north), &[door("flat 3  North House")], at))?;
    assert_eq!(again, [town.doors[0][2]]);
    let lark = Door { uprn: Some(100_023_336_956), ..door("1 Lark House") };
    let listed =
        town.alice.act(|device, at| device.add_doors(Some(north), &[lark.clone(), door("2 Lark House")], at))?;
    town.alice.sync().await?;
    bob.sync().await?;
    let renamed = Door { address: "The Lodge, Lark House".to_owned(), ..lark };
    assert_eq!(bob.act(|device, at| device.add_doors(Some(north), &[renamed], at))?, [listed[0]]);
    assert_eq!(town.alice.act(|device, at| device.add_doors(Some(north), &[door("2 Lark House")], at))?, [listed[1]]);
    assert_eq!((bob.device.doors()?.len(), bob.device.locked_doors()?), (12, 0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_doors_travel_as_one_record_whose_doors_nobody_else_can_name() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let [north, _] = town.areas;
    let flats: Vec<Door> = (1..=2_000).map(|flat| door(&format!("Flat {flat}, Zanzibar House"))).collect();
    let ids = town.alice.act(|device, at| device.add_doors(Some(north), &flats, at))?;
    town.alice.sync().await?;
    let mut bob = town.researcher(folder.path(), "bob", &[north]).await?;
    assert_eq!(bob.device.doors()?.len(), 2_010);
    bob.act(|device, at| device.record_knock(ids[1_999], doorstep_core::document::kinds::visit::Knock::NobodyIn, at))?;
    assert_eq!(
        bob.device.doors()?.iter().filter(|line| line.knocks == 1).map(|line| line.id).collect::<Vec<_>>(),
        ids[1_999..]
    );
    bob.sync().await?;
    let history = history_of(&bob)?;
    let sealed: Vec<Vec<u8>> = history
        .iter()
        .flat_map(|run| &run.entries)
        .filter_map(|entry| entry.content().map(|(_, payload)| payload.to_vec()))
        .collect();
    let all: usize = sealed.iter().map(Vec::len).sum();
    assert!(all < 2_000 * 16, "{all} bytes");
    assert!(!sealed.iter().any(|payload| payload.windows(16).any(|part| ids.iter().any(|id| part == id.0))));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_value_that_nobody_can_open_harms_no_other() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let [north, _] = town.areas;
    let mallory = town.researcher(folder.path(), "mallory", &[north]).await?;
    town.alice.sync().await?;
    let before = addresses(&town.alice)?;
    let scope = Scope { class: Class::Sealed, round: None, area: Some(north) };
    // Bytes that nobody sealed, and somebody else's value moved to another door.
    let moved = history_of(&town.alice)?.into_iter().flat_map(|run| run.entries).find_map(|entry| match &entry {
        Entry::Known { payload_kind: 2, .. } => entry.content().map(|(_, payload)| payload.to_vec()),
        Entry::Known { .. } | Entry::Foreign { .. } => None,
    });
    let key = town.alice.device.membership()?.current_key(Audience::Doors(Some(north))).map(|(name, _)| name.id);
    let junk = |key| SealedValue { key, encapsulated: [9; 32], ciphertext: vec![7; 144] }.to_bytes();
    let payloads = [junk(KeyId([1; 16])), junk(key.expect("a key")), moved.expect("doors are sealed")];
    let author = Author {
        project: mallory.device.membership()?.project(),
        key: mallory.device.keypair(),
        incarnation: Incarnation([9; 8]),
    };
    let mut rng = ChaCha20Rng::from_seed([9; 32]);
    let opening = author.opening(scope, mallory.device.grant()?);
    let mut run = author.open(&opening, Person::MORNING, &mut rng);
    let header = run.entries[0].header(author.project, run.log, 1, EntryHash([0; 32]));
    let end = LogEnd { log: run.log, seq: 1, hash: doorstep_core::entry::Header::hash(&header) };
    let unsigned = |payload| {
        let (kind, doc_kind) = (PayloadKind::Sealed, Some(DocKind::Door));
        Unsigned { kind, doc_kind, doc: town.doors[0][0], payload }
    };
    let more = author.append(&end, payloads.into_iter().map(unsigned).collect(), Person::MORNING, &mut rng);
    run.entries.extend(more.entries);
    let Reply::Ingested(outcomes) = town.alice.device.answer(Request::Ingest(vec![run])) else { panic!("it is taken") };
    assert_eq!(outcomes[0].refused, [], "whoever can't open them passes them on");
    assert_eq!(addresses(&town.alice)?, before);
    assert_eq!(town.alice.device.locked_doors()?, 0);
    Ok(())
}
