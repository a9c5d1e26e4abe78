//! The order in which expressions are evaluated, and the cycles that would leave no order.
//!
//! Repeat counts may depend on what the repeat holds ("add another? yes"): they are left out of the search for cycles,
//! and the interview bounds how often they are evaluated.

use super::{Aspect, FieldId, Form, Graph, LogicFault, LogicProblem, Vertex, VertexId};

/// How many cycles are told: mending a few mends most, and a tangle has more of them than fit in memory.
const MAX_CYCLES: usize = 20;

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
        let mut search = Search { marks: vec![Mark::New; self.vertices.len()], order: Vec::new(), cycles: Vec::new() };
        for start in 0..self.vertices.len() {
            search.visit(start, &needs);
        }
        for (rank, vertex) in (0..).zip(&search.order) {
            self.vertices[*vertex].rank = rank;
        }
        search.cycles.iter().map(|cycle| self.cycle_problem(cycle)).collect()
    }

    /// By vertex: the vertices that must be evaluated before it.
    fn needs(&self) -> Vec<Vec<usize>> {
        let mut needs: Vec<Vec<usize>> = vec![Vec::new(); self.vertices.len()];
        for (field, _) in self.fields() {
            let dependents = self.dependents(field);
            if dependents.is_empty() {
                continue;
            }
            let producers = self.producers(field);
            for dependent in dependents {
                needs[dependent.vertex.0 as usize].extend(&producers);
            }
        }
        for (index, vertex) in self.vertices.iter().enumerate() {
            if matches!(vertex.aspect, Aspect::Calculate | Aspect::Choices) {
                needs[index].extend(self.relevance_above(vertex.field));
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

struct Search {
    marks: Vec<Mark>,
    order: Vec<usize>,
    cycles: Vec<Vec<usize>>,
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
