//! Names of nodes: the response path (`person[2-9f3a11c0]/p_age`) and the instance path (`/data/person[2]/p_age`).
//!
//! Response paths are what is stored and merged (`response`); instance paths count positions and are for scripts.

use super::Instance;
use crate::form::expr::NodeId;
use crate::form::graph::{FieldKind, Graph};

impl Instance {
    /// The path under which an answer is stored: names from the root down, without the root, repeat instances by id.
    pub fn response_path(&self, graph: &Graph, node: NodeId) -> String {
        let mut out = String::new();
        for step in self.tree.lineage_below_root(node) {
            if !out.is_empty() {
                out.push('/');
            }
            out.push_str(&graph.field(self.field(step)).name);
            if let Some(id) = self.instance_id(step) {
                out.push('[');
                out.push_str(id);
                out.push(']');
            }
        }
        out
    }

    /// The node at a response path. A repeat without an id in brackets is not a node.
    pub fn at(&self, graph: &Graph, path: &str) -> Option<NodeId> {
        let mut node = self.root();
        for step in path.split('/').filter(|step| !step.is_empty()) {
            let (name, id) = bracketed(step);
            let field = graph.child(self.field(node), name)?;
            let mut found = self.instances(node, field).into_iter();
            node = match (graph.field(field).kind, id) {
                (FieldKind::Repeat, Some(id)) => found.find(|instance| self.instance_id(*instance) == Some(id))?,
                (FieldKind::Repeat, None) | (_, Some(_)) => return None,
                (FieldKind::Root | FieldKind::Group | FieldKind::Question, None) => found.next()?,
            };
        }
        Some(node)
    }

    /// The node at an instance path: from the root element down, instances of repeats by position from 1; the first
    /// one where no position is given.
    pub fn at_position(&self, graph: &Graph, path: &str) -> Option<NodeId> {
        let mut steps = path.strip_prefix('/')?.split('/');
        let (root, _) = bracketed(steps.next()?);
        if root != &*graph.field(Graph::ROOT).name {
            return None;
        }
        let mut node = self.root();
        for step in steps {
            let (name, position) = bracketed(step);
            let position: usize = position.map_or(Some(1), |text| text.parse().ok())?;
            let field = graph.child(self.field(node), name)?;
            node = *self.instances(node, field).get(position.checked_sub(1)?)?;
        }
        Some(node)
    }
}

/// A step without its brackets, and what stands in them.
pub(in crate::form) fn bracketed(step: &str) -> (&str, Option<&str>) {
    match step.strip_suffix(']').and_then(|open| open.split_once('[')) {
        Some((name, inside)) => (name, Some(inside)),
        None => (step, None),
    }
}
