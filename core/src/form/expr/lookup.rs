//! A shortcut for `item[name = value]` on long lists: an index by column instead of a walk over every row.
//!
//! It answers exactly as the walk in `eval` would, or not at all.

use std::collections::BTreeMap;

use super::ast::{Axis, Expr, NodeTest, Operator, Path, Start, Step};
use super::eval::{EvalError, Scope};
use super::tree::{NodeId, NodeKind, Symbol, Tree};
use super::value::{NodeRef, Value};

/// Lists shorter than this are faster to walk than to index.
const WORTH_IT: usize = 24;

/// Rows by the text of one column.
pub(super) type Index = BTreeMap<String, Vec<NodeId>>;

/// Which list an index is for: tree, parent of the rows, name of the rows, name of the column.
pub(super) type IndexKey = (u32, NodeId, Symbol, Symbol);

/// The nodes of the step from `from`, if the step is of the kind that an index can answer. The tree being answered is
/// never indexed: it changes.
pub(super) fn find(
    scope: &Scope<'_>,
    from: NodeRef,
    axis: Axis,
    step: &Step,
) -> Result<Option<Vec<NodeRef>>, EvalError> {
    let tree = scope.environment.tree(from.tree);
    if from.tree == 0 || axis != Axis::Child || tree.children(from.node).len() < WORTH_IT {
        return Ok(None);
    }
    let NodeTest::Name { prefix: None, local: row } = &step.test else { return Ok(None) };
    let Some((column, wanted)) = step.predicates.first().and_then(column_equals) else { return Ok(None) };
    let (Some(row), Some(column)) = (tree.symbol(row), tree.symbol(column)) else { return Ok(Some(Vec::new())) };
    let texts = match scope.value(wanted)? {
        Value::Text(text) => vec![text],
        Value::Nodes(nodes) => nodes.iter().map(|node| super::value::node_text(*node, scope.environment)).collect(),
        Value::Number(_) | Value::Boolean(_) | Value::Moment(_) => return Ok(None),
    };
    let key = (from.tree, from.node, row, column);
    let found = scope.environment.ambient().indexed(key, || build(tree, key), |index| pick(index, &texts));
    let mut nodes: Vec<NodeRef> = found.into_iter().map(|node| NodeRef { tree: from.tree, node }).collect();
    for predicate in &step.predicates[1..] {
        nodes = scope.filter(nodes, predicate)?;
    }
    Ok(Some(nodes))
}

fn pick(index: &Index, texts: &[String]) -> Vec<NodeId> {
    let mut rows: Vec<NodeId> = texts.iter().filter_map(|text| index.get(text)).flatten().copied().collect();
    // Lists never change after they were read, so ids run in document order.
    rows.sort_unstable();
    rows.dedup();
    rows
}

fn build(tree: &Tree, (_, parent, row, column): IndexKey) -> Index {
    let mut index = Index::new();
    for node in tree.children(parent).iter().copied() {
        if tree.kind(node) != NodeKind::Element || tree.symbol_of(node) != row {
            continue;
        }
        for cell in tree.children(node).iter().copied() {
            if tree.kind(cell) == NodeKind::Element && tree.symbol_of(cell) == column {
                index.entry(tree.text(cell)).or_default().push(node);
            }
        }
    }
    index
}

/// `column = wanted` or `wanted = column`, where `wanted` does not depend on the row.
fn column_equals(predicate: &Expr) -> Option<(&str, &Expr)> {
    let Expr::Chain { first, rest } = predicate else { return None };
    let [(Operator::Equal, second)] = rest.as_slice() else { return None };
    match (column(first), column(second)) {
        (Some(column), _) if is_fixed(second) => Some((column, second)),
        (_, Some(column)) if is_fixed(first) => Some((column, first)),
        _ => None,
    }
}

fn column(expr: &Expr) -> Option<&str> {
    let Expr::Path(Path { start: Start::Context, steps }) = expr else { return None };
    let [Step { axis: Axis::Child, test: NodeTest::Name { prefix: None, local }, predicates }] = steps.as_slice()
    else {
        return None;
    };
    predicates.is_empty().then_some(local)
}

/// Whether the value is the same for every row.
fn is_fixed(expr: &Expr) -> bool {
    match expr {
        Expr::Text(_) => true,
        Expr::Path(Path { start, steps }) => {
            let anchored = match start {
                Start::Reference(_) => true,
                Start::Filter { expr, predicates } => {
                    let current = matches!(&**expr, Expr::Call { name, .. } if &**name == "current");
                    current && predicates.is_empty()
                }
                Start::Root | Start::Context => false,
            };
            anchored && steps.iter().all(|step| step.predicates.is_empty())
        }
        Expr::Number(_) | Expr::Chain { .. } | Expr::Negate { .. } | Expr::Call { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::super::{Ambient, Document, Environment, Expression};
    use super::*;
    use crate::time::Timestamp;

    struct Lists<'a>(Document<'a>, Tree, Ambient);

    impl Environment for Lists<'_> {
        fn tree(&self, index: u32) -> &Tree {
            if index == 0 { self.0.tree(0) } else { &self.1 }
        }
        fn ambient(&self) -> &Ambient {
            &self.2
        }
        fn instance(&self, _: &str) -> Option<NodeRef> {
            Some(NodeRef { tree: 1, node: NodeId::DOCUMENT })
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

    #[test]
    fn the_index_finds_what_a_walk_finds() {
        let mut list = Tree::new();
        let root = list.append_element(NodeId::DOCUMENT, "root", "");
        for number in 0..100 {
            let item = list.append_element(root, "item", "");
            list.append_element(item, "name", &format!("n{}", number % 40));
        }
        let (empty, ambient) = (Tree::new(), Ambient::new(Timestamp(0), TimeZone::UTC, 0));
        let lists = Lists(Document::new(&empty, &ambient), list, Ambient::new(Timestamp(0), TimeZone::UTC, 0));
        let here = NodeRef { tree: 0, node: NodeId::DOCUMENT };
        for (indexed, walked) in [
            ("instance('l')/root/item[name = 'n7']", "instance('l')/root/item[name = concat('n', '7')]"),
            ("instance('l')/root/item['n7' = name][2]", "instance('l')/root/item[name = concat('n', '7')][2]"),
            ("instance('l')/root/item[name = 'x']", "instance('l')/root/item[name = concat('x', '')]"),
        ] {
            let value = |text| Expression::parse(text).unwrap().evaluate(&lists, here);
            assert_eq!(value(indexed), value(walked), "{indexed}");
        }
    }
}
