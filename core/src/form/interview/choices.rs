//! Which choices a question offers at the moment, in which order, in which words.
//!
//! The lists themselves are in `lists`; what a chosen name means as an answer is in `answers`.

use super::Interview;
use super::lists::List;
use crate::form::expr::{EvalError, NodeId, NodeRef, Value, parse_number, shuffle};
use crate::form::graph::FieldId;
use crate::form::model::{Choice, ChoiceList, ChoiceSource, Media, MissingKind, Question};

/// A choice as it is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// What is stored when it is chosen.
    pub name: String,
    /// What people see.
    pub label: String,
    /// Pictures, sounds and films of the label.
    pub media: Media,
    /// Why there is no answer when this is chosen.
    pub missing: Option<MissingKind>,
}

/// Where an offered choice stands.
enum Found<'a> {
    InForm(&'a Choice),
    Row(&'a List, NodeId),
    Instance { name: String },
}

impl Interview {
    /// The choices that the question at `node` offers now.
    pub(super) fn choices_at(&self, node: NodeId) -> Vec<Offered> {
        let field = self.instance.field(node);
        let Some(question) = self.prepared.graph.question(&self.prepared.form, field) else { return Vec::new() };
        // A filter that cannot be worked out hides nothing, as a condition on a question.
        let found = self.found_choices(question, node).ok();
        let mut found =
            found.unwrap_or_else(|| question.kind.choices().map_or_else(Vec::new, |from| self.all_choices(from)));
        if question.parameters.get("randomize").is_some_and(|value| value == "true") {
            shuffle(&mut found, self.order_seed(question, node));
        }
        found.into_iter().map(|choice| self.offered(question, choice)).collect()
    }

    /// The names that the question at `node` offers; `None` for a question without choices or without its file.
    pub(super) fn offered_names(&self, node: NodeId) -> Result<Option<Vec<String>>, EvalError> {
        let question = self.prepared.graph.question(&self.prepared.form, self.instance.field(node));
        let Some((question, source)) = question.and_then(|question| Some((question, question.kind.choices()?))) else {
            return Ok(None);
        };
        if matches!(source, ChoiceSource::File(_)) && self.list_of(source).is_none() {
            return Ok(None);
        }
        let found = self.found_choices(question, node)?;
        Ok(Some(found.into_iter().map(|choice| self.name_of(question, &choice)).collect()))
    }

    fn found_choices(&self, question: &Question, node: NodeId) -> Result<Vec<Found<'_>>, EvalError> {
        let Some(source) = question.kind.choices() else { return Ok(Vec::new()) };
        if let ChoiceSource::Repeat(name) = source {
            return self.instance_choices(name, node);
        }
        let Some(filter) = &self.prepared.graph.field(self.instance.field(node)).filter else {
            return Ok(self.all_choices(source));
        };
        let Some(list) = self.list_of(source) else { return Ok(Vec::new()) };
        let rows = nodes_of(self.worked_out(&filter.choices, node)?);
        let in_form = self.choice_list(source);
        Ok(rows.into_iter().filter_map(|row| found(list, row.node, in_form)).collect())
    }

    /// Every choice there is, whatever a filter says.
    fn all_choices(&self, source: &ChoiceSource) -> Vec<Found<'_>> {
        if let Some(list) = self.choice_list(source) {
            return list.choices.iter().map(Found::InForm).collect();
        }
        self.list_of(source).map_or_else(Vec::new, |list| list.rows.iter().map(|row| Found::Row(list, *row)).collect())
    }

    /// The instances of a repeat as choices, each under the answer that names it.
    fn instance_choices(&self, name: &str, node: NodeId) -> Result<Vec<Found<'_>>, EvalError> {
        let graph = &self.prepared.graph;
        let own = self.instance.field(node);
        let Some(field) = graph.named(name, own) else { return Ok(Vec::new()) };
        let all = self.instance.nodes(graph, field).into_iter();
        let kept = match &graph.field(own).filter {
            None => None,
            Some(filter) => Some(nodes_of(self.worked_out(&filter.choices, node)?)),
        };
        let passes = |named: &NodeId| {
            let above = self.instance.tree().parent(*named);
            kept.as_ref().is_none_or(|kept| kept.iter().any(|instance| Some(instance.node) == above))
        };
        let names = all.filter(passes).map(|named| self.instance.shown_value(named).to_owned());
        Ok(names.filter(|name| !name.is_empty()).map(|name| Found::Instance { name }).collect())
    }

    fn choice_list(&self, source: &ChoiceSource) -> Option<&ChoiceList> {
        match source {
            ChoiceSource::List(name) => self.prepared.form.lists.get(name),
            ChoiceSource::External(name) => self.prepared.form.external_lists.get(name),
            ChoiceSource::File(_) | ChoiceSource::Repeat(_) => None,
        }
    }

    fn list_of(&self, source: &ChoiceSource) -> Option<&List> {
        let (ChoiceSource::List(id) | ChoiceSource::External(id) | ChoiceSource::File(id)) = source else {
            return None;
        };
        let index = self.prepared.lists.find(id)?;
        Some(self.prepared.lists.list(index, &self.prepared.form))
    }

    fn offered(&self, question: &Question, choice: Found<'_>) -> Offered {
        match choice {
            Found::InForm(choice) => Offered {
                name: choice.name.clone(),
                label: self.in_language(&choice.label).unwrap_or_default().to_owned(),
                media: choice.media.clone(),
                missing: choice.missing,
            },
            Found::Row(list, row) => {
                let column = question.parameters.get("label").map_or_else(|| default_label(list, row), String::as_str);
                let name = self.name_of(question, &Found::Row(list, row));
                Offered { name, label: cell(list, row, column), media: Media::default(), missing: None }
            }
            Found::Instance { name } => Offered { label: name.clone(), name, media: Media::default(), missing: None },
        }
    }

    fn name_of(&self, question: &Question, choice: &Found<'_>) -> String {
        match choice {
            Found::InForm(choice) => choice.name.clone(),
            Found::Row(list, row) => {
                let column = question.parameters.get("value").map_or_else(|| default_name(list, *row), String::as_str);
                cell(list, *row, column)
            }
            Found::Instance { name } => name.clone(),
        }
    }

    /// The words of a choice of `field`, offered or not.
    pub(super) fn choice_label(&self, field: FieldId, name: &str) -> Option<String> {
        let question = self.prepared.graph.question(&self.prepared.form, field)?;
        let source = question.kind.choices()?;
        if let Some(list) = self.choice_list(source) {
            return Some(self.in_language(&list.named(name)?.label).unwrap_or_default().to_owned());
        }
        let list = self.list_of(source)?;
        let rows = list.rows.iter().map(|row| Found::Row(list, *row));
        let row = rows.into_iter().find(|row| self.name_of(question, row) == name)?;
        Some(self.offered(question, row).label)
    }

    /// Whether a name is one of the choices, offered or not; yes when the file that would say so is not there.
    pub(super) fn is_choice(&self, question: &Question, source: &ChoiceSource, name: &str) -> bool {
        if let Some(list) = self.choice_list(source) {
            return list.named(name).is_some();
        }
        let Some(list) = self.list_of(source) else { return true };
        list.rows.iter().any(|row| self.name_of(question, &Found::Row(list, *row)) == name)
    }

    /// All names that the question could ever offer; `None` when that cannot be told.
    pub(super) fn possible_names(&self, question: &Question, node: NodeId) -> Option<Vec<String>> {
        let source = question.kind.choices()?;
        if let Some(list) = self.choice_list(source) {
            return Some(list.choices.iter().map(|choice| choice.name.clone()).collect());
        }
        if matches!(source, ChoiceSource::Repeat(_)) {
            return self.offered_names(node).ok().flatten();
        }
        let list = self.list_of(source)?;
        Some(list.rows.iter().map(|row| self.name_of(question, &Found::Row(list, *row))).collect())
    }

    /// The seed of a shuffled list: as the form says, else one that stays the same during an interview.
    fn order_seed(&self, question: &Question, node: NodeId) -> i64 {
        let Some(text) = question.parameters.get("seed") else {
            return self.order_seed + i64::from(node.index() as u32);
        };
        let text = match text.trim().strip_prefix("${").and_then(|open| open.strip_suffix('}')) {
            Some(name) => self.referenced_text(name, node),
            None => text.clone(),
        };
        let number = parse_number(&text);
        #[expect(clippy::cast_possible_truncation, reason = "saturates, as any large seed may")]
        if number.is_nan() { 0 } else { number as i64 }
    }
}

fn nodes_of(value: Value) -> Vec<NodeRef> {
    match value {
        Value::Nodes(nodes) => nodes,
        Value::Text(_) | Value::Number(_) | Value::Boolean(_) | Value::Moment(_) => Vec::new(),
    }
}

fn found<'a>(list: &'a List, row: NodeId, in_form: Option<&'a ChoiceList>) -> Option<Found<'a>> {
    let Some(choices) = in_form else { return Some(Found::Row(list, row)) };
    let index = list.rows.binary_search(&row).ok()?;
    choices.choices.get(index).map(Found::InForm)
}

fn cell(list: &List, row: NodeId, column: &str) -> String {
    list.tree.child(row, column).map_or_else(String::new, |cell| list.tree.text(cell))
}

/// GeoJSON files name their rows by `id`, others by `name`.
fn default_name(list: &List, row: NodeId) -> &'static str {
    if list.tree.child(row, "name").is_none() && list.tree.child(row, "id").is_some() { "id" } else { "name" }
}

fn default_label(list: &List, row: NodeId) -> &'static str {
    if list.tree.child(row, "label").is_none() && list.tree.child(row, "title").is_some() { "title" } else { "label" }
}
