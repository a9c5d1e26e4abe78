//! The erasure ledger: every order to erase that was in effect here, in a file of its own beside the store.
//!
//! A store that is put back from a backup lacks the orders that came since. The ledger has them, signed as they were given, and so
//! brings nothing back; what an order does is the store's. Keep the newest ledger when a backup is restored.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use doorstep_core::document::kinds::subject::Subject;
use doorstep_core::entry::Order;
use doorstep_core::ids::{DeviceId, DocId, GrantId, Signature};
use doorstep_core::member::DocKind;
use doorstep_core::store::{SqliteStore, StoreError};
use tracing::warn;

/// The name of the file.
const NAME: &str = "erasure.ledger";

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

/// The ledger of one server. One order a line: kind, document, reason, signer, signature and grant, in hexadecimal.
#[derive(Debug)]
pub(crate) struct Ledger {
    path: PathBuf,
}

impl Ledger {
    /// The ledger in a server's directory, whether it exists or not.
    pub(crate) fn in_directory(directory: &Path) -> Self {
        Self { path: directory.join(NAME) }
    }

    /// Every order in it, in the order in which they came. A line that was cut short by a crash is left out: its order is in the
    /// store, which had it first.
    pub(crate) fn read(&self) -> io::Result<Vec<Order>> {
        let text = match fs::read_to_string(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            text => text?,
        };
        let read = |line: &str| {
            let order = order_of(line);
            if order.is_none() {
                warn!("a line of the erasure ledger can't be read");
            }
            order
        };
        Ok(text.lines().filter(|line| !line.is_empty()).filter_map(read).collect())
    }

    /// Adds those orders of a store that came after a position of its feed and are about none of these subjects; says up to where
    /// the store's orders are in the ledger now, and which were added.
    pub(crate) fn keep(
        &self,
        store: &SqliteStore,
        after: u64,
        known: &BTreeSet<Subject>,
    ) -> Result<(u64, Vec<Subject>), LedgerError> {
        let new = store.orders_after(after)?;
        let position = new.last().map_or(after, |last| last.position);
        let orders: Vec<Order> =
            new.iter().map(|stored| stored.order).filter(|order| !known.contains(&order.subject)).collect();
        self.append(&orders)?;
        Ok((position, orders.iter().map(|order| order.subject).collect()))
    }

    /// Adds orders at the end; they are on the disk when this returns.
    pub(crate) fn append(&self, orders: &[Order]) -> io::Result<()> {
        if orders.is_empty() {
            return Ok(());
        }
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&self.path)?;
        // A line that was cut short ends here.
        let lines: String = orders.iter().map(|order| format!("\n{}\n", line_of(order))).collect();
        file.write_all(lines.as_bytes())?;
        file.sync_all()
    }
}

fn line_of(order: &Order) -> String {
    let Order { subject, why, signer, signature, grant } = order;
    let grant = grant.map_or_else(|| "-".to_owned(), |grant| grant.to_string());
    format!("{} {} {why} {signer} {signature} {grant}", subject.kind.number(), subject.doc)
}

fn order_of(line: &str) -> Option<Order> {
    let mut parts = line.split(' ');
    let mut next = || parts.next();
    let kind = DocKind::from_number(next()?.parse().ok()?)?;
    let doc: DocId = next()?.parse().ok()?;
    let why = next()?.parse().ok()?;
    let signer: DeviceId = next()?.parse().ok()?;
    let signature: Signature = next()?.parse().ok()?;
    let grant: Option<GrantId> = match next()? {
        "-" => None,
        grant => Some(grant.parse().ok()?),
    };
    Some(Order { subject: Subject { kind, doc }, why, signer, signature, grant })
}

#[cfg(test)]
mod tests {
    use doorstep_core::entry::Why;
    use doorstep_core::ids::ProjectId;
    use doorstep_core::member::Keypair;

    use super::*;

    const PROJECT: ProjectId = ProjectId([1; 32]);

    fn orders() -> [Order; 2] {
        let key = Keypair::from_seed([7; 32]);
        let asked = Subject::response(DocId([9; 16]));
        [Order::by_respondent(PROJECT, &key), Order::by_coordinator(PROJECT, asked, Why::Asked, &key, GrantId([8; 32]))]
    }

    #[test]
    fn what_was_added_is_read_again_as_it_was_signed() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::in_directory(folder.path());
        assert_eq!(ledger.read().unwrap(), []);
        let orders = orders();
        ledger.append(&orders[..1]).unwrap();
        ledger.append(&orders[1..]).unwrap();
        assert_eq!(ledger.read().unwrap(), orders);
        assert!(ledger.read().unwrap().iter().all(|order| order.is_sound(PROJECT)));
    }

    #[test]
    fn a_line_cut_short_costs_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::in_directory(folder.path());
        let orders = orders();
        ledger.append(&orders[..1]).unwrap();
        let mut text = fs::read_to_string(folder.path().join(NAME)).unwrap();
        text.truncate(text.len() - 20);
        fs::write(folder.path().join(NAME), text).unwrap();
        ledger.append(&orders[1..]).unwrap();
        assert_eq!(ledger.read().unwrap(), orders[1..]);
    }
}
