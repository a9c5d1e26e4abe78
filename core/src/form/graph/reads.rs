//! Which fields an expression reads, found from its text alone, before there is any answer.
//!
//! When in doubt it names too many fields, never too few: a needless evaluation is harmless, a missing one is not.

use std::collections::BTreeSet;

use super::{FieldId, FieldKind, Graph, LogicFault};
use crate::form::expr::{Axis, Expr, NodeTest, Path, Start, Step, arity};

/// A field that is read, and the repeat inside one instance of which the reading stays.
type Read = (FieldId, Option<FieldId>);

/// Where a path may have got to.
#[derive(Debug, Clone)]
struct Spot {
    fields: Vec<FieldId>,
    within: Option<FieldId>,
    /// The document above the root element.
    document: bool,
}

pub(super) struct Reader<'a> {
    graph: &'a Graph,
    current: FieldId,
    reads: BTreeSet<Read>,
    faults: Vec<LogicFault>,
}

impl<'a> Reader<'a> {
    /// Reads expressions that belong to the field `current`.
    pub(super) fn new(graph: &'a Graph, current: FieldId) -> Self {
        Self { graph, current, reads: BTreeSet::new(), faults: Vec::new() }
    }

    pub(super) fn finish(self) -> (BTreeSet<Read>, Vec<LogicFault>) {
        (self.reads, self.faults)
    }

    pub(super) fn read(&mut self, expr: &Expr) {
        let here = self.here();
        self.expr(expr, Some(&here));
    }

    /// Reads a condition on the rows of a list: bare names in it are columns.
    pub(super) fn read_in_list(&mut self, expr: &Expr) {
        self.expr(expr, None);
    }

    fn here(&self) -> Spot {
        Spot { fields: vec![self.current], within: self.graph.field(self.current).repeat, document: false }
    }

    fn expr(&mut self, expr: &Expr, context: Option<&Spot>) -> Option<Spot> {
        match expr {
            Expr::Number(_) | Expr::Text(_) => None,
            Expr::Negate { operand, .. } => {
                self.expr(operand, context);
                None
            }
            Expr::Chain { first, rest } => {
                let mut spot = self.expr(first, context);
                for (_, operand) in rest {
                    spot = join(spot, self.expr(operand, context));
                }
                spot
            }
            Expr::Call { name, arguments } => self.call(name, arguments, context),
            Expr::Path(path) => self.path(path, context),
        }
    }

    fn call(&mut self, name: &str, arguments: &[Expr], context: Option<&Spot>) -> Option<Spot> {
        match arity(name) {
            None => self.faults.push(LogicFault::UnknownFunction { name: name.to_owned() }),
            Some(arity) if !arity.allows(arguments.len()) => {
                let name = name.to_owned();
                self.faults.push(LogicFault::Arguments { name, arity, given: arguments.len() });
            }
            Some(_) => {}
        }
        let before = if name == "indexed-repeat" { self.reads.clone() } else { BTreeSet::new() };
        let mut spot = None;
        for argument in arguments {
            spot = join(spot, self.expr(argument, context));
        }
        match name {
            "current" => Some(self.here()),
            "indexed-repeat" => {
                self.widen_since(&before);
                spot.map(|spot| Spot { within: None, ..spot })
            }
            "instance" => None,
            _ => spot,
        }
    }

    /// `indexed-repeat` reaches into other instances whatever its paths say.
    fn widen_since(&mut self, before: &BTreeSet<Read>) {
        let added: Vec<Read> = self.reads.difference(before).copied().collect();
        for (field, _) in added {
            self.note(field, None);
        }
    }

    fn path(&mut self, path: &Path, context: Option<&Spot>) -> Option<Spot> {
        let own_value = matches!(path.start, Start::Context) && path.steps.iter().all(is_self);
        let mut spot = match &path.start {
            Start::Context => context.cloned(),
            Start::Root => Some(Spot { fields: Vec::new(), within: None, document: true }),
            Start::Reference(name) => self.reference(name),
            Start::Filter { expr, predicates } => {
                let spot = self.expr(expr, context);
                predicates.iter().for_each(|predicate| {
                    self.expr(predicate, spot.as_ref());
                });
                spot
            }
        };
        for step in &path.steps {
            spot = spot.map(|spot| self.step(&spot, step));
            for predicate in &step.predicates {
                self.expr(predicate, spot.as_ref());
            }
        }
        if let Some(spot) = &spot
            && !(own_value && spot.fields == [self.current])
        {
            for field in &spot.fields {
                self.note(*field, spot.within);
            }
        }
        spot
    }

    fn reference(&mut self, name: &str) -> Option<Spot> {
        if name.starts_with("last-saved#") {
            return None;
        }
        let Some(field) = self.graph.named(name, self.current) else {
            self.faults.push(LogicFault::UnknownReference { name: name.to_owned() });
            return None;
        };
        Some(Spot { fields: vec![field], within: self.graph.shared_repeat(self.current, field), document: false })
    }

    fn step(&self, spot: &Spot, step: &Step) -> Spot {
        let mut next = Spot { fields: Vec::new(), within: spot.within, document: false };
        let starts = if spot.document { &[Graph::ROOT][..] } else { &spot.fields };
        for field in starts {
            match step.axis {
                Axis::Itself => next.fields.push(*field),
                Axis::Child if spot.document => next.fields.push(*field),
                Axis::Child => self.take(&mut next, &self.graph.field(*field).children, &step.test),
                Axis::Descendant | Axis::DescendantOrSelf | Axis::Following | Axis::Preceding => {
                    self.take_below(&mut next, *field, step);
                }
                Axis::Parent | Axis::Ancestor | Axis::AncestorOrSelf => self.climb(&mut next, *field, step.axis),
                Axis::FollowingSibling | Axis::PrecedingSibling => {
                    if let Some(parent) = self.graph.field(*field).parent {
                        next.within = outer(next.within, self.graph.field(parent).repeat);
                        self.take(&mut next, &self.graph.field(parent).children, &step.test);
                    }
                }
                Axis::Attribute | Axis::Namespace => {}
            }
        }
        next
    }

    fn take(&self, next: &mut Spot, fields: &[FieldId], test: &NodeTest) {
        let passes = |field: &FieldId| match test {
            NodeTest::Name { local, .. } => self.graph.field(*field).name == *local,
            NodeTest::AnyName { .. } | NodeTest::Node => true,
            NodeTest::Text | NodeTest::Comment | NodeTest::Instruction(_) => false,
        };
        next.fields.extend(fields.iter().copied().filter(passes));
    }

    fn take_below(&self, next: &mut Spot, field: FieldId, step: &Step) {
        let (everywhere, top) = match step.axis {
            Axis::Following | Axis::Preceding => (true, Graph::ROOT),
            Axis::Ancestor
            | Axis::AncestorOrSelf
            | Axis::Attribute
            | Axis::Child
            | Axis::Descendant
            | Axis::DescendantOrSelf
            | Axis::FollowingSibling
            | Axis::Namespace
            | Axis::Parent
            | Axis::PrecedingSibling
            | Axis::Itself => (false, field),
        };
        if everywhere {
            next.within = None;
        }
        let below: Vec<FieldId> =
            self.graph.fields().map(|(id, _)| id).filter(|id| self.graph.is_inside(*id, top)).collect();
        self.take(next, &below, &step.test);
    }

    fn climb(&self, next: &mut Spot, field: FieldId, axis: Axis) {
        if axis == Axis::AncestorOrSelf {
            next.fields.push(field);
        }
        let mut at = field;
        while let Some(parent) = self.graph.field(at).parent {
            if self.graph.field(at).kind == FieldKind::Repeat {
                next.within = outer(next.within, self.graph.field(parent).repeat);
            }
            next.fields.push(parent);
            at = parent;
            if axis == Axis::Parent {
                return;
            }
        }
    }

    /// Notes that a field is read, and with it every repeat that the way to it goes through.
    fn note(&mut self, field: FieldId, within: Option<FieldId>) {
        self.reads.insert((field, within));
        let mut above = self.graph.field(field).parent.and_then(|parent| self.graph.field(parent).repeat);
        while let Some(repeat) = above {
            if within.is_some_and(|within| self.graph.is_inside(within, repeat)) {
                return;
            }
            self.reads.insert((repeat, within));
            above = self.graph.field(repeat).parent.and_then(|parent| self.graph.field(parent).repeat);
        }
    }
}

fn is_self(step: &Step) -> bool {
    step.axis == Axis::Itself && step.predicates.is_empty()
}

/// The outer of two scopes, one of which holds the other: ids run from the outside in.
fn outer(a: Option<FieldId>, b: Option<FieldId>) -> Option<FieldId> {
    a.zip(b).map(|(a, b)| a.min(b))
}

fn join(a: Option<Spot>, b: Option<Spot>) -> Option<Spot> {
    match (a, b) {
        (Some(mut a), Some(b)) => {
            a.fields.extend(b.fields);
            Some(Spot { within: outer(a.within, b.within), document: a.document || b.document, fields: a.fields })
        }
        (a, b) => a.or(b),
    }
}
