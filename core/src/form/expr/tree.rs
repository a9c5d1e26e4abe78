//! A tree of named nodes: what paths walk over, be it an interview's answers, a choice list or a file of data.
//!
//! It knows nothing of questions; `form::instance` adds what a form needs. Every operation is bounded by the tree's size.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A node's place in its tree. Stays valid until the node is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// The document node above the root element.
    pub const DOCUMENT: Self = Self(0);

    /// The id that would be given out after this one.
    pub(in crate::form) const fn after(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The id as an index into a list that runs beside the tree.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A name, as a number that is unique within one tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Symbol(u32);

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// The document itself.
    Document,
    /// An element.
    Element,
    /// An attribute.
    Attribute,
    /// A namespace declaration.
    Namespace,
    /// A run of text.
    Text,
    /// A comment.
    Comment,
    /// A processing instruction.
    Instruction,
}

#[derive(Debug, Clone)]
struct Node {
    kind: NodeKind,
    hidden: bool,
    name: Symbol,
    parent: Option<NodeId>,
    value: Box<str>,
    children: Vec<NodeId>,
}

/// A name with its namespace, for the few nodes that have one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Namespaced {
    /// The prefix as written.
    pub prefix: String,
    /// The namespace's address.
    pub address: String,
}

/// A tree of nodes.
#[derive(Debug, Clone)]
pub struct Tree {
    nodes: Vec<Node>,
    names: Vec<Arc<str>>,
    symbols: BTreeMap<Arc<str>, Symbol>,
    namespaces: BTreeMap<NodeId, Namespaced>,
}

impl Default for Tree {
    fn default() -> Self {
        Self::new()
    }
}

impl Tree {
    /// An empty document.
    pub fn new() -> Self {
        let mut tree =
            Self { nodes: Vec::new(), names: Vec::new(), symbols: BTreeMap::new(), namespaces: BTreeMap::new() };
        let name = tree.intern("");
        tree.nodes.push(Node {
            kind: NodeKind::Document,
            hidden: false,
            name,
            parent: None,
            value: Box::default(),
            children: Vec::new(),
        });
        tree
    }

    fn intern(&mut self, name: &str) -> Symbol {
        if let Some(symbol) = self.symbols.get(name) {
            return *symbol;
        }
        let symbol = Symbol(u32::try_from(self.names.len()).expect("a tree has fewer than 2^32 names"));
        let name: Arc<str> = name.into();
        self.names.push(Arc::clone(&name));
        self.symbols.insert(name, symbol);
        symbol
    }

    pub(super) fn symbol(&self, name: &str) -> Option<Symbol> {
        self.symbols.get(name).copied()
    }

    pub(super) fn symbol_of(&self, node: NodeId) -> Symbol {
        self.nodes[node.index()].name
    }

    /// Adds a node as the last child of `parent`.
    pub fn append(&mut self, parent: NodeId, kind: NodeKind, name: &str, value: &str) -> NodeId {
        let position = self.nodes[parent.index()].children.len();
        self.insert(parent, position, kind, name, value)
    }

    /// Adds an element as the last child of `parent`.
    pub fn append_element(&mut self, parent: NodeId, name: &str, value: &str) -> NodeId {
        self.append(parent, NodeKind::Element, name, value)
    }

    /// Adds a node among the children of `parent`, before the child that is now at `position`.
    pub fn insert(&mut self, parent: NodeId, position: usize, kind: NodeKind, name: &str, value: &str) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).expect("a tree has fewer than 2^32 nodes"));
        let name = self.intern(name);
        let node = Node { kind, hidden: false, name, parent: Some(parent), value: value.into(), children: Vec::new() };
        self.nodes.push(node);
        self.nodes[parent.index()].children.insert(position, id);
        id
    }

    /// Takes a node with everything below it out of the tree. Its id is never given out again.
    pub fn detach(&mut self, node: NodeId) {
        if let Some(parent) = self.nodes[node.index()].parent.take() {
            self.nodes[parent.index()].children.retain(|child| *child != node);
        }
    }

    /// How many nodes the tree has ever had.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether the document has no nodes below it.
    pub fn is_empty(&self) -> bool {
        self.children(NodeId::DOCUMENT).is_empty()
    }

    /// The root element.
    pub fn root(&self) -> Option<NodeId> {
        self.children(NodeId::DOCUMENT).iter().copied().find(|child| self.kind(*child) == NodeKind::Element)
    }

    /// What the node is.
    pub fn kind(&self, node: NodeId) -> NodeKind {
        self.nodes[node.index()].kind
    }

    /// The node's local name; of an instruction its target.
    pub fn name(&self, node: NodeId) -> &str {
        &self.names[self.nodes[node.index()].name.0 as usize]
    }

    /// The node's own text, without that of the nodes below it.
    pub fn value(&self, node: NodeId) -> &str {
        &self.nodes[node.index()].value
    }

    /// Sets the node's own text.
    pub fn set_value(&mut self, node: NodeId, value: &str) {
        self.nodes[node.index()].value = value.into();
    }

    /// Whether the node itself was hidden; what stands below a hidden node is hidden with it.
    pub fn is_hidden(&self, node: NodeId) -> bool {
        self.nodes[node.index()].hidden
    }

    /// Hides the node from paths, or shows it.
    pub fn set_hidden(&mut self, node: NodeId, hidden: bool) {
        self.nodes[node.index()].hidden = hidden;
    }

    /// Whether the node and everything above it are shown.
    pub fn is_shown(&self, node: NodeId) -> bool {
        let mut next = Some(node);
        while let Some(at) = next {
            if self.is_hidden(at) {
                return false;
            }
            next = self.parent(at);
        }
        true
    }

    /// The node above.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.nodes[node.index()].parent
    }

    /// The nodes directly below, attributes and namespaces among them, in document order.
    pub fn children(&self, node: NodeId) -> &[NodeId] {
        &self.nodes[node.index()].children
    }

    /// The first child element with this name.
    pub fn child(&self, node: NodeId, name: &str) -> Option<NodeId> {
        let symbol = self.symbol(name)?;
        self.children(node)
            .iter()
            .copied()
            .find(|child| self.kind(*child) == NodeKind::Element && self.symbol_of(*child) == symbol)
    }

    /// The attribute with this name.
    pub fn attribute(&self, node: NodeId, name: &str) -> Option<NodeId> {
        let symbol = self.symbol(name)?;
        self.children(node)
            .iter()
            .copied()
            .find(|child| self.kind(*child) == NodeKind::Attribute && self.symbol_of(*child) == symbol)
    }

    /// The prefix and address of the node's name, where it has any.
    pub fn namespace(&self, node: NodeId) -> Option<&Namespaced> {
        self.namespaces.get(&node)
    }

    /// Gives the node's name a prefix and an address.
    pub fn set_namespace(&mut self, node: NodeId, namespace: Namespaced) {
        self.namespaces.insert(node, namespace);
    }

    /// The node's text: its own, or that of all text below it. Hidden parts are left out.
    pub fn text(&self, node: NodeId) -> String {
        let mut out = String::new();
        self.collect_text(node, &mut out);
        out
    }

    fn collect_text(&self, node: NodeId, out: &mut String) {
        let mut pending = vec![node];
        while let Some(at) = pending.pop() {
            if self.is_hidden(at) {
                continue;
            }
            let top = at == node;
            match self.kind(at) {
                NodeKind::Document | NodeKind::Element => {
                    out.push_str(self.value(at));
                    pending.extend(self.children(at).iter().rev());
                }
                NodeKind::Text => out.push_str(self.value(at)),
                NodeKind::Attribute | NodeKind::Namespace | NodeKind::Comment | NodeKind::Instruction if top => {
                    out.push_str(self.value(at));
                }
                NodeKind::Attribute | NodeKind::Namespace | NodeKind::Comment | NodeKind::Instruction => {}
            }
        }
    }

    /// The node's own text without a copy, where nothing below it adds to it.
    pub(super) fn plain_text(&self, node: NodeId) -> Option<&str> {
        let data = &self.nodes[node.index()];
        (data.children.is_empty() && !data.hidden).then_some(&data.value)
    }

    /// The node and its ancestors, from the document down.
    pub(super) fn lineage(&self, node: NodeId) -> Vec<NodeId> {
        let mut line = vec![node];
        while let Some(parent) = self.parent(line[line.len() - 1]) {
            line.push(parent);
        }
        line.reverse();
        line
    }

    /// The node and its ancestors below the root element, from the top down.
    pub(in crate::form) fn lineage_below_root(&self, node: NodeId) -> Vec<NodeId> {
        self.lineage(node).into_iter().skip(2).collect()
    }

    /// The last of the node's ancestors: the document, unless the node was taken out.
    pub(in crate::form) fn lineage_top(&self, node: NodeId) -> NodeId {
        std::iter::successors(Some(node), |at| self.parent(*at)).last().unwrap_or(node)
    }

    /// Which of two nodes comes first in the document.
    pub fn document_order(&self, a: NodeId, b: NodeId) -> Ordering {
        if a == b {
            return Ordering::Equal;
        }
        let (left, right) = (self.lineage(a), self.lineage(b));
        let shared = left.iter().zip(&right).take_while(|(x, y)| x == y).count();
        match (shared.checked_sub(1).map(|last| left[last]), left.get(shared), right.get(shared)) {
            (_, None, _) => Ordering::Less,
            (_, _, None) => Ordering::Greater,
            (Some(parent), Some(x), Some(y)) => {
                let place = |child| self.children(parent).iter().position(|known| known == child);
                place(x).cmp(&place(y))
            }
            (None, Some(x), Some(y)) => x.cmp(y),
        }
    }

    /// The path of a node with a position at every step: `/data[1]/house[2]/name[1]`.
    pub fn path(&self, node: NodeId) -> String {
        let mut out = String::new();
        for step in &self.lineage(node)[1..] {
            let prefix = self.namespace(*step).filter(|known| !known.prefix.is_empty());
            let name = match prefix {
                Some(known) => format!("{}:{}", known.prefix, self.name(*step)),
                None => self.name(*step).to_owned(),
            };
            out.push('/');
            match self.kind(*step) {
                NodeKind::Attribute => out.push_str(&format!("@{name}")),
                NodeKind::Namespace => {
                    out.push_str(&if name.is_empty() { "@xmlns".to_owned() } else { format!("@xmlns:{name}") })
                }
                NodeKind::Document | NodeKind::Element => out.push_str(&format!("{name}[{}]", self.position(*step))),
                NodeKind::Text => out.push_str(&format!("text()[{}]", self.position(*step))),
                NodeKind::Comment => out.push_str(&format!("comment()[{}]", self.position(*step))),
                NodeKind::Instruction => {
                    out.push_str(&format!("processing-instruction()[{}]", self.position(*step)));
                }
            }
        }
        if out.is_empty() { "/".to_owned() } else { out }
    }

    /// The node's 1-based place among its siblings of the same kind and, for elements, the same name.
    pub fn position(&self, node: NodeId) -> usize {
        let Some(parent) = self.parent(node) else { return 1 };
        let (kind, name) = (self.kind(node), self.symbol_of(node));
        let alike = |other: &&NodeId| {
            self.kind(**other) == kind && (kind != NodeKind::Element || self.symbol_of(**other) == name)
        };
        1 + self.children(parent).iter().take_while(|child| **child != node).filter(alike).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_counts_only_siblings_of_the_same_name() {
        let mut tree = Tree::new();
        let data = tree.append_element(NodeId::DOCUMENT, "data", "");
        tree.append_element(data, "house", "");
        tree.append_element(data, "street", "");
        let second = tree.append_element(data, "house", "");
        assert_eq!(tree.path(second), "/data[1]/house[2]");
    }

    #[test]
    fn document_order_follows_insertion_and_not_age() {
        let mut tree = Tree::new();
        let data = tree.append_element(NodeId::DOCUMENT, "data", "");
        let last = tree.append_element(data, "b", "");
        let first = tree.insert(data, 0, NodeKind::Element, "a", "");
        assert_eq!(tree.document_order(first, last), Ordering::Less);
        assert_eq!(tree.document_order(first, data), Ordering::Greater);
    }

    #[test]
    fn a_hidden_node_has_no_text() {
        let mut tree = Tree::new();
        let data = tree.append_element(NodeId::DOCUMENT, "data", "");
        tree.append_element(data, "a", "alice");
        let b = tree.append_element(data, "b", "bob");
        tree.set_hidden(b, true);
        assert_eq!(tree.text(data), "alice");
        assert_eq!(tree.text(b), "");
    }
}
