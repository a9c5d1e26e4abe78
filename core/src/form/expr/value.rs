//! What an expression yields, and how one kind of value is taken for another.
//!
//! The rules are XPath 1.0's; dates are added as in the ODK XForms specification.

use super::moment::Moment;
use super::number::{format_number, parse_number};
use super::tree::NodeId;
use super::{Ambient, Environment};

/// A node of one of the trees that an evaluation can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeRef {
    /// Which tree, by the environment's numbering; 0 is the one being answered.
    pub tree: u32,
    /// Which node.
    pub node: NodeId,
}

/// The value of an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number; blank and nonsense are NaN.
    Number(f64),
    /// A truth value.
    Boolean(bool),
    /// A date or a point in time.
    Moment(Moment),
    /// Nodes, in document order and without repeats.
    Nodes(Vec<NodeRef>),
}

impl Value {
    /// The value as text: of nodes, the first one's.
    pub fn to_text(&self, environment: &dyn Environment) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => format_number(*number),
            Self::Boolean(truth) => if *truth { "true" } else { "false" }.to_owned(),
            Self::Moment(moment) => moment.text(&environment.ambient().zone),
            Self::Nodes(nodes) => nodes.first().map_or_else(String::new, |node| node_text(*node, environment)),
        }
    }

    /// The value as a number. A text that is a date counts as its day.
    pub fn to_number(&self, environment: &dyn Environment) -> f64 {
        match self {
            Self::Text(text) => text_number(text, environment.ambient()),
            Self::Number(number) => *number,
            Self::Boolean(truth) => f64::from(u8::from(*truth)),
            Self::Moment(moment) => moment.days(&environment.ambient().zone),
            Self::Nodes(nodes) => nodes.first().map_or(f64::NAN, |node| node_number(*node, environment)),
        }
    }

    /// The value as a truth: a text that is not empty, a number other than 0 and NaN, nodes if there are any.
    pub fn to_boolean(&self) -> bool {
        match self {
            Self::Text(text) => !text.is_empty(),
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Boolean(truth) => *truth,
            Self::Moment(_) => true,
            Self::Nodes(nodes) => !nodes.is_empty(),
        }
    }

    /// Whether the value is a blank: an empty text, NaN, or nodes whose text is empty.
    pub fn is_blank(&self, environment: &dyn Environment) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Number(number) => number.is_nan(),
            Self::Boolean(_) | Self::Moment(_) => false,
            Self::Nodes(_) => self.to_text(environment).is_empty(),
        }
    }
}

/// A node's text.
pub(super) fn node_text(node: NodeRef, environment: &dyn Environment) -> String {
    environment.tree(node.tree).text(node.node)
}

/// A node's text as a number.
pub(super) fn node_number(node: NodeRef, environment: &dyn Environment) -> f64 {
    with_node_text(node, environment, |text| text_number(text, environment.ambient()))
}

/// Shows a node's text to `look` without copying it where that is possible.
pub(super) fn with_node_text<T>(node: NodeRef, environment: &dyn Environment, look: impl FnOnce(&str) -> T) -> T {
    let tree = environment.tree(node.tree);
    match tree.plain_text(node.node) {
        Some(text) => look(text),
        None => look(&tree.text(node.node)),
    }
}

/// A text as a number, or as the day that it names.
pub(super) fn text_number(text: &str, ambient: &Ambient) -> f64 {
    let number = parse_number(text);
    let dated = number.is_nan() && text.len() >= 8 && text.as_bytes().get(4) == Some(&b'-');
    if dated {
        Moment::parse(text, &ambient.zone).map_or(f64::NAN, |moment| moment.days(&ambient.zone))
    } else {
        number
    }
}
