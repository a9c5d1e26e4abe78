//! What a process used, as the system counts it: processor time, memory at its highest, bytes on the disk.

use std::fs;
use std::io;
use std::path::Path;

/// A process on this machine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Process(u32);

impl Process {
    /// This one.
    pub(crate) fn this() -> Self {
        Self(std::process::id())
    }

    /// Another one.
    pub(crate) const fn numbered(id: u32) -> Self {
        Self(id)
    }

    /// Seconds of processor time so far, in its own code and in the system's for it.
    pub(crate) fn cpu_s(self) -> io::Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0))?;
        // The program's name stands in brackets and may hold blanks; the 12th and 13th words behind it are the times.
        let times = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        let ticks: f64 = times.split_whitespace().skip(11).take(2).filter_map(|word| word.parse::<f64>().ok()).sum();
        Ok(ticks / TICKS_A_SECOND)
    }

    /// Megabytes of memory at its highest.
    pub(crate) fn peak_mb(self) -> io::Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()).unwrap_or_default();
        Ok(kib * 1_024.0 / 1_000_000.0)
    }
}

/// Linux counts processor time in hundredths of a second on every machine that this is built for.
const TICKS_A_SECOND: f64 = 100.0;

/// The bytes of a file, or of all files in a folder.
pub(crate) fn disk_bytes(path: &Path) -> io::Result<u64> {
    if !path.is_dir() {
        return Ok(fs::metadata(path)?.len());
    }
    fs::read_dir(path)?.map(|entry| disk_bytes(&entry?.path())).sum()
}

/// Copies a folder with everything in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
