//! Brings relevance, calculations, repeat counts and offered choices up to date after a change: only what depends on it.
//!
//! What depends on what was worked out once, in `form::graph`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Interview, MAX_ANSWER_BYTES, NoticeKind};
use crate::form::expr::{EvalError, NodeId, Value, format_number};
use crate::form::graph::{Aspect, Dependent, Earlier, FieldId, FieldKind, Vertex, VertexId};
use crate::form::instance::Nested;
use crate::form::model::QuestionKind;

/// The most instances that a `repeat_count` makes: more than any household, roster or street.
pub(super) const MAX_COUNTED: usize = 1000;
/// How often one repeat's count is evaluated after one change; counts may depend on what the repeat holds.
const MAX_COUNT_RUNS: u32 = 1100;
/// The most questions, groups and repeat instances in one interview; forms with more rows than this get four times theirs.
const MAX_NODES: usize = 200_000;
/// How many rounds of triggers one change may set off.
const MAX_TRIGGER_ROUNDS: u32 = 16;

/// When a vertex is evaluated at a node: by rank; in a series by the instance, and by the place among those of its rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Turn {
    rank: u32,
    instance: Option<NodeId>,
    inner: u32,
    vertex: VertexId,
    node: NodeId,
}

/// What is still to be brought up to date.
#[derive(Debug, Default)]
pub(super) struct Pending {
    queue: BTreeSet<Turn>,
    /// Questions whose value changed, for triggers.
    triggers: BTreeSet<NodeId>,
    /// Everything whose value or visibility changed.
    pub(super) changed: BTreeSet<NodeId>,
    count_runs: BTreeMap<(NodeId, FieldId), u32>,
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
        let prepared = std::sync::Arc::clone(&self.prepared);
        let graph = &prepared.graph;
        let field = self.instance.field(node);
        let own = graph.vertices_of(field).filter(|id| graph.vertex(*id).aspect != Aspect::Count);
        let repeats = graph.field(field).children.iter().filter(|child| graph.field(**child).kind == FieldKind::Repeat);
        let counts = repeats.flat_map(|repeat| graph.vertices_of(*repeat));
        for id in own.chain(counts.filter(|id| graph.vertex(*id).aspect == Aspect::Count)) {
            if wanted(graph.vertex(id).aspect) {
                self.mark(id, node);
            }
        }
    }

    fn mark(&mut self, id: VertexId, node: NodeId) {
        let vertex = self.prepared.graph.vertex(id);
        // Instances are added behind the others, so that their nodes sort as they do.
        let instance = vertex.series.and_then(|repeat| self.instance.enclosing(node, repeat));
        self.pending.queue.insert(Turn { rank: vertex.rank, instance, inner: vertex.inner, vertex: id, node });
    }

    /// A node reads differently: whatever reads it has to be evaluated.
    pub(super) fn mark_readers(&mut self, node: NodeId) {
        self.pending.changed.insert(node);
        let field = self.instance.field(node);
        for index in 0..self.prepared.graph.dependents(field).len() {
            let dependent = self.prepared.graph.dependents(field)[index];
            match dependent.earlier {
                Some(earlier) => self.mark_later(dependent, earlier, node),
                None => self.mark_vertex(dependent.vertex, dependent.within, node),
            }
        }
    }

    /// Marks a vertex in those instances that come behind the changed one and look back at it.
    fn mark_later(&mut self, dependent: Dependent, earlier: Earlier, changed: NodeId) {
        let prepared = std::sync::Arc::clone(&self.prepared);
        let (graph, repeat) = (&prepared.graph, earlier.repeat);
        let Some(own) = self.instance.enclosing(changed, repeat) else { return };
        let siblings = self.instance.tree().parent(own).map(|parent| self.instance.instances(parent, repeat));
        let place = siblings.and_then(|siblings| siblings.iter().position(|sibling| *sibling == own)).unwrap_or(0);
        let around = graph.field(repeat).parent.unwrap_or(repeat);
        for parent in self.instance.nodes_within(graph, around, dependent.within, changed) {
            let instances = self.instance.instances(parent, repeat);
            let later = match earlier.by {
                Some(by) => instances.get(place + by as usize..).unwrap_or_default().get(..1).unwrap_or_default(),
                None => instances.get(place + 1..).unwrap_or_default(),
            };
            for instance in later {
                for node in self.instance.nodes_inside(graph, graph.home(dependent.vertex), *instance) {
                    self.mark(dependent.vertex, node);
                }
            }
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
        let home = self.prepared.graph.home(id);
        for node in self.instance.nodes_within(&self.prepared.graph, home, within, near) {
            self.mark(id, node);
        }
    }

    /// Evaluates until nothing is left, triggers included.
    pub(super) fn settle(&mut self) {
        self.ambient.spend_anew();
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
        for source in std::mem::take(&mut self.pending.triggers) {
            let (column, why) = ("trigger", EvalError::TooMuchWork);
            let place = (source, self.instance.field(source), column);
            self.failed.note(place, Some(NoticeKind::NotWorkedOut { column, why }));
        }
        self.pending.count_runs.clear();
    }

    /// Forgets triggers: what a form starts with sets none off.
    pub(super) fn settle_quietly(&mut self) {
        self.ambient.spend_anew();
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
        while let Some(turn) = self.pending.queue.pop_first() {
            if !self.instance.is_gone(turn.node) {
                self.evaluate(self.prepared.graph.vertex(turn.vertex), turn.node);
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

    fn calculated(&mut self, field: FieldId, node: NodeId) -> String {
        let column = Aspect::Calculate.column();
        let Some(expression) = self.prepared.graph.field(field).calculation.clone() else { return String::new() };
        let Some(value) = self.work_out(&expression, node, column) else { return String::new() };
        let text = self.as_stored(field, &value);
        if text.len() <= MAX_ANSWER_BYTES {
            return text;
        }
        let why = EvalError::TooLong { name: column.into(), limit_bytes: MAX_ANSWER_BYTES };
        self.failed.note((node, field, column), Some(NoticeKind::NotWorkedOut { column, why }));
        String::new()
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
        let Some(expression) = self.prepared.graph.expression(vertex).cloned() else { return };
        // A condition that cannot be evaluated hides nothing: an answer too many is better than one never asked for.
        let relevant = self.work_out(&expression, node, vertex.aspect.column()).is_none_or(|value| value.to_boolean());
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
        let runs = self.pending.count_runs.entry((parent, vertex.field)).or_default();
        *runs += 1;
        if *runs > MAX_COUNT_RUNS {
            return;
        }
        let Some(wanted) = self.wanted_count(vertex, parent) else { return };
        let present = self.instance.instances(parent, vertex.field);
        let mut changed = false;
        for (index, node) in present.iter().enumerate() {
            if self.instance.set_surplus(*node, index >= wanted) {
                self.visibility_changed(*node);
                changed = true;
            }
        }
        for index in present.len()..wanted {
            if !self.has_room() {
                let kind = NoticeKind::TooMany { limit: index };
                self.failed.note((parent, vertex.field, vertex.aspect.column()), Some(kind));
                break;
            }
            self.open_instance(parent, vertex.field, &(index + 1).to_string());
            changed = true;
        }
        if changed {
            self.mark_structure(parent, vertex.field);
        }
    }

    /// How many instances the count asks for, as far as that many can be made.
    fn wanted_count(&mut self, vertex: Vertex, parent: NodeId) -> Option<usize> {
        let column = vertex.aspect.column();
        let place = (parent, vertex.field, column);
        let outcome = self.worked_out(self.prepared.graph.expression(vertex)?, parent);
        let wanted = match outcome {
            Ok(value) => value.to_number(self),
            Err(why) => {
                self.failed.note(place, Some(NoticeKind::NotWorkedOut { column, why }));
                return None;
            }
        };
        let too_many = (wanted > MAX_COUNTED as f64).then_some(NoticeKind::TooMany { limit: MAX_COUNTED });
        self.failed.note(place, too_many);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        Some(if wanted.is_nan() { 0 } else { wanted.clamp(0.0, MAX_COUNTED as f64) as usize })
    }

    /// Whether the interview may grow: repeats inside repeats multiply.
    pub(super) fn has_room(&self) -> bool {
        self.instance.tree().len() < MAX_NODES.max(self.prepared.graph.len() * 4)
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

    /// Only the choices that are offered count as the answer; when that cannot be told, all of it.
    pub(super) fn update_choices(&mut self, node: NodeId) {
        let kept = self.instance.kept_value(node).to_owned();
        if kept.is_empty() {
            return self.write(node, "");
        }
        let (place, column) = (self.instance.field(node), Aspect::Choices.column());
        let offered = match self.offered_names(node) {
            Ok(offered) => {
                self.failed.note((node, place, column), None);
                offered
            }
            Err(why) => {
                self.failed.note((node, place, column), Some(NoticeKind::NotWorkedOut { column, why }));
                None
            }
        };
        self.instance.keep(node, &kept);
        let question = self.prepared.graph.question(&self.prepared.form, place);
        let mut still = question.map_or_else(Vec::new, |question| question.kind.chosen(&kept));
        still.retain(|name| offered.as_ref().is_none_or(|offered| offered.iter().any(|known| known == name)));
        self.write(node, &still.join(" "));
    }
}
