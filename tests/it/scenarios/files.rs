//! Files of interviews: pictures that reach coordinators whole, say where they are, and are gone with the interview.

use std::path::Path;

use doorstep_core::blob::is_name_of;
use doorstep_core::device::{BundleFor, DeviceError, FileError, Start};
use doorstep_core::document::kinds::subject::Subject;
use doorstep_core::entry::{Ranges, Refusal, Why};
use doorstep_core::evaluation::Consent;
use doorstep_core::ids::{BlobHash, DocId};
use doorstep_core::member::{DocKind, Scopes};
use doorstep_core::response::Cell;
use doorstep_core::store::Whereabouts;
use doorstep_core::sync::{ChunkQuery, Reply, Request};
use doorstep_server::{BackupFor, FileLimits, Host, HostOptions, Limits, Machine, back_up, restore};
use doorstep_tests::harness::{Person, Town, files_with, history_of, residue};
use jiff::tz::TimeZone;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

use super::passing::met;

type Done = Result<(), Box<dyn std::error::Error>>;

const FORM: &str = "## survey\n
| type | name | label | parameters | evaluation::consent |
|---|---|---|---|---|
| acknowledge | photo_ok | May we take a picture? | | photo |
| image | lamp | A picture of the lamp | max-pixels=200 | |
| file | letter | The letter, if there is one | | |
";

/// What a camera writes into a picture.
const REMARK: &str = "GNU-MARKER 51.5007 N 0.1246 W";

/// A picture as a camera writes it.
fn picture() -> Vec<u8> {
    doorstep_tests::harness::picture(300, 200, REMARK)
}

/// A letter of some length that does not compress.
fn letter(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    ChaCha20Rng::from_seed([7; 32]).fill_bytes(&mut bytes);
    bytes[..5].copy_from_slice(b"%PDF-");
    bytes
}

async fn asking(folder: &Path) -> Result<(Town, Person, BlobHash), Box<dyn std::error::Error>> {
    let mut town = Town::found(folder).await?;
    let form = town.alice.act(|device, at| device.add_form(FORM.as_bytes(), "lamps", at))?.0;
    town.alice.sync().await?;
    let bob = town.researcher(folder, "bob", &[]).await?;
    bob.sync().await?;
    Ok((town, bob, form))
}

/// Bob interviews somebody and attaches what is given.
fn interviewed(
    bob: &mut Person,
    (form, area): (BlobHash, DocId),
    agreed: bool,
    files: &[(&str, &[u8])],
) -> Result<DocId, DeviceError> {
    let start = Start { form, door: None, area: Some(area), from_paper: false, asked_on: None, zone: TimeZone::UTC };
    bob.act(|device, at| {
        let mut interview = device.begin_interview(&start, at)?;
        if agreed {
            interview.answer(device, "photo_ok", "OK", at.now)?;
        }
        for (path, content) in files {
            interview.attach(device, path, content, at)?;
        }
        interview.finish(device, at)
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_reaches_coordinators_whole_and_without_its_cameras_remarks_and_nobody_else_can_look() -> Done {
    let folder = tempfile::tempdir()?;
    let (town, mut bob, form) = asking(folder.path()).await?;
    let letter = letter(200_000);
    let files: [(&str, &[u8]); 2] = [("lamp", &picture()), ("letter", &letter)];
    let response = interviewed(&mut bob, (form, town.areas[0]), true, &files)?;
    let at_bobs = bob.device.files(response)?;
    assert!(at_bobs.iter().all(|file| file.place == Whereabouts::OnlyHere && file.shown.is_none()));
    assert!(matches!(bob.device.file(response, &at_bobs[0].name), Err(DeviceError::Locked)));
    assert_eq!(bob.device.status()?.files.only_here, 2);
    bob.sync().await?;
    assert!(bob.device.files(response)?.iter().all(|file| file.place == Whereabouts::OnServer), "in the same session");
    assert_eq!(bob.device.whereabouts(response)?, Whereabouts::OnServer);
    town.alice.call(town.alice.device.calling_with(false)?).await?;
    let missing = town.alice.device.files(response)?;
    assert!(missing.iter().all(|file| (file.pieces, file.place) == (0, Whereabouts::Nowhere)), "{missing:?}");
    assert!(matches!(town.alice.device.file(response, &missing[0].name), Err(DeviceError::File(FileError::NotHere))));
    town.alice.sync().await?;
    let at_alices = town.alice.device.files(response)?;
    assert_eq!(at_alices.len(), 2);
    for file in &at_alices {
        let shown = file.shown.as_ref().ok_or("alice holds the key")?;
        let Cell::One(answer) = &town.alice.device.response(response)?.answers[&shown.path] else {
            panic!("one answer")
        };
        assert_eq!((answer.text(), file.pieces), (Some(&*file.name), file.of));
    }
    let opened = |path: &str| {
        let file = at_alices.iter().find(|file| file.shown.as_ref().is_some_and(|shown| shown.path == path));
        town.alice.device.file(response, &file.expect("it is listed").name)
    };
    assert_eq!(opened("letter")?.bytes, letter);
    let lamp = opened("lamp")?;
    assert_eq!(
        (&*lamp.media, &lamp.bytes[16..24]),
        ("image/png", &[0, 0, 0, 200, 0, 0, 0, 133][..]),
        "smaller, as asked for"
    );
    for trace in [REMARK.as_bytes(), &letter[1_000..1_040], b"IDAT"] {
        assert!(files_with(folder.path(), trace)?.is_empty(), "no store has it in plain");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erased_interview_takes_its_files_along_everywhere() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, mut bob, form) = asking(folder.path()).await?;
    let letter = letter(100_000);
    let response = interviewed(&mut bob, (form, town.areas[0]), true, &[("letter", &letter)])?;
    for person in [&bob, &town.alice] {
        person.sync().await?;
    }
    let name = town.alice.device.files(response)?[0].name.clone();
    let locked = locked_bytes(&bob, &name)?;
    assert!(files_with(folder.path(), &locked)?.len() >= 3, "it is with bob, alice and the server before");
    town.alice.act(|device, at| device.erase(Subject::response(response), Why::Asked, at))?;
    for person in [&town.alice, &bob] {
        person.sync().await?;
    }
    town.host.stop().await;
    drop((town.alice, bob));
    assert_eq!(residue(folder.path(), &[&locked])?, Vec::<std::path::PathBuf>::new());
    Ok(())
}

/// Some of a file's locked bytes, as they lie in a store.
fn locked_bytes(person: &Person, name: &str) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    for entry in history_of(person)?.into_iter().flat_map(|run| run.entries) {
        let Some((_, payload)) = entry.content().filter(|_| entry.about().0 == DocKind::Files.number()) else {
            continue;
        };
        // A manifest begins with the blob's name; a sealed value does not.
        let Ok(blob) = BlobHash::try_from(payload.get(4..36).unwrap_or_default()) else { continue };
        if !is_name_of(name, &blob) {
            continue;
        }
        let reader = Scopes::everything().into();
        let query = ChunkQuery { blob, chunks: Ranges::of(0, 1), reader, max_bytes: 1 };
        let Reply::Chunks(chunks) = person.device.answer(Request::ReadChunks(query)) else { break };
        return Ok(chunks[0].bytes[40_000..40_040].to_vec());
    }
    Err("the file is here".into())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_does_not_agree_to_pictures_has_none_taken_and_who_takes_it_back_has_none_shown() -> Done {
    let folder = tempfile::tempdir()?;
    let (town, mut bob, form) = asking(folder.path()).await?;
    let refused = interviewed(&mut bob, (form, town.areas[0]), false, &[("lamp", &picture())]);
    assert!(matches!(refused, Err(DeviceError::NotAgreed { consent: Consent::Photo })));
    let response = interviewed(&mut bob, (form, town.areas[0]), true, &[("lamp", &picture())])?;
    bob.act(|device, at| {
        device.correct_answer(response, "photo_ok", "", "they changed their mind", TimeZone::UTC, at)
    })?;
    for person in [&bob, &town.alice] {
        person.sync().await?;
    }
    let name = town.alice.device.files(response)?[0].name.clone();
    assert!(matches!(town.alice.device.file(response, &name), Err(DeviceError::NotAgreed { .. })));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_can_be_replaced_later_and_both_are_kept() -> Done {
    let folder = tempfile::tempdir()?;
    let (town, mut bob, form) = asking(folder.path()).await?;
    let response = interviewed(&mut bob, (form, town.areas[0]), true, &[("letter", &letter(5_000))])?;
    let later = letter(9_000);
    bob.act(|device, at| device.correct_with_file(response, "letter", &later, "the second page", TimeZone::UTC, at))?;
    for person in [&bob, &town.alice] {
        person.sync().await?;
    }
    let files = town.alice.device.files(response)?;
    assert_eq!(files.iter().map(|file| file.answers).collect::<Vec<_>>(), [false, true]);
    assert_eq!(town.alice.device.file(response, &files[1].name)?.bytes, later);
    assert_eq!(town.alice.device.file(response, &files[0].name)?.bytes, letter(5_000));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_picture_and_what_is_too_much_is_turned_away_and_changes_nothing() -> Done {
    let folder = tempfile::tempdir()?;
    let (town, mut bob, form) = asking(folder.path()).await?;
    let start =
        Start { form, door: None, area: Some(town.areas[0]), from_paper: false, asked_on: None, zone: TimeZone::UTC };
    bob.act(|device, at| {
        let mut interview = device.begin_interview(&start, at)?;
        interview.attach(device, "lamp", &picture(), at)?;
        let attached = interview.attached(device, "lamp")?;
        for (path, content) in [("lamp", &b"GIF89a"[..]), ("lamp", b""), ("letter", &vec![7; 17 << 20])] {
            let refused = interview.attach(device, path, content, at);
            assert!(matches!(refused, Err(DeviceError::File(_))), "{path}: {refused:?}");
        }
        assert!(matches!(interview.attach(device, "photo_ok", &picture(), at), Err(DeviceError::Answer { .. })));
        assert_eq!(interview.attached(device, "lamp")?, attached);
        assert!(interview.attached(device, "letter")?.is_none());
        let resumed = device.resume_interview(interview.draft(), TimeZone::UTC, at.now)?;
        assert_eq!(resumed.attached(device, "lamp")?, attached, "it is on the disk");
        Ok(())
    })?;
    assert_eq!(FileError::Empty.code(), "file-empty");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_do_not_wait_for_pictures_where_the_network_costs_something() -> Done {
    let folder = tempfile::tempdir()?;
    let (town, mut bob, form) = asking(folder.path()).await?;
    let response = interviewed(&mut bob, (form, town.areas[0]), true, &[("letter", &letter(100_000))])?;
    let without = bob.call(bob.device.calling_with(false)?).await?;
    assert_eq!((without.report.chunks_sent, bob.device.status()?.safety.safe), (0, 1));
    assert_eq!(bob.device.whereabouts(response)?, Whereabouts::OnlyHere, "its picture is nowhere else");
    assert_eq!(bob.sync().await?.report.files_kept, 1);
    assert_eq!(bob.device.whereabouts(response)?, Whereabouts::OnServer);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_servers_backup_brings_files_back_and_says_which_it_has() -> Done {
    let folder = tempfile::tempdir()?;
    let attic = tempfile::tempdir()?;
    let (mut town, mut bob, form) = asking(folder.path()).await?;
    let letter = letter(100_000);
    let first = interviewed(&mut bob, (form, town.areas[0]), true, &[("letter", &letter)])?;
    bob.sync().await?;
    let (store, backup) = (folder.path().join("server"), attic.path().join("backup"));
    back_up(&store, &backup, &BackupFor::Anybody, &Machine::default())?;
    let second = interviewed(&mut bob, (form, town.areas[0]), true, &[("letter", &letter[..70_000])])?;
    bob.sync().await?;
    let place = |response| Ok::<_, DeviceError>(bob.device.files(response)?[0].place);
    assert_eq!((place(first)?, place(second)?), (Whereabouts::InBackup, Whereabouts::OnServer));

    let address = town.host.announcement().address;
    town.host.stop().await;
    std::fs::remove_dir_all(&store)?;
    restore(&backup, &store, None)?;
    town.host = Host::start(HostOptions { listen: address, ..HostOptions::on_loopback(store) }).await?;
    // What was known to be in the backup is offered once the phone knows that this is another life of the database.
    for _ in 0..2 {
        bob.sync().await?;
    }
    assert_eq!((place(first)?, place(second)?), (Whereabouts::OnServer, Whereabouts::OnServer));
    for _ in 0..2 {
        town.alice.sync().await?;
    }
    for (response, length) in [(first, 100_000), (second, 70_000)] {
        let name = town.alice.device.files(response)?[0].name.clone();
        assert_eq!(town.alice.device.file(response, &name)?.bytes, letter[..length]);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_room_takes_the_answers_and_says_so_of_the_picture() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, mut bob, form) = asking(folder.path()).await?;
    let address = town.host.announcement().address;
    town.host.stop().await;
    let files = FileLimits { per_device_bytes: 150_000, ..FileLimits::default() };
    let limits = Limits { files, ..Limits::default() };
    let options = HostOptions::on_loopback(folder.path().join("server"));
    town.host = Host::start(HostOptions { listen: address, limits, ..options }).await?;
    let letters = [letter(90_000), letter(80_000), letter(50_000)];
    let mut responses = Vec::new();
    for letter in &letters {
        responses.push(interviewed(&mut bob, (form, town.areas[0]), true, &[("letter", letter)])?);
    }
    let report = bob.sync().await?.report;
    assert_eq!((report.files_kept, report.files_refused.len()), (2, 1));
    assert_eq!(report.files_refused[0].code, Refusal::NoRoom.code());
    let places: Vec<Whereabouts> = responses
        .iter()
        .map(|response| Ok(bob.device.files(*response)?[0].place))
        .collect::<Result<_, DeviceError>>()?;
    assert_eq!(places.iter().filter(|place| **place == Whereabouts::OnlyHere).count(), 1, "{places:?}");
    assert_eq!(places[2], Whereabouts::OnServer, "a small one still fits");
    assert_eq!(bob.device.status()?.safety.safe, 3, "no answer is held up");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_to_pass_on_takes_pictures_along_and_a_torn_one_says_which_are_missing() -> Done {
    let folder = tempfile::tempdir()?;
    let (town, mut bob, form) = asking(folder.path()).await?;
    let letter = letter(200_000);
    let response = interviewed(&mut bob, (form, town.areas[0]), true, &[("letter", &letter), ("lamp", &picture())])?;
    let mut packed = Vec::new();
    let report = bob.device.pack(BundleFor::Project, &mut packed)?;
    assert_eq!((report.files, report.pieces > 5), (2, true));
    // The end of the file is torn off: some of the letter.
    let torn = town.alice.device.unpack(&mut &packed[..packed.len() - 90_000])?;
    assert!(torn.is_damaged && torn.missing.0.is_empty() && torn.refused.is_empty());
    assert!(torn.files_missing >= 1, "{torn:?}");
    assert_eq!(town.alice.device.responses()?.len(), 1, "answers come before pictures");
    let whole = town.alice.device.unpack(&mut &packed[..])?;
    assert_eq!((whole.files.len(), whole.files_missing), (2, 0));
    let files = town.alice.device.files(response)?;
    assert!(
        files.iter().all(|file| file.place == Whereabouts::OnlyHere),
        "nothing of it is proven to be on the server"
    );
    let opened =
        files.iter().filter(|file| file.length > 100_000).map(|file| town.alice.device.file(response, &file.name));
    assert_eq!(opened.map(|file| file.map(|file| file.bytes)).collect::<Result<Vec<_>, _>>()?, [letter]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn phones_that_meet_pass_pictures_to_whoever_may_open_them_and_to_nobody_else() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, mut bob, form) = asking(folder.path()).await?;
    let chen = town.researcher(folder.path(), "chen", &[]).await?;
    chen.sync().await?;
    bob.sync().await?;
    let letter = letter(100_000);
    let response = interviewed(&mut bob, (form, town.areas[0]), true, &[("letter", &letter)])?;
    let name = bob.device.files(response)?[0].name.clone();
    let mut chen = chen;
    assert_eq!(met(&mut chen, &bob).await?.1.report.files_kept, 0);
    assert!(chen.device.files(response)?.is_empty(), "a volunteer's phone gets no other's pictures");
    assert_eq!(met(&mut town.alice, &bob).await?.1.report.files_kept, 1);
    assert_eq!(town.alice.device.file(response, &name)?.bytes, letter);
    assert_eq!(bob.device.files(response)?[0].place, Whereabouts::OnlyHere, "a phone is no server");
    town.alice.sync().await?;
    bob.sync().await?;
    assert_eq!(bob.device.files(response)?[0].place, Whereabouts::OnServer, "alice handed it on");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_volunteers_picture_leaves_their_phone_only_once_the_servers_backup_has_it() -> Done {
    let folder = tempfile::tempdir()?;
    let attic = tempfile::tempdir()?;
    let (town, mut bob, form) = asking(folder.path()).await?;
    let response = interviewed(&mut bob, (form, town.areas[0]), true, &[("letter", &letter(100_000))])?;
    let name = bob.device.files(response)?[0].name.clone();
    let locked = locked_bytes(&bob, &name)?;
    let with_bob = || {
        let files = files_with(folder.path(), &locked)?;
        let bobs =
            |file: &std::path::PathBuf| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("bob"));
        Ok::<_, std::io::Error>(files.iter().any(bobs))
    };
    bob.call(bob.device.calling_with(false)?).await?;
    back_up(&folder.path().join("server"), &attic.path().join("first"), &BackupFor::Anybody, &Machine::default())?;
    for _ in 0..2 {
        bob.call(bob.device.calling_with(false)?).await?;
    }
    assert!(with_bob()?, "its entries are in the backup, and the picture is nowhere but here");
    bob.sync().await?;
    assert!(with_bob()?, "the server has it, and no backup");
    back_up(&folder.path().join("server"), &attic.path().join("second"), &BackupFor::Anybody, &Machine::default())?;
    for _ in 0..2 {
        bob.sync().await?;
    }
    for _ in 0..2 {
        town.alice.sync().await?;
    }
    assert_eq!(town.alice.device.file(response, &name)?.bytes, letter(100_000));
    Ok(())
}
