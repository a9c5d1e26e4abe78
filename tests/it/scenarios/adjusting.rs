//! Results adjusted to who lives here: a coordinator says who does, and every replica shows the same adjusted figures.

use std::error::Error;

use doorstep_core::device::Results;
use doorstep_core::evaluation::{Disclosure, Measure, Population, Remark, Share};
use doorstep_core::ids::DocId;
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
| band | old | 40 or over |  |
| happy | low | Unhappy | 1 |
| happy | mid | Neither | 2 |
| happy | high | Happy | 3 |

## settings

| form_title | form_id |
|---|---|
| Stairs | stairs |
";

/// Asks so many people of one age group, all of whom answer alike.
fn ask(person: &mut Person, doors: &[DocId], many: usize, age: &str, stairs: &str) -> Result<(), Box<dyn Error>> {
    let form = person.device.forms()?.iter().find(|form| form.title == "Stairs").map(|form| form.version);
    let form = form.ok_or("the questionnaire is not here")?;
    for number in 0..many {
        let answers = [("view", "resident"), ("age", age), ("stairs", stairs)];
        let answers = answers.map(|(path, text)| (path.to_owned(), Answer::Given(text.to_owned()))).into();
        let door = doors[number % doors.len()];
        person.act(|device, at| {
            let draft = device.begin_draft(form, Some(door), None, "", at)?;
            device.finish(draft, doorstep_core::device::Given { answers, ..Default::default() }, at)
        })?;
    }
    Ok(())
}

fn stairs(results: &Results) -> (Share, Option<(Share, i64)>) {
    let criterion = results.evaluation.criterion("stairs").expect("it is asked about");
    let counted = criterion.measured(Measure::Satisfaction).next().expect("it is measured");
    let first = doorstep_core::evaluation::Slice::of(results.evaluation.first_view());
    let plain = counted.spread(&first).and_then(|spread| spread.top).expect("enough people answered");
    (plain, counted.adjusted.as_ref().and_then(|one| Some((one.top?, one.worth.people()))))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_few_young_people_said_counts_for_the_many_who_live_here_on_every_replica()
-> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    town.alice.act(|device, at| device.add_form(FORM.as_bytes(), "stairs", at))?;
    town.alice.sync().await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    ask(&mut bob, &town.doors[0], 30, "old", "high")?;
    ask(&mut bob, &town.doors[1], 10, "young", "low")?;
    bob.sync().await?;
    town.alice.sync().await?;
    assert_eq!(stairs(&town.alice.device.results(Disclosure::INSIDE)?), (Share(7_500), None));

    let lives = Population::of_csv("question,choice,share\nage,young,50%\nage,old,50%\n")?;
    town.alice.act(|device, at| device.set_margins(&lives, at))?;
    town.alice.sync().await?;
    bob.sync().await?;
    // Thirty at two thirds and ten at two: (Σw)² ÷ Σw² = 1600 ÷ 53.3.
    for person in [&bob, &town.alice] {
        let results = person.device.results(Disclosure::INSIDE)?;
        assert_eq!(stairs(&results), (Share(7_500), Some((Share(5_000), 30))), "{}", person.name);
        assert_eq!(results.evaluation.adjustment.as_ref().map(|one| one.remarks.len()), Some(0));
    }
    assert_eq!(bob.fingerprint()?, town.alice.fingerprint()?);
    assert!(bob.act(|device, at| device.set_margins(&Population::default(), at)).is_err(), "only coordinators may");

    let wrong =
        Population::of_csv("question,choice,count\nage,young,50\nage,old,30\nage,very_old,20\nshoes,big,100\n")?;
    town.alice.act(|device, at| device.set_margins(&wrong, at))?;
    let evaluation = town.alice.device.results(Disclosure::INSIDE)?.evaluation;
    let remarks = evaluation.adjustment.as_ref().expect("margins are set").remarks.clone();
    let (age, very_old) = ("age".to_owned(), "very_old".to_owned());
    assert_eq!(
        remarks,
        [
            Remark::UnknownQuestion { question: "shoes".to_owned() },
            Remark::UnknownChoice { question: age.clone(), choice: very_old.clone() },
            Remark::NobodyHeard { question: age, choice: very_old },
        ]
    );
    town.alice.act(|device, at| device.set_margins(&Population::default(), at))?;
    assert_eq!(town.alice.device.results(Disclosure::INSIDE)?.evaluation.adjustment, None);
    Ok(())
}
