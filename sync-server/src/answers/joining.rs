//! How a project comes to the server, and how a device comes to a project: founding by token, and invites used once.
//!
//! The server alone can enrol nobody: it countersigns what a coordinator has signed. Decided where the redemption is
//! stored, so that two phones that show one invite at once can't both have it.

use std::net::IpAddr;
use std::sync::PoisonError;

use doorstep_core::entry::{Author, Header, LogEnd, Opening, Refusal, Unsigned, check_run};
use doorstep_core::ids::{DeviceId, EntryHash};
use doorstep_core::member::{
    Access, Act, Class, Deed, Floor, FoundingAct, MAX_NAMED, MAX_SYSTEM_CHARS, Membership, Redemption, Scope, Snapshot,
};
use doorstep_core::store::StoreError;
use doorstep_core::sync::{Redeem, Token};
use tracing::{error, info, warn};

use super::{Answers, refusal_of};
use crate::audit::{Event, What};
use crate::limits::place_of;

impl Answers {
    /// Holds the project that a device founds, if it shows the token. Once founded, the founder may ask again.
    pub(super) fn found(&self, device: DeviceId, token: &Token, act: &FoundingAct) -> Result<Vec<u8>, Refusal> {
        let mut expected = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        let made_for_caller = act.grant().device == device;
        if let Some(held) = self.store.founding() {
            let same = held.project() == act.project() && made_for_caller;
            return if same { Ok(held.to_bytes().to_vec()) } else { Err(Refusal::WrongToken) };
        }
        if !made_for_caller || !expected.as_ref().is_some_and(|expected| expected.is(&token.0)) {
            warn!("somebody tried to found a project with a wrong token");
            return Err(Refusal::WrongToken);
        }
        self.store.set_founding(act).map_err(refusal_of)?;
        *expected = None;
        self.audit.note(Event::new(What::Founded).by(device));
        info!("a project was founded");
        Ok(act.to_bytes().to_vec())
    }

    /// Answers somebody who shows a secret, unless this address has shown too many wrong ones: then nobody there learns whether
    /// theirs is right.
    pub(super) fn limited<T>(
        &self,
        address: IpAddr,
        answer: impl FnOnce(&Self) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        if !self.attempts.has_left(place_of(address)) {
            warn!("an address has shown too many wrong secrets for now");
            return Err(Refusal::Busy);
        }
        answer(self).inspect_err(|refusal| {
            if matches!(refusal, Refusal::InviteUnknown | Refusal::WrongToken) {
                self.attempts.count(place_of(address));
            }
        })
    }

    /// Countersigns the use of an invite by the device on the line. Asking again is answered in the same way.
    ///
    /// Whether the secret was known is checked first and costs the same for every invite: who does not hold it learns nothing.
    pub(super) fn redeem(&self, device: DeviceId, redeem: &Redeem) -> Result<Vec<u8>, Refusal> {
        let redemption = redemption_of(redeem);
        let knows_the_secret = redeem.device == device && redemption.is_signed_by(redeem.invite, redeem.project);
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let membership = self.store.membership().map_err(refusal_of)?;
        if membership.project() != redeem.project {
            return Err(Refusal::UnknownProject);
        }
        let (hash, invite) = membership.invite(&redeem.invite).ok_or(Refusal::InviteUnknown)?;
        if !knows_the_secret {
            return Err(Refusal::InviteUnknown);
        }
        if let Some(grant) = membership.redeemed(&hash) {
            return if grant.device == device { Ok(founding(&membership)) } else { Err(Refusal::InviteUsed) };
        }
        if invite.expires <= self.machine.now() {
            return Err(Refusal::InviteExpired);
        }
        self.write_redemption(Redemption { invite: hash, ..redemption }, &membership)?;
        let membership = self.store.membership().map_err(refusal_of)?;
        match membership.redeemed(&hash) {
            Some(grant) if grant.device == device => {
                info!("a device joined by an invite");
                Ok(founding(&membership))
            }
            Some(_) => Err(Refusal::InviteUsed),
            None => {
                error!("the redemption of an invite was not taken in");
                Err(Refusal::Internal)
            }
        }
    }

    fn write_redemption(&self, redemption: Redemption, membership: &Membership) -> Result<(), Refusal> {
        let invite = redemption.invite;
        self.write_act(Deed::Redeem(redemption), membership, Some(invite))
    }

    /// States which acts this server holds, whenever a cut is among them that it has not stated yet; with it how far it had taken
    /// the logs that the cut ends. Called after every intake, and at the start.
    pub(crate) fn write_snapshot(&self) -> Result<(), Refusal> {
        let open = |membership: &Membership| membership.cuts_without_snapshot();
        let Ok(membership) = self.store.membership() else { return Ok(()) };
        if open(&membership).is_empty() {
            return Ok(());
        }
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let membership = self.store.membership().map_err(refusal_of)?;
        // Another thread may have stated them in the meantime.
        let cuts = open(&membership);
        if cuts.is_empty() {
            return Ok(());
        }
        let mut floors = Vec::new();
        for (cut, device) in cuts {
            let places = self.store.stored_before(&cut, device).map_err(refusal_of)?;
            floors.extend(places.into_iter().map(|(log, seq)| Floor { cut: cut.hash, log, seq }));
        }
        floors.truncate(MAX_NAMED);
        let snapshot = Snapshot { epoch: membership.epoch() + 1, floors };
        self.write_act(Deed::Snapshot(snapshot), &membership, None)
    }

    fn write_act(&self, deed: Deed, membership: &Membership, claim: Option<EntryHash>) -> Result<(), Refusal> {
        let scope = Scope::whole(Class::Membership);
        let key = &self.identity.keypair;
        let Some(grant) = membership.grant_for(&key.public(), &scope, Access::Write) else {
            warn!("this server was to write before a coordinator has given it its role");
            return Err(Refusal::InviteUnknown);
        };
        let author = Author { project: membership.project(), key, incarnation: self.identity.incarnation };
        let act = Act { heads: membership.heads(), deed };
        self.append(&author, author.opening(scope, grant.id), vec![Unsigned::act(act.to_bytes())], claim)
    }

    /// Writes into the server's own log, which is opened first if need be.
    pub(super) fn append(
        &self,
        author: &Author<'_>,
        opening: Opening,
        unsigned: Vec<Unsigned>,
        claim: Option<EntryHash>,
    ) -> Result<(), Refusal> {
        let (now, log) = (self.machine.now(), opening.log(author.project));
        let mut rng = self.machine.rng().map_err(|_| Refusal::Internal)?;
        let known = self.store.log(log).map_err(refusal_of)?;
        let run = if let Some(known) = known {
            let end = LogEnd { log, seq: known.head_seq, hash: known.head_hash };
            author.append(&end, unsigned, now, &mut rng)
        } else {
            let mut run = author.open(&opening, now, &mut rng);
            let header = run.entries[0].header(author.project, log, 1, EntryHash([0; 32]));
            let end = LogEnd { log, seq: 1, hash: Header::hash(&header) };
            run.entries.extend(author.append(&end, unsigned, now, &mut rng).entries);
            run
        };
        let key = self.store.log_key(log, run.first_seq).map_err(refusal_of)?;
        let runs = vec![check_run(author.project, run, key)];
        let outcomes = match claim {
            Some(claim) => self.store.ingest_claiming(claim, runs).map_err(|error| {
                if matches!(error, StoreError::AlreadyClaimed) { Refusal::InviteUsed } else { refusal_of(error) }
            })?,
            None => self.store.ingest(runs).map_err(refusal_of)?,
        };
        if let Some(refused) = outcomes.iter().flat_map(|outcome| &outcome.refused).next() {
            error!(code = refused.refusal.name(), "the server refused what it wrote itself");
        }
        let taken: Vec<_> = outcomes.iter().map(|outcome| (log, outcome)).collect();
        self.audit_acts(&taken);
        Ok(())
    }
}

fn founding(membership: &Membership) -> Vec<u8> {
    membership.founding().to_bytes().to_vec()
}

/// The redemption that this request makes; which entry holds its invite is still to be found.
fn redemption_of(redeem: &Redeem) -> Redemption {
    let Redeem { device, member, signature, ref system, .. } = *redeem;
    let system = Some(system.chars().filter(|c| !c.is_control()).take(MAX_SYSTEM_CHARS).collect::<String>());
    let system = system.filter(|system| !system.is_empty());
    Redemption { invite: EntryHash([0; 32]), device, member, signature, system }
}
