//! A form's logic, worked out once: every row as a field, every expression parsed, who depends on whom, in which order.
//!
//! It holds no answers; `interview` walks it at every answer. Choices of files and lists are in `interview::lists`.

mod earlier;
mod fields;
mod order;
mod reads;
mod series;

use std::collections::BTreeMap;
use std::sync::Arc;

use fields::Flatten;
pub use fields::{Aspect, Field, FieldId, FieldKind, Filter};
use reads::{Read, Reader};

use super::expr::{Arity, Expression, ParseError};
use super::model::{Form, Item, Question};

/// A mistake in a form's logic, with the row that has it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}, {column}: {fault}")]
pub struct LogicProblem {
    /// The path of the row, without the root.
    pub path: String,
    /// The row of the survey sheet, from 1; 0 if unknown.
    pub row: u32,
    /// The column that holds the expression, by its XLSForm name.
    pub column: &'static str,
    /// What is wrong.
    pub fault: LogicFault,
}

/// What can be wrong with a form's logic.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogicFault {
    /// The text is no expression.
    #[error("{0}")]
    Parse(ParseError),
    /// `${name}` names no row.
    #[error("there is no question ${{{name}}}")]
    UnknownReference {
        /// The name.
        name: String,
    },
    /// There is no such function.
    #[error("there is no function {name}()")]
    UnknownFunction {
        /// Its name.
        name: String,
    },
    /// A function got too few or too many arguments.
    #[error("{name}() takes {arity} arguments, not {given}")]
    Arguments {
        /// Its name.
        name: String,
        /// How many it takes.
        arity: Arity,
        /// How many it got.
        given: usize,
    },
    /// The value depends on itself.
    #[error("depends on itself: {}", through.join(" -> "))]
    Cycle {
        /// The paths that lead round, from the row itself back to it.
        through: Vec<String>,
    },
}

/// A number that stands for an expression with a lasting result: [`Aspect`] of a [`Field`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct VertexId(pub(super) u32);

/// An expression whose result is kept and brought up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Vertex {
    pub(super) field: FieldId,
    pub(super) aspect: Aspect,
    /// Its place in the order of evaluation.
    pub(super) rank: u32,
    /// The repeat from one instance to the next of which its values follow each other: all vertices of this rank are
    /// evaluated for one instance after the other.
    pub(super) series: Option<FieldId>,
    /// Its place among the vertices of its rank, for one instance.
    pub(super) inner: u32,
}

/// That a reading stays in instances of a repeat that come before the reader's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Earlier {
    pub(super) repeat: FieldId,
    /// How many instances before, where that is always the same.
    pub(super) by: Option<u32>,
}

/// That a vertex reads a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Dependent {
    pub(super) vertex: VertexId,
    /// The repeat inside one instance of which the reading stays; `None` when it reaches everywhere.
    pub(super) within: Option<FieldId>,
    /// Whether it reaches only what comes before.
    pub(super) earlier: Option<Earlier>,
}

/// A form's logic.
#[derive(Debug)]
pub struct Graph {
    fields: Vec<Field>,
    by_name: BTreeMap<Arc<str>, Vec<FieldId>>,
    vertices: Vec<Vertex>,
    /// By field: what reads it.
    dependents: Vec<Vec<Dependent>>,
    /// By field: the questions whose calculation its change triggers.
    triggers: Vec<Vec<FieldId>>,
}

impl Graph {
    /// Works out a form's logic.
    ///
    /// # Errors
    /// Every mistake found, in the order of the sheet; cycles come last.
    pub fn build(form: &Form) -> Result<Self, Vec<LogicProblem>> {
        let (graph, problems) = Self::build_leniently(form);
        if problems.is_empty() { Ok(graph) } else { Err(problems) }
    }

    /// Works out what can be worked out: expressions with mistakes are left out.
    pub(super) fn build_leniently(form: &Form) -> (Self, Vec<LogicProblem>) {
        let (fields, mut problems) = Flatten::run(form);
        let by_name = names(&fields);
        let mut graph = Self {
            dependents: vec![Vec::new(); fields.len()],
            triggers: vec![Vec::new(); fields.len()],
            fields,
            by_name,
            vertices: Vec::new(),
        };
        graph.add_vertices();
        graph.add_dependents(form, &mut problems);
        graph.add_triggers(form, &mut problems);
        let cycles = graph.rank();
        problems.extend(graph.with_rows(form, cycles));
        (graph, problems)
    }

    /// The root, above the form's first row.
    pub const ROOT: FieldId = FieldId(0);

    /// The field with this id.
    pub fn field(&self, id: FieldId) -> &Field {
        &self.fields[id.index()]
    }

    /// Every field, in the order of the sheet, the root first; behind them what every form has (`meta/instanceID`).
    pub fn fields(&self) -> impl Iterator<Item = (FieldId, &Field)> {
        (0..).map(FieldId).zip(&self.fields)
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether the form has no rows.
    pub fn is_empty(&self) -> bool {
        self.fields.len() <= 1
    }

    /// The field meant by `${name}` at `context`: of several with this name the one that shares most groups with it.
    pub fn named(&self, name: &str, context: FieldId) -> Option<FieldId> {
        let candidates = self.by_name.get(name)?;
        if let [only] = candidates.as_slice() {
            return Some(*only);
        }
        let own = self.lineage(context);
        let shared = |field: &FieldId| self.lineage(*field).iter().zip(&own).take_while(|(a, b)| a == b).count();
        candidates.iter().copied().rev().max_by_key(shared)
    }

    /// The field at a path of names, without the root and instance ids.
    pub fn at(&self, path: &str) -> Option<FieldId> {
        path.split('/').try_fold(Self::ROOT, |field, name| self.child(field, name))
    }

    /// The row directly inside `field` with this name.
    pub fn child(&self, field: FieldId, name: &str) -> Option<FieldId> {
        self.by_name.get(name)?.iter().copied().find(|child| self.field(*child).parent == Some(field))
    }

    /// The innermost repeat that holds both fields; a repeat itself does not count as held by itself.
    pub(super) fn shared_repeat(&self, a: FieldId, b: FieldId) -> Option<FieldId> {
        let outer = |field: FieldId| match self.field(field).kind {
            FieldKind::Repeat => self.field(field).parent.and_then(|parent| self.field(parent).repeat),
            FieldKind::Root | FieldKind::Group | FieldKind::Question => self.field(field).repeat,
        };
        let mut candidate = outer(b);
        while let Some(repeat) = candidate {
            if self.is_inside(a, repeat) {
                return Some(repeat);
            }
            candidate = outer(repeat);
        }
        None
    }

    /// Whether `field` is `above` or stands somewhere inside it.
    pub(super) fn is_inside(&self, field: FieldId, above: FieldId) -> bool {
        std::iter::successors(Some(field), |at| self.field(*at).parent).any(|at| at == above)
    }

    /// The field and its ancestors, from the root down.
    pub(super) fn lineage(&self, field: FieldId) -> Vec<FieldId> {
        let mut line: Vec<FieldId> = std::iter::successors(Some(field), |at| self.field(*at).parent).collect();
        line.reverse();
        line
    }

    pub(super) fn vertex(&self, id: VertexId) -> Vertex {
        self.vertices[id.0 as usize]
    }

    /// The field at whose nodes a vertex is evaluated: a repeat's count at the node around it.
    pub(super) fn home(&self, id: VertexId) -> FieldId {
        let vertex = self.vertex(id);
        match vertex.aspect {
            Aspect::Count => self.field(vertex.field).parent.unwrap_or(vertex.field),
            Aspect::Relevant | Aspect::Calculate | Aspect::Choices => vertex.field,
        }
    }

    /// The vertices of a field.
    pub(super) fn vertices_of(&self, field: FieldId) -> impl Iterator<Item = VertexId> {
        self.field(field).vertices.clone().map(VertexId)
    }

    pub(super) fn dependents(&self, field: FieldId) -> &[Dependent] {
        &self.dependents[field.index()]
    }

    pub(super) fn triggered_by(&self, field: FieldId) -> &[FieldId] {
        &self.triggers[field.index()]
    }

    /// The expression of a vertex.
    pub(super) fn expression(&self, vertex: Vertex) -> Option<&Expression> {
        let field = self.field(vertex.field);
        match vertex.aspect {
            Aspect::Relevant => field.relevant.as_ref(),
            Aspect::Calculate => field.calculation.as_ref(),
            Aspect::Count => field.count.as_ref(),
            Aspect::Choices => field.filter.as_ref().map(|filter| &filter.condition),
        }
    }

    fn add_vertices(&mut self) {
        for index in 0..self.fields.len() {
            let start = self.vertices.len();
            let id = FieldId(u32::try_from(index).expect("a form has fewer than 2^32 rows"));
            let field = &self.fields[index];
            for aspect in Aspect::ALL {
                let present = match aspect {
                    Aspect::Relevant => field.relevant.is_some(),
                    Aspect::Calculate => field.calculation.is_some() && !field.is_triggered,
                    Aspect::Count => field.count.is_some(),
                    Aspect::Choices => field.filter.is_some(),
                };
                if present {
                    self.vertices.push(Vertex { field: id, aspect, rank: 0, series: None, inner: 0 });
                }
            }
            let number = |count: usize| u32::try_from(count).expect("a form has fewer than 2^32 expressions");
            self.fields[index].vertices = number(start)..number(self.vertices.len());
        }
    }

    fn add_dependents(&mut self, form: &Form, problems: &mut Vec<LogicProblem>) {
        for (index, vertex) in self.vertices.clone().into_iter().enumerate() {
            let Some(expression) = self.expression(vertex).cloned() else { continue };
            let id = VertexId(u32::try_from(index).expect("a form has fewer than 2^32 expressions"));
            let mut reader = Reader::new(self, vertex.field);
            match vertex.aspect {
                Aspect::Choices => reader.read_in_list(expression.expr()),
                Aspect::Relevant | Aspect::Calculate | Aspect::Count => reader.read(expression.expr()),
            }
            let (reads, faults) = reader.finish();
            let column = vertex.aspect.column();
            problems.extend(faults.into_iter().map(|fault| self.problem(form, vertex.field, column, fault)));
            for Read { field, within, earlier } in reads {
                self.dependents[field.index()].push(Dependent { vertex: id, within, earlier });
            }
        }
        self.check_other_expressions(form, problems);
    }

    /// Expressions without a lasting result can still be wrong.
    fn check_other_expressions(&self, form: &Form, problems: &mut Vec<LogicProblem>) {
        for (id, field) in self.fields() {
            let triggered = field.calculation.as_ref().filter(|_| field.is_triggered);
            let others = [
                (field.required.as_ref(), "required"),
                (field.constraint.as_ref(), "constraint"),
                (field.readonly.as_ref(), "read_only"),
                (field.initial.as_ref(), "default"),
                (triggered, "calculation"),
            ];
            for (expression, column) in others {
                let Some(expression) = expression else { continue };
                let mut reader = Reader::new(self, id);
                reader.read(expression.expr());
                problems.extend(reader.finish().1.into_iter().map(|fault| self.problem(form, id, column, fault)));
            }
        }
    }

    fn add_triggers(&mut self, form: &Form, problems: &mut Vec<LogicProblem>) {
        for index in 0..self.fields.len() {
            let id = FieldId(u32::try_from(index).expect("a form has fewer than 2^32 rows"));
            let Some(question) = self.question(form, id) else { continue };
            for name in &question.trigger {
                match self.named(name, id) {
                    Some(source) => self.triggers[source.index()].push(id),
                    None => {
                        let fault = LogicFault::UnknownReference { name: name.clone() };
                        problems.push(self.problem(form, id, "trigger", fault));
                    }
                }
            }
        }
    }

    fn problem(&self, form: &Form, id: FieldId, column: &'static str, fault: LogicFault) -> LogicProblem {
        let row = self.item(form, id).map_or(0, Item::row);
        LogicProblem { path: self.field(id).path.clone(), row, column, fault }
    }

    /// The row of the form that a field stands for; `None` for the root.
    pub fn item<'f>(&self, form: &'f Form, id: FieldId) -> Option<&'f Item> {
        let (first, rest) = self.field(id).place.split_first()?;
        let first = form.items.get(*first as usize)?;
        rest.iter().try_fold(first, |item, index| item.children().get(*index as usize))
    }

    /// The question that a field stands for; `None` for groups, repeats and the root.
    pub fn question<'f>(&self, form: &'f Form, id: FieldId) -> Option<&'f Question> {
        match self.item(form, id)? {
            Item::Question(question) => Some(question),
            Item::Group(_) | Item::Repeat(_) => None,
        }
    }
}

fn names(fields: &[Field]) -> BTreeMap<Arc<str>, Vec<FieldId>> {
    let mut by_name: BTreeMap<Arc<str>, Vec<FieldId>> = BTreeMap::new();
    for (index, field) in (0..).map(FieldId).zip(fields).skip(1) {
        by_name.entry(Arc::clone(&field.name)).or_default().push(index);
    }
    by_name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::model::QuestionKind;

    fn calculated(name: &str, calculation: &str) -> Item {
        let mut question = Question::new(name.to_owned(), QuestionKind::Calculate);
        question.calculation = Some(calculation.to_owned());
        Item::Question(Box::new(question))
    }

    fn faults(items: Vec<Item>) -> Vec<LogicFault> {
        let problems = Graph::build(&Form { items, ..Form::default() }).err().unwrap_or_default();
        problems.into_iter().map(|problem| problem.fault).collect()
    }

    #[test]
    fn a_cycle_is_named_by_its_path() {
        let found = faults(vec![calculated("a", "${b} + 1"), calculated("b", "${c}"), calculated("c", "${a}")]);
        let [LogicFault::Cycle { through }] = found.as_slice() else { panic!("one cycle, not {found:?}") };
        assert_eq!(through.len(), 4);
        assert_eq!(through.first(), through.last());
    }

    #[test]
    fn a_calculation_may_look_at_its_own_value_but_not_by_name() {
        assert_eq!(faults(vec![calculated("a", "if(. = '', 'x', .)")]), []);
        assert!(matches!(faults(vec![calculated("a", "${a} + 1")]).as_slice(), [LogicFault::Cycle { .. }]));
    }

    fn in_repeat(items: Vec<Item>) -> Vec<Item> {
        let group = crate::form::model::Group { name: "r".to_owned(), items, ..Default::default() };
        vec![Item::Repeat(Box::new(crate::form::model::Repeat { group, count: None }))]
    }

    #[test]
    fn a_value_may_follow_from_the_instance_before() {
        for running in [
            "if(position(..) = 1, 0, indexed-repeat(${total}, ${r}, position(..) - 1)) + ${x}",
            "sum(../../r[position() = position(current()/..) - 1]/total) + ${x}",
            "sum(/data/r[position() < position(current()/..)]/total)",
            "sum(/data/r[position(current()/..) - 1]/total)",
            "coalesce(../preceding-sibling::r[1]/total, 0) + 1",
            "${x} + sum(${r}[position() = ${nth} - 1 and total > 0]/total)",
            "indexed-repeat(${total}, ${r}, number(${nth}) - 2)",
        ] {
            let items =
                in_repeat(vec![calculated("nth", "position(..)"), calculated("x", "1"), calculated("total", running)]);
            assert_eq!(faults(items), [], "{running}");
        }
    }

    #[test]
    fn two_values_may_follow_from_each_other_through_the_instance_before() {
        let items = vec![
            calculated("opening", "coalesce(indexed-repeat(${closing}, ${r}, position(..) - 1), 0)"),
            calculated("closing", "${opening} + 1"),
        ];
        assert_eq!(faults(in_repeat(items)), []);
    }

    #[test]
    fn a_value_that_may_need_itself_is_a_cycle() {
        for circular in [
            "sum(../../r/total)",
            "indexed-repeat(${total}, ${r}, position(..))",
            "indexed-repeat(${total}, ${r}, ${x})",
            "sum(/data/r[position() <= position(current()/..)]/total)",
            "sum(/data/r[position() = position(..) - 1]/total)",
            "sum(../preceding-sibling::r/total) + sum(${r}/total)",
        ] {
            let found = faults(in_repeat(vec![calculated("x", "1"), calculated("total", circular)]));
            let [LogicFault::Cycle { through }] = found.as_slice() else { panic!("{circular}: {found:?}") };
            assert_eq!(through.as_slice(), ["r/total"], "{circular}");
        }
        let both_ways =
            vec![calculated("a", "indexed-repeat(${b}, ${r}, position(..) - 1)"), calculated("b", "sum(../../r/a)")];
        assert!(matches!(faults(in_repeat(both_ways)).as_slice(), [LogicFault::Cycle { .. }]));
    }

    #[test]
    fn a_chain_of_ten_thousand_calculations_is_put_in_order() {
        let mut items = vec![calculated("q0", "1")];
        items.extend((1..10_000).map(|n| calculated(&format!("q{n}"), &format!("${{q{}}} + 1", n - 1))));
        items.reverse();
        let graph = Graph::build(&Form { items, ..Form::default() }).expect("there is no cycle");
        let rank = |name: &str| graph.vertices[graph.field(graph.at(name).unwrap()).vertices.start as usize].rank;
        assert!(rank("q0") < rank("q5000") && rank("q5000") < rank("q9999"));
    }

    #[test]
    fn unknown_names_and_functions_are_told() {
        let found = faults(vec![calculated("a", "${nobody} + twice(1) + round()")]);
        assert_eq!(found.len(), 3);
        assert!(found.contains(&LogicFault::UnknownFunction { name: "twice".to_owned() }));
        assert!(found.contains(&LogicFault::UnknownReference { name: "nobody".to_owned() }));
    }
}
