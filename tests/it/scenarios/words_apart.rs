//! Words that a coordinator reads first, and names: apart from the interview, locked to coordinators, and nothing that results depend on.

use std::collections::BTreeMap;
use std::time::Duration;

use doorstep_core::device::{DeviceError, Given};
use doorstep_core::document::kinds::retention::Retention;
use doorstep_core::document::kinds::subject::Subject;
use doorstep_core::entry::Why;
use doorstep_core::ids::{BlobHash, DocId};
use doorstep_core::response::{Answer, Cell, Missing};
use doorstep_tests::harness::{Person, Town};
use jiff::tz::TimeZone;

type Done = Result<(), Box<dyn std::error::Error>>;

const FORM: &str = "## survey\n
| type | name | label | evaluation::criterion | evaluation::measure | evaluation::review | evaluation::sealed |
|---|---|---|---|---|---|---|
| select_one happy | sat_clean | How clean is it? | clean | satisfaction | | |
| text | change | What should change? | | | yes | |
| text | name | Who may we call? | | | | yes |\n
## choices\n
| list_name | name | label | evaluation::points |
|---|---|---|---|
| happy | low | Unhappy | 1 |
| happy | high | Happy | 3 |
";

const WORDS: &str = "Zebedee at the office never writes back";
const NAME: &str = "Xanthippe Quillfeather";

async fn asking(folder: &std::path::Path) -> Result<(Town, Person, BlobHash), Box<dyn std::error::Error>> {
    let mut town = Town::found(folder).await?;
    let form = town.alice.act(|device, at| device.add_form(FORM.as_bytes(), "words", at))?.0;
    town.alice.sync().await?;
    let bob = town.researcher(folder, "bob", &[]).await?;
    bob.sync().await?;
    Ok((town, bob, form))
}

fn interviewed(person: &mut Person, form: BlobHash, area: DocId) -> Result<DocId, DeviceError> {
    let given = |pairs: &[(&str, &str)]| -> BTreeMap<String, Answer> {
        pairs.iter().map(|(path, text)| ((*path).to_owned(), Answer::Given((*text).to_owned()))).collect()
    };
    let answers = given(&[("sat_clean", "low"), ("change", WORDS)]);
    let sealed = given(&[("name", NAME)]);
    person.act(|device, at| {
        let draft = device.begin_draft(form, None, Some(area), "", at)?;
        device.finish(draft, Given { answers, sealed, ..Given::default() }, at)
    })
}

fn read(person: &Person) -> Result<Vec<String>, DeviceError> {
    Ok(person.device.words_to_read()?.into_iter().map(|words| words.words).collect())
}

fn holds(folder: &std::path::Path, text: &str) -> bool {
    std::fs::read_dir(folder).expect("the folder is there").any(|file| {
        let bytes = std::fs::read(file.expect("a file").path()).unwrap_or_default();
        bytes.windows(text.len()).any(|part| part == text.as_bytes())
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_reach_coordinators_alone_and_everybody_computes_the_same_result() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, mut bob, form) = asking(folder.path()).await?;
    let response = interviewed(&mut bob, form, town.areas[0])?;
    let locked = Cell::One(Answer::Missing(Missing::Locked));
    assert_eq!(
        bob.device.response(response)?.answers["change"],
        locked,
        "not even who wrote them down reads them again"
    );
    bob.sync().await?;
    town.alice.sync().await?;
    assert_eq!(read(&town.alice)?, [WORDS]);
    assert!(matches!(read(&bob), Err(DeviceError::NotPermitted { .. })));
    assert_eq!(bob.fingerprint()?, town.alice.fingerprint()?);
    town.alice.act(|device, at| device.release_quote(response, "change", "Nobody there writes back", at))?;
    town.alice.sync().await?;
    bob.sync().await?;
    assert_eq!(bob.device.quotes()?.len(), 1);
    assert_eq!(bob.fingerprint()?, town.alice.fingerprint()?);
    town.host.stop().await;
    for text in [WORDS, "Zebedee", NAME, "Quillfeather"] {
        assert!(!holds(&folder.path().join("server"), text), "{text} is on the server");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn locked_answers_are_corrected_without_being_read_and_only_the_last_word_is_left() -> Done {
    let folder = tempfile::tempdir()?;
    let (town, mut bob, form) = asking(folder.path()).await?;
    let response = interviewed(&mut bob, form, town.areas[0])?;
    for (path, text) in [("change", "The office never writes back"), ("name", "Xanthippe Quill")] {
        let corrected =
            bob.act(|device, at| device.correct_answer(response, path, text, "misheard", TimeZone::UTC, at))?;
        assert_eq!(corrected[path], Answer::Missing(Missing::Locked));
    }
    bob.act(|device, at| device.correct_answer(response, "sat_clean", "high", "misheard", TimeZone::UTC, at))?;
    bob.sync().await?;
    town.alice.sync().await?;
    assert_eq!(read(&town.alice)?, ["The office never writes back"]);
    assert_eq!(bob.fingerprint()?, town.alice.fingerprint()?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_are_erased_earlier_than_the_rest_where_the_project_says_so() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, mut bob, form) = asking(folder.path()).await?;
    let response = interviewed(&mut bob, form, town.areas[0])?;
    bob.sync().await?;
    let kept = Retention { words_days: Some(30), ..Retention::default() };
    town.alice.act(|device, at| device.set_retention(kept, at))?;
    town.alice.now = town.alice.now.after(Duration::from_secs(31 * 86_400));
    town.alice.sync().await?;
    assert_eq!(town.alice.device.held_apart(response)?.words["change"], Answer::Given(WORDS.to_owned()));
    assert_eq!(town.alice.act(|device, at| device.erase_due(at))?, 1);
    assert!(read(&town.alice)?.is_empty() && town.alice.device.held_apart(response)?.words.is_empty());
    assert_eq!(town.alice.device.held_apart(response)?.person["name"], Answer::Given(NAME.to_owned()));
    assert_eq!(town.alice.device.responses()?.len(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_go_with_the_interview_that_they_were_said_in() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, mut bob, form) = asking(folder.path()).await?;
    let response = interviewed(&mut bob, form, town.areas[0])?;
    bob.sync().await?;
    town.alice.sync().await?;
    assert_eq!(read(&town.alice)?, [WORDS]);
    town.alice.act(|device, at| device.erase(Subject::response(response), Why::Asked, at))?;
    assert!(read(&town.alice)?.is_empty(), "also not from what had been opened before");
    assert!(town.alice.act(|device, at| device.release_quote(response, "change", "Nobody writes back", at)).is_err());
    Ok(())
}
