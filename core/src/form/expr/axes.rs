//! The thirteen axes of XPath: which nodes stand in which direction, and which of them a step takes.
//!
//! Predicates and paths of several steps are for `eval`.

use super::ast::{Axis, NodeTest};
use super::tree::{NodeId, NodeKind, Tree};

/// The namespace addresses that a prefix in an expression stands for, whatever the document calls them.
const KNOWN_PREFIXES: [(&str, &str); 5] = [
    ("xhtml", "http://www.w3.org/1999/xhtml"),
    ("h", "http://www.w3.org/1999/xhtml"),
    ("xf", "http://www.w3.org/2002/xforms"),
    ("jr", "http://openrosa.org/javarosa"),
    ("orx", "http://openrosa.org/xforms"),
];
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// The nodes on an axis, in its own direction, that pass the test.
pub(super) fn nodes_on(tree: &Tree, from: NodeId, axis: Axis, test: &NodeTest) -> Vec<NodeId> {
    let test = Test::new(tree, axis, test);
    let mut found = Vec::new();
    let mut take = |node| {
        if test.passes(tree, node) {
            found.push(node);
        }
    };
    match axis {
        Axis::Itself => take(from),
        Axis::Parent => tree.parent(from).into_iter().for_each(take),
        Axis::Ancestor => ancestors(tree, from).for_each(take),
        Axis::AncestorOrSelf => std::iter::once(from).chain(ancestors(tree, from)).for_each(take),
        Axis::Attribute => of_kind(tree, from, NodeKind::Attribute).for_each(take),
        Axis::Namespace => of_kind(tree, from, NodeKind::Namespace).for_each(take),
        Axis::Child => content(tree, from).for_each(take),
        Axis::Descendant => below(tree, from, &mut take),
        Axis::DescendantOrSelf => {
            take(from);
            below(tree, from, &mut take);
        }
        Axis::FollowingSibling => {
            siblings(tree, from).1.iter().copied().filter(|node| is_content(tree, *node)).for_each(take)
        }
        Axis::PrecedingSibling => {
            siblings(tree, from).0.iter().rev().copied().filter(|node| is_content(tree, *node)).for_each(take);
        }
        Axis::Following => following(tree, from, &mut take),
        Axis::Preceding => preceding(tree, from, &mut take),
    }
    found
}

/// A node test with its name looked up once.
struct Test<'a> {
    test: &'a NodeTest,
    principal: NodeKind,
    symbol: Option<super::tree::Symbol>,
}

impl<'a> Test<'a> {
    fn new(tree: &Tree, axis: Axis, test: &'a NodeTest) -> Self {
        let principal = match axis {
            Axis::Attribute => NodeKind::Attribute,
            Axis::Namespace => NodeKind::Namespace,
            Axis::Ancestor
            | Axis::AncestorOrSelf
            | Axis::Child
            | Axis::Descendant
            | Axis::DescendantOrSelf
            | Axis::Following
            | Axis::FollowingSibling
            | Axis::Parent
            | Axis::Preceding
            | Axis::PrecedingSibling
            | Axis::Itself => NodeKind::Element,
        };
        let symbol = match test {
            NodeTest::Name { local, .. } => tree.symbol(local),
            NodeTest::Instruction(Some(target)) => tree.symbol(target),
            NodeTest::AnyName { .. }
            | NodeTest::Node
            | NodeTest::Text
            | NodeTest::Comment
            | NodeTest::Instruction(None) => None,
        };
        Self { test, principal, symbol }
    }

    fn passes(&self, tree: &Tree, node: NodeId) -> bool {
        let kind = tree.kind(node);
        match self.test {
            NodeTest::Node => true,
            NodeTest::Text => kind == NodeKind::Text,
            NodeTest::Comment => kind == NodeKind::Comment,
            NodeTest::Instruction(None) => kind == NodeKind::Instruction,
            NodeTest::Instruction(Some(_)) => {
                kind == NodeKind::Instruction && self.symbol == Some(tree.symbol_of(node))
            }
            NodeTest::AnyName { prefix: None } => kind == self.principal,
            NodeTest::AnyName { prefix } => kind == self.principal && in_namespace(tree, node, prefix.as_deref()),
            NodeTest::Name { prefix, .. } => {
                kind == self.principal
                    && self.symbol == Some(tree.symbol_of(node))
                    && in_namespace(tree, node, prefix.as_deref())
            }
        }
    }
}

fn in_namespace(tree: &Tree, node: NodeId, prefix: Option<&str>) -> bool {
    let namespace = tree.namespace(node);
    let Some(prefix) = prefix else {
        return namespace.is_none_or(|known| known.prefix.is_empty() && known.address != XHTML);
    };
    let Some(namespace) = namespace else { return false };
    let address = KNOWN_PREFIXES.iter().find(|(known, _)| *known == prefix).map(|(_, address)| *address);
    namespace.prefix == prefix || address == Some(namespace.address.as_str())
}

fn is_content(tree: &Tree, node: NodeId) -> bool {
    !matches!(tree.kind(node), NodeKind::Attribute | NodeKind::Namespace)
}

fn content(tree: &Tree, node: NodeId) -> impl DoubleEndedIterator<Item = NodeId> {
    tree.children(node).iter().copied().filter(|child| is_content(tree, *child))
}

fn of_kind(tree: &Tree, node: NodeId, kind: NodeKind) -> impl Iterator<Item = NodeId> {
    tree.children(node).iter().copied().filter(move |child| tree.kind(*child) == kind)
}

fn ancestors(tree: &Tree, node: NodeId) -> impl Iterator<Item = NodeId> {
    std::iter::successors(tree.parent(node), |at| tree.parent(*at))
}

fn below(tree: &Tree, node: NodeId, take: &mut impl FnMut(NodeId)) {
    let mut pending: Vec<NodeId> = content(tree, node).rev().collect();
    while let Some(at) = pending.pop() {
        take(at);
        pending.extend(content(tree, at).rev());
    }
}

/// The siblings before and after a node; attributes have none.
fn siblings(tree: &Tree, node: NodeId) -> (&[NodeId], &[NodeId]) {
    let Some(parent) = tree.parent(node).filter(|_| is_content(tree, node)) else { return (&[], &[]) };
    let all = tree.children(parent);
    let at = all.iter().position(|child| *child == node).unwrap_or(0);
    (&all[..at], &all[at + 1..])
}

fn following(tree: &Tree, from: NodeId, take: &mut impl FnMut(NodeId)) {
    if !is_content(tree, from)
        && let Some(parent) = tree.parent(from)
    {
        below(tree, parent, take);
    }
    for at in std::iter::once(from).chain(ancestors(tree, from)) {
        for sibling in siblings(tree, at).1.iter().copied().filter(|node| is_content(tree, *node)) {
            take(sibling);
            below(tree, sibling, take);
        }
    }
}

fn preceding(tree: &Tree, from: NodeId, take: &mut impl FnMut(NodeId)) {
    for at in std::iter::once(from).chain(ancestors(tree, from)) {
        for sibling in siblings(tree, at).0.iter().rev().copied().filter(|node| is_content(tree, *node)) {
            let mut inside = vec![sibling];
            below(tree, sibling, &mut |node| inside.push(node));
            inside.into_iter().rev().for_each(&mut *take);
        }
    }
}
