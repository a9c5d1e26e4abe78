//! Inputs made from a corpus by seed, for whatever reads bytes from outside: questionnaires, and all that a peer can send.
//!
//! The same seed and number give the same input on every machine, so a failure is told by two numbers. A short run is
//! part of the tests, a long one is the program `fuzz`; what once failed belongs into the folder `corpus`.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use crate::generate::dice::Dice;

mod changes;
mod forms;
mod making;
mod sealed;
mod sessions;
mod signed;
mod stored;
mod wire;

use making::Made;

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// Reading a form from a file, and running what was read.
    Import,
    /// Reading, writing and evaluating an expression.
    Expression,
    /// Reading and writing a session's frames.
    Frame,
    /// Headers of entries, signed and placed where they say.
    Header,
    /// Reading and writing the texts under QR codes.
    Invite,
    /// Acts of membership, signed by a coordinator.
    Acts,
    /// The look at a change before automerge reads it, and automerge.
    Change,
    /// A sealed value, and what is inside of one.
    Sealed,
    /// A signed entry of any kind, through check and plan.
    Entry,
    /// Several signed entries, through a real store, and what it shows afterwards.
    Store,
    /// What either side of a session may hear.
    Session,
    /// A file that was passed on.
    Bundle,
}

impl Target {
    /// Every target.
    pub const ALL: [Self; 12] = [
        Self::Import,
        Self::Expression,
        Self::Frame,
        Self::Header,
        Self::Invite,
        Self::Acts,
        Self::Change,
        Self::Sealed,
        Self::Entry,
        Self::Store,
        Self::Session,
        Self::Bundle,
    ];

    /// The folder of its corpus, and its name at a terminal.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Expression => "expression",
            Self::Frame => "frame",
            Self::Header => "header",
            Self::Invite => "invite",
            Self::Acts => "acts",
            Self::Change => "change",
            Self::Sealed => "sealed",
            Self::Entry => "entry",
            Self::Store => "store",
            Self::Session => "session",
            Self::Bundle => "bundle",
        }
    }

    const fn made(self) -> Made {
        match self {
            Self::Import | Self::Expression | Self::Invite => Made::Text,
            Self::Acts | Self::Change | Self::Store | Self::Session => Made::Parts,
            Self::Frame | Self::Header | Self::Sealed | Self::Entry | Self::Bundle => Made::Bytes,
        }
    }

    /// Honest inputs, made by the code of today; those of questionnaires are files.
    fn honest(self) -> Vec<Vec<u8>> {
        match self {
            Self::Import | Self::Expression => Vec::new(),
            Self::Frame => wire::frames(),
            Self::Header => signed::headers(),
            Self::Invite => wire::invites(),
            Self::Acts => signed::acts(),
            Self::Change => changes::samples(),
            Self::Sealed => sealed::samples(),
            Self::Entry => signed::entries(),
            Self::Store => stored::samples(),
            Self::Session => sessions::samples(),
            Self::Bundle => stored::files(),
        }
    }
}

/// How an input ended: read, or by which name refused. A target that always ends alike tries nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ending(pub &'static str);

/// Makes inputs.
#[derive(Debug)]
pub struct Fuzz {
    target: Target,
    seed: u64,
    corpus: Vec<Vec<u8>>,
}

impl Fuzz {
    /// A source of inputs that follows from the seed and the corpus: what is honest, and what is kept beside this package.
    ///
    /// # Errors
    /// Those of reading the corpus.
    pub fn new(target: Target, seed: u64) -> std::io::Result<Self> {
        let mut corpus = target.honest();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.folder());
        match std::fs::read_dir(folder) {
            Ok(entries) => {
                let mut files: Vec<_> = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
                files.sort();
                for file in files {
                    corpus.push(std::fs::read(file)?);
                }
            }
            // What has honest inputs needs no files.
            Err(error) if error.kind() == ErrorKind::NotFound && !corpus.is_empty() => {}
            Err(error) => return Err(error),
        }
        Ok(Self { target, seed, corpus })
    }

    /// The input with this number; the first ones are the corpus itself.
    pub fn input(&self, number: u64) -> Vec<u8> {
        if let Some(kept) = usize::try_from(number).ok().and_then(|number| self.corpus.get(number)) {
            return kept.clone();
        }
        making::changed(&self.corpus, self.target.made(), &mut Dice::new(self.seed, number))
    }

    /// Tries an input, and says how it ended. What must never happen panics.
    pub fn attempt(&self, input: &[u8]) -> Ending {
        match self.target {
            Target::Import => forms::attempt_import(input),
            Target::Expression => forms::attempt_expression(&String::from_utf8_lossy(input)),
            Target::Frame => wire::attempt_frame(input),
            Target::Header => signed::attempt_header(input),
            Target::Invite => wire::attempt_invite(input),
            Target::Acts => signed::attempt_acts(input),
            Target::Change => changes::attempt(input),
            Target::Sealed => sealed::attempt(input),
            Target::Entry => signed::attempt_entry(input),
            Target::Store => stored::attempt(input),
            Target::Session => sessions::attempt(input),
            Target::Bundle => stored::attempt_file(input),
        }
    }

    /// Tries the inputs with these numbers, and counts how they ended.
    ///
    /// # Errors
    /// The number of the first input that does what must never happen.
    pub fn run(&self, numbers: std::ops::Range<u64>) -> Result<BTreeMap<Ending, u64>, u64> {
        let mut endings = BTreeMap::new();
        for number in numbers {
            let input = self.input(number);
            let attempt = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.attempt(&input)));
            *endings.entry(attempt.map_err(|_| number)?).or_default() += 1;
        }
        Ok(endings)
    }
}
