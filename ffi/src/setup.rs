//! Setting up: founding a project, linking its server, inviting people, joining.

use std::sync::Arc;
use std::time::Duration;

use doorstep_core::device::DeviceError;
use doorstep_core::ids::{DeviceId, DocId};
use doorstep_core::member::{Invite, Role};
use doorstep_core::net::Target;
use doorstep_core::sync::Token;

use crate::sync::Entry;
use crate::{Phone, PhoneError, SyncObserver, SyncReport, input};

/// The longest that an invite may be taken, in hours: half a year.
const MAX_INVITE_HOURS: u32 = 24 * 183;

/// The most areas that an invite names.
const MAX_AREAS: usize = 100;

/// What a person may do in a project. New roles are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum MemberRole {
    /// Sets the project up and settles what needs a person.
    Coordinator,
    /// Collects at doors.
    Researcher,
    /// Takes part in working out what the answers mean.
    Resident,
    /// Sees published results and replies to them.
    Manager,
    /// As a manager, for a ward.
    Councillor,
    /// The sync server.
    Server,
    /// A role of a later version: no rights here.
    Unknown,
}

impl MemberRole {
    pub(crate) fn of(number: u8) -> Self {
        match Role::from_number(number) {
            Some(Role::Coordinator) => Self::Coordinator,
            Some(Role::Researcher) => Self::Researcher,
            Some(Role::Resident) => Self::Resident,
            Some(Role::Manager) => Self::Manager,
            Some(Role::Councillor) => Self::Councillor,
            Some(Role::Server) => Self::Server,
            None => Self::Unknown,
        }
    }

    pub(crate) fn invited(self) -> Result<Role, PhoneError> {
        match self {
            Self::Coordinator => Ok(Role::Coordinator),
            Self::Researcher => Ok(Role::Researcher),
            Self::Resident => Ok(Role::Resident),
            Self::Manager => Ok(Role::Manager),
            Self::Councillor => Ok(Role::Councillor),
            Self::Server | Self::Unknown => Err(PhoneError::Input {
                code: "bad-role".to_owned(),
                reason: "nobody can be invited with this role".to_owned(),
            }),
        }
    }
}

/// A project that was just founded.
#[derive(Debug, Clone, serde::Serialize, uniffi::Record)]
pub struct FoundedCard {
    /// The project's id.
    pub project: String,
    /// What goes on the printed recovery sheet and nowhere else: who joins with it is a coordinator, once. It names no server yet:
    /// [`invite_at`](crate::invite_at) adds one.
    pub recovery_sheet: String,
}

/// Where a server is and how to know it, as it prints at its start.
#[derive(Debug, Clone, uniffi::Record)]
pub struct ServerAddress {
    /// `host:port`.
    pub address: String,
    /// Its key, in hexadecimal digits.
    pub key: String,
    /// The token that founds one project on it.
    pub token: String,
}

/// Whom to invite.
#[derive(Debug, Clone, uniffi::Record)]
pub struct InviteWish {
    /// What they may do.
    pub role: MemberRole,
    /// The areas whose doors and interviews they work on; all if there is none.
    pub areas: Vec<String>,
    /// How many hours the invite is taken.
    #[uniffi(default = 72)]
    pub lasts_hours: u32,
    /// Whether it is handed over on paper or in a message: who uses it waits until a coordinator has compared a code.
    #[uniffi(default = false)]
    pub printed: bool,
}

/// An invite, to be handed over.
#[derive(Debug, Clone, serde::Serialize, uniffi::Record)]
pub struct InviteCard {
    /// The text to copy, or to put under a QR code as it is.
    pub text: String,
    /// The project's name.
    pub project: String,
    /// What it lets a person do.
    pub role: MemberRole,
    /// Until when it is taken, in milliseconds since 1970 UTC; far in the future for a recovery sheet.
    pub expires_ms: i64,
    /// Whether it is a recovery sheet.
    pub is_recovery_sheet: bool,
}

/// The project that a phone belongs to.
#[derive(Debug, Clone, serde::Serialize, uniffi::Record)]
pub struct ProjectCard {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What this phone's person may do; none while the project does not know the phone yet.
    pub role: Option<MemberRole>,
    /// This phone's id.
    pub device: String,
    /// Where the project's server is; empty if it has none yet.
    pub server_addresses: Vec<String>,
    /// What must be recorded before anybody is asked anything, by stable names; empty once the project is open.
    pub missing: Vec<String>,
    /// How many people may act as coordinators. Two are recommended: with one alone a lost laptop takes the recovery sheet to mend.
    pub coordinators: u32,
    /// Whether a recovery sheet is there that would be taken.
    pub has_recovery_sheet: bool,
}

#[uniffi::export]
impl Phone {
    /// Founds a project with this phone as its first coordinator.
    ///
    /// # Errors
    /// The phone is in a project already, or the name is empty or too long.
    pub fn found(&self, name: String) -> Result<FoundedCard, PhoneError> {
        let founded = self.act(|device, at| device.found(&name, at))?;
        Ok(FoundedCard { project: founded.project.to_string(), recovery_sheet: founded.recovery_sheet.to_text() })
    }

    /// The project that this phone belongs to.
    ///
    /// # Errors
    /// It is in none yet.
    pub fn project(&self) -> Result<ProjectCard, PhoneError> {
        let membership = self.device().membership()?;
        let grant = membership.grants_of(&self.device().id()).next();
        let server = self.device().server().map(|(_, addresses)| addresses).unwrap_or_default();
        Ok(ProjectCard {
            id: membership.project().to_string(),
            name: membership.founding().name().to_owned(),
            role: grant.map(|grant| MemberRole::of(grant.role)),
            device: self.device().id().to_string(),
            server_addresses: server,
            missing: self.missing(),
            coordinators: u32::try_from(self.device().coordinators()?).unwrap_or(u32::MAX),
            has_recovery_sheet: self.device().has_recovery_sheet()?,
        })
    }

    /// Makes an invite. The server knows it after the next sync.
    ///
    /// # Errors
    /// This person may not invite, the project has no server yet, or the wish makes no sense.
    pub fn invite(&self, wish: InviteWish) -> Result<InviteCard, PhoneError> {
        let role = wish.role.invited()?;
        let areas = self.known_areas(&wish.areas)?;
        let lasts = lasting(wish.lasts_hours)?;
        let invite = self.act(|device, at| match wish.printed {
            true => device.printed_invite(role, &areas, lasts, at),
            false => device.invite(role, &areas, lasts, at),
        })?;
        Ok(card_of(&invite))
    }

    /// Links the project that was founded on this phone to a server, and hands everything over to it. Safe to try again.
    ///
    /// # Errors
    /// The server can't be reached, has another key, or does not take the token.
    pub async fn link_server(
        &self,
        server: ServerAddress,
        observer: Option<Arc<dyn SyncObserver>>,
    ) -> Result<SyncReport, PhoneError> {
        self.device().membership()?;
        let key: DeviceId = input::id("a server's key", &server.key)?;
        let target = Target::new(vec![input::capped("the address", server.address.trim(), 300)?.to_owned()], key);
        let token = Token(input::capped("the token", server.token.trim(), 200)?.to_owned());
        self.exchange(Entry::Found { target, token }, observer, true).await
    }

    /// Joins the project of an invite, or of a recovery sheet, and fetches what this phone may read. Safe to try again.
    ///
    /// # Errors
    /// The phone is in a project already, and has no PIN that a new invite would replace; the text is no invite, the server can't be reached or has another key, or it does not take the invite: used by
    /// another phone, too old, unknown.
    pub async fn join(
        &self,
        invite: String,
        observer: Option<Arc<dyn SyncObserver>>,
    ) -> Result<SyncReport, PhoneError> {
        let invite = Invite::from_text(&invite).map_err(DeviceError::from)?;
        if invite.addresses.is_empty() {
            let reason =
                "the recovery sheet names no server: say where it is, and its key, as it prints them".to_owned();
            return Err(PhoneError::Input { code: "no-server-named".to_owned(), reason });
        }
        if self.device().is_member().unwrap_or(false) && !self.pin()?.is_set {
            return Err(DeviceError::InProject.into());
        }
        let request = self.act(|device, at| device.join_request(&invite, &self.system, at))?;
        self.exchange(Entry::Join { invite: Box::new(invite), request: Box::new(request) }, observer, true).await
    }
}

impl Phone {
    /// Areas by their ids, all of them on this phone.
    pub(crate) fn known_areas(&self, wanted: &[String]) -> Result<Vec<DocId>, PhoneError> {
        if wanted.len() > MAX_AREAS {
            let reason = format!("a person is given at most {MAX_AREAS} areas; without any it is all");
            return Err(PhoneError::Input { code: "too-many-areas".to_owned(), reason });
        }
        let areas: Vec<DocId> = wanted.iter().map(|area| input::id("an area", area)).collect::<Result<_, _>>()?;
        let known = self.device().areas()?;
        match areas.iter().find(|area| !known.iter().any(|line| line.id == **area)) {
            Some(unknown) => Err(DeviceError::UnknownRecord(*unknown).into()),
            None => Ok(areas),
        }
    }
}

/// What an invite says, before it is used.
///
/// # Errors
/// The text is no invite, or damaged.
#[uniffi::export]
pub fn read_invite(text: String) -> Result<InviteCard, PhoneError> {
    Ok(card_of(&Invite::from_text(&text).map_err(DeviceError::from)?))
}

pub(crate) fn card_of(invite: &Invite) -> InviteCard {
    InviteCard {
        text: invite.to_text(),
        project: invite.name.clone(),
        role: MemberRole::of(invite.role),
        expires_ms: invite.expires.0,
        is_recovery_sheet: invite.is_recovery_sheet(),
    }
}

fn lasting(hours: u32) -> Result<Duration, PhoneError> {
    if (1..=MAX_INVITE_HOURS).contains(&hours) {
        return Ok(Duration::from_secs(u64::from(hours) * 3_600));
    }
    let reason = format!("an invite lasts 1 to {MAX_INVITE_HOURS} hours");
    Err(PhoneError::Input { code: "bad-hours".to_owned(), reason })
}
