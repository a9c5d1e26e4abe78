//! How a device comes to be, founds a project or joins one, and invites others.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use super::pin::Door;
use super::sealing::Sealing;
use super::standing::Lease;
use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::entry::{Unsigned, plan};
use crate::evaluation::Rules;
use crate::form::normal::from_blob;
use crate::ids::{BlobHash, DeviceId, DocId, GrantId, Incarnation, MemberId, ProjectId, Signature};
use crate::member::{
    Access, Act, Class, Custody, Deed, FoundingAct, Invite, InviteAct, InviteSecret, Keypair, MAX_SYSTEM_CHARS,
    Membership, Redemption, Role, Scope, ScopePattern, Target,
};
use crate::store::{MetaKey, SqliteStore, StoreError, StoreHooks, StoreKey};

/// How long an invite is taken unless its maker says otherwise.
pub const INVITE_LASTS: Duration = Duration::from_secs(72 * 3_600);

/// A project that was just founded.
#[derive(Debug)]
pub struct Founded {
    /// The project.
    pub project: ProjectId,
    /// What goes on the printed recovery sheet, and nowhere else: who joins with it is a coordinator, once.
    pub recovery_sheet: Invite,
}

/// What a device sends to a server to use an invite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinRequest {
    /// The project.
    pub project: ProjectId,
    /// The invite's public key.
    pub invite: DeviceId,
    /// This device.
    pub device: DeviceId,
    /// The member it will belong to.
    pub member: MemberId,
    /// The invite key's signature.
    pub signature: Signature,
    /// What the phone says of the system it runs on, for whoever invited.
    pub system: String,
}

impl Device {
    /// Opens a device's store, and makes it with a new key when there is none.
    ///
    /// # Errors
    /// When the store can't be opened: in use, damaged, newer, full disk, no access.
    pub fn open(path: &Path, at: &mut Moment<'_>) -> Result<Self, DeviceError> {
        Self::open_locked(path, None, at)
    }

    /// Opens a device's store with the key that it is encrypted under, or makes it with that; without a key it is plain.
    ///
    /// # Errors
    /// As for [`open`](Self::open); and the key is missing, another one or one too many, or this program can't encrypt.
    pub fn open_locked(path: &Path, key: Option<&StoreKey>, at: &mut Moment<'_>) -> Result<Self, DeviceError> {
        let store = SqliteStore::open_locked(path, key, HOOKS)?;
        let seed = kept(&store, MetaKey::DeviceSeed, at)?;
        let incarnation = kept(&store, MetaKey::Incarnation, at)?;
        let lease = Lease::load(&store, at.now)?;
        let pin_door = Door::load(&store)?;
        let key = Keypair::from_seed(seed);
        Ok(Self {
            store,
            key,
            incarnation: RwLock::new(Incarnation(incarnation)),
            writing: Mutex::new(()),
            received: Mutex::default(),
            must_come_again: AtomicBool::new(false),
            lease,
            pin_door,
            sealing: Sealing::default(),
        })
    }

    /// The device's name: its public key.
    pub fn id(&self) -> DeviceId {
        self.key.public()
    }

    /// The key that the device proves itself with.
    pub fn keypair(&self) -> &Keypair {
        &self.key
    }

    /// The present life of the store.
    pub(super) fn incarnation(&self) -> Incarnation {
        // The guarded value is replaced whole.
        *self.incarnation.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The project's membership.
    ///
    /// # Errors
    /// When the device is in no project yet.
    pub fn membership(&self) -> Result<Arc<Membership>, DeviceError> {
        Ok(self.store.membership()?)
    }

    /// Founds a project with this device as its first coordinator.
    ///
    /// # Errors
    /// When the device is in a project already, or the name is empty or too long.
    pub fn found(&self, name: &str, at: &mut Moment<'_>) -> Result<Founded, DeviceError> {
        if self.store.founding().is_some() {
            return Err(DeviceError::InProject);
        }
        let secret = InviteSecret::of_recovery_sheet(at.rng);
        // What a recovery sheet's key follows from is there before the project is.
        let recovery = secret.keypair(ProjectId([0; ProjectId::SIZE]));
        let act = FoundingAct::new(name, &recovery, self.id(), at.now, at.rng)?;
        self.store.set_founding(&act)?;
        self.renew_keys(at)?;
        let recovery_sheet = Invite::recovery_sheet(act.project(), act.name(), secret);
        Ok(Founded { project: act.project(), recovery_sheet })
    }

    /// Makes a server the project's: from then on it may store everybody's entries and countersign invites.
    ///
    /// # Errors
    /// When this device may not do that.
    pub fn link_server(&self, server: DeviceId, addresses: &[String], at: &mut Moment<'_>) -> Result<(), DeviceError> {
        self.require_in_earnest()?;
        let membership = self.membership()?;
        if !membership.servers().any(|known| known == server) {
            let mut member = [0; MemberId::SIZE];
            at.rng.fill_bytes(&mut member);
            let patterns = Class::ALL.into_iter().map(ScopePattern::all_of).collect();
            let (role, custody) = (Role::Server.number(), Custody::Device.number());
            let deed = Deed::Grant { member: MemberId(member), device: server, role, patterns, custody };
            self.act(vec![deed], at)?;
        }
        self.remember_server(server, addresses)
    }

    /// Where the project's server is and how to know it.
    ///
    /// # Errors
    /// When the project has none yet.
    pub fn server(&self) -> Result<(DeviceId, Vec<String>), DeviceError> {
        let key = self.store.meta(MetaKey::ServerKey)?.ok_or(DeviceError::NoServer)?;
        let addresses = self.store.meta(MetaKey::ServerAddress)?.unwrap_or_default();
        let server = DeviceId::try_from(key.as_slice()).map_err(|_| StoreError::Damaged)?;
        Ok((server, String::from_utf8_lossy(&addresses).lines().map(str::to_owned).collect()))
    }

    fn remember_server(&self, server: DeviceId, addresses: &[String]) -> Result<(), DeviceError> {
        let lines = addresses.join("\n");
        let values = [(MetaKey::ServerKey, &server.0[..]), (MetaKey::ServerAddress, lines.as_bytes())];
        Ok(self.store.set_metas(&values)?)
    }

    /// Invites somebody who stands beside: a researcher for some areas (or all, when none is named), or another role.
    ///
    /// # Errors
    /// When this device may not invite, or the project has no server yet.
    pub fn invite(
        &self,
        role: Role,
        areas: &[DocId],
        lasts: Duration,
        at: &mut Moment<'_>,
    ) -> Result<Invite, DeviceError> {
        self.make_invite(role, areas, lasts, false, at)
    }

    /// Makes an invite that leaves this person's hands on paper or in a message: who uses it waits until a coordinator has
    /// compared a code with them. Coordinators are never invited so.
    ///
    /// # Errors
    /// As for [`invite`](Self::invite), or when the role is coordinator.
    pub fn printed_invite(
        &self,
        role: Role,
        areas: &[DocId],
        lasts: Duration,
        at: &mut Moment<'_>,
    ) -> Result<Invite, DeviceError> {
        if matches!(role, Role::Coordinator | Role::Server) {
            return Err(DeviceError::NotPermitted { access: Access::Write, class: Class::Membership });
        }
        self.make_invite(role, areas, lasts, true, at)
    }

    fn make_invite(
        &self,
        role: Role,
        areas: &[DocId],
        lasts: Duration,
        printed: bool,
        at: &mut Moment<'_>,
    ) -> Result<Invite, DeviceError> {
        self.require_in_earnest()?;
        let membership = self.membership()?;
        let (server, addresses) = self.server()?;
        let secret = InviteSecret::random(at.rng);
        let expires = at.now.after(lasts);
        let public = secret.keypair(membership.project()).public();
        let patterns = patterns_for(role, areas);
        let custody = Custody::Device.number();
        let invite = InviteAct { public, role: role.number(), patterns, expires, custody, printed };
        self.act(vec![Deed::Invite(invite)], at)?;
        let name = membership.founding().name().to_owned();
        Ok(Invite { project: membership.project(), server, addresses, secret, role: role.number(), expires, name })
    }

    /// What to send to the server to use an invite. The same device may ask again with the same invite. `system` is what the
    /// inviter sees of the machine, such as the name and version of the phone's system.
    ///
    /// # Errors
    /// When the device is in a project already.
    pub fn join_request(&self, invite: &Invite, system: &str, at: &mut Moment<'_>) -> Result<JoinRequest, DeviceError> {
        self.require_in_earnest()?;
        if self.store.founding().is_some_and(|founding| founding.project() != invite.project) {
            return Err(DeviceError::InProject);
        }
        let mut member = [0; MemberId::SIZE];
        at.rng.fill_bytes(&mut member);
        let (key, device) = (invite.keypair(), self.id());
        // A device belongs to one person, also when it uses another invite.
        let known = self.membership().ok().and_then(|membership| membership.member_of(&device));
        let member = known.unwrap_or(MemberId(member));
        let signature = Redemption::sign(&key, invite.project, device, member);
        let system = system.chars().filter(|c| !c.is_control()).take(MAX_SYSTEM_CHARS).collect();
        Ok(JoinRequest { project: invite.project, invite: key.public(), device, member, signature, system })
    }

    /// Takes note of the project that an invite leads to, before the server has said anything.
    ///
    /// # Errors
    /// When the store can't be written, or a member's invite leads to a server that the project does not know.
    pub fn remember_invite(&self, invite: &Invite) -> Result<(), DeviceError> {
        self.require_in_earnest()?;
        let membership = self.membership().ok();
        let member = membership.filter(|membership| membership.member_of(&self.id()).is_some());
        // Whoever finds a phone can't make it hand its work to another server.
        let mut known = member.iter().flat_map(|membership| membership.servers()).peekable();
        if known.peek().is_some() && !known.any(|server| server == invite.server) {
            return Err(DeviceError::InProject);
        }
        self.remember_server(invite.server, &invite.addresses)?;
        // A member that uses another invite goes on opening what was wrapped for its first.
        if member.is_some() {
            return Ok(());
        }
        Ok(self.store.set_meta(MetaKey::InviteSeed, &invite.keypair().seed())?)
    }

    /// Signs and stores membership acts; each follows the one before it in the log, so only the first names the heads.
    pub(super) fn write_acts(&self, deeds: Vec<Deed>, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let writing = self.lock();
        let mut heads = self.membership()?.heads();
        let mut batch = Batch::default();
        for deed in deeds {
            let act = Act { heads: std::mem::take(&mut heads), deed };
            batch.push(Scope::whole(Class::Membership), Unsigned::act(act.to_bytes()));
        }
        self.commit(batch, &writing, at).map(drop)
    }

    /// The grant that this device mainly acts under.
    ///
    /// # Errors
    /// When the device is in no project, or not yet a member of it.
    pub fn grant(&self) -> Result<GrantId, DeviceError> {
        let membership = self.membership()?;
        let grant = membership.grants_of(&self.id()).next().map(|grant| grant.id);
        grant.ok_or(DeviceError::NotPermitted { access: Access::Read, class: Class::Project })
    }
}

/// How a device's store, or a server's, plans what it takes in and reads form versions.
pub const HOOKS: StoreHooks = StoreHooks { plan, rules_of };

/// A random value that is made once and kept.
fn kept<const N: usize>(store: &SqliteStore, key: MetaKey, at: &mut Moment<'_>) -> Result<[u8; N], DeviceError> {
    if let Some(bytes) = store.meta(key)? {
        return bytes.try_into().map_err(|_| StoreError::Damaged.into());
    }
    let mut bytes = [0; N];
    at.rng.fill_bytes(&mut bytes);
    store.set_meta(key, &bytes)?;
    Ok(bytes)
}

/// What the evaluation needs of a form version, from its blob.
pub fn rules_of(version: BlobHash, blob: &[u8]) -> Option<Rules> {
    from_blob(blob).ok().map(|form| Rules::from_form(version, &form))
}

/// A researcher's field and sealed logs may be narrowed to areas; what everybody needs is never narrowed.
pub(super) fn patterns_for(role: Role, areas: &[DocId]) -> Vec<ScopePattern> {
    let mut patterns = Vec::new();
    for class in Class::ALL {
        let narrowed = matches!(class, Class::Field | Class::Sealed | Class::Person)
            && role == Role::Researcher
            && !areas.is_empty();
        if narrowed {
            let only = |area| ScopePattern { area: Some(Target::Only(area)), ..ScopePattern::all_of(class) };
            patterns.extend(areas.iter().copied().map(only));
        } else {
            patterns.push(ScopePattern::all_of(class));
        }
    }
    patterns
}
