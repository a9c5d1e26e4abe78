//! Truth and choice: conditions, first values, checklists.
//!
//! Questions with choices are in `selects`.

use super::{Call, EvalError, Function, Outcome, takes, takes_many};
use crate::form::expr::value::Value;

pub(super) fn find(name: &str) -> Option<Function> {
    match name {
        "true" => takes(0, 0, |_| Ok(Value::Boolean(true))),
        "false" => takes(0, 0, |_| Ok(Value::Boolean(false))),
        "boolean" => takes(1, 1, |call| call.boolean(0).map(Value::Boolean)),
        "not" => takes(1, 1, |call| Ok(Value::Boolean(!call.boolean(0)?))),
        "boolean-from-string" => takes(1, 1, |call| {
            let text = call.text(0)?;
            Ok(Value::Boolean(text == "true" || text == "1"))
        }),
        "if" => takes(3, 3, |call| if call.boolean(0)? { call.value(1) } else { call.value(2) }),
        "coalesce" => takes(2, 2, coalesce),
        "once" => takes(1, 1, once),
        "checklist" => takes_many(2, checklist),
        "weighted-checklist" => takes_many(2, weighted_checklist),
        _ => None,
    }
}

fn coalesce(call: &Call<'_, '_>) -> Outcome {
    let first = call.value(0)?;
    if first.is_blank(call.scope.environment) { call.value(1) } else { Ok(first) }
}

/// The question's own value once it has one.
fn once(call: &Call<'_, '_>) -> Outcome {
    let own = call.node_text(call.scope.current);
    if own.is_empty() { call.value(0) } else { Ok(Value::Text(own)) }
}

fn checklist(call: &Call<'_, '_>) -> Outcome {
    let mut count = 0.0;
    for index in 2..call.given() {
        count += truths(call, index)?.into_iter().map(f64::from).sum::<f64>();
    }
    within(call, count)
}

fn weighted_checklist(call: &Call<'_, '_>) -> Outcome {
    let mut weight = 0.0;
    for index in (2..call.given()).step_by(2) {
        let truths = truths(call, index)?;
        let weights = weights(call, index + 1)?;
        weight +=
            truths.iter().zip(&weights).map(|(truth, weight)| if *truth > 0 { *weight } else { 0.0 }).sum::<f64>();
    }
    within(call, weight)
}

/// Whether a count lies between the first two arguments; -1 leaves that side open.
fn within(call: &Call<'_, '_>, count: f64) -> Outcome {
    let (least, most) = (call.number(0)?, call.number(1)?);
    Ok(Value::Boolean((least < 0.0 || count >= least) && (most < 0.0 || count <= most)))
}

fn truths(call: &Call<'_, '_>, index: usize) -> Result<Vec<u8>, EvalError> {
    Ok(match call.value(index)? {
        Value::Nodes(nodes) => nodes.into_iter().map(|node| u8::from(!call.node_text(node).is_empty())).collect(),
        other @ (Value::Text(_) | Value::Number(_) | Value::Boolean(_) | Value::Moment(_)) => {
            vec![u8::from(other.to_boolean())]
        }
    })
}

fn weights(call: &Call<'_, '_>, index: usize) -> Result<Vec<f64>, EvalError> {
    if index >= call.given() {
        return Err(call.bad(index));
    }
    Ok(match call.value(index)? {
        Value::Nodes(nodes) => nodes.into_iter().map(|node| call.node_number(node)).collect(),
        other @ (Value::Text(_) | Value::Number(_) | Value::Boolean(_) | Value::Moment(_)) => {
            vec![other.to_number(call.scope.environment)]
        }
    })
}
