//! The main job, once, over a real server on loopback: found, invite, join, collect, sync, correct, decide, read the result.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use doorstep_core::device::{DecisionChoice, Device, Given, Moment};
use doorstep_core::evaluation::Disclosure;
use doorstep_core::ids::DocId;
use doorstep_core::member::{Invite, Role};
use doorstep_core::net::{Caller, Synced, TransportSettings, sync};
use doorstep_core::place::Door;
use doorstep_core::response::{Answer, Cell};
use doorstep_core::sync::Token;
use doorstep_core::time::Timestamp;
use doorstep_server::{Host, HostOptions, Limits};
use doorstep_tests::harness::responsible;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

const NOW: Timestamp = Timestamp(1_773_500_000_000);

const FORM: &str = "## survey\n
| type | name | label | evaluation::criterion | evaluation::measure | evaluation::perspective |\n|---|---|---|---|---|---|
| select_one view | view | You are | | | yes |
| select_one happy | sat_clean | How clean is it? | clean | satisfaction | |
| text | best | What is good here? | | | |\n
## choices\n
| list_name | name | label | evaluation::points |\n|---|---|---|---|
| view | resident | A resident | |\n| view | staff | Staff | |
| happy | low | Unhappy | 1 |\n| happy | mid | Mixed | 2 |\n| happy | high | Happy | 3 |\n";

struct Person {
    device: Arc<Device>,
    rng: ChaCha20Rng,
    caller: Caller,
}

impl Person {
    fn new(folder: &Path, name: &str, seed: u8) -> Self {
        let mut rng = ChaCha20Rng::from_seed([seed; 32]);
        let mut at = Moment { now: NOW, rng: &mut rng };
        let device = Device::open(&folder.join(format!("{name}.db")), &mut at).unwrap();
        Self { device: Arc::new(device), rng, caller: Caller::new(TransportSettings::default()) }
    }

    fn act<T>(&mut self, act: impl FnOnce(&Device, &mut Moment<'_>) -> T) -> T {
        act(&self.device, &mut Moment { now: NOW, rng: &mut self.rng })
    }

    async fn join(&mut self, invite: &str) {
        let invite = Invite::from_text(invite).unwrap();
        self.device.remember_invite(&invite).unwrap();
        let request = self.act(|device, at| device.join_request(&invite, "", at)).unwrap();
        let opening = self.device.calling_to_join(&request).unwrap();
        sync(&self.device, &self.caller, opening).await.unwrap();
        assert!(self.device.is_member().unwrap());
    }

    async fn sync(&self) -> Synced {
        sync(&self.device, &self.caller, self.device.calling().unwrap()).await.unwrap()
    }

    fn interview(&mut self, door: DocId, answers: &[(&str, &str)]) -> DocId {
        let form = self.device.forms().unwrap()[0].version;
        let given = |(path, text): &(&str, &str)| ((*path).to_owned(), Answer::Given((*text).to_owned()));
        let answers = answers.iter().map(given).collect();
        self.act(|device, at| {
            let draft = device.begin_draft(form, Some(door), None, "", at)?;
            device.finish(draft, Given { answers, ..Given::default() }, at)
        })
        .unwrap()
    }

    fn correct(&mut self, response: DocId, path: &str, text: &str) {
        let answers = BTreeMap::from([(path.to_owned(), Answer::Given(text.to_owned()))]);
        self.act(|device, at| device.correct(response, &answers, "misheard", at)).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn alice_bob_and_amina_go_the_whole_road() {
    let folder = tempfile::tempdir().unwrap();
    let host = Host::start(HostOptions {
        store: folder.path().join("server"),
        listen: "127.0.0.1:0".parse().unwrap(),
        page: None,
        transport: TransportSettings::default(),
        limits: Limits::default(),
    })
    .await
    .unwrap();
    let announced = host.announcement();
    let mut alice = Person::new(folder.path(), "alice", 1);
    alice.act(|device, at| device.found("Larkfield", at)).unwrap();
    alice.act(|device, at| device.set_responsible(&responsible(), at)).unwrap();
    let addresses = [announced.address.to_string()];
    alice.act(|device, at| device.link_server(announced.pin, &addresses, at)).unwrap();
    let area = alice.act(|device, at| device.add_area("Lark House", at)).unwrap();
    alice.act(|device, at| device.add_round("Spring", at)).unwrap();
    let (_, warnings) = alice.act(|device, at| device.add_form(FORM.as_bytes(), "clean", at)).unwrap();
    assert!(warnings.is_empty(), "{warnings:?}");
    let door = Door { address: "Flat 1, Lark House".into(), order: 1, ..Door::default() };
    let doors = alice.act(|device, at| device.add_doors(Some(area), &[door], at)).unwrap();
    let token = Token(announced.token.clone().unwrap());
    let founding = alice.device.calling_to_found(token).unwrap();
    sync(&alice.device, &alice.caller, founding).await.unwrap();

    let (mut bob, mut amina) = (Person::new(folder.path(), "bob", 2), Person::new(folder.path(), "amina", 3));
    for person in [&mut bob, &mut amina] {
        let lasts = Duration::from_secs(100 * 365 * 86_400);
        let invite = alice.act(|device, at| device.invite(Role::Researcher, &[area], lasts, at)).unwrap();
        alice.sync().await;
        person.join(&invite.to_text()).await;
        assert_eq!(person.device.doors().unwrap().len(), 1);
    }

    let response = bob.interview(doors[0], &[("view", "resident"), ("sat_clean", "low"), ("best", "The lime trees")]);
    assert_eq!(bob.device.status().unwrap().safety.safe, 0);
    bob.sync().await;
    assert_eq!(bob.device.status().unwrap().safety.safe, 1);
    amina.sync().await;
    assert_eq!(amina.device.status().unwrap().safety.safe, 1);

    bob.correct(response, "sat_clean", "mid");
    amina.correct(response, "sat_clean", "high");
    amina.correct(response, "best", "The lime trees and the people");
    bob.sync().await;
    amina.sync().await;
    bob.sync().await;
    alice.sync().await;
    for person in [&alice, &bob, &amina] {
        let open = person.device.open_questions().unwrap();
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].opinions.len(), 2);
        assert!(open[0].opinions.iter().all(|opinion| opinion.by.is_some()));
    }

    let keep = DecisionChoice::Keep(Answer::Given("high".into()));
    alice.act(|device, at| device.decide(response, "sat_clean", &keep, at)).unwrap();
    alice.act(|device, at| device.release_quote(response, "best", "The lime trees", at)).unwrap();
    let synced = alice.sync().await;
    assert_eq!(synced.report.round_trips, 1);
    bob.sync().await;
    amina.sync().await;
    for person in [&alice, &bob, &amina] {
        let merged = person.device.response(response).unwrap();
        assert_eq!(merged.answers["sat_clean"], Cell::One(Answer::Given("high".into())));
        assert_eq!(merged.answers["best"], Cell::One(Answer::Given("The lime trees and the people".into())));
    }
    let results: Vec<String> =
        [&alice, &bob, &amina].map(|p| p.device.results(Disclosure::INSIDE).unwrap().fingerprint()).into();
    assert!(results.iter().all(|result| *result == results[0]), "{results:?}");

    let quiet = bob.sync().await.report;
    assert_eq!(quiet.round_trips, 1);
    assert_eq!((quiet.entries_sent, quiet.entries_received), (0, 0));
    host.stop().await;
}
