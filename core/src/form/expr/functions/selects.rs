//! Answers that are lists of choices, and the words of choices.
//!
//! Which choices are offered is for `form::interview`.

use super::{Call, Function, Outcome, takes};
use crate::form::expr::value::Value;

pub(super) fn find(name: &str) -> Option<Function> {
    match name {
        "selected" => takes(2, 2, |call| {
            let (answer, choice) = (call.text(0)?, call.text(1)?);
            Ok(Value::Boolean(answer.split_whitespace().any(|word| word == choice.trim())))
        }),
        "count-selected" => takes(1, 1, |call| Ok(Value::Number(call.text(0)?.split_whitespace().count() as f64))),
        "selected-at" => takes(2, 2, selected_at),
        "jr:choice-name" => takes(2, 2, choice_name),
        "jr:itext" => takes(1, 1, |call| {
            let id = call.text(0)?;
            Ok(Value::Text(call.scope.environment().translation(&id).unwrap_or_default()))
        }),
        _ => None,
    }
}

fn selected_at(call: &Call<'_, '_>) -> Outcome {
    let (answer, place) = (call.text(0)?, call.number(1)?);
    let found = answer.split_whitespace().enumerate().find(|(index, _)| *index as f64 == place.trunc());
    Ok(Value::Text(found.map_or_else(String::new, |(_, word)| word.to_owned())))
}

/// The second argument is the path of the question as a text; a bare reference is taken as well.
fn choice_name(call: &Call<'_, '_>) -> Outcome {
    let (choice, path) = (call.text(0)?, call.text(1)?);
    let environment = call.scope.environment();
    if let Some(label) = environment.choice_name(&path, &choice, call.scope.current) {
        return Ok(Value::Text(label));
    }
    let names: Vec<String> = choice
        .split_whitespace()
        .map(|word| environment.choice_name(&path, word, call.scope.current).unwrap_or_default())
        .collect();
    Ok(Value::Text(names.join(", ")))
}
