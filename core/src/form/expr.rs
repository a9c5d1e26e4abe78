//! The expression language of questionnaires: XPath 1.0 as ODK XForms uses it, with `${question}` references.
//!
//! Text becomes tokens (`lexer`), an [`Expr`] (`parser`), and a [`Value`] over trees of nodes (`eval`). Which questions
//! depend on which is for `form::graph`; what a form does with values is for `form::interview`.
//!
//! ```
//! use doorstep_core::form::expr::{Ambient, Document, Expression, NodeId, NodeRef, Tree};
//! use doorstep_core::time::Timestamp;
//!
//! let mut answers = Tree::new();
//! let data = answers.append_element(NodeId::DOCUMENT, "data", "");
//! answers.append_element(data, "age", "17");
//! let ambient = Ambient::new(Timestamp(0), jiff::tz::TimeZone::UTC, 1);
//! let here = NodeRef { tree: 0, node: data };
//!
//! let adult = Expression::parse("age >= 18 and age < 120").expect("the text is an expression");
//! let value = adult.evaluate(&Document::new(&answers, &ambient), here).expect("all functions are known");
//! assert!(!value.to_boolean());
//! ```

mod ast;
mod axes;
mod budget;
mod compare;
mod environment;
mod eval;
mod functions;
mod lexer;
mod lookup;
mod moment;
mod name;
mod number;
mod parser;
mod pattern;
mod print;
mod tree;
mod value;
mod xml;

use std::fmt;
use std::sync::Arc;

pub use ast::{Axis, Expr, NodeTest, Operator, Path, Start, Step};
pub use environment::{Ambient, Document, Environment};
pub use eval::EvalError;
pub(super) use functions::shuffle;
pub use functions::{Arity, arity};
pub use moment::Moment;
pub(super) use name::{is_name_part, is_name_start};
pub use number::{format_number, parse_number, round_half_up};
pub(super) use pattern::is_usable as is_usable_pattern;
pub use tree::{Namespaced, NodeId, NodeKind, Tree};
pub use value::{NodeRef, Value};
pub use xml::XmlError;

/// The longest text of an expression, in bytes.
pub const MAX_TEXT_BYTES: usize = 1 << 20;

/// Why a text is not an expression. Places are byte offsets from its start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// The text is longer than [`MAX_TEXT_BYTES`].
    #[error("the expression has {size_bytes} bytes, more than the limit of {MAX_TEXT_BYTES}")]
    TooLong {
        /// Its length.
        size_bytes: usize,
    },
    /// Brackets stand deeper in each other than is read.
    #[error("brackets nest deeper than {limit}")]
    TooDeep {
        /// How deep they may.
        limit: u32,
    },
    /// A character that means nothing here.
    #[error("unexpected character at {at}")]
    UnexpectedCharacter {
        /// Where it stands.
        at: usize,
    },
    /// Something that cannot come here.
    #[error("something unexpected at {at}")]
    Unexpected {
        /// Where it stands.
        at: usize,
    },
    /// The text stops where more must follow.
    #[error("the expression ends too early")]
    UnexpectedEnd,
    /// A quotation mark without its counterpart.
    #[error("the text that begins at {at} has no closing quotation mark")]
    UnclosedText {
        /// Where it opens.
        at: usize,
    },
    /// `${` without a name and `}`.
    #[error("the reference that begins at {at} has no name or no closing brace")]
    UnclosedReference {
        /// Where it opens.
        at: usize,
    },
    /// A number beyond what can be counted with.
    #[error("the number at {at} is too large")]
    NumberTooLarge {
        /// Where it stands.
        at: usize,
    },
}

/// A parsed expression; cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    root: Arc<Expr>,
}

impl Expression {
    /// Parses a text.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        parser::parse(text).map(|root| Self { root: Arc::new(root) })
    }

    /// The expression's parts.
    pub fn expr(&self) -> &Expr {
        &self.root
    }

    /// The value at a node.
    pub fn evaluate(&self, environment: &dyn Environment, context: NodeRef) -> Result<Value, EvalError> {
        eval::evaluate(&self.root, environment, context)
    }
}

impl From<Expr> for Expression {
    fn from(root: Expr) -> Self {
        Self { root: Arc::new(root) }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_printed_parses_to_the_same_expression(expr in any_expr()) {
            let once = Expression::parse(&expr.to_string());
            prop_assert!(once.is_ok(), "{} does not parse: {:?}", expr, once);
            let once = once.unwrap();
            let twice = Expression::parse(&once.to_string()).unwrap();
            prop_assert_eq!(once, twice);
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".{0,60}|[-a1.*/@:()\\[\\],'\"$ {}|<>=!+]{0,40}") {
            let _ = Expression::parse(&text);
        }
    }

    fn any_expr() -> impl Strategy<Value = Expr> {
        let leaf = prop_oneof![
            (0.0..1e9).prop_map(Expr::Number),
            "[a-z ']{0,6}".prop_map(|text| Expr::Text(text.into())),
            any_name().prop_map(|name| path(Start::Reference(name), Vec::new())),
        ];
        leaf.prop_recursive(4, 40, 4, |inner| {
            let steps = proptest::collection::vec(any_step(inner.clone()), 1..4);
            prop_oneof![
                (any_operator(), proptest::collection::vec(inner.clone(), 2..4)).prop_map(|(operator, operands)| {
                    let mut operands = operands.into_iter();
                    let first = Box::new(operands.next().unwrap());
                    Expr::Chain { first, rest: operands.map(|operand| (operator, operand)).collect() }
                }),
                (1..3_u32, inner.clone())
                    .prop_map(|(times, operand)| Expr::Negate { times, operand: Box::new(operand) }),
                (any_name(), proptest::collection::vec(inner, 0..3))
                    .prop_map(|(name, arguments)| Expr::Call { name, arguments }),
                (prop_oneof![Just(Start::Context), Just(Start::Root)], steps)
                    .prop_map(|(start, steps)| path(start, steps)),
            ]
        })
    }

    fn any_step(inner: impl Strategy<Value = Expr>) -> impl Strategy<Value = Step> {
        let axis = proptest::sample::select(&Axis::NAMES[..]).prop_map(|(_, axis)| axis);
        let test = prop_oneof![
            any_name().prop_map(|local| NodeTest::Name { prefix: None, local }),
            Just(NodeTest::AnyName { prefix: None }),
            Just(NodeTest::Node),
        ];
        (axis, test, proptest::collection::vec(inner, 0..2)).prop_map(|(axis, test, predicates)| Step {
            axis,
            test,
            predicates,
        })
    }

    fn any_name() -> impl Strategy<Value = Arc<str>> {
        "[a-z]{3}(-[a-z]{2})?|div|mod|and|or".prop_map(Into::into)
    }

    fn any_operator() -> impl Strategy<Value = Operator> {
        proptest::sample::select(vec![
            Operator::Or,
            Operator::And,
            Operator::Equal,
            Operator::NotEqual,
            Operator::Less,
            Operator::GreaterOrEqual,
            Operator::Add,
            Operator::Subtract,
            Operator::Multiply,
            Operator::Modulo,
            Operator::Union,
        ])
    }

    fn path(start: Start, steps: Vec<Step>) -> Expr {
        Expr::Path(Path { start, steps })
    }
}
