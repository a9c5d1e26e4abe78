//! Writes an expression back as text that parses to the same expression.
//!
//! Spaces and needless brackets of the original are not kept.

use std::fmt::{self, Display, Formatter};

use super::ast::{Axis, Expr, NodeTest, Path, Start, Step};

/// Binds tighter than every operator: nothing inside needs brackets on its account.
const PRIMARY: u8 = 10;
const UNION: u8 = 8;

impl Expr {
    fn precedence(&self) -> u8 {
        match self {
            Self::Chain { rest, .. } => rest.first().map_or(PRIMARY, |(operator, _)| operator.precedence()),
            Self::Negate { .. } => 7,
            Self::Path(_) => 9,
            Self::Number(_) | Self::Text(_) | Self::Call { .. } => PRIMARY,
        }
    }

    fn write_above(&self, f: &mut Formatter<'_>, level: u8) -> fmt::Result {
        if self.precedence() >= level { self.fmt(f) } else { write!(f, "({self})") }
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => {
                let quote = if text.contains('\'') { '"' } else { '\'' };
                write!(f, "{quote}{text}{quote}")
            }
            Self::Chain { first, rest } => {
                let level = self.precedence();
                first.write_above(f, level)?;
                for (operator, operand) in rest {
                    write!(f, " {} ", operator.spelling())?;
                    operand.write_above(f, level + 1)?;
                }
                Ok(())
            }
            Self::Negate { times, operand } => {
                (0..*times).try_for_each(|_| f.write_str("-"))?;
                operand.write_above(f, UNION)
            }
            Self::Call { name, arguments } => {
                write!(f, "{name}(")?;
                for (index, argument) in arguments.iter().enumerate() {
                    write!(f, "{}{argument}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str(")")
            }
            Self::Path(path) => path.fmt(f),
        }
    }
}

impl Display for Path {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut separator = "/";
        match &self.start {
            Start::Context => separator = "",
            Start::Root if self.steps.is_empty() => f.write_str("/")?,
            Start::Root => {}
            Start::Reference(name) => write!(f, "${{{name}}}")?,
            Start::Filter { expr, predicates } => {
                expr.write_above(f, PRIMARY)?;
                write_predicates(f, predicates)?;
            }
        }
        for step in &self.steps {
            write!(f, "{separator}{step}")?;
            separator = "/";
        }
        Ok(())
    }
}

impl Display for Step {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.axis, &self.test) {
            (Axis::Itself, NodeTest::Node) => f.write_str(".")?,
            (Axis::Parent, NodeTest::Node) => f.write_str("..")?,
            (Axis::Child, test) => test.fmt(f)?,
            (Axis::Attribute, test) => write!(f, "@{test}")?,
            (axis, test) => {
                let name = Axis::NAMES.iter().find(|(_, known)| *known == axis).map_or("child", |(name, _)| name);
                write!(f, "{name}::{test}")?;
            }
        }
        write_predicates(f, &self.predicates)
    }
}

impl Display for NodeTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name { prefix, local } => write_name(f, prefix.as_deref(), local),
            Self::AnyName { prefix } => write_name(f, prefix.as_deref(), "*"),
            Self::Node => f.write_str("node()"),
            Self::Text => f.write_str("text()"),
            Self::Comment => f.write_str("comment()"),
            Self::Instruction(None) => f.write_str("processing-instruction()"),
            Self::Instruction(Some(target)) => {
                let quote = if target.contains('\'') { '"' } else { '\'' };
                write!(f, "processing-instruction({quote}{target}{quote})")
            }
        }
    }
}

fn write_name(f: &mut Formatter<'_>, prefix: Option<&str>, local: &str) -> fmt::Result {
    match prefix {
        Some(prefix) => write!(f, "{prefix}:{local}"),
        None => f.write_str(local),
    }
}

fn write_predicates(f: &mut Formatter<'_>, predicates: &[Expr]) -> fmt::Result {
    predicates.iter().try_for_each(|predicate| write!(f, "[{predicate}]"))
}
