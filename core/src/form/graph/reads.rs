//! Which fields an expression reads, found from its text alone, before there is any answer.
//!
//! When in doubt it names too many fields, never too few: a needless evaluation is harmless, a missing one is not.

use std::collections::BTreeSet;

use super::{Earlier, FieldId, FieldKind, Graph, LogicFault};
use crate::form::expr::{Axis, Expr, NodeTest, Path, Start, Step, arity};

/// A field that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Read {
    pub(super) field: FieldId,
    /// The repeat inside one instance of which the reading stays.
    pub(super) within: Option<FieldId>,
    /// Whether it reaches only instances that come before.
    pub(super) earlier: Option<Earlier>,
}

/// Where a path may have got to.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub(super) fields: Vec<FieldId>,
    pub(super) within: Option<FieldId>,
    earlier: Option<Earlier>,
    /// The document above the root element.
    document: bool,
}

pub(super) struct Reader<'a> {
    pub(super) graph: &'a Graph,
    pub(super) current: FieldId,
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

    pub(super) fn here(&self) -> Spot {
        let within = self.graph.field(self.current).repeat;
        Spot { fields: vec![self.current], within, earlier: None, document: false }
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
        if name == "indexed-repeat" {
            return self.indexed_repeat(arguments, context);
        }
        let mut spot = None;
        for argument in arguments {
            spot = join(spot, self.expr(argument, context));
        }
        match name {
            "current" => Some(self.here()),
            "instance" => None,
            _ => spot,
        }
    }

    /// `indexed-repeat` takes its question and repeats as patterns and reaches into other instances whatever they say.
    fn indexed_repeat(&mut self, arguments: &[Expr], context: Option<&Spot>) -> Option<Spot> {
        let mut patterns = Reader::new(self.graph, self.current);
        let (target, pairs) = arguments.split_first()?;
        let target = patterns.expr(target, context);
        let mut earlier = None;
        for pair in pairs.chunks(2) {
            let repeat = patterns.expr(&pair[0], context);
            let Some(index) = pair.get(1) else { continue };
            self.expr(index, context);
            let named = repeat.as_ref().and_then(|spot| spot.fields.first().copied());
            earlier = earlier.or_else(|| self.before(index, named?, context));
        }
        self.faults.append(&mut patterns.faults);
        for read in patterns.reads {
            let earlier = earlier.filter(|earlier| read.field != earlier.repeat);
            let earlier = earlier.filter(|earlier| self.graph.is_inside(read.field, earlier.repeat));
            self.note(read.field, None, earlier);
        }
        target.map(|spot| Spot { within: None, earlier, ..spot })
    }

    fn path(&mut self, path: &Path, context: Option<&Spot>) -> Option<Spot> {
        let own_value = matches!(path.start, Start::Context) && path.steps.iter().all(is_self);
        let mut spot = match &path.start {
            Start::Context => context.cloned(),
            Start::Root => Some(Spot { fields: Vec::new(), within: None, earlier: None, document: true }),
            Start::Reference(name) => self.reference(name),
            Start::Filter { expr, predicates } => {
                let mut spot = self.expr(expr, context);
                if let Some(spot) = &mut spot {
                    // Positions count through all that the brackets hold, so that the distance is not known.
                    let earlier = self.kept_before(spot, predicates);
                    spot.earlier = earlier.map(|earlier| Earlier { by: None, ..earlier });
                }
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
                self.note(*field, spot.within, spot.earlier);
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
        let within = self.graph.shared_repeat(self.current, field);
        Some(Spot { fields: vec![field], within, earlier: None, document: false })
    }

    pub(super) fn step(&self, spot: &Spot, step: &Step) -> Spot {
        let stays = matches!(step.axis, Axis::Itself | Axis::Child);
        let earlier = spot.earlier.filter(|_| stays);
        let mut next = Spot { fields: Vec::new(), within: spot.within, earlier, document: false };
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
        next.earlier = next.earlier.or_else(|| self.step_before(spot, step, &next));
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
    fn note(&mut self, field: FieldId, within: Option<FieldId>, earlier: Option<Earlier>) {
        self.reads.insert(Read { field, within, earlier });
        let mut above = self.graph.field(field).parent.and_then(|parent| self.graph.field(parent).repeat);
        while let Some(repeat) = above {
            if within.is_some_and(|within| self.graph.is_inside(within, repeat)) {
                return;
            }
            self.reads.insert(Read { field: repeat, within, earlier: None });
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
            let earlier = a.earlier.filter(|_| a.earlier == b.earlier);
            let document = a.document || b.document;
            Some(Spot { within: outer(a.within, b.within), earlier, document, fields: a.fields })
        }
        (a, b) => a.or(b),
    }
}
