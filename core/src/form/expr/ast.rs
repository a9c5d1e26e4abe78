//! The parsed form of an expression: plain data, as deep as the text's brackets and no deeper.
//!
//! `parser` makes it, `print` writes it back, `eval` runs it.

use std::sync::Arc;

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A number literal; always finite.
    Number(f64),
    /// A text literal.
    Text(Arc<str>),
    /// Operators of one precedence, from left to right: `1 + 2 - 3`. Flat, so that a long sum is not a deep tree.
    Chain {
        /// The leftmost operand.
        first: Box<Self>,
        /// Each operator with the operand to its right; at least one.
        rest: Vec<(Operator, Self)>,
    },
    /// `-` before an operand, this many times.
    Negate {
        /// How many minus signs.
        times: u32,
        /// What they stand before.
        operand: Box<Self>,
    },
    /// A function call.
    Call {
        /// The name as written, with its prefix.
        name: Arc<str>,
        /// The arguments.
        arguments: Vec<Self>,
    },
    /// A location path.
    Path(Path),
}

/// A location path: where it starts, and the steps from there.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// Where it starts.
    pub start: Start,
    /// The steps; empty only for `/`, a bare reference or a filtered expression.
    pub steps: Vec<Step>,
}

impl Expr {
    /// Shows the expression and every part of it to `see`. As deep as its brackets, which the parser bounds.
    pub(in crate::form) fn walk<'e>(&'e self, see: &mut dyn FnMut(&'e Self)) {
        see(self);
        match self {
            Self::Number(_) | Self::Text(_) => {}
            Self::Negate { operand, .. } => operand.walk(see),
            Self::Chain { first, rest } => {
                first.walk(see);
                rest.iter().for_each(|(_, operand)| operand.walk(see));
            }
            Self::Call { arguments, .. } => arguments.iter().for_each(|argument| argument.walk(see)),
            Self::Path(Path { start, steps }) => {
                if let Start::Filter { expr, predicates } = start {
                    expr.walk(see);
                    predicates.iter().for_each(|predicate| predicate.walk(see));
                }
                steps.iter().flat_map(|step| &step.predicates).for_each(|predicate| predicate.walk(see));
            }
        }
    }
}

/// Where a path starts.
#[derive(Debug, Clone, PartialEq)]
pub enum Start {
    /// At the context node.
    Context,
    /// At the root of the document.
    Root,
    /// At a question named by `${name}`.
    Reference(Arc<str>),
    /// At the nodes of an expression that pass the predicates.
    Filter {
        /// The expression.
        expr: Box<Expr>,
        /// The predicates.
        predicates: Vec<Expr>,
    },
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// In which direction.
    pub axis: Axis,
    /// Which nodes.
    pub test: NodeTest,
    /// Which of those.
    pub predicates: Vec<Expr>,
}

/// The direction of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// The node's ancestors, nearest first.
    Ancestor,
    /// The node and its ancestors.
    AncestorOrSelf,
    /// The node's attributes.
    Attribute,
    /// The node's children.
    Child,
    /// Everything below the node.
    Descendant,
    /// The node and everything below it.
    DescendantOrSelf,
    /// Everything after the node that is not below it.
    Following,
    /// The siblings after the node.
    FollowingSibling,
    /// The node's namespace declarations in scope.
    Namespace,
    /// The node's parent.
    Parent,
    /// Everything before the node that is not above it.
    Preceding,
    /// The siblings before the node, nearest first.
    PrecedingSibling,
    /// The node itself.
    Itself,
}

impl Axis {
    /// Every axis with its name in XPath.
    pub(super) const NAMES: [(&'static str, Self); 13] = [
        ("ancestor", Self::Ancestor),
        ("ancestor-or-self", Self::AncestorOrSelf),
        ("attribute", Self::Attribute),
        ("child", Self::Child),
        ("descendant", Self::Descendant),
        ("descendant-or-self", Self::DescendantOrSelf),
        ("following", Self::Following),
        ("following-sibling", Self::FollowingSibling),
        ("namespace", Self::Namespace),
        ("parent", Self::Parent),
        ("preceding", Self::Preceding),
        ("preceding-sibling", Self::PrecedingSibling),
        ("self", Self::Itself),
    ];

    /// Whether the axis runs against document order.
    pub(super) const fn is_reverse(self) -> bool {
        matches!(self, Self::Ancestor | Self::AncestorOrSelf | Self::Preceding | Self::PrecedingSibling | Self::Parent)
    }
}

/// Which nodes of an axis a step takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeTest {
    /// Those with this name.
    Name {
        /// The prefix, if one is written.
        prefix: Option<Arc<str>>,
        /// The name.
        local: Arc<str>,
    },
    /// Those with any name (`*`), or any name with this prefix.
    AnyName {
        /// The prefix, if one is written.
        prefix: Option<Arc<str>>,
    },
    /// `node()`.
    Node,
    /// `text()`.
    Text,
    /// `comment()`.
    Comment,
    /// `processing-instruction()`, or those with this target.
    Instruction(Option<Arc<str>>),
}

/// A binary operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `or`.
    Or,
    /// `and`.
    And,
    /// `=`.
    Equal,
    /// `!=`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
    /// `+`.
    Add,
    /// `-`.
    Subtract,
    /// `*`.
    Multiply,
    /// `div`.
    Divide,
    /// `mod`.
    Modulo,
    /// `|`.
    Union,
}

impl Operator {
    /// How tightly it binds; XPath 1.0, section 3.5. A minus sign before an operand has 7.
    pub(super) const fn precedence(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Equal | Self::NotEqual => 3,
            Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual => 4,
            Self::Add | Self::Subtract => 5,
            Self::Multiply | Self::Divide | Self::Modulo => 6,
            Self::Union => 8,
        }
    }

    /// Its spelling.
    pub(super) const fn spelling(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "div",
            Self::Modulo => "mod",
            Self::Union => "|",
        }
    }
}
