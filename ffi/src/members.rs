//! Who belongs to the project, and a coordinator's acts on it: letting in, changing a role, taking rights back, a lost phone.

use doorstep_core::device::{MemberLine, OnDevice};
use doorstep_core::member::Standing;

use crate::{MemberRole, Phone, PhoneError, input};

/// The longest code that is looked at, in bytes.
const MAX_CODE_BYTES: usize = 40;

/// How somebody's phone stands. New ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum MemberState {
    /// It may do what its role allows.
    Active,
    /// It used a printed invite: compare the code with its person.
    Waiting,
    /// Its rights were taken back.
    Revoked,
}

/// A phone in the project, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct MemberRow {
    /// Whose it is, by an id that means nothing outside of the project. A person may have several phones.
    pub member: String,
    /// The phone's own id.
    pub device: String,
    /// What they may do.
    pub role: MemberRole,
    /// The areas whose doors and interviews they work on, by id; all if there is none.
    pub areas: Vec<String>,
    /// How the phone stands.
    pub state: MemberState,
    /// When it joined, in milliseconds since 1970 UTC.
    pub joined_ms: i64,
    /// Who let it in; none for the founder.
    pub by: Option<String>,
    /// Whether it came by a recovery sheet.
    pub recovered: bool,
    /// What it said of the system it runs on when it joined.
    pub system: Option<String>,
    /// When it was in use last, as far as its entries here tell.
    pub last_entry_ms: Option<i64>,
    /// While it waits: the code that its person must read out.
    pub code: Option<String>,
    /// Whether it is this phone.
    pub you: bool,
    /// What its person is called, where they said so and this phone may open it.
    #[uniffi(default = None)]
    pub name: Option<String>,
    /// How to reach them.
    #[uniffi(default = None)]
    pub reach: Option<String>,
}

/// What was on a phone, as far as this one knows.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct PhoneContents {
    /// The phone's id.
    pub device: String,
    /// How it stands now.
    pub state: MemberState,
    /// Interviews that it finished and that have arrived here. What it had not handed over nobody can know.
    pub own_interviews: u64,
    /// Entries of its own that have arrived here.
    pub own_entries: u64,
    /// When it was in use last, as far as those tell.
    pub last_entry_ms: Option<i64>,
    /// Interviews that it could show, its own among them.
    pub interviews: u64,
    /// Doors with their addresses that it could show.
    pub doors: u64,
    /// Names and contacts that it could show.
    pub identities: u64,
}

#[uniffi::export]
impl Phone {
    /// Everybody's phones, in the order in which they joined.
    ///
    /// # Errors
    /// The phone is in no project, or locked.
    pub fn members(&self) -> Result<Vec<MemberRow>, PhoneError> {
        let (me, names) = (self.device().id(), self.device().member_names()?);
        let row = |line: MemberLine| {
            let said = names.get(&line.member);
            MemberRow {
                you: line.device == me,
                name: said.map(|said| said.name.clone()),
                reach: said.map(|said| said.reach.clone()).filter(|reach| !reach.is_empty()),
                ..MemberRow::of(line)
            }
        };
        Ok(self.device().members()?.into_iter().map(row).collect())
    }

    /// Lets a phone in that used a printed invite, with the code that its person has read out.
    ///
    /// # Errors
    /// No such phone waits, the code is another, or this person may not let anybody in.
    pub fn confirm_member(&self, device: String, code: String) -> Result<(), PhoneError> {
        let device = input::id("a phone", &device)?;
        let code = input::capped("a code", &code, MAX_CODE_BYTES)?;
        self.act(|phone, at| phone.confirm(device, code, at))
    }

    /// Takes all rights of a member back, on all their phones. The server knows after the next sync. What came until now is kept;
    /// what comes later is held back until a coordinator looks.
    ///
    /// # Errors
    /// No such member has rights, or this person may not do that.
    pub fn revoke_member(&self, member: String) -> Result<(), PhoneError> {
        let member = input::id("a member", &member)?;
        self.act(|device, at| device.revoke(member, at))
    }

    /// Takes the rights of one phone back that was lost; its person's other phones keep theirs.
    ///
    /// # Errors
    /// The phone has no rights, or this person may not do that.
    pub fn revoke_phone(&self, device: String) -> Result<(), PhoneError> {
        let lost = input::id("a phone", &device)?;
        self.act(|device, at| device.revoke_device(lost, at))
    }

    /// Gives a member another role or other areas; all areas if none is named.
    ///
    /// # Errors
    /// No such member has rights, an area is unknown, or this person may not do that.
    pub fn change_role(&self, member: String, role: MemberRole, areas: Vec<String>) -> Result<(), PhoneError> {
        let (member, role, areas) = (input::id("a member", &member)?, role.invited()?, self.known_areas(&areas)?);
        self.act(|device, at| device.change_role(member, role, &areas, at))
    }

    /// What was on a phone that is lost, as far as this one knows.
    ///
    /// # Errors
    /// The phone was never in the project, or this one is locked.
    pub fn what_was_on(&self, device: String) -> Result<PhoneContents, PhoneError> {
        Ok(PhoneContents::of(&self.device().what_was_on(input::id("a phone", &device)?)?))
    }
}

impl MemberRow {
    fn of(line: MemberLine) -> Self {
        Self {
            member: line.member.to_string(),
            device: line.device.to_string(),
            role: MemberRole::of(line.role),
            areas: line.areas.iter().map(ToString::to_string).collect(),
            state: MemberState::of(line.standing),
            joined_ms: line.joined.0,
            by: line.by.map(|member| member.to_string()),
            recovered: line.recovered,
            system: line.system,
            last_entry_ms: line.last_entry.map(|at| at.0),
            code: line.code.map(|code| code.to_string()),
            you: false,
            name: None,
            reach: None,
        }
    }
}

impl MemberState {
    const fn of(standing: Standing) -> Self {
        match standing {
            Standing::Active => Self::Active,
            Standing::Pending => Self::Waiting,
            Standing::Cut | Standing::Void => Self::Revoked,
        }
    }
}

impl PhoneContents {
    fn of(contents: &OnDevice) -> Self {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        Self {
            device: contents.device.to_string(),
            state: MemberState::of(contents.standing),
            own_interviews: count(contents.own_interviews),
            own_entries: contents.own_entries,
            last_entry_ms: contents.last_entry.map(|at| at.0),
            interviews: count(contents.interviews),
            doors: count(contents.doors),
            identities: count(contents.identities),
        }
    }
}
