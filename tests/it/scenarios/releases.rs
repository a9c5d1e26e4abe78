//! Releases: a coordinator ends the round and asks, the server answers, a manager reads it and nothing else, a reply is added and
//! nothing more; a later release holds back what a few people could be read from.

use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::time::Duration;

use doorstep_core::device::{AskState, DeviceError};
use doorstep_core::document::kinds::release::NotReleased;
use doorstep_core::ids::DocId;
use doorstep_core::member::Role;
use doorstep_core::time::Timestamp;
use doorstep_server::{Host, HostOptions, Machine, PageOptions, ReleaseError, release};
use doorstep_tests::harness::{Person, Town, copy_files, copy_store};

type Done = Result<(), Box<dyn std::error::Error>>;

const DAY: Duration = Duration::from_secs(86_400);
/// Long after the server's clock, so that replies are over on this device.
const LONG_AFTER: Timestamp = Timestamp(Person::MORNING.0 + 50 * 365 * 86_400_000);

async fn town_with_page(folder: &std::path::Path) -> Result<(Town, SocketAddr), Box<dyn std::error::Error>> {
    let page = PageOptions { address: SocketAddr::new(IpAddr::from([127, 0, 0, 1]), 0), ..PageOptions::default() };
    let town = Town::found_with(folder, |options| HostOptions { page: Some(page), ..options }).await?;
    let page = town.host.announcement().page.ok_or("the server shows no page")?;
    Ok((town, page))
}

/// A town in which bob has asked 30 residents, and alice has ended the round.
async fn town_of_a_closed_round(folder: &std::path::Path) -> Result<Town, Box<dyn std::error::Error>> {
    let mut town = Town::found(folder).await?;
    let mut bob = town.researcher(folder, "bob", &[]).await?;
    ask(&mut bob, &town.doors[0], 30, "resident")?;
    bob.sync().await?;
    let round = town.alice.device.rounds()?[0].id;
    town.alice.act(|device, at| device.close_round(round, at))?;
    send_and_fetch(&town.alice).await?;
    Ok(town)
}

/// Asks so many people of one side; they say one thing or the other in turn.
fn ask(person: &mut Person, doors: &[DocId], many: usize, view: &str) -> Result<(), DeviceError> {
    for number in 0..many {
        let said = ["low", "high", "high"][number % 3];
        person.interview(doors[number % doors.len()], &[("view", view), ("sat_clean", said)])?;
    }
    Ok(())
}

/// Hands over what was asked, and fetches the answer.
async fn send_and_fetch(person: &Person) -> Done {
    person.sync().await?;
    person.sync().await?;
    Ok(())
}

/// What the server's page answers.
async fn get(page: SocketAddr, path: &'static str) -> Result<(u16, String), Box<dyn std::error::Error>> {
    let asking = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(page)?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map(|_| answer)
    });
    let answer = asking.await??;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("a page follows the headers")?;
    Ok((head.get(9..12).ok_or("a status")?.parse()?, body.to_owned()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_round_ends_the_server_releases_and_a_manager_reads_it_and_nothing_else() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, page) = town_with_page(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let mark = town.joined(folder.path(), "mark", Role::Manager, &[]).await?;
    ask(&mut bob, &town.doors[0], 30, "resident")?;
    ask(&mut bob, &town.doors[1], 15, "staff")?;
    bob.sync().await?;
    send_and_fetch(&town.alice).await?;

    town.alice.act(|device, at| device.ask_for_release("", 14, at))?;
    send_and_fetch(&town.alice).await?;
    let asks = town.alice.device.releases(town.alice.now)?.asks;
    assert_eq!(asks[0].state, AskState::Refused(NotReleased::StillOpen));
    assert!(town.alice.device.releases(town.alice.now)?.made.is_empty());
    assert!(get(page, "/").await?.1.contains("No result has been published yet."));

    let round = town.alice.device.rounds()?[0].id;
    town.alice.now = town.alice.now.after(DAY);
    town.alice.act(|device, at| device.close_round(round, at))?;
    town.alice.act(|device, at| device.ask_for_release("Spring", 14, at))?;
    send_and_fetch(&town.alice).await?;
    mark.sync().await?;

    assert!(mark.device.sees_releases_alone() && !town.alice.device.sees_releases_alone());
    assert!(mark.device.responses()?.is_empty());
    let (id, made) = mark.device.releases(mark.now)?.made.remove(0);
    assert_eq!((made.number, made.interviews, made.held, made.name.as_str()), (1, 45, 0, "Spring"));
    let content = mark.device.release_content(id)?;
    assert_eq!(content, town.alice.device.release_content(id)?);
    let english = content.page("en").ok_or("a page in English")?;
    assert!(english.contains("Result 1: Spring") && english.contains("How clean is it?"));
    assert!(content.page("es").is_some_and(|page| page.contains("Resultado 1: Spring")));
    assert!(content.text("en").is_some_and(|text| text.contains("45 interviews")));
    assert!(content.tables.starts_with("part,") && content.tables.contains("clean"));

    // The open page has nothing of it while replies are awaited.
    assert_eq!(get(page, "/release/1").await?.0, 404);
    assert!(get(page, "/").await?.1.contains("Waits for replies until"));
    assert!(get(page, "/?lang=es").await?.1.contains("Espera respuestas hasta"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_is_added_before_publication_and_nothing_else_changes() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, page) = town_with_page(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let mark = town.joined(folder.path(), "mark", Role::Manager, &[]).await?;
    ask(&mut bob, &town.doors[0], 30, "resident")?;
    bob.sync().await?;
    town.alice.act(|device, at| device.set_release_from(30, at))?;
    town.alice.act(|device, at| device.ask_for_release("", 14, at))?;
    send_and_fetch(&town.alice).await?;
    let (id, before) = town.alice.device.releases(town.alice.now)?.made.remove(0);

    let said = ("Housing service", "The bins are emptied twice a week from May.");
    assert!(bob.act(|device, at| device.reply_to_release(id, said, false, at)).is_err(), "only coordinators may");
    town.alice.act(|device, at| device.reply_to_release(id, said, false, at))?;
    send_and_fetch(&town.alice).await?;
    mark.sync().await?;
    let (_, after) = mark.device.releases(mark.now)?.made.remove(0);
    assert_eq!(after.replies.iter().map(|reply| (reply.who.as_str(), reply.text.as_str())).collect::<Vec<_>>(), [said]);
    assert_eq!((after.content, after.interviews, after.made), (before.content, before.interviews, before.made));
    assert!(mark.device.release_content(id).is_ok(), "what it shows is what its name says");

    // A coordinator whose clock says that it is published is told at once; the server goes by its own.
    town.alice.now = LONG_AFTER;
    let late = town.alice.act(|device, at| device.reply_to_release(id, said, true, at));
    assert!(matches!(late, Err(DeviceError::ReplyTooLate)), "{late:?}");

    // Without days for replies a release is published when it is made, as bytes that nobody touches.
    ask(&mut bob, &town.doors[1], 12, "resident")?;
    bob.sync().await?;
    town.alice.act(|device, at| device.ask_for_release("At once", 0, at))?;
    send_and_fetch(&town.alice).await?;
    let (second, made) = town.alice.device.releases(town.alice.now)?.made.remove(0);
    assert_eq!(made.number, 2);
    let shown = town.alice.device.release_content(second)?;
    let (status, body) = get(page, "/release/2?lang=en").await?;
    assert_eq!((status, Some(body.as_str())), (200, shown.page("en")));
    assert_eq!(get(page, "/release/2").await?.1, body, "the same at every visit");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_more_interviews_cannot_be_read_from_two_releases() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    ask(&mut bob, &town.doors[0], 30, "resident")?;
    ask(&mut bob, &town.doors[1], 15, "staff")?;
    bob.sync().await?;
    town.alice.act(|device, at| device.set_release_from(40, at))?;
    let released = async |town: &mut Town| -> Result<(u64, String), Box<dyn std::error::Error>> {
        town.alice.now = town.alice.now.after(DAY);
        town.alice.act(|device, at| device.ask_for_release("", 14, at))?;
        send_and_fetch(&town.alice).await?;
        let (id, made) = town.alice.device.releases(town.alice.now)?.made.remove(0);
        let content = town.alice.device.release_content(id)?;
        Ok((made.number, content.tables))
    };
    let (_, first) = released(&mut town).await?;
    assert!(!first.contains("held until more people have answered"));

    // Nothing has changed since: there is nothing to release.
    assert_eq!(released(&mut town).await?.0, 1);
    let asks = town.alice.device.releases(town.alice.now)?.asks;
    assert_eq!(asks.last().map(|ask| ask.state), Some(AskState::Refused(NotReleased::NothingNew)));

    ask(&mut bob, &town.doors[0], 3, "resident")?;
    bob.sync().await?;
    let (number, second) = released(&mut town).await?;
    assert_eq!(number, 2);
    let of = |who: &str, tables: &str| -> Vec<String> {
        tables.lines().filter(|line| line.starts_with("criterion") && line.contains(who)).map(str::to_owned).collect()
    };
    assert!(!of("residents", &second).is_empty());
    assert!(of("residents", &second).iter().all(|line| line.contains("held until more people")), "{second}");
    assert_eq!(of("team", &second), of("team", &first), "nobody of the team was added");

    ask(&mut bob, &town.doors[0], 9, "resident")?;
    bob.sync().await?;
    let (_, third) = released(&mut town).await?;
    assert!(of("residents", &third).iter().all(|line| !line.contains("held until more people")), "{third}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_runs_the_server_can_release_and_a_restored_server_remembers() -> Done {
    let folder = tempfile::tempdir()?;
    let town = town_of_a_closed_round(folder.path()).await?;
    town.host.stop().await;
    let store = folder.path().join("server");
    let made = release(&store, "Spring", 0, Machine::default())?;
    assert_eq!((made.number, made.interviews), (1, 30));
    let again = release(&store, "Spring", 0, Machine::default());
    assert!(matches!(again, Err(ReleaseError::NothingNew)), "{again:?}");
    let missing = release(&folder.path().join("nothing"), "", 0, Machine::default());
    assert!(matches!(missing, Err(ReleaseError::NoStore { .. })), "{missing:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_does_not_remember_an_earlier_release_makes_none_beside_it() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = town_of_a_closed_round(folder.path()).await?;

    // A backup is taken, and only then the first result is released; alice has it on her phone.
    let (address, store) = (town.host.announcement().address, folder.path().join("server"));
    town.host.stop().await;
    let backup = folder.path().join("backup");
    copy_store(&store.join("server.db"), &backup)?;
    release(&store, "Spring", 0, Machine::default())?;
    town.host = Host::start(HostOptions { listen: address, ..HostOptions::on_loopback(store.clone()) }).await?;
    town.alice.sync().await?;
    assert_eq!(town.alice.device.releases(town.alice.now)?.made.len(), 1);

    // The server's disk is lost. Put back, it hears of the release from her phone, and has nothing to hold another against.
    town.host.stop().await;
    std::fs::remove_dir_all(&store)?;
    copy_files(&backup, &store)?;
    town.host = Host::start(HostOptions { listen: address, ..HostOptions::on_loopback(store.clone()) }).await?;
    send_and_fetch(&town.alice).await?;
    town.alice.act(|device, at| device.ask_for_release("Summer", 14, at))?;
    send_and_fetch(&town.alice).await?;
    let known = town.alice.device.releases(town.alice.now)?;
    assert_eq!(known.made.len(), 1);
    assert_eq!(known.asks.last().map(|ask| ask.state), Some(AskState::Refused(NotReleased::Forgotten)));
    town.host.stop().await;
    let refused = release(&store, "Summer", 0, Machine::default());
    assert!(matches!(refused, Err(ReleaseError::Forgotten)), "{refused:?}");
    Ok(())
}
