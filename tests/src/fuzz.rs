//! Inputs made from a corpus by seed, for what reads bytes from outside: the importer and the expression language.
//!
//! The same seed and number give the same input on every machine, so a failure is told by two numbers. A short run is
//! part of the tests, a long one is the program `fuzz`; what once failed belongs into the folder `corpus`.

use std::path::Path;
use std::sync::Arc;

use doorstep_core::form::expr::{Ambient, Document, Expression, NodeId, NodeRef, Tree};
use doorstep_core::form::import::{Limits, import};
use doorstep_core::form::interview::{Attachments, Interview, Opening, PreparedForm};
use doorstep_core::time::Timestamp;
use jiff::tz::TimeZone;

use crate::generate::dice::Dice;

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Reading a form from a file, and running what was read.
    Import,
    /// Reading, writing and evaluating an expression.
    Expression,
}

impl Target {
    /// The folder of its corpus.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Expression => "expression",
        }
    }
}

/// The longest input, in bytes: what is wrong with long ones is tried by hand-made files.
const LONGEST: usize = 64 << 10;

/// The most changes to one input.
const MOST_CHANGES: u64 = 6;

/// Pieces that mean something in sheets and expressions.
const PIECES: [&str; 40] = [
    "| ",
    "|\n",
    "\n",
    ",",
    "\"",
    "::",
    "survey",
    "choices",
    "settings",
    "type",
    "name",
    "label",
    "begin_repeat",
    "end_repeat",
    "begin_group",
    "end_group",
    "select_one a",
    "select_multiple a or_other",
    "calculate",
    "repeat_count",
    "${a}",
    "${",
    "}",
    "position(..)",
    "indexed-repeat(${a}, ${r}, position(..) - 1)",
    "count(${r}) + 1",
    "/data/r[position() < 2]/a",
    "..",
    "//*",
    "(",
    ")",
    "[",
    "]",
    "'",
    " div ",
    " and ",
    "regex(., '(a{1,99}){1,99}')",
    "-",
    "9999999999999999999999",
    "\u{1f600}",
];

/// Makes inputs.
#[derive(Debug)]
pub struct Fuzz {
    target: Target,
    seed: u64,
    corpus: Vec<Vec<u8>>,
}

impl Fuzz {
    /// A source of inputs that follows from the seed and the corpus that is kept beside this package.
    ///
    /// # Errors
    /// Those of reading the corpus.
    pub fn new(target: Target, seed: u64) -> std::io::Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.folder());
        let mut files: Vec<_> =
            std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
        files.sort();
        let corpus = files.into_iter().map(std::fs::read).collect::<std::io::Result<_>>()?;
        Ok(Self { target, seed, corpus })
    }

    /// The input with this number; the first ones are the corpus itself.
    pub fn input(&self, number: u64) -> Vec<u8> {
        if let Some(kept) = usize::try_from(number).ok().and_then(|number| self.corpus.get(number)) {
            return kept.clone();
        }
        let mut dice = Dice::new(self.seed, number);
        let mut bytes = self.any(&mut dice).to_vec();
        for _ in 0..=dice.below(MOST_CHANGES) {
            self.change(&mut bytes, &mut dice);
        }
        bytes.truncate(LONGEST);
        bytes
    }

    /// Tries an input. What must never happen panics.
    pub fn attempt(&self, input: &[u8]) {
        match self.target {
            Target::Import => attempt_import(input),
            Target::Expression => attempt_expression(&String::from_utf8_lossy(input)),
        }
    }

    fn any(&self, dice: &mut Dice) -> &[u8] {
        let place = usize::try_from(dice.below(self.corpus.len() as u64)).unwrap_or(0);
        self.corpus.get(place).map_or(&[], Vec::as_slice)
    }

    fn change(&self, bytes: &mut Vec<u8>, dice: &mut Dice) {
        let at = place(bytes.len() + 1, dice);
        let end = (at + place(40, dice)).min(bytes.len());
        match dice.below(6) {
            0 if at < bytes.len() => bytes[at] = u8::try_from(dice.below(256)).unwrap_or(0),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let again = bytes[at..end].repeat(1 + place(8, dice));
                bytes.splice(at..at, again);
            }
            3 => {
                let other = self.any(dice);
                let from = place(other.len() + 1, dice);
                let to = (from + place(200, dice)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            _ => drop(bytes.splice(at..at, dice.any(&PIECES).bytes())),
        }
    }
}

fn place(length: usize, dice: &mut Dice) -> usize {
    usize::try_from(dice.below(length as u64)).unwrap_or(0)
}

/// What is read can be run: the importer has checked all of its logic.
fn attempt_import(bytes: &[u8]) {
    let Ok(imported) = import(bytes, &Limits::default()) else { return };
    let form = Arc::new(imported.form);
    let prepared = PreparedForm::new(form, Attachments::new()).expect("an imported form's logic is sound");
    let mut interview = Interview::start(prepared, Opening::new(Timestamp(0), TimeZone::UTC, 1));
    let paths: Vec<String> = interview.form().questions().into_iter().map(|(path, _)| path).take(20).collect();
    for (path, text) in paths.iter().zip(["1", "a", "3", "2024-02-09", "yes"].into_iter().cycle()) {
        // Repeats have other paths, and most types refuse most of these texts.
        if interview.answer(path, text).is_ok() {
            interview.next_page();
        }
    }
    let draft = interview.draft_answers();
    let again =
        Interview::resume(Arc::clone(interview.prepared()), Opening::new(Timestamp(0), TimeZone::UTC, 1), &draft);
    assert_eq!(again.review().len(), interview.review().len(), "a draft brings the same interview back");
}

/// What is read is written so that it reads the same.
fn attempt_expression(text: &str) {
    let Ok(expression) = Expression::parse(text) else { return };
    let written = expression.to_string();
    let again = Expression::parse(&written).expect("what was written can be read");
    assert_eq!(again.to_string(), written, "reading and writing changes nothing");
    let mut tree = Tree::new();
    let data = tree.append_element(NodeId::DOCUMENT, "data", "");
    for value in ["1", "a b", "2024-02-09"] {
        let repeat = tree.append_element(data, "r", "");
        tree.append_element(repeat, "a", value);
    }
    let ambient = Ambient::new(Timestamp(0), TimeZone::UTC, 1);
    let value = expression.evaluate(&Document::new(&tree, &ambient), NodeRef { tree: 0, node: data });
    drop(value);
}
