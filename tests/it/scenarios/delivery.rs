//! The same entries give the same documents and the same result, in whatever order and how often they arrive.

use std::collections::BTreeMap;

use doorstep_core::device::DecisionChoice;
use doorstep_core::ids::DocId;
use doorstep_core::response::{Answer, Response};
use doorstep_server::{Host, HostOptions};
use doorstep_tests::harness::{Delivery, Person, Town, copy_files, history_of};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

type Done = Result<(), Box<dyn std::error::Error>>;

/// What must be equal on two replicas.
fn state(person: &Person) -> Result<(BTreeMap<DocId, Response>, String), Box<dyn std::error::Error>> {
    let mut responses = BTreeMap::new();
    for line in person.device.responses()? {
        responses.insert(line.id, person.device.response(line.id)?);
    }
    Ok((responses, person.fingerprint()?))
}

/// Three people who work on the same six interviews without hearing of each other, twice.
async fn busy_town(folder: &std::path::Path) -> Result<Town, Box<dyn std::error::Error>> {
    let mut town = Town::found(folder).await?;
    let mut bob = town.researcher(folder, "bob", &[]).await?;
    let mut amina = town.researcher(folder, "amina", &[]).await?;
    let mut responses = Vec::new();
    for place in 0..6 {
        let who = if place % 2 == 0 { &mut bob } else { &mut amina };
        let answers = [("view", "resident"), ("sat_clean", "low"), ("best", "The trees")];
        responses.push(who.interview(town.doors[place % 2][place], &answers)?);
    }
    for person in [&bob, &amina, &bob] {
        person.sync().await?;
    }
    for (place, response) in responses.iter().enumerate() {
        bob.correct(*response, "sat_clean", "mid")?;
        amina.correct(*response, if place < 4 { "sat_clean" } else { "best" }, "high")?;
    }
    for person in [&bob, &amina, &bob] {
        person.sync().await?;
    }
    let keep = |text: &str| DecisionChoice::Keep(Answer::Given(text.to_owned()));
    bob.act(|device, at| device.decide(responses[0], "sat_clean", &keep("mid"), at))?;
    amina.act(|device, at| device.decide(responses[0], "sat_clean", &keep("high"), at))?;
    amina.act(|device, at| device.decide(responses[1], "sat_clean", &DecisionChoice::AskAgain, at))?;
    for person in [&bob, &amina, &town.alice] {
        person.sync().await?;
    }
    Ok(town)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_order_and_duplication_of_delivery_gives_the_same_documents_and_result() -> Done {
    let folder = tempfile::tempdir()?;
    let town = busy_town(folder.path()).await?;
    let history = history_of(&town.alice)?;
    let expected = state(&town.alice)?;
    assert_eq!(expected.0.len(), 6);
    let again = proptest::collection::vec(0..history.len(), 0..12);
    let orders = (Just(history.clone()).prop_shuffle(), again);
    let mut runner = TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&orders, |(mut order, again)| {
        let twice: Vec<_> = again.iter().map(|place| history[*place].clone()).collect();
        order.extend(twice);
        let replica = tempfile::tempdir()?;
        let failed = |error: Box<dyn std::error::Error>| TestCaseError::fail(error.to_string());
        let delivery = Delivery::to(replica.path(), &town.alice).map_err(failed)?;
        delivery.deliver(&order).map_err(failed)?;
        delivery.deliver_form(&town.alice).map_err(failed)?;
        prop_assert_eq!(&state(&delivery.person).map_err(failed)?, &expected);
        Ok(())
    });
    outcome.map_err(|error| error.to_string().into())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_put_back_to_last_week_gets_everything_again_from_the_phones() -> Done {
    let folder = tempfile::tempdir()?;
    let server = folder.path().join("server");
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let amina = town.researcher(folder.path(), "amina", &[]).await?;
    let listen = town.host.announcement().address;
    let options = || HostOptions { listen, ..HostOptions::on_loopback(server.clone()) };
    town.host.stop().await;
    copy_files(&server, &folder.path().join("last-week"))?;

    let host = Host::start(options()).await?;
    let response = bob.interview(town.doors[0][0], &[("view", "resident"), ("sat_clean", "low")])?;
    bob.sync().await?;
    assert_eq!(bob.device.status()?.safety.safe, 1);
    host.stop().await;
    std::fs::remove_dir_all(&server)?;
    copy_files(&folder.path().join("last-week"), &server)?;

    let host = Host::start(options()).await?;
    let report = bob.sync().await?.report;
    assert!(report.offered_again);
    amina.sync().await?;
    assert_eq!(amina.device.response(response)?, bob.device.response(response)?);
    host.stop().await;
    Ok(())
}
