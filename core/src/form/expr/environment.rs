//! What an expression can see beyond its own text: trees, choices, translations, the time and chance.
//!
//! `form::interview` supplies the real one; [`Document`] is the small one for a single tree.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use regex::Regex;

use super::lookup::{Index, IndexKey};
use super::pattern::compile;
use super::tree::{NodeId, Tree};
use super::value::NodeRef;
use crate::time::Timestamp;

/// How many compiled patterns are kept: patterns can be computed, and memory is not endless.
const MAX_PATTERNS: usize = 64;

/// Time, place and chance: everything that is not in the answers and still decides a value.
#[derive(Debug)]
pub struct Ambient {
    /// What `now()` and `today()` tell.
    pub now: Timestamp,
    /// The zone of local times.
    pub zone: TimeZone,
    chance: Cell<u64>,
    patterns: RefCell<BTreeMap<String, Option<Regex>>>,
    indexes: RefCell<BTreeMap<IndexKey, Index>>,
    /// What evaluations have looked at since this was last set back.
    spent: Cell<u64>,
}

impl Ambient {
    /// Makes the surroundings of an evaluation; `seed` decides what `random()` and `uuid()` yield.
    pub fn new(now: Timestamp, zone: TimeZone, seed: u64) -> Self {
        let (patterns, indexes) = (RefCell::new(BTreeMap::new()), RefCell::new(BTreeMap::new()));
        Self { now, zone, chance: Cell::new(seed), patterns, indexes, spent: Cell::new(0) }
    }

    /// Looks into the index with this key, which is built at first use.
    pub(super) fn indexed<T>(&self, key: IndexKey, build: impl FnOnce() -> Index, look: impl FnOnce(&Index) -> T) -> T {
        look(self.indexes.borrow_mut().entry(key).or_insert_with(build))
    }

    /// Adds to what evaluations have looked at.
    pub(super) fn spend(&self, visits: u64) {
        self.spent.set(self.spent.get().saturating_add(visits));
    }

    /// What evaluations have looked at since [`Ambient::spend_anew`].
    pub(in crate::form) fn spent(&self) -> u64 {
        self.spent.get()
    }

    /// Begins to count anew what evaluations look at.
    pub(in crate::form) fn spend_anew(&self) {
        self.spent.set(0);
    }

    /// The next 64 random bits: SplitMix64 (Steele, Lea and Flood, 2014). Not for keys.
    pub(super) fn random_bits(&self) -> u64 {
        let state = self.chance.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.chance.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Whether the whole text matches; `None` when the pattern itself is no good.
    pub(super) fn matches(&self, text: &str, pattern: &str) -> Option<bool> {
        let mut patterns = self.patterns.borrow_mut();
        if patterns.len() >= MAX_PATTERNS && !patterns.contains_key(pattern) {
            patterns.clear();
        }
        let compiled = patterns.entry(pattern.to_owned()).or_insert_with(|| compile(pattern));
        compiled.as_ref().map(|regex| regex.is_match(text))
    }
}

/// What an expression can see.
pub trait Environment {
    /// The tree with this number.
    ///
    /// # Panics
    /// May panic for a number that no [`NodeRef`] of this environment carries.
    fn tree(&self, index: u32) -> &Tree;

    /// Time, place and chance.
    fn ambient(&self) -> &Ambient;

    /// How many nodes there are in all trees that have been read: what an evaluation may cost grows with it.
    fn size(&self) -> usize {
        self.tree(0).len()
    }

    /// Where `/` leads from this node.
    fn root(&self, from: NodeRef) -> NodeRef {
        NodeRef { tree: from.tree, node: NodeId::DOCUMENT }
    }

    /// The list or file of data with this id.
    fn instance(&self, id: &str) -> Option<NodeRef>;

    /// The nodes meant by `${name}` at `context`; `None` when there is no such question.
    fn reference(&self, name: &str, context: NodeRef) -> Option<Vec<NodeRef>>;

    /// The words of a translated text with this id.
    fn translation(&self, id: &str) -> Option<String>;

    /// The words of a choice of the question at `path`, as seen from `context`.
    fn choice_name(&self, path: &str, choice: &str, context: NodeRef) -> Option<String>;
}

/// The surroundings of a single tree: no lists, no translations, no questions.
#[derive(Debug)]
pub struct Document<'a> {
    tree: &'a Tree,
    ambient: &'a Ambient,
}

impl<'a> Document<'a> {
    /// Shows `tree` to expressions.
    pub const fn new(tree: &'a Tree, ambient: &'a Ambient) -> Self {
        Self { tree, ambient }
    }
}

impl Environment for Document<'_> {
    fn tree(&self, _: u32) -> &Tree {
        self.tree
    }

    fn ambient(&self) -> &Ambient {
        self.ambient
    }

    fn instance(&self, _: &str) -> Option<NodeRef> {
        None
    }

    fn reference(&self, _: &str, _: NodeRef) -> Option<Vec<NodeRef>> {
        None
    }

    fn translation(&self, _: &str) -> Option<String> {
        None
    }

    fn choice_name(&self, _: &str, _: &str, _: NodeRef) -> Option<String> {
        None
    }
}
