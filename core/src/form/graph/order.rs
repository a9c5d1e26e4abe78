//! The order in which expressions are evaluated, and the cycles that would leave no order.
//!
//! Repeat counts may depend on what the repeat holds ("add another? yes"): they are left out of the search for cycles,
//! and the interview bounds how often they are evaluated.

use super::{Aspect, FieldId, Form, Graph, LogicFault, LogicProblem, Vertex, VertexId};

/// How many cycles are told: mending a few mends most, and a tangle has more of them than fit in memory.
const MAX_CYCLES: usize = 20;

/// That a vertex needs another one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    /// The vertex that is needed.
    pub(super) on: usize,
    /// The repeat in whose instances it is needed.
    pub(super) span: Span,
}

/// For which instances a vertex is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    /// For the same instance of this repeat as the one that needs it; for all there are without a repeat.
    Within(Option<FieldId>),
    /// For instances of this repeat before it.
    Before(FieldId),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

impl Graph {
    /// Gives every vertex its rank; returns the cycles found.
    pub(super) fn rank(&mut self) -> Vec<LogicProblem> {
        let needs = self.needs();
        let at_once = |needs: &Vec<Need>| -> Vec<usize> {
            needs.iter().filter(|need| matches!(need.span, Span::Within(_))).map(|need| need.on).collect()
        };
        let search = search(&needs.iter().map(at_once).collect::<Vec<_>>());
        for (rank, vertex) in (0..).zip(&search.order) {
            self.vertices[*vertex].rank = rank;
        }
        let mut cycles = search.cycles;
        if cycles.is_empty() && needs.iter().flatten().any(|need| matches!(need.span, Span::Before(_))) {
            cycles = self.rank_series(&needs);
        }
        cycles.iter().map(|cycle| self.cycle_problem(cycle)).collect()
    }

    /// By vertex: what must be evaluated before it.
    fn needs(&self) -> Vec<Vec<Need>> {
        let mut needs: Vec<Vec<Need>> = vec![Vec::new(); self.vertices.len()];
        for (field, _) in self.fields() {
            let dependents = self.dependents(field);
            if dependents.is_empty() {
                continue;
            }
            let producers = self.producers(field);
            for dependent in dependents {
                let need = |on: &usize| {
                    let before = dependent.earlier.map(|earlier| earlier.repeat);
                    let before = before.filter(|repeat| self.is_inside(self.vertices[*on].field, *repeat));
                    Need { on: *on, span: before.map_or(Span::Within(dependent.within), Span::Before) }
                };
                needs[dependent.vertex.0 as usize].extend(producers.iter().map(need));
            }
        }
        for (index, vertex) in self.vertices.iter().enumerate() {
            if matches!(vertex.aspect, Aspect::Calculate | Aspect::Choices) {
                let need = |on: usize| Need { on, span: Span::Within(self.field(self.vertices[on].field).repeat) };
                needs[index].extend(self.relevance_above(vertex.field).into_iter().map(need));
            }
        }
        needs
    }

    /// The vertices that decide what reading a field yields.
    fn producers(&self, field: FieldId) -> Vec<usize> {
        let own = self.vertices_of(field).filter(|id| match self.vertex(*id).aspect {
            Aspect::Calculate | Aspect::Choices => true,
            Aspect::Relevant | Aspect::Count => false,
        });
        own.map(|id| id.0 as usize).chain(self.relevance_above(field)).collect()
    }

    fn relevance_above(&self, field: FieldId) -> Vec<usize> {
        let relevance = |field: FieldId| self.vertices_of(field).find(|id| self.vertex(*id).aspect == Aspect::Relevant);
        let line = std::iter::successors(Some(field), |at| self.field(*at).parent);
        line.filter_map(relevance).map(|VertexId(id)| id as usize).collect()
    }

    fn cycle_problem(&self, cycle: &[usize]) -> LogicProblem {
        let path = |index: &usize| {
            let Vertex { field, .. } = self.vertices[*index];
            self.field(field).path.clone()
        };
        let first = self.vertices[cycle[0]];
        let mut through: Vec<String> = cycle.iter().map(path).collect();
        through.push(path(&cycle[0]));
        through.dedup();
        LogicProblem {
            path: self.field(first.field).path.clone(),
            row: 0,
            column: first.aspect.column(),
            fault: LogicFault::Cycle { through },
        }
    }

    /// Fills in the rows of problems that were found without looking at the form.
    pub(super) fn with_rows(&self, form: &Form, problems: Vec<LogicProblem>) -> Vec<LogicProblem> {
        let row = |path: &str| self.at(path).and_then(|id| self.item(form, id)).map_or(0, super::Item::row);
        problems.into_iter().map(|problem| LogicProblem { row: row(&problem.path), ..problem }).collect()
    }
}

/// Puts vertices into an order in which each comes behind those that it needs, and finds cycles.
pub(super) fn search(needs: &[Vec<usize>]) -> Search {
    let mut search = Search { marks: vec![Mark::New; needs.len()], order: Vec::new(), cycles: Vec::new() };
    for start in 0..needs.len() {
        search.visit(start, needs);
    }
    search
}

pub(super) struct Search {
    marks: Vec<Mark>,
    order: Vec<usize>,
    pub(super) cycles: Vec<Vec<usize>>,
}

impl Search {
    /// Depth first, with a list of our own instead of recursion: chains of calculations can be long.
    fn visit(&mut self, start: usize, needs: &[Vec<usize>]) {
        if self.marks[start] != Mark::New {
            return;
        }
        let mut open = vec![(start, 0)];
        self.marks[start] = Mark::Open;
        while let Some((vertex, next)) = open.last_mut() {
            let Some(need) = needs[*vertex].get(*next).copied() else {
                self.marks[*vertex] = Mark::Done;
                self.order.push(*vertex);
                open.pop();
                continue;
            };
            *next += 1;
            match self.marks[need] {
                Mark::Done => {}
                Mark::New => {
                    self.marks[need] = Mark::Open;
                    open.push((need, 0));
                }
                Mark::Open if self.cycles.len() >= MAX_CYCLES => {}
                Mark::Open => {
                    let from = open.iter().position(|(known, _)| *known == need).unwrap_or(0);
                    self.cycles.push(open[from..].iter().map(|(vertex, _)| *vertex).collect());
                }
            }
        }
    }
}
