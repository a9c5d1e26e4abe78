//! Without a server in reach: files that a courier carries, and phones that meet.

use std::error::Error;
use std::io::Write;
use std::time::Duration;

use doorstep_core::device::{BundleError, BundleFor, DeviceError, Status};
use doorstep_core::net::{Caller, MeetError, Waiting, meet};
use doorstep_core::sealed_file::SealError;
use doorstep_core::store::Whereabouts;
use doorstep_server::{Host, HostOptions, Status as ServerStatus, unpack};
use doorstep_tests::harness::{Person, Town, history_of};

type Done = Result<(), Box<dyn Error>>;

const SOON: Duration = Duration::from_secs(30);

fn packed(person: &Person, whom: BundleFor) -> Result<Vec<u8>, BundleError> {
    let mut file = Vec::new();
    person.device.pack(whom, &mut file)?;
    Ok(file)
}

fn status(person: &Person) -> Result<Status, DeviceError> {
    person.device.status()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_courier_brings_is_on_the_server_and_counts_as_safe_only_once_the_server_says_so() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let address = town.host.announcement().address;
    let response = bob.interview(town.doors[0][0], &[("view", "resident"), ("sat_clean", "low")])?;
    let file = packed(&bob, BundleFor::Server)?;
    assert_eq!(bob.device.whereabouts(response)?, Whereabouts::OnlyHere);
    let carried = folder.path().join("carried.age");
    std::fs::File::create(&carried)?.write_all(&file)?;

    let store = folder.path().join("server");
    town.host.stop().await;
    let taken = unpack(&store, &carried)?;
    assert!(taken.new > 0 && taken.refused == 0 && !taken.is_damaged, "{taken:?}");
    assert_eq!(ServerStatus::read(&store)?.responses, 1);
    let again = unpack(&store, &carried)?;
    assert_eq!((again.new, again.known), (0, taken.new));

    town.host = Host::start(HostOptions { listen: address, ..HostOptions::on_loopback(store) }).await?;
    town.alice.sync().await?;
    assert_eq!(town.alice.device.response(response)?, bob.device.response(response)?);
    let synced = bob.sync().await?;
    assert_eq!(synced.report.entries_new, 0);
    assert_eq!(bob.device.whereabouts(response)?, Whereabouts::OnServer);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_for_a_person_holds_what_they_may_read_and_opens_for_nobody_else() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let [north, south] = town.areas;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let chen = town.researcher(folder.path(), "chen", &[south]).await?;
    town.alice.sync().await?;
    bob.sync().await?;
    let in_north = bob.interview(town.doors[0][0], &[("view", "resident")])?;
    let in_south = bob.interview(town.doors[1][0], &[("view", "staff")])?;
    assert_ne!(north, south);

    let member = bob.device.membership()?.member_of(&chen.device.id()).ok_or("chen is a member")?;
    let file = packed(&bob, BundleFor::Member(member))?;
    let taken = chen.device.unpack(&mut &file[..])?;
    assert!(taken.new > 0 && !taken.is_damaged && taken.refused.is_empty(), "{taken:?}");
    assert_eq!(chen.device.response(in_south)?, bob.device.response(in_south)?);
    assert!(matches!(chen.device.response(in_north), Err(DeviceError::UnknownRecord(_))));
    assert_eq!(chen.device.whereabouts(in_south)?, Whereabouts::OnlyHere);
    assert_eq!(chen.device.unpack(&mut &file[..])?.new, 0);

    let refused = town.alice.device.unpack(&mut &file[..]);
    assert!(matches!(refused, Err(BundleError::Seal(SealError::NotForMe))), "{refused:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_file_gives_what_is_whole_and_names_the_rest() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    for number in 0..600_u32 {
        // Words that no compression makes small, so that the file has several sealed parts.
        let words: String =
            (0..80).map(|i| format!("{:08x} ", (i + 1 + number * 97).wrapping_mul(2_654_435_761))).collect();
        bob.interview(town.doors[0][number as usize % 10], &[("view", "resident"), ("best", &words)])?;
    }
    let file = packed(&bob, BundleFor::Project)?;
    let all = bob.device.responses()?.len();
    for at in [file.len() / 2, file.len() - 40] {
        let mut damaged = file.clone();
        damaged[at] ^= 0x20;
        let taken = town.alice.device.unpack(&mut &damaged[..])?;
        assert!(taken.is_damaged);
        let whole = town.alice.device.responses()?.len();
        assert!(whole > 0 && whole < all, "{whole} of {all} after a fault at {at}");
        assert!(!taken.missing.0.is_empty());
    }
    let taken = town.alice.device.unpack(&mut &file[..])?;
    assert!(!taken.is_damaged && taken.missing.0.is_empty());
    assert_eq!(town.alice.device.responses()?.len(), all);

    for bytes in [&b"no file of ours"[..], &file[..20], b""] {
        assert!(town.alice.device.unpack(&mut &bytes[..]).is_err());
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_phones_that_meet_exchange_what_both_may_read_and_no_more() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let south = town.areas[1];
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let mut chen = town.researcher(folder.path(), "chen", &[south]).await?;
    bob.sync().await?;
    let in_north = bob.interview(town.doors[0][0], &[("view", "resident")])?;
    let in_south = bob.interview(town.doors[1][0], &[("view", "staff")])?;
    let of_chen = chen.interview(town.doors[1][1], &[("view", "resident"), ("sat_clean", "high")])?;

    let (there, here) = met(&mut bob, &chen).await?;
    assert!(there.report.entries_new > 0 && here.report.entries_new > 0);
    assert_eq!(here.report.round_trips, 2);
    assert_eq!(chen.device.response(in_south)?, bob.device.response(in_south)?);
    assert_eq!(bob.device.response(of_chen)?, chen.device.response(of_chen)?);
    assert!(matches!(chen.device.response(in_north), Err(DeviceError::UnknownRecord(_))));
    for (person, response) in [(&bob, of_chen), (&chen, in_south), (&chen, of_chen), (&bob, in_south)] {
        assert_eq!(person.device.whereabouts(response)?, Whereabouts::OnlyHere, "no server has said anything");
    }
    assert_eq!(status(&chen)?.safety.safe, 0);

    let (_, again) = met(&mut bob, &chen).await?;
    assert_eq!((again.report.entries_sent, again.report.entries_received), (0, 0));

    chen.sync().await?;
    town.alice.sync().await?;
    assert_eq!(town.alice.device.response(of_chen)?, chen.device.response(of_chen)?);
    Ok(())
}

pub(super) async fn met(
    host: &mut Person,
    guest: &Person,
) -> Result<(doorstep_core::net::Synced, doorstep_core::net::Synced), Box<dyn Error>> {
    let device = std::sync::Arc::clone(&host.device);
    let waiting = host.act(|_, at| Ok(Waiting::open(&device, at)))??;
    let (code, caller) = (waiting.code.clone(), Caller::default());
    let (there, here) = tokio::join!(waiting.meet(SOON), meet(&guest.device, &caller, &code));
    Ok((there?, here?))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_answers_nobody_without_the_code_and_no_stranger_with_it() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let amina = town.researcher(folder.path(), "amina", &[]).await?;
    bob.sync().await?;
    let device = std::sync::Arc::clone(&bob.device);
    let waiting = bob.act(|_, at| Ok(Waiting::open(&device, at)))??;
    let good = waiting.code.clone();
    let caller = Caller::default();
    let calls = async {
        let guessed = doorstep_core::sync::MeetingSecret([9; 16]);
        let wrong = doorstep_core::device::MeetingCode { secret: guessed, ..good.clone() };
        let refused = meet(&amina.device, &caller, &wrong).await;
        assert!(matches!(refused, Err(MeetError::Sync(_))), "{refused:?}");

        let mallory = Person::new(folder.path(), "mallory")?;
        let act = bob.device.membership()?.founding().clone();
        mallory.device.answer(doorstep_core::sync::Request::PutFounding(act));
        let before = history_of(&mallory)?.len();
        let refused = meet(&mallory.device, &caller, &good).await;
        assert!(refused.is_err(), "{refused:?}");
        assert_eq!(history_of(&mallory)?.len(), before);

        meet(&amina.device, &caller, &good).await?;
        Ok::<_, Box<dyn Error>>(())
    };
    let (there, calls) = tokio::join!(waiting.meet(SOON), calls);
    calls?;
    there?;
    Ok(())
}
