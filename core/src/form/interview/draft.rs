//! An interview as pairs of path and text, so that a device can keep it answer by answer.
//!
//! A draft stays on its device; what a finished interview becomes is in `finish`.

use std::collections::{BTreeMap, BTreeSet};

use super::Interview;
use crate::form::expr::NodeId;
use crate::form::graph::{FieldId, FieldKind};
use crate::form::instance::{Nested, bracketed, ordinal};

/// Instances deeper than this are not restored; the importer allows no form as deep.
const MAX_STEPS: usize = 64;

impl Interview {
    /// Everything that [`Interview::resume`] needs: each answer, asked or not, under its response path, and each repeat
    /// instance under its own (`person[1]`), with its place among the others as text.
    pub fn draft_answers(&self) -> Vec<(String, String)> {
        let graph = &self.prepared.graph;
        let mut draft = Vec::new();
        for node in self.instance.subtree(self.instance.root()) {
            let field = graph.field(self.instance.field(node));
            let text = match field.kind {
                FieldKind::Repeat => self.instance.tree().position(node).to_string(),
                FieldKind::Question => self.instance.kept_value(node).to_owned(),
                FieldKind::Root | FieldKind::Group => String::new(),
            };
            if !text.is_empty() {
                draft.push((self.instance.response_path(graph, node), text));
            }
        }
        draft.extend(self.removed.iter().map(|(path, text)| (path.clone(), text.clone())));
        draft
    }

    /// Puts a draft's answers in. Those whose question the form does not have are kept apart.
    pub(super) fn restore(&mut self, draft: &[(String, String)]) {
        self.restore_instances(draft);
        for (path, text) in draft {
            let node = self.instance.at(&self.prepared.graph, path);
            let question =
                node.filter(|node| self.prepared.graph.field(self.instance.field(*node)).kind == FieldKind::Question);
            match (node, question) {
                (_, Some(question)) => {
                    self.instance.set_value(question, text);
                }
                (Some(_), None) => {}
                (None, None) => {
                    self.removed.insert(path.clone(), text.clone());
                }
            }
        }
    }

    /// Makes every instance that a path names, in the order of their places; where a place is not told, by their ids.
    fn restore_instances(&mut self, draft: &[(String, String)]) {
        let told: BTreeMap<&str, u32> = draft
            .iter()
            .filter(|(path, _)| path.ends_with(']'))
            .filter_map(|(path, text)| Some((path.as_str(), text.parse().ok()?)))
            .collect();
        let mut wanted: BTreeSet<(usize, u32, u32, &str)> = BTreeSet::new();
        for (path, _) in draft {
            for (end, _) in path.match_indices(']').take(MAX_STEPS) {
                let prefix = &path[..=end];
                let id = prefix.rsplit('[').next().and_then(|id| ordinal(id.trim_end_matches(']')));
                let place = told.get(prefix).copied().unwrap_or(u32::MAX);
                wanted.insert((prefix.matches('/').count(), place, id.unwrap_or(u32::MAX), prefix));
            }
        }
        for (_, _, _, path) in wanted {
            self.restore_instance(path);
        }
    }

    fn restore_instance(&mut self, path: &str) -> Option<NodeId> {
        let graph = &self.prepared.graph;
        if self.instance.at(graph, path).is_some() {
            return None;
        }
        let (above, last) = path.rsplit_once('/').unwrap_or(("", path));
        let (name, id) = bracketed(last);
        let parent = self.instance.at(graph, above)?;
        let repeat: FieldId = graph.child(self.instance.field(parent), name)?;
        if graph.field(repeat).kind != FieldKind::Repeat {
            return None;
        }
        Some(self.instance.add_instance(&self.prepared.graph, parent, repeat, id?, Nested::Empty))
    }
}
