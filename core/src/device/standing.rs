//! How a phone stands in its project: whether it may read, and if not, what it can still do.
//!
//! A lease of thirty days begins anew at every contact with a server that is up to date. A phone whose lease is over, or whose rights
//! were taken back, keeps everything, shows nothing, and hands over what is unsent.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::view::View;
use super::{Device, DeviceError, Moment};
use crate::ids::DeviceId;
use crate::member::{Access, Class, ConfirmationCode, Grant, Membership, Standing as GrantStanding};
use crate::store::{HeldBack, Logs, MetaKey, SqliteStore, StoreError};
use crate::sync::AnswererWords;
use crate::time::Timestamp;

/// How long a phone may read without having met its server.
pub const LEASE: Duration = Duration::from_secs(30 * 86_400);

/// How a phone stands in its project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is in no project, or the project does not know it yet.
    Outside,
    /// A coordinator has to compare this code with the person first.
    Waiting {
        /// The code; absent while the phone does not know of its own invite.
        code: Option<ConfirmationCode>,
    },
    /// It may do what its role allows.
    Active,
    /// It has not met the server for longer than a lease.
    Expired {
        /// When it last did, by its own clock.
        last_contact: Timestamp,
    },
    /// A coordinator took its rights back.
    Revoked,
}

/// What a device knows of time: nothing by itself, only what it was told.
#[derive(Debug)]
pub(super) struct Lease {
    /// When, by this device's clock, it last met an up-to-date server.
    contact: Mutex<Option<Timestamp>>,
    /// The latest that this device's clock has said.
    latest: AtomicI64,
    /// The membership's epoch when the last call began.
    epoch_at_call: AtomicU64,
    /// Whether the server was found to know less of the membership than this device.
    server_behind: AtomicBool,
}

impl Lease {
    pub(super) fn load(store: &SqliteStore, now: Timestamp) -> Result<Self, StoreError> {
        let contact = store.meta(MetaKey::Contact)?.map(|bytes| <[u8; 8]>::try_from(bytes.as_slice()));
        let contact = contact.transpose().map_err(|_| StoreError::Damaged)?;
        Ok(Self {
            contact: Mutex::new(contact.map(|bytes| Timestamp(i64::from_le_bytes(bytes)))),
            latest: AtomicI64::new(now.0),
            epoch_at_call: AtomicU64::new(0),
            server_behind: AtomicBool::new(false),
        })
    }

    fn last_contact(&self) -> Option<Timestamp> {
        *self.contact.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ended(&self) -> Option<Timestamp> {
        let contact = self.last_contact()?;
        (self.latest.load(Ordering::Relaxed) > contact.after(LEASE).0).then_some(contact)
    }
}

impl Device {
    /// Takes note of what the device's clock says, so that a lease can end while the phone is only looked at.
    pub fn note_time(&self, now: Timestamp) {
        self.lease.latest.fetch_max(now.0, Ordering::Relaxed);
    }

    /// Takes note that a session with the server came to its end now. A server that knows less of the membership than this device
    /// did renews no lease: it may have been set back to where somebody still had rights. And where something that this device
    /// wrote is held back, it goes on in other logs, so that what it writes from now on does not build on that. A coordinator's device
    /// hands keys to those who came meanwhile.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn note_contact(&self, server: &AnswererWords, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        self.note_met(server, at.now)?;
        self.renew_keys(at)?;
        self.forget_names(at)?;
        self.forget_slips(at)?;
        self.bound_waiting()?;
        self.close_up(at.now)?;
        self.leave_behind(at)?;
        let life = Logs::OfLife(self.id(), self.incarnation());
        let membership = self.membership()?;
        let holds = |held: &HeldBack| membership.grant(&held.opening.grant).is_some_and(Grant::is_active);
        if !self.store.held_back(life)?.iter().any(holds) {
            return Ok(());
        }
        let _writing = self.lock();
        self.change_life(None, at)
    }

    fn note_met(&self, server: &AnswererWords, now: Timestamp) -> Result<(), DeviceError> {
        let behind = server.epoch < self.lease.epoch_at_call.load(Ordering::Relaxed);
        self.lease.server_behind.store(behind, Ordering::Relaxed);
        if !behind {
            self.store.set_meta(MetaKey::Contact, &now.0.to_le_bytes())?;
            *self.lease.contact.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
            // What the clock once said by mistake does not end a new lease.
            self.lease.latest.store(now.0, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Whether the server knew less of the membership than this device when they last met. The next call brings it what it lacks.
    pub fn server_is_behind(&self) -> bool {
        self.lease.server_behind.load(Ordering::Relaxed)
    }

    pub(super) fn note_call(&self) {
        let epoch = self.membership().map_or(0, |membership| membership.epoch());
        self.lease.epoch_at_call.store(epoch, Ordering::Relaxed);
    }

    /// How this device stands in its project, by what it knows.
    pub fn standing(&self) -> Standing {
        let Ok(membership) = self.membership() else { return Standing::Outside };
        match membership.standing_of(&self.id()) {
            None | Some(GrantStanding::Void) => Standing::Outside,
            Some(GrantStanding::Pending) => Standing::Waiting { code: code(&membership, &self.id()) },
            Some(GrantStanding::Cut) => Standing::Revoked,
            Some(GrantStanding::Active) => match self.lease.ended() {
                Some(last_contact) => Standing::Expired { last_contact },
                None => Standing::Active,
            },
        }
    }

    /// What this device's person may see.
    ///
    /// # Errors
    /// The phone is locked.
    pub(super) fn view(&self) -> Result<View<'_>, DeviceError> {
        self.check_pin()?;
        match self.standing() {
            Standing::Expired { .. } => Err(DeviceError::LeaseOver),
            Standing::Revoked => Err(DeviceError::Revoked),
            Standing::Outside | Standing::Waiting { .. } | Standing::Active => Ok(View::of(&self.store, &self.id())),
        }
    }

    /// When this device last met its project's server, by its own clock; none if it never did.
    pub fn last_contact(&self) -> Option<Timestamp> {
        self.lease.last_contact()
    }

    /// Whether this device's person may do this somewhere in a class.
    ///
    /// # Errors
    /// They may not, or the phone is locked.
    pub fn check_right(&self, class: Class, access: Access) -> Result<(), DeviceError> {
        self.view()?;
        if access == Access::Export {
            self.require_in_earnest()?;
        }
        let scopes = self.membership()?.scopes_for(&self.id(), access);
        let any = scopes.patterns().any(|pattern| pattern.class == class.number());
        if any { Ok(()) } else { Err(DeviceError::NotPermitted { access, class }) }
    }
}

fn code(membership: &Membership, device: &DeviceId) -> Option<ConfirmationCode> {
    membership.all_grants_of(device).find_map(|grant| membership.code_of(grant))
}
