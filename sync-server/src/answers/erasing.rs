//! Orders to erase on the server: kept in the ledger as they come, obeyed again after a restore, and passed on for respondents.
//!
//! The server passes orders on that others signed; it can give none itself.

use std::collections::BTreeSet;
use std::sync::PoisonError;

use doorstep_core::device::carrying;
use doorstep_core::document::kinds::subject::Subject;
use doorstep_core::entry::{Author, Order, Refusal};
use doorstep_core::member::{Access, Class, Scope};
use tracing::{error, info, warn};

use super::{Answers, refusal_of};
use crate::ledger::{Ledger, LedgerError};

/// The ledger, and how far the store's orders are in it.
#[derive(Debug)]
pub(crate) struct Kept {
    ledger: Ledger,
    subjects: BTreeSet<Subject>,
    /// The feed position up to which the store's orders were looked at.
    position: u64,
}

impl Kept {
    pub(crate) const fn new(ledger: Ledger) -> Self {
        Self { ledger, subjects: BTreeSet::new(), position: 0 }
    }
}

impl Answers {
    /// Brings store and ledger together, at the start: what the ledger names is erased before anybody is answered, and its orders
    /// stand in the store again.
    pub(crate) fn obey_ledger(&self) -> Result<(), LedgerError> {
        let Some(founding) = self.store.founding() else { return Ok(()) };
        let in_store: BTreeSet<Subject> =
            self.store.orders_after(0)?.iter().map(|stored| stored.order.subject).collect();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let orders: Vec<Order> = kept.ledger.read()?;
        kept.subjects = orders.iter().map(|order| order.subject).collect();
        drop(kept);
        let lacking = |order: &&Order| !in_store.contains(&order.subject) && order.is_sound(founding.project());
        let lacking: Vec<Order> = orders.iter().filter(lacking).copied().collect();
        if lacking.is_empty() {
            return Ok(());
        }
        warn!(orders = lacking.len(), "the store lacks orders to erase that the ledger has: they take effect again");
        let subjects: Vec<Subject> = lacking.iter().map(|order| order.subject).collect();
        self.store.erase_again(&subjects)?;
        for order in &lacking {
            if let Err(refusal) = self.pass_on(order) {
                // It is erased here all the same; the coordinator's device brings the order itself.
                warn!(code = refusal.name(), "an order of the ledger could not be passed on yet");
            }
        }
        Ok(())
    }

    /// Adds the orders to the ledger that came since the last time. Called after every intake, and at the start.
    pub(crate) fn keep_orders(&self) -> Result<(), LedgerError> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (position, added) = kept.ledger.keep(&self.store, kept.position, &kept.subjects)?;
        kept.subjects.extend(added);
        kept.position = position;
        Ok(())
    }

    /// Writes an order that somebody signed into the server's own log, for everybody.
    pub(crate) fn pass_on(&self, order: &Order) -> Result<(), Refusal> {
        let writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let membership = self.store.membership().map_err(refusal_of)?;
        let key = &self.identity.keypair;
        let scope = Scope::whole(Class::Membership);
        let grant = membership.grant_for(&key.public(), &scope, Access::Write).ok_or(Refusal::NotPermitted)?;
        let author = Author { project: membership.project(), key, incarnation: self.identity.incarnation };
        self.append(&author, author.opening(scope, grant.id), vec![carrying(order)], None)?;
        info!("an order to erase was passed on");
        drop(writing);
        self.keep_orders().map_err(|error| {
            // Whoever gave it tries again; it is obeyed here already.
            error!(%error, "an order to erase is in the store and not in the ledger yet");
            Refusal::Storage
        })
    }
}
