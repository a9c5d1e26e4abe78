//! The membership acts and orders to erase among what was just stored, by the names that the audit log uses.

use doorstep_core::entry::{Content, LogKey, Outcome, check_run};
use doorstep_core::ids::{DeviceId, EntryHash, LogId};
use doorstep_core::member::{Act, Class, Deed};
use doorstep_core::store::{SqliteStore, StoreError};

use super::{Event, What};

/// An event for every membership act and every order to erase that these intakes added, signed by its author and no matter who
/// brought it.
pub(crate) fn acts_in(store: &SqliteStore, taken: &[(LogId, &Outcome)]) -> Result<Vec<Event>, StoreError> {
    let mut events = Vec::new();
    for (log, outcome) in taken {
        let Some((_, end)) = outcome.stored.filter(|_| outcome.new > 0) else { continue };
        let Some(stored) = store.log(*log)?.filter(|stored| stored.opening.scope.class == Class::Membership) else {
            continue;
        };
        for Found { name, device, entry } in acts_from(store, *log, end - outcome.new, end)? {
            let device = device.unwrap_or(stored.opening.device);
            events.push(Event::new(What::Act(name)).by(device).about(entry));
        }
    }
    Ok(events)
}

/// An act, or an order to erase.
struct Found {
    name: &'static str,
    /// Whose doing it was, where that is not whoever wrote it into a log: of a use of an invite, which the server signs, whoever used
    /// it; of an order whichever coordinator's device gave it.
    device: Option<DeviceId>,
    entry: EntryHash,
}

impl Found {
    fn in_entry(content: Content, entry: EntryHash) -> Option<Self> {
        match content {
            Content::Act(Act { deed, .. }) => {
                let device = if let Deed::Redeem(redemption) = &deed { Some(redemption.device) } else { None };
                Some(Self { name: name_of(&deed), device, entry })
            }
            Content::Order(order) => Some(Self { name: "erase", device: order.grant.map(|_| order.signer), entry }),
            Content::Opening(_)
            | Content::Change(_)
            | Content::Manifest(_)
            | Content::Sealed(_)
            | Content::Opaque
            | Content::Erased => None,
        }
    }
}

fn acts_from(store: &SqliteStore, log: LogId, first: u64, end: u64) -> Result<Vec<Found>, StoreError> {
    let project = store.membership()?.project();
    let mut acts = Vec::new();
    let mut next = first;
    while next < end {
        let key: LogKey = store.log_key(log, next)?;
        let run = store.read_run(log, next, end, READ_BYTES)?;
        let checked = check_run(project, run, key);
        let Some(last) = checked.entries.last() else { break };
        next = last.seq + 1;
        acts.extend(checked.entries.into_iter().filter_map(|entry| Found::in_entry(entry.content, entry.hash)));
    }
    Ok(acts)
}

const READ_BYTES: usize = 1 << 20;

const fn name_of(deed: &Deed) -> &'static str {
    match deed {
        Deed::Grant { .. } => "grant",
        Deed::Invite(_) => "invite",
        Deed::Redeem(_) => "redeem",
        Deed::Cut(_) => "cut",
        Deed::Snapshot(_) => "snapshot",
        Deed::Confirm(_) => "confirm",
        Deed::Release(_) => "release",
        Deed::Key(_) => "sealing-key",
        Deed::Unknown(_) => "unknown-act",
    }
}
