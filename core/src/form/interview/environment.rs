//! What expressions see during an interview: its answers, the form's lists, the chosen language.
//!
//! The rules of evaluation are in `form::expr`.

use super::Interview;
use crate::form::expr::{Ambient, Environment, NodeId, NodeRef, Tree};
use crate::form::graph::{FieldId, Graph};

impl Environment for Interview {
    /// Tree 0 holds the answers; the lists follow.
    fn tree(&self, index: u32) -> &Tree {
        match (index as usize).checked_sub(1) {
            None => self.instance.tree(),
            Some(list) => &self.prepared.lists.list(list, &self.prepared.form).tree,
        }
    }

    fn size(&self) -> usize {
        self.instance.tree().len() + self.prepared.lists.size()
    }

    fn ambient(&self) -> &Ambient {
        &self.ambient
    }

    fn instance(&self, id: &str) -> Option<NodeRef> {
        let index = u32::try_from(self.prepared.lists.find(id)?).ok()?;
        Some(NodeRef { tree: index + 1, node: NodeId::DOCUMENT })
    }

    fn reference(&self, name: &str, context: NodeRef) -> Option<Vec<NodeRef>> {
        if name.starts_with("last-saved#") {
            return Some(Vec::new());
        }
        let own = if context.tree == 0 { self.instance.field(context.node) } else { Graph::ROOT };
        let graph = &self.prepared.graph;
        let field = graph.named(name, own)?;
        let within = graph.shared_repeat(own, field);
        Some(self.refs(field, within, context))
    }

    fn translation(&self, id: &str) -> Option<String> {
        let (list, place) = id.rsplit_once('-')?;
        let form = &self.prepared.form;
        let choices = form.lists.get(list).or_else(|| form.external_lists.get(list))?;
        let choice = choices.choices.get(place.parse::<usize>().ok()?)?;
        Some(self.in_language(&choice.label).unwrap_or_default().to_owned())
    }

    fn choice_name(&self, path: &str, choice: &str, context: NodeRef) -> Option<String> {
        let last = path.rsplit('/').next().unwrap_or(path).trim();
        let name = last.strip_prefix("${").and_then(|open| open.strip_suffix('}')).unwrap_or(last);
        let own = if context.tree == 0 { self.instance.field(context.node) } else { Graph::ROOT };
        let field = self.prepared.graph.named(name, own)?;
        self.choice_label(field, choice)
    }
}

impl Interview {
    fn refs(&self, field: FieldId, within: Option<FieldId>, context: NodeRef) -> Vec<NodeRef> {
        let near = if context.tree == 0 { context.node } else { self.instance.root() };
        let nodes = self.instance.nodes_within(&self.prepared.graph, field, within, near);
        nodes.into_iter().map(|node| NodeRef { tree: 0, node }).collect()
    }
}
