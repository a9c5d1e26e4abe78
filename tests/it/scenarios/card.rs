//! The respondent's page: seeing that answers arrived, taking them back by card and word, and what guessing gets.

use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};

use doorstep_core::device::Given;
use doorstep_core::document::kinds::card::CardNumber;
use doorstep_core::ids::DocId;
use doorstep_core::response::Answer;
use doorstep_server::{HostOptions, PageOptions, Proxies};
use doorstep_tests::harness::{Person, Town, files_with, residue};

type Done = Result<(), Box<dyn std::error::Error>>;

const SAID: &str = "ZEBRA-MARKER";

/// A town whose server shows its page, to proxies on this machine too.
async fn town_with_page(folder: &std::path::Path) -> Result<(Town, SocketAddr), Box<dyn std::error::Error>> {
    let here = IpAddr::from([127, 0, 0, 1]);
    let (address, proxies) = (SocketAddr::new(here, 0), Proxies::new([here]));
    let page = PageOptions { address, proxies, ..PageOptions::default() };
    let town = Town::found_with(folder, |options| HostOptions { page: Some(page), ..options }).await?;
    let page = town.host.announcement().page.ok_or("the server shows no page")?;
    Ok((town, page))
}

fn interview(
    bob: &mut Person,
    door: DocId,
    word: Option<&str>,
) -> Result<(DocId, CardNumber), doorstep_core::device::DeviceError> {
    let form = bob.form()?;
    let answers = [("view", "resident"), ("best", SAID)];
    let answers = answers.map(|(path, text)| (path.to_owned(), Answer::Given(text.to_owned()))).into();
    bob.act(|device, at| {
        let draft = device.begin_draft(form, Some(door), None, "", at)?;
        device.finish_with_card(draft, Given { answers, ..Given::default() }, word, at)
    })
}

/// Sends a form to the page; returns the status and the page.
async fn send(page: SocketAddr, path: &'static str, body: String) -> (u16, String) {
    send_through(page, path, body, "").await
}

/// The same with further headers, as a proxy adds them.
async fn send_through(page: SocketAddr, path: &'static str, body: String, more: &'static str) -> (u16, String) {
    let asking = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(page)?;
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n{more}\r\n{body}",
            body.len()
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map(|_| answer)
    });
    let answer = asking.await.expect("the asking thread lives").expect("the page answers");
    let status = answer.get(9..12).and_then(|status| status.parse().ok()).expect("a status");
    let (_, shown) = answer.split_once("\r\n\r\n").expect("a page follows the headers");
    (status, shown.to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_has_card_and_word_takes_their_answers_back_from_everybody() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, page) = town_with_page(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let (response, card) = interview(&mut bob, town.doors[0][0], Some("Larch 7"))?;
    let number = format!("number={card}");
    let (_, unknown) = send(page, "/card", number.clone()).await;
    assert!(unknown.contains("No answers under this number"));
    bob.sync().await?;
    town.alice.sync().await?;
    let (status, arrived) = send(page, "/card", number.to_lowercase()).await;
    assert!(status == 200 && arrived.contains("Your answers arrived") && !arrived.contains(SAID));

    let (status, wrong) = send(page, "/card/word", format!("{number}&word=birch")).await;
    assert!(status == 422 && wrong.contains("not the word"));
    let (status, wrong) = send(page, "/card/erase", format!("{number}&word=birch")).await;
    assert!(status == 422 && wrong.contains("not the word"), "a step that is skipped checks all the same");
    let (_, confirm) = send(page, "/card/word", format!("{number}&word=LARCH7&lang=es")).await;
    assert!(confirm.contains("¿Retirar sus respuestas?"));
    assert!(!files_with(&folder.path().join("server"), SAID)?.is_empty(), "nothing is erased before it is confirmed");
    let (status, done) = send(page, "/card/erase", format!("{number}&word=larch+7")).await;
    assert!(status == 200 && done.contains("Your answers are taken back"), "{done}");

    let (status, gone) = send(page, "/card", number).await;
    assert_eq!((status, gone), (200, unknown), "an erased card and one that never arrived look the same");
    bob.sync().await?;
    town.alice.sync().await?;
    assert!(bob.device.is_erased(response)? && town.alice.device.is_erased(response)?);
    assert_eq!(residue(folder.path(), &[SAID])?, Vec::<std::path::PathBuf>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_word_a_coordinator_takes_answers_back_by_the_cards_number() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, page) = town_with_page(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let (response, card) = interview(&mut bob, town.doors[0][0], None)?;
    bob.sync().await?;
    town.alice.sync().await?;
    let (_, arrived) = send(page, "/card", format!("number={card}")).await;
    assert!(arrived.contains("You chose no word"));
    let (status, _) = send(page, "/card/erase", format!("number={card}&word=larch")).await;
    assert_eq!(status, 422);
    assert_eq!(town.alice.device.response_by_card(CardNumber::from_text(&card.to_string())?)?, Some(response));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_guesses_is_stopped_and_a_word_is_not_found_by_trying() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, page) = town_with_page(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let (_, card) = interview(&mut bob, town.doors[0][0], Some("larch"))?;
    bob.sync().await?;
    for number in ["", "7K2MQ", "7K2MQ-40XWU"] {
        let (status, page) = send(page, "/card", format!("number={number}")).await;
        assert!(status == 422 && page.contains("There is a problem"), "{number}");
    }
    for guess in 0..10 {
        let (status, _) = send(page, "/card/word", format!("number={card}&word=guess{guess}")).await;
        assert_eq!(status, 422);
    }
    let (status, _) = send(page, "/card/word", format!("number={card}&word=larch")).await;
    assert_eq!(status, 429, "also the right word has to wait");
    for guess in 10..20 {
        let (status, _) = send(page, "/card", format!("number=7K2MQ-40X{guess}")).await;
        assert_eq!(status, 200);
    }
    let (status, busy) = send(page, "/card", "number=7K2MQ-40XWT".to_owned()).await;
    assert!(status == 429 && busy.contains("Too many tries"));
    let behind = "X-Forwarded-For: 203.0.113.7\r\n";
    let (status, _) = send_through(page, "/card", "number=7K2MQ-40XWT".to_owned(), behind).await;
    assert_eq!(status, 200, "who comes through a proxy has an allowance of their own");
    Ok(())
}
