//! Comparison of values by XPath 1.0, section 3.4: sets of nodes compare by any of their members.
//!
//! One difference, shared with the other engines of the field: a truth value and a set of nodes are ordered member by
//! member, as numbers. Dates compare as numbers of days, and so do texts that are dates when the other side is a date or a number.

use super::Environment;
use super::ast::Operator;
use super::value::{NodeRef, Value, node_number, node_text, with_node_text};

/// Whether `left operator right` holds. Operators that do not compare never hold.
pub(super) fn holds(operator: Operator, left: &Value, right: &Value, environment: &dyn Environment) -> bool {
    match operator {
        Operator::Equal => equal(true, left, right, environment),
        Operator::NotEqual => equal(false, left, right, environment),
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
            ordered(operator, left, right, environment)
        }
        Operator::Or
        | Operator::And
        | Operator::Add
        | Operator::Subtract
        | Operator::Multiply
        | Operator::Divide
        | Operator::Modulo
        | Operator::Union => false,
    }
}

/// `=` when `wanted` is true, else `!=`.
fn equal(wanted: bool, left: &Value, right: &Value, environment: &dyn Environment) -> bool {
    match (left, right) {
        (Value::Nodes(left), Value::Nodes(right)) => {
            let right: Vec<String> = right.iter().map(|node| node_text(*node, environment)).collect();
            left.iter().any(|node| {
                with_node_text(*node, environment, |text| right.iter().any(|other| (text == other) == wanted))
            })
        }
        (Value::Nodes(nodes), other) | (other, Value::Nodes(nodes)) => equal_nodes(wanted, nodes, other, environment),
        (Value::Boolean(_), _) | (_, Value::Boolean(_)) => (left.to_boolean() == right.to_boolean()) == wanted,
        (Value::Text(left), Value::Text(right)) => (left == right) == wanted,
        (Value::Number(_) | Value::Moment(_), _) | (_, Value::Number(_) | Value::Moment(_)) => {
            (left.to_number(environment) == right.to_number(environment)) == wanted
        }
    }
}

fn equal_nodes(wanted: bool, nodes: &[NodeRef], other: &Value, environment: &dyn Environment) -> bool {
    match other {
        Value::Boolean(truth) => (nodes.is_empty() != *truth) == wanted,
        Value::Text(text) => nodes.iter().any(|node| with_node_text(*node, environment, |own| (own == text) == wanted)),
        Value::Number(_) | Value::Moment(_) => {
            let number = other.to_number(environment);
            nodes.iter().any(|node| (node_number(*node, environment) == number) == wanted)
        }
        Value::Nodes(_) => false,
    }
}

fn ordered(operator: Operator, left: &Value, right: &Value, environment: &dyn Environment) -> bool {
    let numbers = |value: &Value| match value {
        Value::Nodes(nodes) => nodes.iter().map(|node| node_number(*node, environment)).collect(),
        Value::Text(_) | Value::Number(_) | Value::Boolean(_) | Value::Moment(_) => vec![value.to_number(environment)],
    };
    let right = numbers(right);
    numbers(left).iter().any(|left| right.iter().any(|right| in_order(operator, *left, *right)))
}

fn in_order(operator: Operator, left: f64, right: f64) -> bool {
    match operator {
        Operator::Less => left < right,
        Operator::LessOrEqual => left <= right,
        Operator::Greater => left > right,
        Operator::GreaterOrEqual => left >= right,
        Operator::Equal
        | Operator::NotEqual
        | Operator::Or
        | Operator::And
        | Operator::Add
        | Operator::Subtract
        | Operator::Multiply
        | Operator::Divide
        | Operator::Modulo
        | Operator::Union => false,
    }
}
