//! Listens to what SQLite writes: a VFS around SQLite's own that tells a tape, and fails where the tape says so.
//!
//! All files but those in recorded folders are opened as ever. The code is unsafe because SQLite's interface is C; every
//! function passes on what it was given, unchanged, to the function that it stands before.
#![expect(unsafe_code, reason = "SQLite's VFS is an interface in C")]

use std::collections::BTreeMap;
use std::ffi::{CStr, OsStr, c_char, c_int, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, Once, OnceLock, PoisonError};

use rusqlite::ffi::{
    SQLITE_FCNTL_PRAGMA, SQLITE_IOERR, SQLITE_OK, sqlite3_file, sqlite3_filename, sqlite3_io_methods, sqlite3_vfs,
    sqlite3_vfs_find, sqlite3_vfs_register,
};

use super::tape::{Op, Synchronous, Tape, tape_of};

/// An open file that is recorded.
#[derive(Clone)]
struct Watched {
    name: Arc<str>,
    tape: Arc<Mutex<Tape>>,
    /// SQLite's own methods for it.
    base: &'static sqlite3_io_methods,
}

/// The recorded files that are open, by where SQLite keeps them.
static OPEN: Mutex<BTreeMap<usize, Watched>> = Mutex::new(BTreeMap::new());

/// SQLite's own VFS; it lives as long as the program.
struct Base(*mut sqlite3_vfs);
// SAFETY: SQLite allows its VFS to be called from every thread, and nothing here writes to it.
unsafe impl Send for Base {}
// SAFETY: as above.
unsafe impl Sync for Base {}

static BASE: OnceLock<Base> = OnceLock::new();

/// Puts the VFS in place, once for the program.
pub(super) fn watch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // SAFETY: the default VFS lives as long as the program, as does its leaked copy; both are only read from now on.
        unsafe {
            let own = base();
            let watching =
                sqlite3_vfs { zName: c"watching".as_ptr(), xOpen: Some(open), xDelete: Some(delete), ..*own };
            sqlite3_vfs_register(Box::leak(Box::new(watching)), 1);
        }
    });
}

/// SQLite's own VFS.
fn base() -> *mut sqlite3_vfs {
    // SAFETY: asks for the default VFS; the first answer, before ours is registered, is kept.
    BASE.get_or_init(|| Base(unsafe { sqlite3_vfs_find(std::ptr::null()) })).0
}

fn open_files() -> MutexGuard<'static, BTreeMap<usize, Watched>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn watched(file: *mut sqlite3_file) -> Option<Watched> {
    open_files().get(&(file as usize)).cloned()
}

impl Watched {
    fn synchronous(&self) -> Synchronous {
        self.tape.lock().unwrap_or_else(PoisonError::into_inner).synchronous
    }

    fn note(&self, op: Op) -> Result<(), c_int> {
        self.tape.lock().unwrap_or_else(PoisonError::into_inner).note(&self.name, op)
    }
}

/// Opens a file, and lets a recorded one use the methods below.
unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    name: sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: these are SQLite's arguments, passed on to its own function; after it has succeeded the file's methods are set.
    unsafe {
        let Some(own) = (*base()).xOpen else { return SQLITE_IOERR };
        let code = own(base(), name, file, flags, out);
        if code == SQLITE_OK
            && !name.is_null()
            && let Some((name, tape)) = recorded(name)
            && let Some(base) = (*file).pMethods.as_ref()
        {
            open_files().insert(file as usize, Watched { name, tape, base });
            (*file).pMethods = watching(base);
        }
        code
    }
}

unsafe extern "C" fn delete(_: *mut sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    // SAFETY: as for `open`.
    unsafe {
        let Some(own) = (*base()).xDelete else { return SQLITE_IOERR };
        if let Some((name, tape)) = recorded(name)
            && let Err(code) = tape.lock().unwrap_or_else(PoisonError::into_inner).note(&name, Op::Delete)
        {
            return code;
        }
        own(base(), name, sync)
    }
}

/// The name of a file within its folder and the tape of that, if there is one.
///
/// # Safety
/// `name` ends with a zero byte.
unsafe fn recorded(name: *const c_char) -> Option<(Arc<str>, Arc<Mutex<Tape>>)> {
    // SAFETY: the caller's promise.
    let path = Path::new(OsStr::from_bytes(unsafe { CStr::from_ptr(name) }.to_bytes()));
    Some((path.file_name()?.to_str()?.into(), tape_of(path)?))
}

/// SQLite's own methods with those below in their places; one for each set of its own.
fn watching(base: &'static sqlite3_io_methods) -> &'static sqlite3_io_methods {
    static MADE: Mutex<BTreeMap<usize, &'static sqlite3_io_methods>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    made.entry(std::ptr::from_ref(base) as usize).or_insert_with(|| {
        Box::leak(Box::new(sqlite3_io_methods {
            xClose: Some(close),
            xWrite: Some(write),
            xTruncate: Some(truncate),
            xSync: Some(sync),
            xFileControl: Some(control),
            ..*base
        }))
    })
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    let Some(own) = open_files().remove(&(file as usize)).and_then(|watched| watched.base.xClose) else {
        return SQLITE_IOERR;
    };
    // SAFETY: the file goes to the function that SQLite would have called.
    unsafe { own(file) }
}

unsafe extern "C" fn write(file: *mut sqlite3_file, bytes: *const c_void, count: c_int, at: i64) -> c_int {
    let Some(watched) = watched(file) else { return SQLITE_IOERR };
    let Some(own) = watched.base.xWrite else { return SQLITE_IOERR };
    // SAFETY: SQLite gives so many bytes at this place.
    let copied = unsafe { std::slice::from_raw_parts(bytes.cast::<u8>(), count as usize) }.to_vec();
    match watched.note(Op::Write { at: at as u64, bytes: copied }) {
        // SAFETY: as for `close`.
        Ok(()) => unsafe { own(file, bytes, count, at) },
        Err(code) => code,
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: i64) -> c_int {
    let Some(watched) = watched(file) else { return SQLITE_IOERR };
    let Some(own) = watched.base.xTruncate else { return SQLITE_IOERR };
    match watched.note(Op::Cut { size: size as u64 }) {
        // SAFETY: as for `close`.
        Ok(()) => unsafe { own(file, size) },
        Err(code) => code,
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    let Some(watched) = watched(file) else { return SQLITE_IOERR };
    let Some(own) = watched.base.xSync else { return SQLITE_IOERR };
    match watched.note(Op::Sync) {
        // SAFETY: as for `close`.
        Ok(()) => unsafe { own(file, flags) },
        Err(code) => code,
    }
}

unsafe extern "C" fn control(file: *mut sqlite3_file, op: c_int, argument: *mut c_void) -> c_int {
    let Some(watched) = watched(file) else { return SQLITE_IOERR };
    let Some(own) = watched.base.xFileControl else { return SQLITE_IOERR };
    if op == SQLITE_FCNTL_PRAGMA {
        // SAFETY: SQLite gives the name and the value of the pragma as the second and third of four texts.
        unsafe { weaken(argument.cast::<*mut c_char>(), watched.synchronous()) };
    }
    // SAFETY: as for `close`.
    unsafe { own(file, op, argument) }
}

/// Writes another value over that of `PRAGMA synchronous`, so that the store is really opened less safely than it asks for.
///
/// # Safety
/// `texts` is what SQLite gives with a pragma; the value is a copy that it made for itself.
unsafe fn weaken(texts: *mut *mut c_char, synchronous: Synchronous) {
    let level = match synchronous {
        Synchronous::Full => return,
        Synchronous::Normal => b'1',
        Synchronous::Off => b'0',
    };
    // SAFETY: the caller's promise; a value of at least one character has room for one and its end.
    unsafe {
        let (name, value) = (*texts.add(1), *texts.add(2));
        if !name.is_null()
            && !value.is_null()
            && CStr::from_ptr(name).to_bytes() == b"synchronous"
            && !CStr::from_ptr(value).is_empty()
        {
            *value = level as c_char;
            *value.add(1) = 0;
        }
    }
}
