//! The invites that somebody could still use: listing them, taking one back, and the recovery sheet.
//!
//! Making an invite for somebody, and joining by one, is `setup`'s; how the sheet looks on paper the core's `report`.

use doorstep_core::device::{DeviceError, OpenInvite};
use doorstep_core::ids::DeviceId;
use doorstep_core::member::Invite;
use doorstep_core::report::recovery_page;

use crate::picture::qr_code;
use crate::setup::card_of;
use crate::{InviteCard, MemberRole, Phone, PhoneError, input, machine};

/// An invite that nobody has used yet.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct OpenInviteRow {
    /// Its id. What it says is kept nowhere.
    pub invite: String,
    /// What it lets a person do.
    pub role: MemberRole,
    /// Whether it left on paper or in a message.
    pub printed: bool,
    /// Whether it is a recovery sheet.
    pub is_recovery_sheet: bool,
    /// When it was made, in milliseconds since 1970 UTC.
    pub made_ms: i64,
    /// Until when it is taken, in milliseconds since 1970 UTC; none for a recovery sheet.
    pub expires_ms: Option<i64>,
    /// Who made it; none for the recovery sheet of the founding.
    pub by: Option<String>,
}

#[uniffi::export]
impl Phone {
    /// The invites that somebody could still use, recovery sheets among them, the oldest first.
    ///
    /// # Errors
    /// The phone is in no project, or locked.
    pub fn open_invites(&self) -> Result<Vec<OpenInviteRow>, PhoneError> {
        Ok(self.device().open_invites(machine::now())?.into_iter().map(OpenInviteRow::of).collect())
    }

    /// Takes an invite back that nobody has used. The server knows after the next sync.
    ///
    /// # Errors
    /// No such invite is open, or this person may not do that.
    pub fn take_invite_back(&self, invite: String) -> Result<(), PhoneError> {
        let invite = input::id("an invite", &invite)?;
        self.act(|device, at| device.take_invite_back(invite, at))
    }

    /// Makes a new recovery sheet; every other one is worth nothing once the server knows, after the next sync.
    ///
    /// # Errors
    /// This person may not do that, or the project has no server yet.
    pub fn new_recovery_sheet(&self) -> Result<InviteCard, PhoneError> {
        Ok(card_of(&self.act(|device, at| device.new_recovery_sheet(at))?))
    }

    /// A recovery sheet as a page to print, in this phone's language.
    ///
    /// # Errors
    /// The text is no recovery sheet.
    pub fn recovery_page(&self, sheet: String) -> Result<String, PhoneError> {
        let invite = Invite::from_text(&sheet).map_err(DeviceError::from)?;
        if !invite.is_recovery_sheet() {
            let reason = "this is an invite and no recovery sheet".to_owned();
            return Err(PhoneError::Input { code: "no-recovery-sheet".to_owned(), reason });
        }
        Ok(recovery_page(&invite, qr_code(&invite.to_text()).as_ref(), &self.words()))
    }
}

/// The same invite for a server that it does not name, or that has moved: with its address, and its key as it prints them.
///
/// # Errors
/// The text is no invite, or the key none.
#[uniffi::export]
pub fn invite_at(invite: String, address: String, key: String) -> Result<String, PhoneError> {
    let server: DeviceId = input::id("a server's key", &key)?;
    let addresses = vec![input::capped("the address", address.trim(), 300)?.to_owned()];
    let invite = Invite::from_text(&invite).map_err(DeviceError::from)?;
    Ok(Invite { server, addresses, ..invite }.to_text())
}

impl OpenInviteRow {
    fn of(open: OpenInvite) -> Self {
        Self {
            invite: open.public.to_string(),
            role: MemberRole::of(open.role),
            printed: open.printed,
            is_recovery_sheet: open.is_recovery_sheet,
            made_ms: open.made.0,
            expires_ms: (!open.is_recovery_sheet).then_some(open.expires.0),
            by: open.by.map(|member| member.to_string()),
        }
    }
}
