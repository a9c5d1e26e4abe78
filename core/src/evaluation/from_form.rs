//! Reads the rules for counting out of a form version.
//!
//! Everything a form can say that counting has no use for is left behind here; the rules themselves are in `rules`.

use super::rules::{Choice, Kind, Label, Question, Rules};
use crate::form::model::{self, Form, Item, Lang, MissingKind, QuestionKind, Translated};
use crate::ids::BlobHash;
use crate::response::Missing;

/// The most steps that a scale of bare numbers may have to be counted step by step.
const MAX_STEPS: i16 = 101;

impl Rules {
    /// The rules of this form version. Sealed questions are no part of them.
    pub fn from_form(version: BlobHash, form: &Form) -> Self {
        let mut questions = Vec::new();
        collect(form, &form.items, "", false, &mut questions);
        Self::new(version, questions)
    }
}

fn collect(form: &Form, items: &[Item], parent: &str, repeated: bool, questions: &mut Vec<Question>) {
    for item in items {
        let path =
            if parent.is_empty() { item.name().to_owned() } else { format!("{parent}/{name}", name = item.name()) };
        match item {
            Item::Question(asked) => {
                if !asked.evaluation.sealed {
                    questions.push(question(form, asked, &path, repeated));
                }
            }
            Item::Group(group) => collect(form, &group.items, &path, repeated, questions),
            Item::Repeat(repeat) => collect(form, &repeat.group.items, &path, true, questions),
        }
    }
}

fn question(form: &Form, asked: &model::Question, path: &str, repeated: bool) -> Question {
    let columns = &asked.evaluation;
    let listed = || form.list_of(asked).map_or_else(Vec::new, |list| choices(form, &list.choices));
    let measured = columns.measure.is_some();
    let (kind, choices) = if matches!(asked.kind, QuestionKind::SelectOne(_)) {
        (Kind::One, listed())
    } else if matches!(asked.kind, QuestionKind::SelectMultiple(_)) {
        (Kind::Several, listed())
    } else if measured && matches!(asked.kind, QuestionKind::Integer) {
        (Kind::One, steps(asked, 0))
    } else if measured && matches!(asked.kind, QuestionKind::Range) {
        (Kind::One, steps(asked, 1))
    } else {
        (Kind::Open, Vec::new())
    };
    Question {
        label: label(form, &asked.label),
        // Choices that stand in another file or come from a repeat are not known here.
        kind: if choices.is_empty() { Kind::Open } else { kind },
        choices,
        criterion: columns.criterion.clone(),
        measure: columns.measure,
        theme: columns.theme.clone(),
        stages: columns.stages.clone(),
        perspective: columns.perspective,
        margin: columns.margin,
        review: columns.review,
        sensitive: columns.sensitive,
        consent: columns.consent,
        repeated,
        ..Question::open(path)
    }
}

fn choices(form: &Form, listed: &[model::Choice]) -> Vec<Choice> {
    let one = |choice: &model::Choice| Choice {
        name: choice.name.clone(),
        label: label(form, &choice.label),
        points: choice.points.map(i16::from),
        missing: choice.missing.map(missing),
    };
    listed.iter().take(usize::from(u16::MAX)).map(one).collect()
}

/// The choices of a number that is a mark on a scale: `start` to `end` in steps of `step`, as XLSForm's range has them.
fn steps(asked: &model::Question, first: i16) -> Vec<Choice> {
    let parameter = |name: &str, default: i16| match asked.parameters.get(name) {
        Some(text) => text.parse().ok(),
        None => Some(default),
    };
    let scale = (parameter("start", first), parameter("end", 10), parameter("step", 1));
    let (Some(start), Some(end), Some(step)) = scale else { return Vec::new() };
    if step < 1 || i32::from(end) - i32::from(start) >= i32::from(MAX_STEPS) {
        return Vec::new();
    }
    let one = |points: i16| Choice {
        name: points.to_string(),
        label: Label::plain(&points.to_string()),
        points: Some(points),
        missing: None,
    };
    (start..=end).step_by(usize::from(step.unsigned_abs())).map(one).collect()
}

const fn missing(kind: MissingKind) -> Missing {
    match kind {
        MissingKind::DontKnow => Missing::DontKnow,
        MissingKind::PreferNot => Missing::PreferNot,
        MissingKind::NoExperience => Missing::NoExperience,
    }
}

/// The label by language code. The text of the form's default language also stands without a code, as what to fall back
/// on; references to answers become an ellipsis, for a result has no one answer to put there.
fn label(form: &Form, text: &Translated) -> Label {
    let code = |lang: &Lang| lang.code().map_or_else(|| lang.0.to_lowercase(), str::to_lowercase);
    let mut label = Label::default();
    for (lang, words) in &text.0 {
        let words = without_references(words);
        if lang.is_unnamed() || *lang == form.default_language {
            label.0.insert(String::new(), words.clone());
        }
        if !lang.is_unnamed() {
            label.0.insert(code(lang), words);
        }
    }
    label
}

fn without_references(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        kept.push_str(before);
        let Some((_, after)) = after.split_once('}') else {
            rest = "";
            break;
        };
        kept.push('…');
        rest = after;
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::form::model::{ChoiceList, ChoiceSource, EvaluationColumns, Group, Measure, Repeat};

    fn asked(name: &str, kind: QuestionKind, evaluation: EvaluationColumns) -> Item {
        let (label, hint) = (Translated::plain(&format!("Say {name}, ${{who}}.")), Translated::default());
        Item::Question(Box::new(model::Question {
            name: name.to_owned(),
            row: 0,
            kind,
            label,
            guidance: hint.clone(),
            media: model::Media::default(),
            required: None,
            required_message: hint.clone(),
            relevant: None,
            constraint: None,
            constraint_message: hint.clone(),
            hint,
            calculation: None,
            default: None,
            readonly: None,
            trigger: Vec::new(),
            appearance: String::new(),
            parameters: BTreeMap::from([("end".to_owned(), "4".to_owned())]),
            choice_filter: None,
            save_to: None,
            evaluation,
        }))
    }

    fn measured(measure: Measure) -> EvaluationColumns {
        EvaluationColumns { criterion: Some("clean".to_owned()), measure: Some(measure), ..Default::default() }
    }

    #[test]
    fn questions_are_found_in_groups_and_repeats_and_sealed_ones_left_out() {
        let yes = model::Choice { name: "yes".to_owned(), missing: Some(MissingKind::DontKnow), ..Default::default() };
        let list = ChoiceSource::List("yn".to_owned());
        let inner = asked("p_used", QuestionKind::SelectMultiple(list.clone()), EvaluationColumns::default());
        let person = Repeat {
            group: Group { name: "person".to_owned(), items: vec![inner], ..Default::default() },
            count: None,
        };
        let secret = EvaluationColumns { sealed: true, ..Default::default() };
        let form = Form {
            items: vec![
                asked("sat", QuestionKind::SelectOne(list), measured(Measure::Satisfaction)),
                Item::Group(Box::new(Group {
                    name: "home".to_owned(),
                    items: vec![Item::Repeat(Box::new(person)), asked("name", QuestionKind::Text, secret)],
                    ..Default::default()
                })),
                asked("mark", QuestionKind::Range, measured(Measure::Score)),
            ],
            lists: BTreeMap::from([("yn".to_owned(), ChoiceList { choices: vec![yes] })]),
            ..Default::default()
        };
        let rules = Rules::from_form(BlobHash([7; 32]), &form);
        let paths: Vec<&str> = rules.questions().iter().map(|question| question.path.as_str()).collect();
        assert_eq!(paths, ["sat", "home/person/p_used", "mark"]);
        let [sat, used, mark] = rules.questions() else { panic!("three questions") };
        assert_eq!(sat.label, Label::plain("Say sat, …."));
        assert_eq!(sat.choices[0].missing, Some(Missing::DontKnow));
        assert!(used.repeated && used.kind == Kind::Several);
        assert_eq!((mark.kind, mark.scale()), (Kind::One, vec![1, 2, 3, 4]));
    }

    #[test]
    fn a_reference_without_an_end_ends_the_label() {
        assert_eq!(without_references("a ${b} c ${d"), "a … c ");
    }
}
