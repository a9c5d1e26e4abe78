//! The answers of one interview as a tree: one node for every row that exists, with repeat instances and what is hidden.
//!
//! What the values should be is decided in `interview`; how they are stored and merged is for `response` and `document`.

mod paths;

pub(super) use paths::bracketed;
use rand_core::Rng;

use super::expr::{NodeId, NodeKind, Tree};
use super::graph::{FieldId, FieldKind, Graph};

/// What is known of a node beside its name and value.
#[derive(Debug, Clone)]
struct Slot {
    field: FieldId,
    is_relevant: bool,
    /// Whether it is an instance beyond the repeat's count.
    is_surplus: bool,
    /// The answer as given, where what is read may be less: a choice that is not offered at the moment.
    kept: Option<Box<str>>,
    /// The id of a repeat instance.
    id: Option<Box<str>>,
}

/// The answers of one interview.
#[derive(Debug, Clone)]
pub struct Instance {
    tree: Tree,
    slots: Vec<Slot>,
    /// By field: its only node, for fields outside repeats.
    single: Vec<Option<NodeId>>,
}

/// Whether nested repeats open with an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nested {
    /// Each repeat without a count opens with one instance.
    Open,
    /// Each repeat without a count is empty.
    Empty,
}

impl Instance {
    /// A fresh tree: every group and question, and one instance of every repeat that has no count.
    pub(super) fn new(graph: &Graph, nested: Nested) -> Self {
        let mut instance = Self { tree: Tree::new(), slots: Vec::new(), single: vec![None; graph.len()] };
        instance.slots.push(slot(Graph::ROOT));
        let root = instance.push(graph, NodeId::DOCUMENT, 0, Graph::ROOT);
        instance.grow(graph, root, nested);
        instance
    }

    /// The tree that expressions see.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The root element's node.
    pub fn root(&self) -> NodeId {
        self.tree.root().expect("an instance is made with a root")
    }

    /// The field that a node is an occurrence of.
    pub fn field(&self, node: NodeId) -> FieldId {
        self.slots[node.index()].field
    }

    fn push(&mut self, graph: &Graph, parent: NodeId, position: usize, field: FieldId) -> NodeId {
        let name = &graph.field(field).name;
        let node = self.tree.insert(parent, position, NodeKind::Element, name, "");
        self.slots.push(slot(field));
        if graph.field(field).repeat.is_none() {
            self.single[field.index()] = Some(node);
        }
        node
    }

    /// Adds what stands inside a new node. As deep as the form's groups.
    fn grow(&mut self, graph: &Graph, node: NodeId, nested: Nested) {
        for child in &graph.field(self.field(node)).children {
            let position = self.tree.children(node).len();
            match graph.field(*child).kind {
                FieldKind::Repeat => {
                    if nested == Nested::Open && graph.field(*child).count.is_none() {
                        self.add_instance(graph, node, *child, "1", nested);
                    }
                }
                FieldKind::Root | FieldKind::Group | FieldKind::Question => {
                    let added = self.push(graph, node, position, *child);
                    self.grow(graph, added, nested);
                }
            }
        }
    }

    /// Adds an instance of a repeat behind the others.
    pub(super) fn add_instance(
        &mut self,
        graph: &Graph,
        parent: NodeId,
        repeat: FieldId,
        id: &str,
        nested: Nested,
    ) -> NodeId {
        let position = self.tree.children(parent).partition_point(|child| self.field(*child) <= repeat);
        let node = self.push(graph, parent, position, repeat);
        self.slots[node.index()].id = Some(id.into());
        self.grow(graph, node, nested);
        node
    }

    /// Takes a repeat instance out, with all answers in it.
    pub(super) fn remove(&mut self, node: NodeId) {
        self.tree.detach(node);
    }

    /// The instances of a repeat in one place, the surplus ones among them.
    pub fn instances(&self, parent: NodeId, repeat: FieldId) -> Vec<NodeId> {
        let children = self.tree.children(parent);
        let start = children.partition_point(|child| self.field(*child) < repeat);
        children[start..].iter().copied().take_while(|child| self.field(*child) == repeat).collect()
    }

    /// The id of a repeat instance.
    pub fn instance_id(&self, node: NodeId) -> Option<&str> {
        self.slots[node.index()].id.as_deref()
    }

    /// An id for an instance added by hand: its ordinal, so that order survives, and 32 random bits, so that two phones
    /// never mean different things by it.
    pub(super) fn new_id(&self, parent: NodeId, repeat: FieldId, rng: &mut dyn Rng) -> String {
        let highest =
            self.instances(parent, repeat).into_iter().filter_map(|node| ordinal(self.instance_id(node)?)).max();
        format!("{}-{:08x}", highest.unwrap_or(0).saturating_add(1), rng.next_u32())
    }

    /// All nodes of a field inside `anchor`, which is one of the field's ancestors or the field's own node.
    pub fn nodes_inside(&self, graph: &Graph, field: FieldId, anchor: NodeId) -> Vec<NodeId> {
        let top = self.field(anchor);
        let line = graph.lineage(field);
        let Some(start) = line.iter().position(|known| *known == top) else { return Vec::new() };
        let mut nodes = vec![anchor];
        for step in &line[start + 1..] {
            nodes = nodes.into_iter().flat_map(|node| self.instances(node, *step)).collect();
        }
        nodes
    }

    /// All nodes of a field.
    pub fn nodes(&self, graph: &Graph, field: FieldId) -> Vec<NodeId> {
        match self.single[field.index()] {
            Some(node) => vec![node],
            None => self.nodes_inside(graph, field, self.root()),
        }
    }

    /// The nodes of a field that share the instance of the repeat `within` with `node`; all of them without one.
    pub(super) fn nodes_within(
        &self,
        graph: &Graph,
        field: FieldId,
        within: Option<FieldId>,
        node: NodeId,
    ) -> Vec<NodeId> {
        if let Some(only) = self.single[field.index()] {
            return vec![only];
        }
        let anchor = within.and_then(|repeat| self.enclosing(node, repeat)).unwrap_or_else(|| self.root());
        self.nodes_inside(graph, field, anchor)
    }

    /// The node itself or the one above it that belongs to `field`.
    pub(super) fn enclosing(&self, node: NodeId, field: FieldId) -> Option<NodeId> {
        std::iter::successors(Some(node), |at| self.tree.parent(*at)).find(|at| self.field(*at) == field)
    }

    /// Whether a node that was taken out no longer hangs in the tree.
    pub(super) fn is_gone(&self, node: NodeId) -> bool {
        self.tree.lineage_top(node) != NodeId::DOCUMENT
    }

    /// Whether the node is asked: it and everything above it.
    pub fn is_shown(&self, node: NodeId) -> bool {
        self.tree.is_shown(node)
    }

    /// What a question reads as: its answer, less what is not offered at the moment; blank when it is not asked.
    pub fn shown_value(&self, node: NodeId) -> &str {
        if self.is_shown(node) { self.tree.value(node) } else { "" }
    }

    /// The answer as given, asked or not.
    pub fn kept_value(&self, node: NodeId) -> &str {
        self.slots[node.index()].kept.as_deref().unwrap_or_else(|| self.tree.value(node))
    }

    /// Sets what a question reads as. Returns whether that changed anything.
    pub(super) fn set_value(&mut self, node: NodeId, value: &str) -> bool {
        let changed = self.tree.value(node) != value;
        if changed {
            self.tree.set_value(node, value);
        }
        changed
    }

    /// Keeps an answer that may not be offered at the moment.
    pub(super) fn keep(&mut self, node: NodeId, value: &str) {
        self.slots[node.index()].kept = Some(value.into());
    }

    pub(super) fn is_own_relevant(&self, node: NodeId) -> bool {
        self.slots[node.index()].is_relevant
    }

    /// Sets whether the node itself is relevant. Returns whether it is hidden or shown anew.
    pub(super) fn set_relevant(&mut self, node: NodeId, is_relevant: bool) -> bool {
        self.slots[node.index()].is_relevant = is_relevant;
        self.update_hidden(node)
    }

    /// Sets whether the node is an instance too many. Returns whether it is hidden or shown anew.
    pub(super) fn set_surplus(&mut self, node: NodeId, is_surplus: bool) -> bool {
        self.slots[node.index()].is_surplus = is_surplus;
        self.update_hidden(node)
    }

    /// Whether the node is an instance beyond its repeat's count.
    pub fn is_surplus(&self, node: NodeId) -> bool {
        self.slots[node.index()].is_surplus
    }

    fn update_hidden(&mut self, node: NodeId) -> bool {
        let slot = &self.slots[node.index()];
        let hidden = !slot.is_relevant || slot.is_surplus;
        let changed = self.tree.is_hidden(node) != hidden;
        self.tree.set_hidden(node, hidden);
        changed
    }

    /// A key by which nodes sort into document order: the field and the place among its instances, from the root down.
    pub(super) fn order_key(&self, node: NodeId) -> Vec<(FieldId, usize)> {
        let line = self.tree.lineage_below_root(node).into_iter();
        line.map(|step| (self.field(step), if self.instance_id(step).is_some() { self.tree.position(step) } else { 0 }))
            .collect()
    }

    /// The node and everything below it, in document order.
    pub(super) fn subtree(&self, node: NodeId) -> Vec<NodeId> {
        let mut found = Vec::new();
        let mut pending = vec![node];
        while let Some(at) = pending.pop() {
            found.push(at);
            pending.extend(self.tree.children(at).iter().rev());
        }
        found
    }
}

fn slot(field: FieldId) -> Slot {
    Slot { field, is_relevant: true, is_surplus: false, kept: None, id: None }
}

/// The number at the front of an instance id.
pub(super) fn ordinal(id: &str) -> Option<u32> {
    let end = id.find(|c: char| !c.is_ascii_digit()).unwrap_or(id.len());
    id[..end].parse().ok()
}
