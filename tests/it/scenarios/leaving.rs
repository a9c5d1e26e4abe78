//! What somebody may no longer see leaves their phone: nothing that is only there, and nothing for good should the right come back.

use std::collections::BTreeMap;
use std::path::Path;

use doorstep_core::device::{DeviceError, Given};
use doorstep_core::ids::DocId;
use doorstep_core::member::Role;
use doorstep_core::response::Answer;
use doorstep_server::{BackupFor, Machine, back_up};
use doorstep_tests::harness::{Person, Town, files_with};

type Done = Result<(), Box<dyn std::error::Error>>;

const AMINAS: &str = "ZEBRA-MARKER";
const BOBS: &str = "OTTER-MARKER";

/// An interview with these words in it, which the store holds as they were said.
fn interview(person: &mut Person, door: DocId, words: &str) -> Result<DocId, Box<dyn std::error::Error>> {
    let form = person.form()?;
    let answers = [("view", "resident"), ("sat_clean", "low"), ("best", words)];
    let given = |(path, text): (&str, &str)| (path.to_owned(), Answer::Given(text.to_owned()));
    let answers: BTreeMap<String, Answer> = answers.into_iter().map(given).collect();
    Ok(person.act(|device, at| {
        let draft = device.begin_draft(form, Some(door), None, "", at)?;
        device.finish(draft, Given { answers, ..Given::default() }, at)
    })?)
}

fn backup(folder: &Path, name: &str) -> Done {
    back_up(&folder.join("server"), &folder.join(name), &BackupFor::Anybody, &Machine::default())?;
    Ok(())
}

/// Whether any file of bob's holds this.
fn bobs_files_hold(folder: &Path, marker: &str) -> Result<bool, Box<dyn std::error::Error>> {
    let files = files_with(folder, marker)?;
    Ok(files.iter().any(|file| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("bob"))))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_area_that_was_taken_away_leaves_the_phone_and_comes_back_with_the_right() -> Done {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let mut town = Town::found(folder).await?;
    let [north, south] = town.areas;
    let mut bob = town.researcher(folder, "bob", &[north, south]).await?;
    let mut amina = town.researcher(folder, "amina", &[north, south]).await?;
    let hers = interview(&mut amina, town.doors[0][0], AMINAS)?;
    let elsewhere = interview(&mut amina, town.doors[1][0], "nothing")?;
    amina.sync().await?;
    let his = interview(&mut bob, town.doors[0][1], BOBS)?;
    bob.sync().await?;
    bob.correct(hers, "sat_clean", "high")?;
    bob.sync().await?;
    assert!(bobs_files_hold(folder, AMINAS)? && bobs_files_hold(folder, BOBS)?);

    town.alice.sync().await?;
    let member = town.alice.device.membership()?.member_of(&bob.device.id()).ok_or("bob is a member")?;
    town.alice.act(|device, at| device.change_role(member, Role::Researcher, &[south], at))?;
    town.alice.sync().await?;
    let before = bob.device.status()?;
    bob.sync().await?;
    bob.sync().await?;
    assert!(
        bobs_files_hold(folder, BOBS)?,
        "what he wrote stays until the server's backup has it, with all that belongs to it"
    );
    backup(folder, "first.backup")?;
    bob.sync().await?;
    assert!(!bobs_files_hold(folder, AMINAS)? && !bobs_files_hold(folder, BOBS)?);
    assert_eq!(before.unsent, 0);
    assert!(bob.device.response(elsewhere).is_ok() && bob.device.response(hers).is_err());
    bob.sync().await?;
    assert_eq!(bob.device.status()?.unsent, 0, "and nothing is taken for lost");

    town.alice.act(|device, at| device.change_role(member, Role::Researcher, &[north, south], at))?;
    town.alice.sync().await?;
    bob.sync().await?;
    bob.sync().await?;
    assert!(bobs_files_hold(folder, AMINAS)?);
    assert_eq!(bob.device.response(hers)?.answers.len(), 3);
    assert_eq!(bob.device.doors()?.len(), 20);
    let new = interview(&mut bob, town.doors[0][2], "works again")?;
    bob.sync().await?;
    town.alice.sync().await?;
    for interview in [hers, his, elsewhere, new] {
        assert!(town.alice.device.response(interview).is_ok(), "nobody lost anything");
    }
    assert!(bob.device.response(his).is_ok(), "his own work comes back to him as well");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_that_was_shut_out_keeps_what_is_only_there_and_empties_itself_when_nothing_is() -> Done {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let mut town = Town::found(folder).await?;
    let mut bob = town.researcher(folder, "bob", &[]).await?;
    let mut amina = town.researcher(folder, "amina", &[]).await?;
    interview(&mut amina, town.doors[0][0], AMINAS)?;
    amina.sync().await?;
    bob.sync().await?;
    let his = interview(&mut bob, town.doors[0][1], BOBS)?;
    town.alice.sync().await?;
    let member = town.alice.device.membership()?.member_of(&bob.device.id()).ok_or("bob is a member")?;
    town.alice.act(|device, at| device.revoke(member, at))?;
    town.alice.sync().await?;

    bob.sync().await?;
    assert!(matches!(bob.device.responses(), Err(DeviceError::Revoked)));
    assert!(bobs_files_hold(folder, BOBS)?, "no backup has it yet");
    backup(folder, "first.backup")?;
    bob.sync().await?;
    bob.sync().await?;
    for marker in [AMINAS, BOBS] {
        assert!(!bobs_files_hold(folder, marker)?, "{marker} is still on the phone");
    }
    town.alice.sync().await?;
    assert_eq!(town.alice.device.held_back_response(his)?.answers.len(), 3);
    Ok(())
}
