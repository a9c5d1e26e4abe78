//! Orders to erase on the server: kept in the ledger as they come, obeyed again after a restore, and passed on for respondents.
//!
//! The server passes orders on that others signed; it can give none itself.

use std::collections::BTreeSet;
use std::io;
use std::sync::PoisonError;

use doorstep_core::device::carrying;
use doorstep_core::document::kinds::subject::Subject;
use doorstep_core::entry::{Author, Order, Refusal};
use doorstep_core::member::{Access, Class, Scope};
use doorstep_core::store::StoreError;
use tracing::{error, info, warn};

use super::{Answers, refusal_of};
use crate::ledger::Ledger;

/// The ledger, and how far the store's orders are in it.
#[derive(Debug)]
pub(crate) struct Kept {
    ledger: Ledger,
    subjects: BTreeSet<Subject>,
    /// The feed position up to which the store's orders were looked at.
    position: u64,
}

/// Why the ledger and the store could not be brought together.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LedgerError {
    /// The ledger can't be read or written.
    #[error("the erasure ledger failed")]
    Ledger(#[from] io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
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
        let new = self.store.orders_after(kept.position)?;
        let Some(last) = new.last() else { return Ok(()) };
        let position = last.position;
        let orders: Vec<Order> = new.iter().map(|stored| stored.order).collect();
        let orders: Vec<Order> = orders.into_iter().filter(|order| !kept.subjects.contains(&order.subject)).collect();
        kept.ledger.append(&orders)?;
        kept.subjects.extend(orders.iter().map(|order| order.subject));
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
        self.append(&author, author.opening(scope, grant.id), carrying(order), None)?;
        info!("an order to erase was passed on");
        drop(writing);
        if let Err(error) = self.keep_orders() {
            error!(%error, "an order to erase is in the store and not in the ledger yet");
        }
        Ok(())
    }
}
