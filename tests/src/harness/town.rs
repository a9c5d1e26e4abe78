//! A project that is set up, and its server on loopback.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use doorstep_core::document::kinds::responsible::{LawfulBasis, Responsible};
use doorstep_core::ids::DocId;
use doorstep_core::member::{Invite, Role};
use doorstep_core::place::Door;
use doorstep_core::sync::Token;
use doorstep_server::{Host, HostOptions};

use super::{Person, Watch};

/// A small questionnaire with one criterion, as a Markdown table.
pub const FORM: &str = "## survey\n
| type | name | label | evaluation::criterion | evaluation::measure | evaluation::perspective |
|---|---|---|---|---|---|
| select_one view | view | You are | | | yes |
| select_one happy | sat_clean | How clean is it? | clean | satisfaction | |
| text | best | What is good here? | | | |\n
## choices\n
| list_name | name | label | evaluation::points |
|---|---|---|---|
| view | resident | A resident | |
| view | staff | Staff | |
| happy | low | Unhappy | 1 |
| happy | mid | Mixed | 2 |
| happy | high | Happy | 3 |
";

/// How long invites last here: scenarios live at their own time, the server at the machine's.
const INVITES_LAST: Duration = Duration::from_secs(100 * 365 * 86_400);

/// A project with two areas of ten doors, founded by alice, and a server that holds it.
pub struct Town {
    /// The coordinator.
    pub alice: Person,
    /// The server, in this process.
    pub host: Host,
    /// The areas: north, south.
    pub areas: [DocId; 2],
    /// The doors of each area.
    pub doors: [Vec<DocId>; 2],
    /// The recovery sheet that alice has printed.
    pub sheet: Invite,
    _watch: Watch,
}

impl Town {
    /// Founds the project and brings it to a fresh server.
    ///
    /// # Errors
    /// When any part of that fails.
    pub async fn found(folder: &Path) -> Result<Self, Box<dyn Error>> {
        Self::found_with(folder, |options| options).await
    }

    /// The same with a server that differs from the usual one.
    ///
    /// # Errors
    /// When any part of that fails.
    pub async fn found_with(
        folder: &Path,
        differs: impl FnOnce(HostOptions) -> HostOptions,
    ) -> Result<Self, Box<dyn Error>> {
        let watch = Watch::begin();
        let host = Host::start(differs(HostOptions::on_loopback(folder.join("server")))).await?;
        let mut alice = Person::new(folder, "alice")?;
        let (sheet, (areas, doors)) = set_up(&mut alice)?;
        let announced = host.announcement();
        let addresses = [announced.address.to_string()];
        alice.act(|device, at| device.link_server(announced.pin, &addresses, at))?;
        let token = announced.token.clone().ok_or("the server holds a project already")?;
        let opening = alice.device.calling_to_found(Token(token))?;
        alice.call(opening).await?;
        let sheet = Invite { server: announced.pin, addresses: addresses.into(), ..sheet };
        Ok(Self { alice, host, areas, doors, sheet, _watch: watch })
    }

    /// Invites somebody as a researcher for some areas (all when none is named), and lets them join.
    ///
    /// # Errors
    /// When any part of that fails.
    pub async fn researcher(&mut self, folder: &Path, name: &str, areas: &[DocId]) -> Result<Person, Box<dyn Error>> {
        self.joined(folder, name, Role::Researcher, areas).await
    }

    /// Invites somebody in a role, and lets them join.
    ///
    /// # Errors
    /// When any part of that fails.
    pub async fn joined(
        &mut self,
        folder: &Path,
        name: &str,
        role: Role,
        areas: &[DocId],
    ) -> Result<Person, Box<dyn Error>> {
        let invite = self.alice.act(|device, at| device.invite(role, areas, INVITES_LAST, at))?;
        self.alice.sync().await?;
        let mut person = Person::new(folder, name)?;
        person.join(&invite.to_text()).await?;
        Ok(person)
    }
}

/// Who answers for a made-up project, and what people there are told.
pub fn responsible() -> Responsible {
    Responsible {
        controllers: vec!["Larkfield Council".to_owned()],
        contact: "data@larkfield.example".to_owned(),
        basis: Some(LawfulBasis::PublicTask),
        notice: "We keep what you say for two years, and never show it with your name.".to_owned(),
    }
}

/// The areas, and the doors of each.
type Places = ([DocId; 2], [Vec<DocId>; 2]);

/// Founds Larkfield on a device: a round, a questionnaire, two areas with ten doors each. The recovery sheet names no server yet.
pub(crate) fn set_up(alice: &mut Person) -> Result<(Invite, Places), Box<dyn Error>> {
    let sheet = alice.act(|device, at| device.found("Larkfield", at))?.recovery_sheet;
    alice.act(|device, at| device.set_responsible(&responsible(), at))?;
    alice.act(|device, at| device.add_round("Spring", at))?;
    alice.act(|device, at| device.add_form(FORM.as_bytes(), "clean", at))?;
    let mut areas = [DocId([0; 16]); 2];
    let mut doors = [Vec::new(), Vec::new()];
    for (place, name) in ["North", "South"].into_iter().enumerate() {
        areas[place] = alice.act(|device, at| device.add_area(name, at))?;
        let flat = |order| Door { address: format!("Flat {order}, {name} House"), order, ..Door::default() };
        let flats: Vec<Door> = (1..=10).map(flat).collect();
        doors[place] = alice.act(|device, at| device.add_doors(Some(areas[place]), &flats, at))?;
    }
    Ok((sheet, (areas, doors)))
}
