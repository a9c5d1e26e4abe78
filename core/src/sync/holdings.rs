//! Sums and differences of holdings, and runs cut by them. The sets themselves are `entry`'s.

use crate::entry::{Entry, Holdings, Ranges, Run};

/// The most ranges that one frame states, which keeps it far below the limit.
const RANGES_IN_FRAME: usize = 2_000;
/// About how many bytes of entries one frame holds.
const RUN_BYTES: usize = 32_768;

/// What is in `all` and not in `rest`.
pub(super) fn minus(all: &Holdings, rest: &Holdings) -> Holdings {
    let left = all.0.iter().map(|(log, ranges)| {
        let left = rest.0.get(log).map_or_else(|| ranges.clone(), |taken| ranges.minus(taken));
        (*log, left)
    });
    Holdings(left.filter(|(_, ranges)| !ranges.is_empty()).collect())
}

/// What is in both.
pub(super) fn common(one: &Holdings, other: &Holdings) -> Holdings {
    minus(one, &minus(one, other))
}

/// Adds everything of `more` to `all`.
pub(super) fn add(all: &mut Holdings, more: &Holdings) {
    for (log, ranges) in &more.0 {
        all.0.entry(*log).or_default().extend(ranges);
    }
}

/// How many entries there are.
pub(super) fn count(holdings: &Holdings) -> u64 {
    holdings.0.values().map(Ranges::count).sum()
}

/// The same in parts that fit into a frame each; at least one, which may be empty.
pub(super) fn parts(holdings: &Holdings) -> Vec<Holdings> {
    let mut parts = vec![Holdings::default()];
    let mut room = RANGES_IN_FRAME;
    for (log, ranges) in &holdings.0 {
        for (first, end) in ranges.iter() {
            if room == 0 {
                parts.push(Holdings::default());
                room = RANGES_IN_FRAME;
            }
            room -= 1;
            if let Some(part) = parts.last_mut() {
                part.insert(*log, first, end);
            }
        }
    }
    parts
}

/// The parts of a run that are not held. A part that follows held entries goes without the hash before it.
pub(super) fn cut(run: Run, held: &Holdings) -> Vec<Run> {
    let Some(held) = held.0.get(&run.log) else { return vec![run] };
    let missing = Ranges::of(run.first_seq, run.end_seq()).minus(held);
    let (log, start) = (run.log, run.first_seq);
    let mut entries = (start..).zip(run.entries).peekable();
    let mut parts = Vec::new();
    for (first, end) in missing.iter() {
        while entries.next_if(|(seq, _)| *seq < first).is_some() {}
        let kept: Vec<Entry> =
            std::iter::from_fn(|| entries.next_if(|(seq, _)| *seq < end)).map(|(_, entry)| entry).collect();
        let prev = if first == start { run.prev } else { None };
        parts.push(Run { log, first_seq: first, prev, entries: kept });
    }
    parts
}

/// The same run in parts of which each is a frame: small, as the receiver can keep only whole ones of a connection that
/// breaks. The parts go without the hash before them, which the receiver has just been sent.
pub(super) fn fit(run: Run) -> Vec<Run> {
    let Run { log, first_seq, prev, entries } = run;
    let mut parts = vec![Run { log, first_seq, prev, entries: Vec::new() }];
    let mut bytes = 0;
    for (seq, entry) in (first_seq..).zip(entries) {
        bytes += entry.size_bytes();
        if bytes > RUN_BYTES && seq > first_seq {
            bytes = entry.size_bytes();
            parts.push(Run { log, first_seq: seq, prev: None, entries: Vec::new() });
        }
        if let Some(part) = parts.last_mut() {
            part.entries.push(entry);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Body;
    use crate::ids::{DocId, EntryHash, LogId, Salt, Signature};
    use crate::time::Timestamp;

    const LOG: LogId = LogId([1; 32]);

    fn run(first_seq: u64, count: u64, payload_bytes: usize) -> Run {
        let entry = |seq: u64| Entry::Known {
            min_reader: 0,
            payload_kind: 1,
            doc_kind: 8,
            doc: DocId([2; 16]),
            time: Timestamp(seq as i64),
            signature: Signature([3; 64]),
            body: Body::Full { salt: Salt([4; 16]), payload: vec![5; payload_bytes] },
        };
        let prev = (first_seq > 1).then_some(EntryHash([9; 32]));
        Run { log: LOG, first_seq, prev, entries: (first_seq..first_seq + count).map(entry).collect() }
    }

    #[test]
    fn a_run_is_cut_to_what_is_missing_and_keeps_its_places() {
        let mut held = Holdings::default();
        held.insert(LOG, 1, 7);
        held.insert(LOG, 9, 10);
        let parts = cut(run(5, 8, 1), &held);
        let places: Vec<_> = parts.iter().map(|part| (part.first_seq, part.end_seq(), part.prev)).collect();
        assert_eq!(places, [(7, 9, None), (10, 13, None)]);
        let times = |part: &Run| {
            let time = |entry: &Entry| if let Entry::Known { time, .. } = entry { time.0 } else { 0 };
            part.entries.iter().map(time).collect::<Vec<_>>()
        };
        assert_eq!(times(&parts[1]), [10, 11, 12]);
    }

    #[test]
    fn a_run_too_long_for_a_frame_goes_in_parts_that_continue_each_other() {
        let whole = run(3, 400, 300);
        let parts = fit(whole.clone());
        assert!((5..10).contains(&parts.len()), "{} parts", parts.len());
        let mut next = 3;
        for part in &parts {
            assert_eq!((part.first_seq, part.prev), (next, if next == 3 { whole.prev } else { None }));
            next = part.end_seq();
        }
        let entries: Vec<Entry> = parts.into_iter().flat_map(|part| part.entries).collect();
        assert_eq!(entries, whole.entries);
    }

    #[test]
    fn the_largest_entries_fit_into_a_frame() {
        for part in fit(run(3, 9, crate::entry::MAX_PAYLOAD_BYTES)) {
            assert!(crate::sync::Frame::Run(part).to_bytes().is_ok());
        }
    }

    #[test]
    fn holdings_in_parts_add_up_to_the_whole() {
        let mut all = Holdings::default();
        for log in 0..30_u8 {
            (0..150).for_each(|i| all.insert(LogId([log; 32]), 3 * i + 1, 3 * i + 2));
        }
        let parts = parts(&all);
        assert_eq!(parts.len(), 3);
        let mut sum = Holdings::default();
        parts.iter().for_each(|part| add(&mut sum, part));
        assert_eq!(sum, all);
    }

    #[test]
    fn what_is_common_and_what_is_left_make_the_whole() {
        let mut alice = Holdings::default();
        alice.insert(LOG, 1, 10);
        alice.insert(LogId([2; 32]), 1, 4);
        let mut server = Holdings::default();
        server.insert(LOG, 1, 5);
        server.insert(LogId([3; 32]), 1, 4);
        let mut sum = common(&alice, &server);
        assert_eq!(count(&sum), 4);
        add(&mut sum, &minus(&alice, &server));
        assert_eq!(sum, alice);
    }
}
