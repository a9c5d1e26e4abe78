//! The files of the audit log: appended to and never rewritten, one for each day or four megabytes, numbered in order.
//!
//! A file's first line names the hash of the last line of the file before. Reading a whole chain is `verify`'s.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use doorstep_core::time::Timestamp;

use super::line::{Line, hash_of, no_line};

/// From how many bytes on a file is left and the next begun.
const FILE_BYTES: u64 = 4 << 20;
/// How a file of the audit log ends.
const EXTENSION: &str = "jsonl";

/// Appends lines.
#[derive(Debug)]
pub(super) struct Writer {
    folder: PathBuf,
    open: Option<Open>,
    /// The number of the last file.
    number: u64,
    n: u64,
    prev: String,
    torn: bool,
}

#[derive(Debug)]
struct Open {
    file: File,
    day: String,
    bytes: u64,
}

impl Writer {
    /// Goes on after the last line in this folder, which is made for its owner alone if it is not there.
    pub(super) fn open(folder: PathBuf) -> io::Result<Self> {
        make_folder(&folder)?;
        let mut writer = Self { folder, open: None, number: 0, n: 0, prev: no_line(), torn: false };
        let files = files_in(&writer.folder)?;
        for (number, path) in &files {
            writer.number = *number;
            writer.read(&fs::read(path)?);
        }
        if let Some((_, path)) = files.last()
            && writer.torn
        {
            // The torn line is closed and stays; the chain goes on from its bytes.
            writeln!(append_to(path)?)?;
        }
        Ok(writer)
    }

    /// Whether the last line was cut off by the end of the process that wrote it.
    pub(super) const fn is_torn(&self) -> bool {
        self.torn
    }

    pub(super) fn head(&self) -> (u64, String) {
        (self.n, self.prev.clone())
    }

    fn read(&mut self, bytes: &[u8]) {
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            self.n = serde_json::from_slice(line).map_or(self.n + 1, |line: Line| line.n);
            self.prev = hash_of(line);
        }
        self.torn = !bytes.is_empty() && !bytes.ends_with(b"\n");
    }

    /// Writes a line at the end of the chain, in the file of the day; on the disk before this returns if it is to be durable.
    pub(super) fn append(&mut self, mut line: Line, now: Timestamp, durable: bool) -> io::Result<()> {
        line.n = self.n + 1;
        line.prev.clone_from(&self.prev);
        let mut bytes = serde_json::to_vec(&line)?;
        let hash = hash_of(&bytes);
        bytes.push(b'\n');
        let open = self.file_for(now)?;
        if let Err(error) = open.file.write_all(&bytes) {
            // Half a line, on a full disk, would stand between this line and the next.
            open.file.set_len(open.bytes)?;
            return Err(error);
        }
        open.bytes += bytes.len() as u64;
        self.n += 1;
        self.prev = hash;
        match &self.open {
            Some(open) if durable => open.file.sync_data(),
            Some(_) | None => Ok(()),
        }
    }

    fn file_for(&mut self, now: Timestamp) -> io::Result<&mut Open> {
        let day: String = now.to_string().chars().take_while(|c| *c != 'T').collect();
        if !self.open.as_ref().is_some_and(|open| open.day == day && open.bytes < FILE_BYTES) {
            let last = fs::metadata(self.folder.join(name_of(self.number, &day)));
            // Only a start goes on with a file of the same day.
            let goes_on = self.open.is_none() && last.is_ok_and(|last| last.len() < FILE_BYTES);
            self.number += u64::from(!goes_on);
            let file = append_to(&self.folder.join(name_of(self.number, &day)))?;
            let bytes = file.metadata()?.len();
            self.open = Some(Open { file, day, bytes });
        }
        Ok(self.open.as_mut().expect("the file was opened above"))
    }
}

/// The files of an audit log, in order.
pub(super) fn files_in(folder: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let mut files = Vec::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        let is_ours = path.extension().is_some_and(|extension| extension == EXTENSION);
        let number = path.file_name().and_then(|name| name.to_str()?.split('-').next()?.parse().ok());
        if let Some(number) = number
            && is_ours
        {
            files.push((number, path));
        }
    }
    files.sort();
    Ok(files)
}

fn name_of(number: u64, day: &str) -> String {
    format!("{number:06}-{day}.{EXTENSION}")
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn append_to(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::super::verify::{Audit, Fault};
    use super::super::{Event, What};
    use super::*;

    const MORNING: Timestamp = Timestamp(1_773_492_800_000);
    const A_DAY_MS: i64 = 86_400_000;

    fn write(folder: &Path, days: &[i64]) {
        let mut writer = Writer::open(folder.to_owned()).unwrap();
        for day in days {
            let now = Timestamp(MORNING.0 + day * A_DAY_MS);
            writer.append(Event::new(What::Started).line(now), now, true).unwrap();
        }
    }

    #[test]
    fn each_day_begins_a_file_and_the_chain_goes_on_through_all_of_them() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[0, 0, 1]);
        write(folder.path(), &[1, 2]);
        let files = files_in(folder.path()).unwrap();
        let names: Vec<_> = files.iter().map(|(_, path)| path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["000001-2026-03-14.jsonl", "000002-2026-03-15.jsonl", "000003-2026-03-16.jsonl"]);
        let audit = Audit::verify_folder(folder.path()).unwrap();
        assert_eq!((audit.lines, audit.broken), (5, None));
    }

    #[test]
    fn a_clock_that_was_set_back_begins_another_file_and_breaks_nothing() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[0, -1, 0]);
        assert_eq!(files_in(folder.path()).unwrap().len(), 3);
        assert_eq!(Audit::verify_folder(folder.path()).unwrap().broken, None);
    }

    #[test]
    fn a_line_that_a_crash_cut_off_stays_and_is_told_from_one_that_was_changed() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[0, 0]);
        let path = files_in(folder.path()).unwrap()[0].1.clone();
        append_to(&path).unwrap().write_all(b"{\"n\":3,\"at\":\"2026-0").unwrap();
        let torn = Writer::open(folder.path().to_owned()).unwrap();
        assert!(torn.is_torn());
        let broken = Audit::verify_folder(folder.path()).unwrap().broken.unwrap();
        assert_eq!((broken.line, broken.fault), (3, Fault::Unreadable));
        drop(torn);
        let mut mended = Writer::open(folder.path().to_owned()).unwrap();
        mended.append(Event::new(What::Mended).line(MORNING), MORNING, true).unwrap();
        assert_eq!(Audit::verify_folder(folder.path()).unwrap().broken, None);
    }
}
