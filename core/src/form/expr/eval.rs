//! Evaluates an expression at a node.
//!
//! Recursion follows the expression's brackets, which `parser` bounds. Function bodies are in `functions`.

use std::cmp::Ordering;
use std::sync::Arc;

use super::ast::{Axis, Expr, NodeTest, Operator, Path, Start, Step};
use super::axes::nodes_on;
use super::budget::{Budget, visited};
use super::compare::holds;
use super::functions::{self, Arity};
use super::value::{NodeRef, Value};
use super::{Environment, lookup};

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvalError {
    /// There is no such function.
    #[error("there is no function {name}()")]
    UnknownFunction {
        /// Its name.
        name: Arc<str>,
    },
    /// A function was given too few or too many arguments.
    #[error("{name}() takes {arity} arguments, not {given}")]
    Arguments {
        /// Its name.
        name: Arc<str>,
        /// How many it takes.
        arity: Arity,
        /// How many it got.
        given: usize,
    },
    /// A function or operator needs nodes and was given something else.
    #[error("{name} needs a question or a list, not a value")]
    NotNodes {
        /// Who needs them.
        name: Arc<str>,
    },
    /// A function was given a value that it cannot use.
    #[error("{name}() cannot use the value of its argument {argument}")]
    BadArgument {
        /// Its name.
        name: Arc<str>,
        /// Which argument, from 1.
        argument: usize,
    },
    /// There is no question with this name.
    #[error("there is no question ${{{name}}}")]
    UnknownReference {
        /// The name.
        name: Arc<str>,
    },
    /// The expression looks at more than any sensible one.
    #[error("there is too much to look at")]
    TooMuchWork,
    /// A text grew beyond what can be an answer.
    #[error("{name}() makes a text longer than {limit_bytes} bytes")]
    TooLong {
        /// Who makes it.
        name: Arc<str>,
        /// How long it may be.
        limit_bytes: usize,
    },
    /// There is no list or file of data with this id.
    #[error("there is no list or file {id}")]
    UnknownInstance {
        /// The id.
        id: String,
    },
}

/// Evaluates `expr` at `context`.
pub(super) fn evaluate(expr: &Expr, environment: &dyn Environment, context: NodeRef) -> Result<Value, EvalError> {
    let budget = Budget::default();
    let scope =
        Scope { environment, node: context, current: context, position: 1, size: 1, hidden: false, budget: &budget };
    let value = scope.value(expr);
    environment.ambient().spend(budget.used());
    value
}

/// Where in the evaluation we are.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) environment: &'a dyn Environment,
    /// The context node.
    pub(super) node: NodeRef,
    /// The node at which the whole expression is evaluated.
    pub(super) current: NodeRef,
    pub(super) position: usize,
    pub(super) size: usize,
    /// Whether hidden nodes count.
    pub(super) hidden: bool,
    /// What was looked at so far.
    pub(super) budget: &'a Budget,
}

impl<'a> Scope<'a> {
    pub(super) fn value(&self, expr: &Expr) -> Result<Value, EvalError> {
        match expr {
            Expr::Number(number) => Ok(Value::Number(*number)),
            Expr::Text(text) => Ok(Value::Text(text.to_string())),
            Expr::Negate { times, operand } => {
                let number = self.number(operand)?;
                Ok(Value::Number(if times % 2 == 1 { -number } else { number }))
            }
            Expr::Chain { first, rest } => self.chain(first, rest),
            Expr::Call { name, arguments } => functions::call(self, name, arguments),
            Expr::Path(path) => self.path(path).map(Value::Nodes),
        }
    }

    pub(super) fn text(&self, expr: &Expr) -> Result<String, EvalError> {
        match expr {
            Expr::Text(text) => self.read(text.to_string()),
            Expr::Number(_) | Expr::Negate { .. } | Expr::Chain { .. } | Expr::Call { .. } | Expr::Path(_) => {
                self.read(self.value(expr)?.to_text(self.environment))
            }
        }
    }

    pub(super) fn number(&self, expr: &Expr) -> Result<f64, EvalError> {
        Ok(self.value(expr)?.to_number(self.environment))
    }

    pub(super) fn boolean(&self, expr: &Expr) -> Result<bool, EvalError> {
        Ok(self.value(expr)?.to_boolean())
    }

    /// The nodes that an argument yields; an error naming `needed_by` if it yields a plain value.
    pub(super) fn nodes(&self, expr: &Expr, needed_by: &str) -> Result<Vec<NodeRef>, EvalError> {
        match self.value(expr)? {
            Value::Nodes(nodes) => Ok(nodes),
            Value::Text(_) | Value::Number(_) | Value::Boolean(_) | Value::Moment(_) => {
                Err(EvalError::NotNodes { name: needed_by.into() })
            }
        }
    }

    fn chain(&self, first: &Expr, rest: &[(Operator, Expr)]) -> Result<Value, EvalError> {
        let mut left = self.value(first)?;
        for (operator, operand) in rest {
            left = self.apply(left, *operator, operand)?;
        }
        Ok(left)
    }

    fn apply(&self, left: Value, operator: Operator, operand: &Expr) -> Result<Value, EvalError> {
        match operator {
            Operator::Or => Ok(Value::Boolean(left.to_boolean() || self.boolean(operand)?)),
            Operator::And => Ok(Value::Boolean(left.to_boolean() && self.boolean(operand)?)),
            Operator::Equal
            | Operator::NotEqual
            | Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual => {
                let right = self.value(operand)?;
                self.visit(pairs(&left, &right))?;
                Ok(Value::Boolean(holds(operator, &left, &right, self.environment)))
            }
            Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Modulo => {
                let (left, right) = (left.to_number(self.environment), self.number(operand)?);
                Ok(Value::Number(arithmetic(operator, left, right)))
            }
            Operator::Union => {
                let Value::Nodes(mut nodes) = left else {
                    return Err(EvalError::NotNodes { name: "|".into() });
                };
                nodes.extend(self.nodes(operand, "|")?);
                self.sort(&mut nodes);
                Ok(Value::Nodes(nodes))
            }
        }
    }

    fn path(&self, path: &Path) -> Result<Vec<NodeRef>, EvalError> {
        let (start, flat) = self.start(&path.start)?;
        let found = self.walk(start, flat, &path.steps)?;
        Ok(if self.hidden { found } else { self.shown(found) })
    }

    fn start(&self, start: &Start) -> Result<(Vec<NodeRef>, bool), EvalError> {
        match start {
            Start::Context => Ok((vec![self.node], true)),
            Start::Root => Ok((vec![self.environment.root(self.node)], true)),
            Start::Reference(name) => match self.environment.reference(name, self.current) {
                Some(nodes) => self.visit(nodes.len()).map(|()| (nodes, true)),
                None => Err(EvalError::UnknownReference { name: Arc::clone(name) }),
            },
            Start::Filter { expr, predicates } => {
                let mut nodes = self.nodes(expr, "a path")?;
                for predicate in predicates {
                    nodes = self.filter(nodes, predicate)?;
                }
                Ok((nodes, false))
            }
        }
    }

    /// Takes the steps one by one. `flat` says that no node of the start stands below another, so that children come
    /// out in document order by themselves.
    fn walk(&self, start: Vec<NodeRef>, flat: bool, steps: &[Step]) -> Result<Vec<NodeRef>, EvalError> {
        let (mut nodes, mut flat, mut next) = (start, flat, 0);
        while let Some(step) = steps.get(next) {
            let skipped = anything_below_then_child(step, steps.get(next + 1));
            let (axis, step) = if let Some(child) = skipped { (Axis::Descendant, child) } else { (step.axis, step) };
            next += if skipped.is_some() { 2 } else { 1 };
            flat = flat && matches!(axis, Axis::Child | Axis::Attribute | Axis::Itself)
                || nodes.len() == 1 && flat && !axis.is_reverse() && nodes_flat(axis);
            nodes = self.step(&nodes, axis, step)?;
            if !flat && (nodes.len() > 1) {
                self.sort(&mut nodes);
            }
            flat = flat || nodes.len() <= 1;
        }
        Ok(nodes)
    }

    fn step(&self, from: &[NodeRef], axis: Axis, step: &Step) -> Result<Vec<NodeRef>, EvalError> {
        let mut found = Vec::new();
        for node in from {
            if let Some(nodes) = lookup::find(self, *node, axis, step)? {
                found.extend(nodes);
                continue;
            }
            let tree = self.environment.tree(node.tree);
            self.visit(visited(tree, node.node, axis))?;
            let on_axis = nodes_on(tree, node.node, axis, &step.test);
            let mut nodes: Vec<NodeRef> = on_axis.into_iter().map(|id| NodeRef { tree: node.tree, node: id }).collect();
            for predicate in &step.predicates {
                nodes = self.filter(nodes, predicate)?;
            }
            found.extend(nodes);
        }
        Ok(found)
    }

    pub(super) fn visit(&self, nodes: usize) -> Result<(), EvalError> {
        self.budget.visit(nodes, self.environment)
    }

    /// Counts a text that a function is about to use.
    pub(super) fn read(&self, text: String) -> Result<String, EvalError> {
        self.budget.read(&text, self.environment).map(|()| text)
    }

    /// The nodes for which the predicate holds; positions count in the order given.
    pub(super) fn filter(&self, nodes: Vec<NodeRef>, predicate: &Expr) -> Result<Vec<NodeRef>, EvalError> {
        if let Expr::Number(number) = predicate {
            let wanted = nodes.iter().enumerate().find(|(index, _)| (index + 1) as f64 == *number);
            return Ok(wanted.map(|(_, node)| *node).into_iter().collect());
        }
        let size = nodes.len();
        self.visit(size)?;
        let mut kept = Vec::new();
        for (index, node) in nodes.into_iter().enumerate() {
            let inner = Self { node, position: index + 1, size, ..*self };
            let keep = match inner.value(predicate)? {
                Value::Number(number) => (index + 1) as f64 == number,
                other @ (Value::Text(_) | Value::Boolean(_) | Value::Moment(_) | Value::Nodes(_)) => other.to_boolean(),
            };
            if keep {
                kept.push(node);
            }
        }
        Ok(kept)
    }

    /// Leaves out what is hidden, unless nothing else is there: a question that is not asked reads as blank, which is
    /// not the same as no question at all.
    fn shown(&self, nodes: Vec<NodeRef>) -> Vec<NodeRef> {
        if let [_] = nodes.as_slice() {
            return nodes;
        }
        let shown = self.only_shown(nodes.clone());
        if shown.is_empty() { nodes } else { shown }
    }

    /// Leaves out what is hidden. The nodes above the current one stay: `position(..)` must work in a hidden group too.
    pub(super) fn only_shown(&self, mut nodes: Vec<NodeRef>) -> Vec<NodeRef> {
        if !self.hidden {
            nodes.retain(|node| {
                let tree = self.environment.tree(node.tree);
                tree.is_shown(node.node) || self.is_above_current(*node)
            });
        }
        nodes
    }

    fn is_above_current(&self, node: NodeRef) -> bool {
        let tree = self.environment.tree(self.current.tree);
        let mut line = std::iter::successors(Some(self.current.node), |at| tree.parent(*at));
        node.tree == self.current.tree && line.any(|at| at == node.node)
    }

    /// Puts nodes into document order and drops repeats.
    pub(super) fn sort(&self, nodes: &mut Vec<NodeRef>) {
        nodes.sort_by(|a, b| match a.tree.cmp(&b.tree) {
            Ordering::Equal => self.environment.tree(a.tree).document_order(a.node, b.node),
            other @ (Ordering::Less | Ordering::Greater) => other,
        });
        nodes.dedup();
    }

    pub(super) fn environment(&self) -> &'a dyn Environment {
        self.environment
    }
}

/// How many pairs a comparison may have to look at.
fn pairs(left: &Value, right: &Value) -> usize {
    let members = |value: &Value| match value {
        Value::Nodes(nodes) => nodes.len(),
        Value::Text(_) | Value::Number(_) | Value::Boolean(_) | Value::Moment(_) => 1,
    };
    members(left).saturating_mul(members(right))
}

/// From a single node these axes yield document order.
fn nodes_flat(axis: Axis) -> bool {
    matches!(axis, Axis::FollowingSibling | Axis::Namespace)
}

/// `//x` means "any descendant x" unless a position is asked for.
fn anything_below_then_child<'a>(step: &Step, next: Option<&'a Step>) -> Option<&'a Step> {
    let below = step.axis == Axis::DescendantOrSelf && step.test == NodeTest::Node && step.predicates.is_empty();
    next.filter(|next| below && next.axis == Axis::Child && next.predicates.is_empty())
}

fn arithmetic(operator: Operator, left: f64, right: f64) -> f64 {
    match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        Operator::Modulo => left % right,
        Operator::Or
        | Operator::And
        | Operator::Equal
        | Operator::NotEqual
        | Operator::Less
        | Operator::LessOrEqual
        | Operator::Greater
        | Operator::GreaterOrEqual
        | Operator::Union => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::super::{Ambient, Document, Expression, NodeId, Tree};
    use super::*;
    use crate::time::Timestamp;

    fn value(text: &str, tree: &Tree) -> Result<Value, EvalError> {
        let ambient = Ambient::new(Timestamp(0), TimeZone::UTC, 1);
        let context = NodeRef { tree: 0, node: tree.root().unwrap_or(NodeId::DOCUMENT) };
        Expression::parse(text).unwrap().evaluate(&Document::new(tree, &ambient), context)
    }

    #[test]
    fn an_expression_that_would_run_for_hours_is_stopped() {
        let mut tree = Tree::new();
        let data = tree.append_element(NodeId::DOCUMENT, "data", "");
        for _ in 0..500 {
            tree.append_element(data, "q", "1");
        }
        assert_eq!(value("count(//*[//*[//*]])", &tree), Err(EvalError::TooMuchWork));
        assert_eq!(value("count(//*[. = 1])", &tree), Ok(Value::Number(500.0)));
        assert_eq!(value("//*[//* != //*]", &tree), Err(EvalError::TooMuchWork));
    }

    #[test]
    fn a_list_of_a_hundred_thousand_rows_may_be_walked_column_by_column() {
        let mut tree = Tree::new();
        let data = tree.append_element(NodeId::DOCUMENT, "data", "");
        for row in 0..100_000 {
            let item = tree.append_element(data, "item", "");
            for column in ["name", "label", "of"] {
                tree.append_element(item, column, if row % 2 == 0 { "a" } else { "b" });
            }
        }
        let filtered =
            "count(/data/item[name = 'a' and label != 'b' and contains(of, 'a') and starts-with(name, 'a')])";
        assert_eq!(value(filtered, &tree), Ok(Value::Number(50_000.0)));
    }

    #[test]
    fn a_hidden_question_reads_as_blank_and_counts_for_nothing() {
        let mut tree = Tree::new();
        let data = tree.append_element(NodeId::DOCUMENT, "data", "");
        let age = tree.append_element(data, "age", "17");
        tree.set_hidden(age, true);
        assert_eq!(value("age != 'x'", &tree), Ok(Value::Boolean(true)));
        assert_eq!(value("string(age)", &tree), Ok(Value::Text(String::new())));
        assert_eq!(value("count(age)", &tree), Ok(Value::Number(0.0)));
    }

    #[test]
    fn positions_count_along_the_axis_and_results_come_in_document_order() {
        let tree = Tree::from_xml("<a><b>1</b><b>2</b><b>3</b></a>").unwrap();
        assert_eq!(value("string(b[3]/preceding-sibling::b[1])", &tree), Ok(Value::Text("2".to_owned())));
        assert_eq!(value("string(b[3]/preceding-sibling::b)", &tree), Ok(Value::Text("1".to_owned())));
    }
}
