//! How a project comes to the server, and how a device comes to a project: founding by token, and invites used once.
//!
//! The server alone can enrol nobody: it countersigns what a coordinator has signed. Decided where the redemption is
//! stored, so that two phones that show one invite at once can't both have it.

use std::sync::PoisonError;

use doorstep_core::entry::{Author, Header, LogEnd, Opening, Refusal, Unsigned, check_run};
use doorstep_core::ids::{DeviceId, EntryHash};
use doorstep_core::member::{Access, Act, Class, Deed, FoundingAct, InviteAct, Membership, Redemption, Scope};
use doorstep_core::sync::{Redeem, Token};
use doorstep_core::time::Timestamp;
use tracing::{error, info, warn};

use super::{Answers, refusal_of};

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
        info!("a project was founded");
        Ok(act.to_bytes().to_vec())
    }

    /// Countersigns the use of an invite by the device on the line. Asking again is answered in the same way.
    pub(super) fn redeem(&self, device: DeviceId, redeem: &Redeem) -> Result<Vec<u8>, Refusal> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let membership = self.store.membership().map_err(refusal_of)?;
        if membership.project() != redeem.project {
            return Err(Refusal::UnknownProject);
        }
        let (hash, invite) = membership.invite(&redeem.invite).ok_or(Refusal::InviteUnknown)?;
        if let Some(grant) = membership.redeemed(&hash) {
            return if grant.device == device { Ok(founding(&membership)) } else { Err(Refusal::InviteUsed) };
        }
        let redemption = checked(device, redeem, hash, invite, &membership, self.machine.now())?;
        self.write_redemption(redemption, &membership)?;
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
        let scope = Scope::whole(Class::Membership);
        let key = &self.identity.keypair;
        let Some(grant) = membership.grant_for(&key.public(), &scope, Access::Write) else {
            warn!("an invite was shown before a coordinator has given this server its role");
            return Err(Refusal::InviteUnknown);
        };
        let author = Author { project: membership.project(), key, incarnation: self.identity.incarnation };
        let act = Act { heads: membership.heads(), deed: Deed::Redeem(redemption) };
        self.append(&author, author.opening(scope, grant.id), Unsigned::act(act.to_bytes()))
    }

    /// Writes into the server's own log, which is opened first if need be.
    fn append(&self, author: &Author<'_>, opening: Opening, unsigned: Unsigned) -> Result<(), Refusal> {
        let (now, log) = (self.machine.now(), opening.log(author.project));
        let mut rng = self.machine.rng().map_err(|_| Refusal::Internal)?;
        let known = self.store.log(log).map_err(refusal_of)?;
        let run = if let Some(known) = known {
            let end = LogEnd { log, seq: known.head_seq, hash: known.head_hash };
            author.append(&end, vec![unsigned], now, &mut rng)
        } else {
            let mut run = author.open(&opening, now, &mut rng);
            let header = run.entries[0].header(author.project, log, 1, EntryHash([0; 32]));
            let end = LogEnd { log, seq: 1, hash: Header::hash(&header) };
            run.entries.extend(author.append(&end, vec![unsigned], now, &mut rng).entries);
            run
        };
        let key = self.store.log_key(log, run.first_seq).map_err(refusal_of)?;
        self.store.ingest(vec![check_run(author.project, run, key)]).map_err(refusal_of).map(drop)
    }
}

fn founding(membership: &Membership) -> Vec<u8> {
    membership.founding().to_bytes().to_vec()
}

/// The redemption that this request makes, if its invite still holds and its secret was known to the caller.
fn checked(
    device: DeviceId,
    redeem: &Redeem,
    hash: EntryHash,
    invite: &InviteAct,
    membership: &Membership,
    now: Timestamp,
) -> Result<Redemption, Refusal> {
    if invite.expires <= now {
        return Err(Refusal::InviteExpired);
    }
    let Redeem { member, signature, .. } = *redeem;
    let redemption = Redemption { invite: hash, device, member, signature };
    let signed = redeem.device == device && redemption.is_signed_by(invite.public, membership.project());
    signed.then_some(redemption).ok_or(Refusal::InviteUnknown)
}
