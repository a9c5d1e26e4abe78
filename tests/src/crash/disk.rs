//! What a disk may hold after a store's writes up to some moment: all of them, the synced ones, or those and parts of the rest.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::tape::Op;
use crate::chance::Chance;

/// How a program or a machine ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// The program was killed: the system still writes everything.
    Killed,
    /// The power went, and nothing that was not synced is there.
    NothingMore,
    /// The power went, and some of the writes that were not synced are there.
    Some,
    /// The power went, and of the writes that were not synced some sectors are there.
    Torn,
}

impl Fate {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Killed, Self::NothingMore, Self::Some, Self::Torn];
}

/// How much a disk writes at once or not at all.
const SECTOR_BYTES: usize = 512;

/// A file: what is safe, and what was done since.
#[derive(Debug, Clone, Default)]
struct File {
    safe: Option<Vec<u8>>,
    since: Vec<Op>,
}

/// The files of a folder.
#[derive(Debug, Clone, Default)]
pub(super) struct Disk(BTreeMap<Arc<str>, File>);

impl Disk {
    /// What lies in a folder, all of it safe.
    pub(super) fn of(folder: &Path) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        for file in fs::read_dir(folder)? {
            let file = file?;
            let name: Arc<str> = file.file_name().to_string_lossy().into();
            files.insert(name, File { safe: Some(fs::read(file.path())?), since: Vec::new() });
        }
        Ok(Self(files))
    }

    /// Does what the store did.
    pub(super) fn apply(&mut self, name: &Arc<str>, op: &Op) {
        let file = self.0.entry(Arc::clone(name)).or_default();
        match op {
            Op::Sync => {
                for op in std::mem::take(&mut file.since) {
                    do_to(&mut file.safe, &op);
                }
            }
            Op::Write { .. } | Op::Cut { .. } | Op::Delete => file.since.push(op.clone()),
        }
    }

    /// Writes what may be there after such an end into an empty folder.
    pub(super) fn write(&self, folder: &Path, fate: Fate, chance: &mut Chance) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        for (name, file) in &self.0 {
            if let Some(bytes) = file.after(fate, chance) {
                fs::write(folder.join(&**name), bytes)?;
            }
        }
        Ok(())
    }
}

impl File {
    fn after(&self, fate: Fate, chance: &mut Chance) -> Option<Vec<u8>> {
        let mut content = self.safe.clone();
        for op in &self.since {
            match fate {
                Fate::Killed => do_to(&mut content, op),
                Fate::NothingMore => {}
                Fate::Some | Fate::Torn if !matches!(op, Op::Write { .. }) || fate == Fate::Some => {
                    if chance.percent(50) {
                        do_to(&mut content, op);
                    }
                }
                Fate::Some | Fate::Torn => {
                    sectors(op).filter(|_| chance.percent(50)).for_each(|op| do_to(&mut content, &op))
                }
            }
        }
        content
    }
}

/// A write in the pieces that a disk writes at once.
fn sectors(op: &Op) -> impl Iterator<Item = Op> {
    let (start, bytes) = match op {
        Op::Write { at, bytes } => (*at, bytes.as_slice()),
        Op::Cut { .. } | Op::Sync | Op::Delete => (0, &[][..]),
    };
    let first = SECTOR_BYTES - (start % SECTOR_BYTES as u64) as usize;
    let (head, rest) = bytes.split_at(first.min(bytes.len()));
    let mut at = start;
    std::iter::once(head).chain(rest.chunks(SECTOR_BYTES)).map(move |piece| {
        let op = Op::Write { at, bytes: piece.to_vec() };
        at += piece.len() as u64;
        op
    })
}

fn do_to(content: &mut Option<Vec<u8>>, op: &Op) {
    match op {
        Op::Write { at, bytes } => {
            let (content, at) = (content.get_or_insert_default(), *at as usize);
            content.resize(content.len().max(at + bytes.len()), 0);
            content[at..at + bytes.len()].copy_from_slice(bytes);
        }
        Op::Cut { size } => content.get_or_insert_default().resize(*size as usize, 0),
        Op::Delete => *content = None,
        Op::Sync => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disk() -> Disk {
        let (name, mut disk) = (Arc::from("store"), Disk::default());
        disk.apply(&name, &Op::Write { at: 0, bytes: vec![1; 1_000] });
        disk.apply(&name, &Op::Sync);
        disk.apply(&name, &Op::Write { at: 500, bytes: vec![2; 1_000] });
        disk
    }

    fn bytes(fate: Fate, seed: u64) -> Vec<u8> {
        let disk = disk();
        disk.0.values().next().and_then(|file| file.after(fate, &mut Chance::new(seed))).unwrap()
    }

    #[test]
    fn what_was_synced_is_there_after_every_end() {
        for (fate, seed) in Fate::ALL.into_iter().flat_map(|fate| (0..20).map(move |seed| (fate, seed))) {
            assert_eq!(bytes(fate, seed)[..500], [1; 500], "{fate:?}");
        }
    }

    #[test]
    fn a_kill_loses_nothing_and_a_power_cut_what_was_not_synced() {
        assert_eq!(bytes(Fate::Killed, 0), [vec![1; 500], vec![2; 1_000]].concat());
        assert_eq!(bytes(Fate::NothingMore, 0), vec![1; 1_000]);
    }

    #[test]
    fn a_torn_write_is_torn_between_sectors() {
        let torn: std::collections::BTreeSet<Vec<u8>> = (0..40).map(|seed| bytes(Fate::Torn, seed)).collect();
        assert!(torn.len() > 4, "{} ways to tear", torn.len());
        for content in torn {
            for sector in content.chunks(SECTOR_BYTES) {
                let changed = sector.iter().skip_while(|byte| **byte == 1).all(|byte| *byte == 2 || *byte == 0);
                assert!(changed || sector.iter().all(|byte| *byte == 1), "{sector:?}");
            }
        }
    }
}
