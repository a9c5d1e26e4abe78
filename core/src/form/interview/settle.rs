//! Brings relevance, calculations, repeat counts and offered choices up to date after a change: only what depends on it.
//!
//! What depends on what was worked out once, in `form::graph`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Interview, MAX_ANSWER_BYTES};
use crate::form::expr::{NodeId, NodeRef, Value, format_number};
use crate::form::graph::{Aspect, FieldId, FieldKind, Vertex, VertexId};
use crate::form::instance::Nested;
use crate::form::model::QuestionKind;

/// The most instances that a `repeat_count` makes: more than any household, roster or street.
pub(super) const MAX_COUNTED: usize = 1000;
/// How often one repeat's count is evaluated after one change; counts may depend on what the repeat holds.
const MAX_COUNT_RUNS: u32 = 1100;
/// How many rounds of triggers one change may set off.
const MAX_TRIGGER_ROUNDS: u32 = 16;

/// What is still to be brought up to date.
#[derive(Debug, Default)]
pub(super) struct Pending {
    queue: BTreeSet<(u32, VertexId, NodeId)>,
    /// Questions whose value changed, for triggers.
    triggers: BTreeSet<NodeId>,
    /// Everything whose value or visibility changed.
    pub(super) changed: BTreeSet<NodeId>,
    count_runs: BTreeMap<NodeId, u32>,
}

impl Interview {
    /// Everything that a form starts with has to be evaluated.
    pub(super) fn mark_all(&mut self, top: NodeId) {
        for node in self.instance.subtree(top) {
            self.mark_own(node, |_| true);
        }
    }

    /// Marks the vertices that belong to a node itself, as far as `wanted`.
    fn mark_own(&mut self, node: NodeId, wanted: fn(Aspect) -> bool) {
        let graph = &self.prepared.graph;
        let field = self.instance.field(node);
        for id in graph.vertices_of(field) {
            let vertex = graph.vertex(id);
            if wanted(vertex.aspect) && vertex.aspect != Aspect::Count {
                self.pending.queue.insert((vertex.rank, id, node));
            }
        }
        for child in &graph.field(field).children {
            if graph.field(*child).kind != FieldKind::Repeat {
                continue;
            }
            for id in graph.vertices_of(*child) {
                let vertex = graph.vertex(id);
                if wanted(vertex.aspect) && vertex.aspect == Aspect::Count {
                    self.pending.queue.insert((vertex.rank, id, node));
                }
            }
        }
    }

    /// A node reads differently: whatever reads it has to be evaluated.
    pub(super) fn mark_readers(&mut self, node: NodeId) {
        self.pending.changed.insert(node);
        let field = self.instance.field(node);
        for index in 0..self.prepared.graph.dependents(field).len() {
            let dependent = self.prepared.graph.dependents(field)[index];
            self.mark_vertex(dependent.vertex, dependent.within, node);
        }
    }

    /// Instances of a repeat came or went in `parent`.
    pub(super) fn mark_structure(&mut self, parent: NodeId, repeat: FieldId) {
        self.pending.changed.insert(parent);
        let outside = self.prepared.graph.field(self.instance.field(parent)).repeat;
        for index in 0..self.prepared.graph.dependents(repeat).len() {
            let dependent = self.prepared.graph.dependents(repeat)[index];
            let within = if dependent.within == Some(repeat) { outside } else { dependent.within };
            self.mark_vertex(dependent.vertex, within, parent);
        }
    }

    fn mark_vertex(&mut self, id: VertexId, within: Option<FieldId>, near: NodeId) {
        let graph = &self.prepared.graph;
        let vertex = graph.vertex(id);
        let home = match vertex.aspect {
            Aspect::Count => graph.field(vertex.field).parent.unwrap_or(vertex.field),
            Aspect::Relevant | Aspect::Calculate | Aspect::Choices => vertex.field,
        };
        for node in self.instance.nodes_within(graph, home, within, near) {
            self.pending.queue.insert((vertex.rank, id, node));
        }
    }

    /// Evaluates until nothing is left, triggers included.
    pub(super) fn settle(&mut self) {
        self.drain();
        self.drain_fresh();
        for _ in 0..MAX_TRIGGER_ROUNDS {
            let sources = std::mem::take(&mut self.pending.triggers);
            if sources.is_empty() {
                break;
            }
            for source in sources {
                self.fire(source);
            }
            self.drain();
            self.drain_fresh();
        }
        self.pending.triggers.clear();
        self.pending.count_runs.clear();
    }

    /// Forgets triggers: what a form starts with sets none off.
    pub(super) fn settle_quietly(&mut self) {
        self.drain();
        self.drain_fresh();
        self.pending.triggers.clear();
        self.pending.count_runs.clear();
    }

    /// Evaluates the computed defaults of what is new; that may make more.
    fn drain_fresh(&mut self) {
        while let Some(node) = self.fresh.pop() {
            self.set_computed_defaults(node);
            self.drain();
        }
    }

    pub(super) fn drain(&mut self) {
        while let Some((_, id, node)) = self.pending.queue.pop_first() {
            if !self.instance.is_gone(node) {
                let vertex = self.prepared.graph.vertex(id);
                self.evaluate(vertex, node);
            }
        }
    }

    fn fire(&mut self, source: NodeId) {
        let field = self.instance.field(source);
        for index in 0..self.prepared.graph.triggered_by(field).len() {
            let target = self.prepared.graph.triggered_by(field)[index];
            let within = self.prepared.graph.shared_repeat(field, target);
            for node in self.instance.nodes_within(&self.prepared.graph, target, within, source) {
                let text = self.calculated(target, node);
                self.write(node, &text);
            }
        }
    }

    fn evaluate(&mut self, vertex: Vertex, node: NodeId) {
        match vertex.aspect {
            Aspect::Relevant => self.update_relevance(vertex, node),
            Aspect::Calculate if self.instance.is_shown(node) => {
                let text = self.calculated(vertex.field, node);
                self.write(node, &text);
            }
            Aspect::Choices if self.instance.is_shown(node) => self.update_choices(node),
            Aspect::Calculate | Aspect::Choices => {}
            Aspect::Count => self.update_count(vertex, node),
        }
    }

    /// Sets a value and marks what follows from it.
    pub(super) fn write(&mut self, node: NodeId, text: &str) {
        if self.instance.set_value(node, text) {
            self.pending.changed.insert(node);
            if !self.prepared.graph.triggered_by(self.instance.field(node)).is_empty() {
                self.pending.triggers.insert(node);
            }
            if self.instance.is_shown(node) {
                self.mark_readers(node);
            }
        }
    }

    fn calculated(&self, field: FieldId, node: NodeId) -> String {
        let context = NodeRef { tree: 0, node };
        let Some(expression) = &self.prepared.graph.field(field).calculation else { return String::new() };
        let Ok(value) = expression.evaluate(self, context) else { return String::new() };
        let text = self.as_stored(field, &value);
        if text.len() > MAX_ANSWER_BYTES { String::new() } else { text }
    }

    /// A computed value in the form in which the question stores it.
    pub(super) fn as_stored(&self, field: FieldId, value: &Value) -> String {
        let text = match value {
            Value::Number(number) if number.is_nan() => String::new(),
            Value::Number(number) => format_number(*number),
            Value::Text(_) | Value::Boolean(_) | Value::Moment(_) | Value::Nodes(_) => value.to_text(self),
        };
        let question = self.prepared.graph.question(&self.prepared.form, field);
        match question.map(|question| &question.kind) {
            Some(QuestionKind::Date) => text.get(..10).map(str::to_owned).unwrap_or(text),
            Some(QuestionKind::Integer) => match crate::form::expr::parse_number(&text) {
                number if number.is_finite() => format_number(number.trunc()),
                _ => text,
            },
            Some(_) | None => text,
        }
    }

    fn update_relevance(&mut self, vertex: Vertex, node: NodeId) {
        let Some(expression) = self.prepared.graph.expression(vertex) else { return };
        // A condition that cannot be evaluated hides nothing: an answer too many is better than one never asked for.
        let relevant = expression.evaluate(self, NodeRef { tree: 0, node }).map_or(true, |value| value.to_boolean());
        if self.instance.is_own_relevant(node) != relevant && self.instance.set_relevant(node, relevant) {
            self.visibility_changed(node);
        }
    }

    /// A node was hidden or shown, and with it all below it that is not hidden on its own.
    fn visibility_changed(&mut self, top: NodeId) {
        let above = self.instance.tree().parent(top).is_none_or(|parent| self.instance.is_shown(parent));
        if !above {
            return;
        }
        let shown = self.instance.is_shown(top);
        let mut pending = vec![top];
        while let Some(node) = pending.pop() {
            self.mark_readers(node);
            if shown {
                self.mark_own(node, |aspect| matches!(aspect, Aspect::Calculate | Aspect::Choices));
            }
            let tree = self.instance.tree();
            pending.extend(tree.children(node).iter().copied().filter(|child| !tree.is_hidden(*child)));
        }
    }

    /// Makes as many instances as the count says; those too many are kept, hidden.
    fn update_count(&mut self, vertex: Vertex, parent: NodeId) {
        let runs = self.pending.count_runs.entry(parent).or_default();
        *runs += 1;
        if *runs > MAX_COUNT_RUNS {
            return;
        }
        let Some(expression) = self.prepared.graph.expression(vertex) else { return };
        let Ok(value) = expression.evaluate(self, NodeRef { tree: 0, node: parent }) else { return };
        let wanted = value.to_number(self);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let wanted = if wanted.is_nan() { 0 } else { wanted.clamp(0.0, MAX_COUNTED as f64) as usize };
        let present = self.instance.instances(parent, vertex.field);
        let mut changed = false;
        for (index, node) in present.iter().enumerate() {
            if self.instance.set_surplus(*node, index >= wanted) {
                self.visibility_changed(*node);
                changed = true;
            }
        }
        for index in present.len()..wanted {
            self.open_instance(parent, vertex.field, &(index + 1).to_string());
            changed = true;
        }
        if changed {
            self.mark_structure(parent, vertex.field);
        }
    }

    /// Adds an instance with its defaults; the caller settles.
    pub(super) fn open_instance(&mut self, parent: NodeId, repeat: FieldId, id: &str) -> NodeId {
        let node = self.instance.add_instance(&self.prepared.graph, parent, repeat, id, Nested::Empty);
        self.set_fixed_defaults(node);
        self.mark_all(node);
        self.mark_structure(parent, repeat);
        self.fresh.push(node);
        node
    }

    /// Only the choices that are offered count as the answer.
    pub(super) fn update_choices(&mut self, node: NodeId) {
        let kept = self.instance.kept_value(node).to_owned();
        if kept.is_empty() {
            return self.write(node, "");
        }
        let Some(offered) = self.offered_names(node) else { return };
        self.instance.keep(node, &kept);
        let still: Vec<&str> = kept.split(' ').filter(|name| offered.iter().any(|known| known == name)).collect();
        self.write(node, &still.join(" "));
    }
}
