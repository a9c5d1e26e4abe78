//! Values that follow from each other from one instance of a repeat to the next, such as running totals.
//!
//! By name they depend on themselves; by instance they do not, as long as every way round leads to an earlier instance.
//! They share a rank, and the interview evaluates them one instance after the other. Real cycles are found in `order`.

use super::order::{Need, Span, search};
use super::{FieldId, Graph};

impl Graph {
    /// Gives vertices that form a series one rank; returns the cycles that are none.
    pub(super) fn rank_series(&mut self, needs: &[Vec<Need>]) -> Vec<Vec<usize>> {
        let mut cycles = Vec::new();
        for (rank, component) in (0..).zip(components(needs)) {
            let series = match self.series(&component, needs) {
                Ok(series) => series,
                Err(NotOneAfterTheOther) => {
                    cycles.extend(round(&component, needs));
                    None
                }
            };
            for vertex in component {
                let vertex = &mut self.vertices[vertex];
                vertex.inner = vertex.rank;
                vertex.rank = rank;
                vertex.series = series;
            }
        }
        cycles
    }

    /// The repeat whose instances follow each other in a component; none if nothing in it follows itself.
    fn series(&self, component: &[usize], needs: &[Vec<Need>]) -> Result<Option<FieldId>, NotOneAfterTheOther> {
        let inside = |need: &&Need| component.binary_search(&need.on).is_ok();
        let spans = || component.iter().flat_map(|vertex| needs[*vertex].iter().filter(inside)).map(|need| need.span);
        let Some(repeat) = spans().find_map(|span| match span {
            Span::Before(repeat) => Some(repeat),
            Span::Within(_) => None,
        }) else {
            return Ok(None);
        };
        let follows = |span: Span| match span {
            Span::Before(other) => other == repeat,
            Span::Within(within) => within.is_some_and(|within| self.is_inside(within, repeat)),
        };
        if spans().all(follows) { Ok(Some(repeat)) } else { Err(NotOneAfterTheOther) }
    }
}

/// A way round leads to other instances than earlier ones.
struct NotOneAfterTheOther;

/// A cycle inside a component.
fn round(component: &[usize], needs: &[Vec<Need>]) -> Option<Vec<usize>> {
    let place = |vertex: usize| component.binary_search(&vertex).ok();
    let among: Vec<Vec<usize>> =
        component.iter().map(|vertex| needs[*vertex].iter().filter_map(|need| place(need.on)).collect()).collect();
    let cycle = search(&among).cycles.into_iter().next()?;
    Some(cycle.into_iter().map(|vertex| component[vertex]).collect())
}

/// The strongly connected components, each behind those that it needs, each sorted: Tarjan's algorithm (1972) with a list
/// of its own instead of recursion.
fn components(needs: &[Vec<Need>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let (mut found, mut index, mut low) = (Vec::new(), vec![NEW; needs.len()], vec![0; needs.len()]);
    let (mut stack, mut on_stack, mut count) = (Vec::new(), vec![false; needs.len()], 0);
    for start in 0..needs.len() {
        let mut open = if index[start] == NEW { vec![(start, 0)] } else { Vec::new() };
        while let Some((vertex, next)) = open.last_mut() {
            let vertex = *vertex;
            if index[vertex] == NEW {
                (index[vertex], low[vertex], on_stack[vertex]) = (count, count, true);
                stack.push(vertex);
                count += 1;
            }
            if let Some(need) = needs[vertex].get(*next) {
                *next += 1;
                if index[need.on] == NEW {
                    open.push((need.on, 0));
                } else if on_stack[need.on] {
                    low[vertex] = low[vertex].min(index[need.on]);
                }
                continue;
            }
            open.pop();
            if let Some((above, _)) = open.last() {
                low[*above] = low[*above].min(low[vertex]);
            }
            if low[vertex] == index[vertex] {
                let from = stack.iter().rposition(|known| *known == vertex).unwrap_or(0);
                let mut component = stack.split_off(from);
                component.iter().for_each(|known| on_stack[*known] = false);
                component.sort_unstable();
                found.push(component);
            }
        }
    }
    found
}
