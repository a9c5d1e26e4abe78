//! What leaves the project: people's own words with names taken out, and the result, released by the server.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_core::device::{Device, ToRead};
use doorstep_core::ids::DocId;
use doorstep_core::response::{Answer, Cell};

use super::interview::last_name;
use super::phone::Phone;
use super::{DemoError, Stage, sayings};

/// How many quotes are released, and how many of one perspective.
const QUOTES: usize = 8;
const OF_ONE_SIDE: usize = 3;
/// From how many interviews on the demo releases its result.
const RELEASE_FROM: u64 = 10;

/// Releases quotes; returns how many.
pub(super) fn release(coordinator: &mut Phone, followed: Option<DocId>, stage: &mut Stage) -> Result<usize, DemoError> {
    let mut unread = coordinator.look("read people's words", Device::words_to_read)?;
    if unread.is_empty() {
        stage.tell(
            "This questionnaire marks no question whose words a coordinator reads first: no words are released.",
        )?;
        return Ok(0);
    }
    let all = unread.len();
    unread.sort_by_key(|words| (Some(words.response) != followed, last_name(&words.path) != "change"));
    let mut sides: BTreeMap<Option<String>, usize> = BTreeMap::new();
    let (mut said, mut allowed, mut released) = (BTreeSet::new(), 0, 0);
    for words in &unread {
        let Some(side) = allowing(coordinator, words)? else { continue };
        allowed += 1;
        let of_side = sides.entry(side).or_default();
        if released == QUOTES || *of_side == OF_ONE_SIDE || !said.insert(words.words.clone()) {
            continue;
        }
        *of_side += 1;
        released += 1;
        let ToRead { response, path, words } = words;
        let to_read = sayings::released(words);
        coordinator.act("release a quote", |device, at| device.release_quote(*response, path, to_read, at))?;
        if Some(*response) == followed && to_read != words {
            stage.point("•", &format!("Nell said: “{words}”"))?;
            stage.point("→", &format!("Others read: “{to_read}”"))?;
        }
    }
    stage.tell(&format!(
        "{} has {all} texts to read; {allowed} are from people who allow it. She releases {released}, with names taken out.",
        coordinator.name
    ))?;
    Ok(released)
}

/// Asks the server to release the result at once.
pub(super) fn ask(coordinator: &mut Phone, stage: &mut Stage) -> Result<(), DemoError> {
    coordinator.act("say when to release", |device, at| device.set_release_from(RELEASE_FROM, at))?;
    coordinator.act("ask for a release", |device, at| device.ask_for_release("", 0, at))?;
    stage.tell(&format!(
        "{} also asks the server to release the result, without days for replies: from then on it does not change.",
        coordinator.name
    ))?;
    Ok(())
}

/// From which side the words come, if whoever said them allows them to be used; where nobody was asked, the coordinator
/// answers for it.
fn allowing(coordinator: &Phone, words: &ToRead) -> Result<Option<Option<String>>, DemoError> {
    let response = coordinator.look("read an interview", |device| device.response(words.response))?;
    let given = |name: &str| match response.answers.get(name) {
        Some(Cell::One(Answer::Given(text))) => Some(text.clone()),
        Some(Cell::One(Answer::Missing(_)) | Cell::Several(_)) | None => None,
    };
    let allowed = !response.answers.contains_key("ok_quote") || given("ok_quote").as_deref() == Some("yes");
    Ok(allowed.then(|| given("view")))
}
