//! Checks of a range question's scale: steps, ticks, placeholder and the labels of ticks.

use crate::form::model::{ChoiceList, Question, Scale};
use crate::form::problems::Fault;

use super::parameters::number;

/// Appearances under which ticks and a placeholder can be shown.
const WITH_TICKS: [&str; 2] = ["vertical", "no-ticks"];

/// What is wrong with the scale. `list` finds a list of the choices sheet.
pub(super) fn faults<'a>(question: &Question, list: impl Fn(&str) -> Option<&'a ChoiceList>) -> Vec<Fault> {
    let mut found = Vec::new();
    for key in ["start", "end", "step", "tick_interval", "placeholder"] {
        if question.parameters.get(key).is_some_and(|value| number(value).is_none()) {
            found.push(Fault::ParameterNotNumber { key: key.to_owned() });
        }
    }
    let Some(scale) = Scale::of(question).filter(|_| found.is_empty()) else { return found };
    found.extend(length_fault(&scale, "step", Some(scale.step)));
    if !found.is_empty() {
        return found;
    }
    let value = |key: &str| question.parameters.get(key).and_then(|value| number(value));
    found.extend(tick_interval_fault(&scale, value("tick_interval")));
    found.extend(value("placeholder").and_then(|value| position_fault(&scale, "placeholder", value)));
    if let Some(name) = question.parameters.get("tick_labelset") {
        match list(name) {
            None => found.push(Fault::MissingList { list: name.clone() }),
            Some(labels) => found.extend(labels_fault(&scale, labels, &question.appearance)),
        }
    }
    let odd_appearance = question.appearance.split_whitespace().any(|word| !WITH_TICKS.contains(&word));
    if odd_appearance
        && let Some(key) =
            ["tick_interval", "placeholder", "tick_labelset"].iter().find(|key| question.parameters.contains_key(**key))
    {
        found.push(Fault::ParameterAppearance { key: (*key).to_owned() });
    }
    found
}

fn length_fault(scale: &Scale, key: &str, length: Option<f64>) -> Option<Fault> {
    let length = length?.abs();
    if length == 0.0 {
        Some(Fault::ParameterZero { key: key.to_owned() })
    } else if length > (scale.end - scale.start).abs() {
        Some(Fault::ParameterTooLarge { key: key.to_owned() })
    } else {
        None
    }
}

fn tick_interval_fault(scale: &Scale, interval: Option<f64>) -> Option<Fault> {
    let key = || "tick_interval".to_owned();
    length_fault(scale, "tick_interval", interval)
        .or_else(|| (!scale.is_steps(interval?)).then(|| Fault::ParameterNotStep { key: key() }))
}

fn position_fault(scale: &Scale, key: &str, value: f64) -> Option<Fault> {
    if !scale.contains(value) {
        Some(Fault::ParameterOutside { key: key.to_owned() })
    } else if !scale.is_steps(value - scale.start) {
        Some(Fault::ParameterNotStep { key: key.to_owned() })
    } else {
        None
    }
}

fn labels_fault(scale: &Scale, labels: &ChoiceList, appearance: &str) -> Option<Fault> {
    let key = || "tick_labelset".to_owned();
    let values: Option<Vec<f64>> = labels.choices.iter().map(|choice| number(&choice.name)).collect();
    let Some(values) = values else { return Some(Fault::ParameterNotNumber { key: key() }) };
    let is_end = |value: &f64| [scale.start, scale.end].contains(value);
    if appearance.split_whitespace().any(|word| word == "no-ticks") && !values.iter().all(is_end) {
        return Some(Fault::TickLabels);
    }
    values.into_iter().find_map(|value| position_fault(scale, "tick_labelset", value))
}
