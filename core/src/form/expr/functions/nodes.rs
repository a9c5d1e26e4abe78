//! Nodes: counting, positions, names, lists beside the form, one instance of a repeat.
//!
//! How paths walk is in `eval` and `axes`.

use super::{Call, EvalError, Function, Outcome, takes, takes_many};
use crate::form::expr::eval::Scope;
use crate::form::expr::tree::{NodeId, NodeKind, Tree};
use crate::form::expr::value::{NodeRef, Value};

pub(super) fn find(name: &str) -> Option<Function> {
    match name {
        "count" => takes(1, 1, |call| Ok(Value::Number(call.counted(0)?.len() as f64))),
        "count-non-empty" => takes(1, 1, |call| {
            let nodes = call.counted(0)?;
            Ok(Value::Number(nodes.into_iter().filter(|node| !call.node_text(*node).is_empty()).count() as f64))
        }),
        "position" => takes(0, 1, position),
        "last" => takes(0, 0, |call| Ok(Value::Number(call.scope.size as f64))),
        "current" => takes(0, 0, |call| Ok(Value::Nodes(vec![call.scope.current]))),
        "instance" => takes(1, 1, |call| {
            let id = call.text(0)?;
            let found = call.scope.environment.instance(&id);
            found.map(|node| Value::Nodes(vec![node])).ok_or(EvalError::UnknownInstance { id })
        }),
        "indexed-repeat" => takes_many(3, indexed_repeat),
        "pulldata" => takes(4, 4, pulldata),
        "id" => takes(1, 1, id),
        "name" => takes(0, 1, |call| named(call, full_name)),
        "local-name" => takes(0, 1, |call| named(call, local_name)),
        "namespace-uri" => takes(0, 1, |call| {
            named(call, |tree, node| tree.namespace(node).map(|known| known.address.clone()).unwrap_or_default())
        }),
        "lang" => takes(1, 1, lang),
        _ => None,
    }
}

/// Without an argument the place in the list being filtered; with one, the place among siblings of the same name.
fn position(call: &Call<'_, '_>) -> Outcome {
    if call.given() == 0 {
        return Ok(Value::Number(call.scope.position as f64));
    }
    let found = call.nodes(0)?.first().map(|node| call.scope.environment.tree(node.tree).position(node.node) as f64);
    Ok(Value::Number(found.unwrap_or(f64::NAN)))
}

fn named(call: &Call<'_, '_>, pick: fn(&Tree, NodeId) -> String) -> Outcome {
    let nodes = call.nodes_or_own(0)?;
    let name = nodes.first().map(|node| pick(call.scope.environment.tree(node.tree), node.node));
    Ok(Value::Text(name.unwrap_or_default()))
}

fn local_name(tree: &Tree, node: NodeId) -> String {
    tree.name(node).to_owned()
}

fn full_name(tree: &Tree, node: NodeId) -> String {
    match tree.namespace(node).filter(|known| !known.prefix.is_empty()) {
        Some(known) => format!("{}:{}", known.prefix, tree.name(node)),
        None => local_name(tree, node),
    }
}

fn id(call: &Call<'_, '_>) -> Outcome {
    let wanted: Vec<String> =
        call.texts_from(0)?.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect();
    let tree_index = call.scope.node.tree;
    let tree = call.scope.environment.tree(tree_index);
    let mut pending = vec![NodeId::DOCUMENT];
    let mut found = Vec::new();
    while let Some(node) = pending.pop() {
        let own = tree.attribute(node, "id").filter(|attribute| wanted.iter().any(|id| id == tree.value(*attribute)));
        if own.is_some() {
            found.push(NodeRef { tree: tree_index, node });
        }
        pending.extend(tree.children(node).iter().rev().filter(|child| tree.kind(**child) == NodeKind::Element));
    }
    Ok(Value::Nodes(found))
}

fn lang(call: &Call<'_, '_>) -> Outcome {
    let wanted = call.text(0)?.to_lowercase();
    let tree = call.scope.environment.tree(call.scope.node.tree);
    let own = tree.lineage(call.scope.node.node).into_iter().rev().find_map(|node| {
        let attribute = tree.attribute(node, "lang")?;
        tree.namespace(attribute).filter(|known| known.prefix == "xml")?;
        Some(tree.value(attribute).to_lowercase())
    });
    let matches =
        own.is_some_and(|own| own == wanted || own.strip_prefix(&wanted).is_some_and(|rest| rest.starts_with('-')));
    Ok(Value::Boolean(matches))
}

/// `pulldata(file, column, key column, key)`: the cell of the row whose key column has this key.
fn pulldata(call: &Call<'_, '_>) -> Outcome {
    let (file, column, key_column, key) = (call.text(0)?, call.text(1)?, call.text(2)?, call.text(3)?);
    let environment = call.scope.environment;
    let found = environment.instance(&file).or_else(|| environment.instance(file.trim_end_matches(".csv")));
    let Some(list) = found else { return Err(EvalError::UnknownInstance { id: file }) };
    let tree = environment.tree(list.tree);
    let rows = descend(tree, list.node, &["root".to_owned(), "item".to_owned()]);
    call.scope.visit(rows.len())?;
    let row = rows.into_iter().find(|row| tree.child(*row, &key_column).is_some_and(|cell| tree.text(cell) == key));
    let cell = row.and_then(|row| tree.child(row, &column));
    Ok(Value::Text(cell.map_or_else(String::new, |cell| tree.text(cell))))
}

/// `indexed-repeat(question, repeat, n, inner repeat, m, ...)`: the question in the n-th instance, wherever the
/// expression itself stands. Paths are taken as patterns of names, so that one relative to its own instance works too.
fn indexed_repeat(call: &Call<'_, '_>) -> Outcome {
    if call.given().is_multiple_of(2) {
        return Err(call.bad(call.given() - 1));
    }
    let everywhere = Scope { hidden: true, ..*call.scope };
    let pattern = |index: usize| -> Result<Option<(NodeRef, Vec<String>)>, EvalError> {
        let nodes = everywhere.nodes(&call.arguments[index], call.name)?;
        Ok(nodes.first().map(|node| (*node, names(call, *node))))
    };
    let Some((start, target)) = pattern(0)? else { return Ok(Value::Nodes(Vec::new())) };
    let tree = call.scope.environment.tree(start.tree);
    let mut place = NodeId::DOCUMENT;
    let mut depth = 0;
    for index in (1..call.given()).step_by(2) {
        let Some((_, repeat)) = pattern(index)? else { return Ok(Value::Nodes(Vec::new())) };
        if target.get(..repeat.len()) != Some(repeat.as_slice()) || repeat.len() <= depth {
            return Err(call.bad(index));
        }
        let instances = descend(tree, place, &repeat[depth..]);
        call.scope.visit(instances.len())?;
        let wanted = call.number(index + 1)?;
        let instance = instances.iter().enumerate().find(|(place, _)| (place + 1) as f64 == wanted);
        let Some((_, node)) = instance else { return Ok(Value::Nodes(Vec::new())) };
        (place, depth) = (*node, repeat.len());
    }
    let found =
        descend(tree, place, &target[depth..]).into_iter().filter(|node| call.scope.hidden || tree.is_shown(*node));
    Ok(Value::Nodes(found.map(|node| NodeRef { tree: start.tree, node }).collect()))
}

fn names(call: &Call<'_, '_>, node: NodeRef) -> Vec<String> {
    let tree = call.scope.environment.tree(node.tree);
    tree.lineage(node.node).into_iter().skip(1).map(|node| tree.name(node).to_owned()).collect()
}

fn descend(tree: &Tree, from: NodeId, names: &[String]) -> Vec<NodeId> {
    let mut nodes = vec![from];
    for name in names {
        let children = |node: &NodeId| tree.children(*node).to_vec();
        nodes = nodes
            .iter()
            .flat_map(children)
            .filter(|child| tree.kind(*child) == NodeKind::Element && tree.name(*child) == name)
            .collect();
    }
    nodes
}
