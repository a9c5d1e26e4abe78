//! What groups of people said beside everybody: the same on every replica, and nothing of a group too small to show.

use std::error::Error;

use doorstep_core::device::Given;
use doorstep_core::evaluation::{Disclosure, Figure, People, Share, Thresholds};
use doorstep_core::response::Answer;
use doorstep_tests::harness::{Person, Town};

const FORM: &str = "## survey

| type | name | label | evaluation::criterion | evaluation::measure | evaluation::margin | evaluation::perspective |
|---|---|---|---|---|---|---|
| select_one view | view | You are? |  |  |  | yes |  |
| select_one band | age | Your age? |  |  | yes |  |
| select_one happy | stairs | How clean are the stairs? | stairs | satisfaction |  |  |

## choices

| list_name | name | label | evaluation::points |
|---|---|---|---|
| view | resident | A resident |  |
| view | staff | Staff |  |
| band | young | Under 40 |  |
| band | middle | 40 to 64 |  |
| band | old | 65 or over |  |
| happy | low | Unhappy | 1 |
| happy | mid | Neither | 2 |
| happy | high | Happy | 3 |

## settings

| form_title | form_id |
|---|---|
| Stairs | stairs |
";

/// Asks so many people of one age group.
fn ask(person: &mut Person, town: &Town, many: [usize; 3], age: &str) -> Result<(), Box<dyn Error>> {
    let form = person.device.forms()?.iter().find(|form| form.title == "Stairs").map(|form| form.version);
    let form = form.ok_or("the questionnaire is not here")?;
    let said = ["low", "mid", "high"].into_iter().zip(many);
    for (number, stairs) in said.flat_map(|(stairs, many)| vec![stairs; many]).enumerate() {
        let answers = [("view", "resident"), ("age", age), ("stairs", stairs)];
        let answers = answers.map(|(path, text)| (path.to_owned(), Answer::Given(text.to_owned()))).into();
        let door = town.doors[0][number % town.doors[0].len()];
        person.act(|device, at| {
            let draft = device.begin_draft(form, Some(door), None, "", at)?;
            device.finish(draft, Given { answers, ..Given::default() }, at)
        })?;
    }
    Ok(())
}

fn figures(person: &Person, disclosure: Disclosure) -> Result<Vec<(People, Figure)>, Box<dyn Error>> {
    let breakdown = person.device.results_by_group(disclosure)?;
    let age = breakdown.questions.into_iter().find(|question| question.path == "age").ok_or("age makes groups")?;
    Ok(age.groups.into_iter().map(|group| (group.heard, group.figures[0].clone())).collect())
}

fn top(figure: &Figure) -> Option<Share> {
    figure.spread().and_then(|spread| spread.top)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_group_stands_beside_everybody_and_small_ones_are_kept_from_outsiders() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    town.alice.act(|device, at| device.add_form(FORM.as_bytes(), "stairs", at))?;
    town.alice.sync().await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    ask(&mut bob, &town, [10, 10, 20], "young")?;
    ask(&mut bob, &town, [12, 13, 15], "middle")?;
    ask(&mut bob, &town, [2, 2, 2], "old")?;
    bob.sync().await?;
    town.alice.sync().await?;

    let inside = figures(&town.alice, Disclosure::INSIDE)?;
    assert_eq!(inside, figures(&bob, Disclosure::INSIDE)?);
    let tops: Vec<Option<Share>> = inside.iter().map(|(_, figure)| top(figure)).collect();
    assert_eq!(tops, [Some(Share(5_000)), Some(Share(3_750)), Some(Share(3_333))]);
    assert_eq!(inside.iter().map(|(heard, _)| *heard).collect::<Vec<_>>(), [40, 40, 6].map(People::Shown));

    // Six are too few for outsiders, and everybody less one of the others would give them away.
    let outside = figures(&town.alice, Disclosure::OUTSIDE)?;
    assert_eq!(outside[2].1, Figure::TooFew { fewest: 10 });
    assert_eq!(outside.iter().filter(|(_, figure)| figure.spread().is_some()).count(), 1);
    assert!(outside.iter().any(|(_, figure)| *figure == Figure::Covering));

    let wanted = Thresholds::new(7, 10)?;
    town.alice.act(|device, at| device.set_thresholds(wanted, at))?;
    assert_eq!(figures(&town.alice, Disclosure::INSIDE)?[2].1, Figure::TooFew { fewest: 7 });
    assert!(bob.act(|device, at| device.set_thresholds(wanted, at)).is_err(), "only coordinators may");
    town.alice.sync().await?;
    bob.sync().await?;
    assert_eq!(figures(&bob, Disclosure::INSIDE)?, figures(&town.alice, Disclosure::INSIDE)?);
    Ok(())
}
