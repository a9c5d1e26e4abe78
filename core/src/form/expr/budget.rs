//! How much work one evaluation may be: it is counted in nodes and texts looked at, so that it is the same on every phone.
//!
//! What a whole interview may spend on one answer is bounded in `form::interview::settle`.

use std::cell::Cell;

use super::Environment;
use super::ast::Axis;
use super::eval::EvalError;
use super::tree::{NodeId, Tree};

/// What any evaluation may look at: 50 times what the largest known form needs, a moment even on an old phone.
const VISITS: u64 = 2_000_000;

/// What it may look at beside that for each node there is: long lists may be walked, and not row by row for each row.
const VISITS_FOR_EACH_NODE: u64 = 64;

/// How many bytes of text cost as much as one node.
const BYTES_FOR_A_VISIT: usize = 16;

/// What an evaluation has looked at so far.
#[derive(Debug, Default)]
pub(super) struct Budget {
    used: Cell<u64>,
}

impl Budget {
    /// Counts nodes that are about to be looked at.
    pub(super) fn visit(&self, nodes: usize, environment: &dyn Environment) -> Result<(), EvalError> {
        let used = self.used.get().saturating_add(nodes as u64);
        self.used.set(used);
        let most = || VISITS + VISITS_FOR_EACH_NODE * environment.size() as u64;
        if used > VISITS && used > most() { Err(EvalError::TooMuchWork) } else { Ok(()) }
    }

    /// Counts a text that is about to be copied or searched.
    pub(super) fn read(&self, text: &str, environment: &dyn Environment) -> Result<(), EvalError> {
        self.visit(text.len() / BYTES_FOR_A_VISIT, environment)
    }

    /// What was looked at.
    pub(super) fn used(&self) -> u64 {
        self.used.get()
    }
}

/// About how many nodes a walk along an axis looks at.
pub(super) fn visited(tree: &Tree, from: NodeId, axis: Axis) -> usize {
    match axis {
        Axis::Child | Axis::Attribute | Axis::Namespace => 1 + tree.children(from).len(),
        Axis::Descendant | Axis::DescendantOrSelf | Axis::Following | Axis::Preceding => tree.len(),
        Axis::FollowingSibling | Axis::PrecedingSibling => {
            tree.parent(from).map_or(1, |parent| tree.children(parent).len())
        }
        Axis::Ancestor | Axis::AncestorOrSelf | Axis::Parent | Axis::Itself => 1,
    }
}
