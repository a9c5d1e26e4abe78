//! A scanned change's operations, read straight from its columns.
//!
//! Only what `prescan` let through comes here, so that expanding the runs is bounded by its limits.

use super::cursor::{Cursor, Malformed};
use super::prescan::{DELETE, Scan, ScanError};
use super::runs::each_number;
use super::scalar::{Scalar, ValueKind};
use crate::ids::ActorId;

/// The name of an operation: its number, and who did it. The order is automerge's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpId {
    /// The operation's number in its document; one above the highest that its author had seen.
    pub counter: u64,
    /// Who did it.
    pub actor: ActorId,
}

/// One operation: a value put under a key, or a key deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The key in the root map.
    pub key: String,
    /// The value put there; none when the key is deleted.
    pub value: Option<Scalar>,
    /// The operations that it replaces.
    pub replaces: Vec<OpId>,
}

/// Decodes the operations of a scanned change of `actor`.
pub(super) fn decode(scan: &Scan<'_>, actor: ActorId) -> Result<Vec<Operation>, ScanError> {
    let columns = &scan.columns;
    let actions = expand(columns.action, scan.operations, Cursor::unsigned)?;
    let metas = expand(columns.value_meta, scan.operations, Cursor::unsigned)?;
    let counts = expand(columns.pred_count, scan.operations, Cursor::unsigned)?;
    let mut replaced = decode_replaced(scan, actor)?.into_iter();
    let mut keys = Cursor::new(columns.key);
    let mut keys_left = 0;
    let mut values = Cursor::new(columns.value);
    let mut operations = Vec::with_capacity(actions.len());
    for ((action, meta), count) in actions.into_iter().zip(metas).zip(counts) {
        if keys_left == 0 {
            keys_left = keys.signed()?.unsigned_abs();
        }
        keys_left -= 1;
        let key = std::str::from_utf8(keys.prefixed()?).map_err(|_| Malformed)?.to_owned();
        let kind = ValueKind::from_code(meta).ok_or(Malformed)?;
        let value = kind.read(values.take(usize::try_from(meta >> 4).map_err(|_| Malformed)?)?)?;
        let replaces = replaced.by_ref().take(usize::try_from(count).map_err(|_| Malformed)?).collect::<Vec<_>>();
        let value = match action {
            DELETE if value != Scalar::Null || replaces.is_empty() => return Err(ScanError::Malformed),
            DELETE => None,
            _ => Some(value),
        };
        operations.push(Operation { key, value, replaces });
    }
    Ok(operations)
}

/// The replaced operations of all operations, one after the other; every one came before this change.
fn decode_replaced(scan: &Scan<'_>, actor: ActorId) -> Result<Vec<OpId>, ScanError> {
    let actors = expand(scan.columns.pred_actor, scan.predecessors, Cursor::unsigned)?;
    let steps = expand(scan.columns.pred_counter, scan.predecessors, Cursor::signed)?;
    let mut counter: i64 = 0;
    let mut replaced = Vec::with_capacity(actors.len());
    for (index, step) in actors.into_iter().zip(steps) {
        counter = counter.checked_add(step).ok_or(Malformed)?;
        let number = u64::try_from(counter).map_err(|_| Malformed)?;
        if number == 0 || number >= scan.start_op {
            return Err(ScanError::Malformed);
        }
        let actor = match usize::try_from(index).map_err(|_| Malformed)?.checked_sub(1) {
            None => actor,
            Some(other) => *scan.others.get(other).ok_or(Malformed)?,
        };
        replaced.push(OpId { counter: number, actor });
    }
    Ok(replaced)
}

fn expand<'a, T: Clone>(
    column: &'a [u8],
    rows: u64,
    read: impl Fn(&mut Cursor<'a>) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    let mut values = Vec::new();
    each_number(column, rows, read, |rows, value| {
        values.extend(std::iter::repeat_n(value, usize::try_from(rows).map_err(|_| Malformed)?));
        Ok(())
    })?;
    Ok(values)
}
