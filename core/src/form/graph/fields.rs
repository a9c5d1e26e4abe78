//! The rows of a form in one flat list, with their expressions parsed.
//!
//! What reads what is worked out in `reads`, the order of evaluation in `order`.

use std::ops::Range;
use std::sync::Arc;

use super::{LogicFault, LogicProblem};
use crate::form::expr::{Axis, Expr, Expression, NodeTest, Path, Start, Step};
use crate::form::interview::instance_id;
use crate::form::model::{ChoiceSource, Form, Group, Initial, Item, Question, Repeat};

/// A row of the form, as a place in the flat list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub(in crate::form) u32);

impl FieldId {
    /// The place as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// The form as a whole.
    Root,
    /// A group.
    Group,
    /// A repeat.
    Repeat,
    /// Something with a value.
    Question,
}

/// The expressions whose results last and are brought up to date at every answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Whether it is asked.
    Relevant,
    /// Its value.
    Calculate,
    /// How many instances there are.
    Count,
    /// Which choices are offered.
    Choices,
}

impl Aspect {
    pub(super) const ALL: [Self; 4] = [Self::Relevant, Self::Calculate, Self::Count, Self::Choices];

    /// The XLSForm column that holds the expression.
    pub(in crate::form) const fn column(self) -> &'static str {
        match self {
            Self::Relevant => "relevant",
            Self::Calculate => "calculation",
            Self::Count => "repeat_count",
            Self::Choices => "choice_filter",
        }
    }
}

/// Which choices of a long list are offered.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// The condition on one choice.
    pub condition: Expression,
    /// The path to the choices that fulfil it: `instance('list')/root/item[condition]`.
    pub choices: Expression,
}

/// A row of the form with its expressions parsed.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: Arc<str>,
    /// The names from the root down, without the root, joined by `/`.
    pub path: String,
    /// What it is.
    pub kind: FieldKind,
    /// What it stands in; `None` for the root.
    pub parent: Option<FieldId>,
    /// What stands in it.
    pub children: Vec<FieldId>,
    /// The innermost repeat that it stands in, or itself if it is one.
    pub repeat: Option<FieldId>,
    /// Whether the calculation waits for a trigger.
    pub is_triggered: bool,
    /// Whether it is asked.
    pub relevant: Option<Expression>,
    /// Whether it must be answered.
    pub required: Option<Expression>,
    /// What an answer must fulfil.
    pub constraint: Option<Expression>,
    /// Whether it may not be answered.
    pub readonly: Option<Expression>,
    /// Its value.
    pub calculation: Option<Expression>,
    /// Its value at the start, where that is computed.
    pub initial: Option<Expression>,
    /// How many instances there are.
    pub count: Option<Expression>,
    /// Which choices are offered.
    pub filter: Option<Filter>,
    /// Where its row is: an index at each level of the form's items.
    pub(super) place: Vec<u32>,
    pub(super) vertices: Range<u32>,
}

/// The group of what every form has.
const META: &str = "meta";

pub(super) struct Flatten {
    fields: Vec<Field>,
    problems: Vec<LogicProblem>,
}

impl Flatten {
    pub(super) fn run(form: &Form) -> (Vec<Field>, Vec<LogicProblem>) {
        let name: Arc<str> = form.settings.root.as_deref().unwrap_or("data").into();
        let mut flatten = Self { fields: vec![blank_field(name, FieldKind::Root)], problems: Vec::new() };
        flatten.items(&form.items, FieldId(0), &mut Vec::new());
        if form.items.iter().all(|item| item.name() != META) {
            flatten.meta();
        }
        (flatten.fields, flatten.problems)
    }

    /// What every form has behind its rows, for expressions that name it. These fields have no row.
    fn meta(&mut self) {
        let group = self.push(META, FieldKind::Group, FieldId(0), &[]);
        for name in ["instanceID", "instanceName", "deprecatedID"] {
            self.push(name, FieldKind::Question, group, &[]);
        }
    }

    /// Recursion is as deep as the form's groups, which the importer bounds.
    fn items(&mut self, items: &[Item], parent: FieldId, place: &mut Vec<u32>) {
        for (index, item) in (0..).zip(items) {
            place.push(index);
            let kind = match item {
                Item::Question(_) => FieldKind::Question,
                Item::Group(_) => FieldKind::Group,
                Item::Repeat(_) => FieldKind::Repeat,
            };
            let id = self.push(item.name(), kind, parent, place);
            match item {
                Item::Question(question) => self.question(question, id),
                Item::Group(group) => self.group(group, id),
                Item::Repeat(repeat) => self.repeat(repeat, id),
            }
            self.items(item.children(), id, place);
            place.pop();
        }
    }

    fn push(&mut self, name: &str, kind: FieldKind, parent: FieldId, place: &[u32]) -> FieldId {
        let id = FieldId(u32::try_from(self.fields.len()).expect("a form has fewer than 2^32 rows"));
        let above = &mut self.fields[parent.index()];
        above.children.push(id);
        let path = if above.path.is_empty() { name.to_owned() } else { format!("{}/{name}", above.path) };
        let repeat = if kind == FieldKind::Repeat { Some(id) } else { above.repeat };
        let field = blank_field(name.into(), kind);
        self.fields.push(Field { path, parent: Some(parent), repeat, place: place.to_vec(), ..field });
        id
    }

    fn question(&mut self, question: &Question, id: FieldId) {
        let row = question.row;
        let initial = match &question.default {
            Some(Initial::Computed(text)) => Some(text),
            Some(Initial::Fixed(_)) | None => None,
        };
        let relevant = self.parse(id, row, "relevant", question.relevant.as_ref());
        let required = self.parse(id, row, "required", question.required.as_ref());
        let constraint = self.parse(id, row, "constraint", question.constraint.as_ref());
        let readonly = self.parse(id, row, "read_only", question.readonly.as_ref());
        let calculation = self.parse(id, row, "calculation", question.calculation.as_ref());
        let initial = self.parse(id, row, "default", initial);
        let condition = self.parse(id, row, "choice_filter", question.choice_filter.as_ref());
        let field = &mut self.fields[id.index()];
        field.is_triggered = !question.trigger.is_empty();
        field.relevant = relevant;
        field.required = required;
        field.constraint = constraint;
        field.readonly = readonly;
        field.calculation = calculation;
        field.initial = initial;
        field.filter = condition.zip(question.kind.choices()).map(|(condition, source)| filter(condition, source));
    }

    fn group(&mut self, group: &Group, id: FieldId) {
        let relevant = self.parse(id, group.row, "relevant", group.relevant.as_ref());
        let readonly = self.parse(id, group.row, "read_only", group.readonly.as_ref());
        let field = &mut self.fields[id.index()];
        field.relevant = relevant;
        field.readonly = readonly;
    }

    fn repeat(&mut self, repeat: &Repeat, id: FieldId) {
        self.group(&repeat.group, id);
        self.fields[id.index()].count = self.parse(id, repeat.group.row, "repeat_count", repeat.count.as_ref());
    }

    fn parse(&mut self, id: FieldId, row: u32, column: &'static str, text: Option<&String>) -> Option<Expression> {
        let text = text.filter(|text| !text.trim().is_empty())?;
        match Expression::parse(text) {
            Ok(expression) => Some(expression),
            Err(fault) => {
                let path = self.fields[id.index()].path.clone();
                self.problems.push(LogicProblem { path, row, column, fault: LogicFault::Parse(fault) });
                None
            }
        }
    }
}

/// The path to the choices that fulfil a condition; of the instances of a repeat, the instances themselves.
fn filter(condition: Expression, source: &ChoiceSource) -> Filter {
    let predicates = vec![condition.expr().clone()];
    let id = match source {
        ChoiceSource::List(name) | ChoiceSource::External(name) => name.as_str(),
        ChoiceSource::File(name) => instance_id(name),
        ChoiceSource::Repeat(name) => {
            let steps = vec![Step { axis: Axis::Parent, test: NodeTest::Node, predicates }];
            let choices = Expr::Path(Path { start: Start::Reference(name.as_str().into()), steps }).into();
            return Filter { condition, choices };
        }
    };
    let instance = Expr::Call { name: "instance".into(), arguments: vec![Expr::Text(id.into())] };
    let step = |local: &str, predicates| Step {
        axis: Axis::Child,
        test: NodeTest::Name { prefix: None, local: local.into() },
        predicates,
    };
    let steps = vec![step("root", Vec::new()), step("item", predicates)];
    let start = Start::Filter { expr: Box::new(instance), predicates: Vec::new() };
    Filter { condition, choices: Expr::Path(Path { start, steps }).into() }
}

fn blank_field(name: Arc<str>, kind: FieldKind) -> Field {
    Field {
        name,
        path: String::new(),
        kind,
        parent: None,
        children: Vec::new(),
        repeat: None,
        is_triggered: false,
        relevant: None,
        required: None,
        constraint: None,
        readonly: None,
        calculation: None,
        initial: None,
        count: None,
        filter: None,
        place: Vec::new(),
        vertices: 0..0,
    }
}
