//! The look at a change's bytes before anything expands them: does it have the one shape we write, and is it small?
//!
//! No code of automerge runs here, and memory stays a small multiple of the input. What passes is safe to decode with
//! `operations`; whether the change fits its document is asked in `doc`.

use super::cursor::{Cursor, Malformed};
use super::limits::{MAX_ACTORS, MAX_BODY_BYTES, MAX_DEPENDENCIES, MAX_OPERATIONS, MAX_PREDECESSORS};
use super::runs::{Run, each_number, next_run};
use super::scalar::ValueKind;
use crate::ids::{ActorId, ChangeHash};

/// Why the bytes are not a change that we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// Longer than an entry may be.
    #[error("the change has {bytes} bytes, over the limit of {MAX_BODY_BYTES}")]
    TooLarge {
        /// The length in bytes.
        bytes: usize,
    },
    /// More operations than an entry may have.
    #[error("the change has more than {MAX_OPERATIONS} operations")]
    TooManyOperations,
    /// It builds on too many others, refers to too many actors or replaces too many values.
    #[error("the change refers to too many others")]
    TooManyReferences,
    /// It makes or fills nested containers, counters or marks; documents hold plain values under keys.
    #[error("the change holds more than plain values under keys")]
    NotFlat,
    /// A column is compressed.
    #[error("the change has a compressed column")]
    Compressed,
    /// Not a change, or not in the form in which we write one.
    #[error("the change can't be read")]
    Malformed,
}

impl From<Malformed> for ScanError {
    fn from(Malformed: Malformed) -> Self {
        Self::Malformed
    }
}

/// What the head of a change says, and where its columns are.
#[derive(Debug, Clone)]
pub struct Scan<'a> {
    /// The changes that it builds on, ascending.
    pub deps: Vec<ChangeHash>,
    /// The how-manieth change of its author in this document, from 1.
    pub seq: u64,
    /// The number of its first operation, from 1.
    pub start_op: u64,
    /// How many operations it has, at least 1.
    pub operations: u64,
    /// The reason of a correction.
    pub message: Option<&'a str>,
    /// The authors of the values that it replaces, other than its own author; ascending.
    pub others: Vec<ActorId>,
    /// How many values it replaces.
    pub predecessors: u64,
    pub(super) columns: Columns<'a>,
}

/// The columns of a flat change; each is empty when it is absent.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Columns<'a> {
    pub(super) key: &'a [u8],
    pub(super) insert: &'a [u8],
    pub(super) action: &'a [u8],
    pub(super) value_meta: &'a [u8],
    pub(super) value: &'a [u8],
    pub(super) pred_count: &'a [u8],
    pub(super) pred_actor: &'a [u8],
    pub(super) pred_counter: &'a [u8],
}

/// The action that puts a value.
pub(super) const PUT: u64 = 1;
/// The action that deletes a key.
pub(super) const DELETE: u64 = 3;

/// Reads a change's body (`docs/protocol.md` section 3.4) without expanding any of it.
///
/// # Errors
/// Says what is too large or not in the form that we write.
pub fn scan(body: &[u8]) -> Result<Scan<'_>, ScanError> {
    if body.len() > MAX_BODY_BYTES {
        return Err(ScanError::TooLarge { bytes: body.len() });
    }
    let mut cursor = Cursor::new(body);
    let deps = read_deps(&mut cursor)?;
    let seq = cursor.unsigned()?;
    let start_op = cursor.unsigned()?;
    let time = cursor.signed()?;
    let message = std::str::from_utf8(cursor.prefixed()?).map_err(|_| Malformed)?;
    let others = read_others(&mut cursor)?;
    let columns = read_columns(&mut cursor)?;

    let operations = count_operations(columns.action)?;
    let last_op = start_op.checked_add(operations).ok_or(Malformed)?;
    if seq == 0 || start_op == 0 || last_op > u64::from(u32::MAX) || time != 0 {
        return Err(ScanError::Malformed);
    }
    check_keys(columns.key, operations)?;
    check_inserts(columns.insert, operations)?;
    check_values(&columns, operations)?;
    let predecessors = check_predecessors(&columns, operations, others.len())?;
    let message = (!message.is_empty()).then_some(message);
    Ok(Scan { deps, seq, start_op, operations, message, others, predecessors, columns })
}

pub(super) fn read_deps(cursor: &mut Cursor<'_>) -> Result<Vec<ChangeHash>, ScanError> {
    let count = bounded(cursor.unsigned()?, MAX_DEPENDENCIES)?;
    let deps = (0..count).map(|_| cursor.array().map(ChangeHash)).collect::<Result<Vec<_>, _>>()?;
    strictly_ascending(&deps)?;
    Ok(deps)
}

fn read_others(cursor: &mut Cursor<'_>) -> Result<Vec<ActorId>, ScanError> {
    let count = bounded(cursor.unsigned()?, MAX_ACTORS)?;
    let mut others = Vec::new();
    for _ in 0..count {
        others.push(ActorId::try_from(cursor.prefixed()?).map_err(|_| Malformed)?);
    }
    strictly_ascending(&others)?;
    Ok(others)
}

fn bounded(count: u64, limit: usize) -> Result<usize, ScanError> {
    usize::try_from(count).ok().filter(|count| *count <= limit).ok_or(ScanError::TooManyReferences)
}

fn strictly_ascending<T: Ord>(items: &[T]) -> Result<(), Malformed> {
    if items.is_sorted_by(|a, b| a < b) { Ok(()) } else { Err(Malformed) }
}

/// Reads column specifications, lengths and data; the data must reach exactly to the end.
fn read_columns<'a>(cursor: &mut Cursor<'a>) -> Result<Columns<'a>, ScanError> {
    const MOST_COLUMNS: u64 = 16;
    const DEFLATE: u64 = 0b1000;
    let count = cursor.unsigned()?;
    if count > MOST_COLUMNS {
        return Err(ScanError::Malformed);
    }
    let mut specs = Vec::new();
    for _ in 0..count {
        specs.push((cursor.unsigned()?, usize::try_from(cursor.unsigned()?).map_err(|_| Malformed)?));
    }
    if specs.iter().any(|(spec, _)| spec & DEFLATE != 0) {
        return Err(ScanError::Compressed);
    }
    let empty = specs.iter().any(|(_, length)| *length == 0);
    if empty || !specs.is_sorted_by(|(a, _), (b, _)| a < b) {
        return Err(ScanError::Malformed);
    }
    let mut columns = Columns::default();
    for (spec, length) in specs {
        let data = cursor.take(length)?;
        *column(&mut columns, spec)? = data;
    }
    if cursor.is_empty() { Ok(columns) } else { Err(ScanError::Malformed) }
}

/// The column with this specification: its id shifted left by four, with the type in the low three bits.
fn column<'c, 'a>(columns: &'c mut Columns<'a>, spec: u64) -> Result<&'c mut &'a [u8], ScanError> {
    match spec {
        0x15 => Ok(&mut columns.key),
        0x34 => Ok(&mut columns.insert),
        0x42 => Ok(&mut columns.action),
        0x56 => Ok(&mut columns.value_meta),
        0x57 => Ok(&mut columns.value),
        0x70 => Ok(&mut columns.pred_count),
        0x71 => Ok(&mut columns.pred_actor),
        0x73 => Ok(&mut columns.pred_counter),
        // Container, list position, mark.
        0x01 | 0x02 | 0x11 | 0x13 | 0x94 | 0xa5 => Err(ScanError::NotFlat),
        _ => Err(ScanError::Malformed),
    }
}

fn count_operations(column: &[u8]) -> Result<u64, ScanError> {
    let mut cursor = Cursor::new(column);
    let mut operations: u64 = 0;
    while !cursor.is_empty() {
        let run = next_run(&mut cursor, Cursor::unsigned)?;
        operations = operations.checked_add(run.rows()).ok_or(ScanError::TooManyOperations)?;
        if operations > MAX_OPERATIONS as u64 {
            return Err(ScanError::TooManyOperations);
        }
        match run {
            Run::Repeat(_, action) => check_action(action)?,
            Run::Literal(rows) => {
                for _ in 0..rows {
                    check_action(cursor.unsigned()?)?;
                }
            }
            Run::Null(_) => return Err(ScanError::Malformed),
        }
    }
    if operations == 0 { Err(ScanError::Malformed) } else { Ok(operations) }
}

const fn check_action(action: u64) -> Result<(), ScanError> {
    match action {
        PUT | DELETE => Ok(()),
        // Make a map, list, text or table; increment; mark.
        0 | 2 | 4..=7 => Err(ScanError::NotFlat),
        _ => Err(ScanError::Malformed),
    }
}

/// Keys are all present and strictly ascending, so there is never a repeat run.
fn check_keys(column: &[u8], operations: u64) -> Result<(), ScanError> {
    let mut cursor = Cursor::new(column);
    let mut left = operations;
    let mut previous: Option<&[u8]> = None;
    while !cursor.is_empty() {
        let Run::Literal(rows) = next_run(&mut cursor, Cursor::prefixed)? else {
            return Err(ScanError::Malformed);
        };
        left = left.checked_sub(rows).ok_or(Malformed)?;
        for _ in 0..rows {
            let key = cursor.prefixed()?;
            if std::str::from_utf8(key).is_err() || previous.is_some_and(|previous| previous >= key) || key.is_empty() {
                return Err(ScanError::Malformed);
            }
            previous = Some(key);
        }
    }
    if left == 0 { Ok(()) } else { Err(ScanError::Malformed) }
}

/// Nothing is inserted into a list: one run of "no" over all operations.
fn check_inserts(column: &[u8], operations: u64) -> Result<(), ScanError> {
    let mut cursor = Cursor::new(column);
    let none = cursor.unsigned()?;
    if !cursor.is_empty() {
        return Err(ScanError::NotFlat);
    }
    if none == operations { Ok(()) } else { Err(ScanError::Malformed) }
}

fn check_values(columns: &Columns<'_>, operations: u64) -> Result<(), ScanError> {
    let mut bytes: u64 = 0;
    let mut plain = true;
    each_number(columns.value_meta, operations, Cursor::unsigned, |rows, meta| {
        let length = meta >> 4;
        let kind = ValueKind::from_code(meta);
        plain &= kind.is_some();
        if kind.is_some_and(|kind| !kind.allows_length(length)) {
            return Err(Malformed);
        }
        bytes = rows.checked_mul(length).and_then(|more| bytes.checked_add(more)).ok_or(Malformed)?;
        Ok(())
    })?;
    if bytes != columns.value.len() as u64 {
        return Err(ScanError::Malformed);
    }
    if plain { Ok(()) } else { Err(ScanError::NotFlat) }
}

fn check_predecessors(columns: &Columns<'_>, operations: u64, others: usize) -> Result<u64, ScanError> {
    let mut total: u64 = 0;
    each_number(columns.pred_count, operations, Cursor::unsigned, |rows, count| {
        total = rows.checked_mul(count).and_then(|more| total.checked_add(more)).ok_or(Malformed)?;
        Ok(())
    })?;
    if total > MAX_PREDECESSORS {
        return Err(ScanError::TooManyReferences);
    }
    each_number(columns.pred_actor, total, Cursor::unsigned, |_, actor| {
        if actor <= others as u64 { Ok(()) } else { Err(Malformed) }
    })?;
    each_number(columns.pred_counter, total, Cursor::signed, |_, _| Ok(()))?;
    Ok(total)
}

#[cfg(test)]
mod tests {
    use automerge::Change as Reference;
    use proptest::prelude::*;

    use super::super::testing::{ALICE, any_values, first, history, play};
    use super::super::{Change, Document, restore, strip};
    use super::*;

    /// What automerge says about the same bytes, only asked after the scan has let them through.
    fn reference(body: &[u8]) -> Reference {
        let chunk = restore(body, ALICE).expect("dependencies that were scanned");
        Reference::from_bytes(chunk).expect("automerge reads whatever the scan lets through")
    }

    fn assert_same(body: &[u8]) -> Result<(), TestCaseError> {
        let Ok(change) = Change::read(body.to_vec(), ALICE) else { return Ok(()) };
        let reference = reference(body);
        prop_assert_eq!(change.operations().len(), reference.len());
        prop_assert_eq!(change.seq(), reference.seq());
        prop_assert_eq!(change.start_op(), reference.start_op().get());
        prop_assert_eq!(change.last_op(), reference.max_op());
        prop_assert_eq!(change.message(), reference.message());
        prop_assert_eq!(change.hash().0, reference.hash().0);
        prop_assert!(change.deps().iter().map(|dep| dep.0).eq(reference.deps().iter().map(|dep| dep.0)));
        let keys = reference.decode().operations.into_iter().map(|operation| match operation.key {
            automerge::legacy::Key::Map(key) => key.to_string(),
            automerge::legacy::Key::Seq(_) => panic!("a flat change"),
        });
        prop_assert!(change.touched_keys().eq(keys));
        Ok(())
    }

    #[test]
    fn a_bomb_of_eight_million_operations_is_refused_unexpanded() {
        let mut body = first(ALICE, &[("a/a", "x")]).into_body();
        let action = [0x42, 0x02];
        let place = body.windows(2).position(|window| window == action).expect("an action column");
        body[place + 1] = 5;
        let data = body.len() - 2 - 2 - 1 - 1 - 3;
        let at = body[data..].windows(2).position(|window| window == [0x7f, 0x01]).expect("one put") + data;
        body.splice(at..at + 2, [0x80, 0xa4, 0xe8, 0x03, 0x01]);
        assert_eq!(scan(&body).map(|scan| scan.operations), Err(ScanError::TooManyOperations));
    }

    #[test]
    fn a_nested_container_is_refused() {
        use automerge::transaction::Transactable;
        let mut nested = automerge::AutoCommit::new().with_actor(automerge::ActorId::from(ALICE.0));
        nested.put_object(automerge::ROOT, "a/list", automerge::ObjType::List).expect("a list");
        let body = strip(nested.get_last_local_change().expect("a change").raw_bytes()).expect("a plain change");
        assert_eq!(scan(&body).map(|scan| scan.operations), Err(ScanError::NotFlat));
    }

    #[test]
    fn a_compressed_column_is_refused() {
        let mut body = first(ALICE, &[("a/a", "x")]).into_body();
        let place = body.windows(2).position(|window| window == [0x42, 0x02]).expect("an action column");
        body[place] |= 0b1000;
        assert_eq!(scan(&body).map(|scan| scan.operations), Err(ScanError::Compressed));
    }

    #[test]
    fn bytes_left_over_are_refused() {
        let mut body = first(ALICE, &[("a/a", "x")]).into_body();
        body.push(0);
        assert_eq!(scan(&body).map(|scan| scan.operations), Err(ScanError::Malformed));
    }

    #[test]
    fn what_is_over_a_limit_says_which() {
        assert_eq!(
            scan(&[0; MAX_BODY_BYTES + 1]).map(|scan| scan.seq),
            Err(ScanError::TooLarge { bytes: MAX_BODY_BYTES + 1 })
        );
        assert_eq!(scan(&[0x81, 0x02]).map(|scan| scan.seq), Err(ScanError::TooManyReferences));
    }

    proptest! {
        #[test]
        fn automerge_reads_what_passes_in_the_same_way(puts in any_values()) {
            for change in Document::first(ALICE, &puts).expect("a first change") {
                prop_assert!(scan(change.body()).is_ok());
                assert_same(change.body())?;
            }
        }

        #[test]
        fn automerge_reads_edits_that_pass_in_the_same_way(steps in history()) {
            for change in play(&steps) {
                assert_same(change.body())?;
            }
        }

        #[test]
        fn changed_bytes_are_refused_or_read_like_automerge(
            puts in any_values(),
            hits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        ) {
            let mut body = Document::first(ALICE, &puts).expect("a first change").remove(0).into_body();
            for (place, byte) in hits {
                let place = place.index(body.len());
                body[place] = byte;
            }
            assert_same(&body)?;
        }

        #[test]
        fn arbitrary_bytes_are_refused_or_read_like_automerge(body in proptest::collection::vec(any::<u8>(), 0..300)) {
            assert_same(&body)?;
        }
    }
}
