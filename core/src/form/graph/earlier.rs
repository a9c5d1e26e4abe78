//! Whether a reading stays in instances of a repeat that come before the reader's own: running totals, the day before.
//!
//! Only what the text itself shows is believed; what else is read is found in `reads`, the order it gives in `series`.

use super::reads::{Reader, Spot};
use super::{Earlier, FieldId, FieldKind};
use crate::form::expr::{Axis, Expr, Operator, Path, Start, Step};

impl Reader<'_> {
    /// Whether a step leads to instances before the reader's own: siblings before it, or such that a predicate keeps.
    pub(super) fn step_before(&self, from: &Spot, step: &Step, to: &Spot) -> Option<Earlier> {
        let repeat = self.own_repeat(to)?;
        if step.axis == Axis::PrecedingSibling && from.fields == to.fields && from.within == Some(repeat) {
            let next = matches!(step.predicates.first(), Some(Expr::Number(1.0)));
            return Some(Earlier { repeat, by: next.then_some(1) });
        }
        if step.axis == Axis::Child { self.kept_before(to, &step.predicates) } else { None }
    }

    /// Whether predicates on instances of the reader's own repeat keep earlier ones only. Positions count before the
    /// first predicate alone.
    pub(super) fn kept_before(&self, spot: &Spot, predicates: &[Expr]) -> Option<Earlier> {
        let (repeat, predicate) = (self.own_repeat(spot)?, predicates.first()?);
        if let Some(by) = self.back(predicate, repeat, None).filter(|by| *by > 0) {
            return Some(Earlier { repeat, by: Some(by) });
        }
        let Expr::Chain { first, rest } = predicate else { return None };
        if rest.iter().all(|(operator, _)| *operator == Operator::And) {
            let mut parts = std::iter::once(&**first).chain(rest.iter().map(|(_, part)| part));
            return parts.find_map(|part| self.compared_before(part, repeat));
        }
        self.compared_before(predicate, repeat)
    }

    /// `position() = n - 1`, `position() < n` and the like, where `n` is the reader's own position.
    fn compared_before(&self, condition: &Expr, repeat: FieldId) -> Option<Earlier> {
        let Expr::Chain { first, rest } = condition else { return None };
        let [(operator, second)] = rest.as_slice() else { return None };
        let (operator, own) = match (is_position(first), is_position(second)) {
            (true, false) => (*operator, second),
            (false, true) => (mirrored(*operator)?, &**first),
            _ => return None,
        };
        let back = self.back(own, repeat, None)?;
        match operator {
            Operator::Equal => (back > 0).then_some(Earlier { repeat, by: Some(back) }),
            Operator::Less => Some(Earlier { repeat, by: None }),
            Operator::LessOrEqual => (back > 0).then_some(Earlier { repeat, by: None }),
            Operator::NotEqual
            | Operator::Greater
            | Operator::GreaterOrEqual
            | Operator::Or
            | Operator::And
            | Operator::Add
            | Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Modulo
            | Operator::Union => None,
        }
    }

    /// Whether an index always names an instance before the reader's own.
    pub(super) fn before(&self, index: &Expr, repeat: FieldId, context: Option<&Spot>) -> Option<Earlier> {
        let by = self.back(index, repeat, context).filter(|by| *by > 0)?;
        Some(Earlier { repeat, by: Some(by) })
    }

    /// By how much a number stays behind the position of the reader's own instance of a repeat; `None` if that cannot be told.
    fn back(&self, number: &Expr, repeat: FieldId, context: Option<&Spot>) -> Option<u32> {
        match number {
            Expr::Call { name, arguments } => match (&**name, arguments.as_slice()) {
                ("position", [Expr::Path(path)]) => self.leads_to(path, repeat, context).then_some(0),
                ("number" | "int", [inner]) => self.back(inner, repeat, context),
                _ => None,
            },
            Expr::Chain { first, rest } => match rest.as_slice() {
                [(Operator::Subtract, Expr::Number(by))] => {
                    let back = self.back(first, repeat, context)?;
                    let whole = by.fract() == 0.0 && (0.0..1e6).contains(by);
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below a million")]
                    whole.then(|| back + *by as u32)
                }
                _ => None,
            },
            Expr::Path(Path { start: Start::Reference(name), steps }) if steps.is_empty() => {
                let named = self.graph.named(name, self.current)?;
                self.counts(named, repeat).then_some(0)
            }
            Expr::Path(_) | Expr::Number(_) | Expr::Text(_) | Expr::Negate { .. } => None,
        }
    }

    /// Whether a path leads to the reader's own instance of a repeat.
    fn leads_to(&self, path: &Path, repeat: FieldId, context: Option<&Spot>) -> bool {
        let start = match &path.start {
            Start::Context => context.cloned(),
            Start::Filter { expr, predicates } => {
                let current = matches!(&**expr, Expr::Call { name, .. } if &**name == "current");
                (current && predicates.is_empty()).then(|| self.here())
            }
            Start::Root | Start::Reference(_) => None,
        };
        let climbs = path.steps.iter().all(|step| step.axis == Axis::Parent && step.predicates.is_empty());
        let Some(start) = start.filter(|_| climbs) else { return false };
        let end = path.steps.iter().fold(start, |spot, step| self.step(&spot, step));
        end.fields == [repeat] && end.within == Some(repeat)
    }

    /// Whether a question holds the position of its instance of the repeat, the reader's own.
    fn counts(&self, question: FieldId, repeat: FieldId) -> bool {
        let field = self.graph.field(question);
        let Some(Expr::Call { name, arguments }) = field.calculation.as_ref().map(|known| known.expr()) else {
            return false;
        };
        let [Expr::Path(path)] = arguments.as_slice() else { return false };
        let reader = Reader::new(self.graph, question);
        let here = reader.here();
        &**name == "position"
            && !field.is_triggered
            && field.repeat == Some(repeat)
            && reader.leads_to(path, repeat, Some(&here))
    }

    /// The repeat whose instances a spot may be, if the reader stands in it.
    fn own_repeat(&self, spot: &Spot) -> Option<FieldId> {
        let [only] = spot.fields.as_slice() else { return None };
        let own = self.graph.field(*only).kind == FieldKind::Repeat && self.graph.is_inside(self.current, *only);
        let fixed = spot.within.is_some_and(|within| self.graph.is_inside(within, *only));
        (own && !fixed).then_some(*only)
    }
}

fn is_position(expr: &Expr) -> bool {
    matches!(expr, Expr::Call { name, arguments } if &**name == "position" && arguments.is_empty())
}

/// The operator with its sides exchanged.
fn mirrored(operator: Operator) -> Option<Operator> {
    match operator {
        Operator::Equal => Some(Operator::Equal),
        Operator::Greater => Some(Operator::Less),
        Operator::GreaterOrEqual => Some(Operator::LessOrEqual),
        Operator::NotEqual
        | Operator::Less
        | Operator::LessOrEqual
        | Operator::Or
        | Operator::And
        | Operator::Add
        | Operator::Subtract
        | Operator::Multiply
        | Operator::Divide
        | Operator::Modulo
        | Operator::Union => None,
    }
}
