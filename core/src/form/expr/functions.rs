//! The functions of the ODK XForms specification, one file per family.
//!
//! A function gets its arguments unevaluated: `if`, `coalesce` and `once` evaluate only what they need. Sources:
//! getodk.github.io/xforms-spec for the functions, XPath 1.0 section 4 for the core ones.

mod dates;
mod digest;
mod geo;
mod logic;
mod maths;
mod nodes;
mod random;
mod selects;
mod strings;

use std::fmt;
use std::sync::Arc;

pub(in crate::form) use random::shuffle;

use super::ast::Expr;
use super::eval::{EvalError, Scope};
use super::value::{NodeRef, Value};

type Outcome = Result<Value, EvalError>;

/// How many arguments a function takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arity {
    /// At least this many.
    pub least: usize,
    /// At most this many; `None` for any number.
    pub most: Option<usize>,
}

impl Arity {
    /// Whether a call may have this many arguments.
    pub fn allows(self, given: usize) -> bool {
        given >= self.least && self.most.is_none_or(|most| given <= most)
    }
}

impl fmt::Display for Arity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.most {
            Some(most) if most == self.least => write!(f, "{most}"),
            Some(most) => write!(f, "{} to {most}", self.least),
            None => write!(f, "at least {}", self.least),
        }
    }
}

#[derive(Clone, Copy)]
struct Function {
    arity: Arity,
    run: fn(&Call<'_, '_>) -> Outcome,
}

/// A function that takes `least` to `most` arguments.
fn takes(least: usize, most: usize, run: fn(&Call<'_, '_>) -> Outcome) -> Option<Function> {
    Some(Function { arity: Arity { least, most: Some(most) }, run })
}

/// A function that takes `least` arguments or more.
fn takes_many(least: usize, run: fn(&Call<'_, '_>) -> Outcome) -> Option<Function> {
    Some(Function { arity: Arity { least, most: None }, run })
}

fn find(name: &str) -> Option<Function> {
    let families = [
        logic::find,
        selects::find,
        strings::find,
        maths::find,
        nodes::find,
        dates::find,
        random::find,
        digest::find,
        geo::find,
    ];
    families.iter().find_map(|family| family(name))
}

/// How many arguments the function with this name takes; `None` when there is no such function.
pub fn arity(name: &str) -> Option<Arity> {
    find(name).map(|function| function.arity)
}

/// Calls a function.
pub(super) fn call(scope: &Scope<'_>, name: &Arc<str>, arguments: &[Expr]) -> Outcome {
    let function = find(name).ok_or_else(|| EvalError::UnknownFunction { name: Arc::clone(name) })?;
    if !function.arity.allows(arguments.len()) {
        let (name, arity) = (Arc::clone(name), function.arity);
        return Err(EvalError::Arguments { name, arity, given: arguments.len() });
    }
    (function.run)(&Call { scope, name, arguments })
}

/// A call in progress.
struct Call<'a, 's> {
    scope: &'a Scope<'s>,
    name: &'a Arc<str>,
    arguments: &'a [Expr],
}

impl Call<'_, '_> {
    fn given(&self) -> usize {
        self.arguments.len()
    }

    fn value(&self, index: usize) -> Outcome {
        self.scope.value(&self.arguments[index])
    }

    fn text(&self, index: usize) -> Result<String, EvalError> {
        self.scope.text(&self.arguments[index])
    }

    fn number(&self, index: usize) -> Result<f64, EvalError> {
        self.scope.number(&self.arguments[index])
    }

    fn boolean(&self, index: usize) -> Result<bool, EvalError> {
        self.scope.boolean(&self.arguments[index])
    }

    fn nodes(&self, index: usize) -> Result<Vec<NodeRef>, EvalError> {
        self.scope.nodes(&self.arguments[index], self.name)
    }

    /// The nodes that count: without those that are not asked.
    fn counted(&self, index: usize) -> Result<Vec<NodeRef>, EvalError> {
        Ok(self.scope.only_shown(self.nodes(index)?))
    }

    /// The argument's text, or the context node's if the argument is left out.
    fn text_or_own(&self, index: usize) -> Result<String, EvalError> {
        if index < self.given() { self.text(index) } else { self.scope.read(self.node_text(self.scope.node)) }
    }

    /// The argument's nodes, or the context node if the argument is left out.
    fn nodes_or_own(&self, index: usize) -> Result<Vec<NodeRef>, EvalError> {
        if index < self.given() { self.nodes(index) } else { Ok(vec![self.scope.node]) }
    }

    fn node_text(&self, node: NodeRef) -> String {
        super::value::node_text(node, self.scope.environment)
    }

    fn node_number(&self, node: NodeRef) -> f64 {
        super::value::node_number(node, self.scope.environment)
    }

    /// The texts of all arguments from `first` on, each node of a set on its own.
    fn texts_from(&self, first: usize) -> Result<Vec<String>, EvalError> {
        let mut texts = Vec::new();
        for index in first..self.given() {
            match self.value(index)? {
                Value::Nodes(nodes) => {
                    for node in self.scope.only_shown(nodes) {
                        texts.push(self.scope.read(self.node_text(node))?);
                    }
                }
                other @ (Value::Text(_) | Value::Number(_) | Value::Boolean(_) | Value::Moment(_)) => {
                    texts.push(self.scope.read(other.to_text(self.scope.environment))?);
                }
            }
        }
        Ok(texts)
    }

    /// The numbers of all arguments, each node of a set on its own.
    fn numbers(&self) -> Result<Vec<f64>, EvalError> {
        let mut numbers = Vec::new();
        for index in 0..self.given() {
            match self.value(index)? {
                Value::Nodes(nodes) => {
                    numbers.extend(self.scope.only_shown(nodes).into_iter().map(|node| self.node_number(node)));
                }
                other @ (Value::Text(_) | Value::Number(_) | Value::Boolean(_) | Value::Moment(_)) => {
                    numbers.push(other.to_number(self.scope.environment));
                }
            }
        }
        Ok(numbers)
    }

    fn bad(&self, index: usize) -> EvalError {
        EvalError::BadArgument { name: Arc::clone(self.name), argument: index + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_of_the_specification_is_known() {
        let names = "true false boolean not if coalesce once boolean-from-string checklist weighted-checklist \
            string concat join contains starts-with ends-with substring substr substring-before substring-after \
            translate string-length normalize-space regex number int round floor ceiling abs pow log log10 exp exp10 \
            sqrt sin cos tan asin acos atan atan2 pi sum min max count count-non-empty position last current instance \
            extract-signed enclosed-area intersects indexed-repeat pulldata id name local-name namespace-uri lang randomize random uuid today now date \
            date-time decimal-date-time decimal-time format-date format-date-time selected selected-at count-selected \
            jr:choice-name jr:itext digest base64-decode area distance geofence";
        let unknown: Vec<&str> = names.split_whitespace().filter(|name| arity(name).is_none()).collect();
        assert_eq!(unknown, Vec::<&str>::new());
        assert_eq!(arity("fn:itext"), None);
    }
}
