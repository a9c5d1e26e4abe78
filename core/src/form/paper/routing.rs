//! Conditions in words: "only if the answer to question 3 is “Yes”".
//!
//! What cannot be said in words is shown as the form's author wrote it, with question numbers in place of names.

use std::collections::BTreeMap;

use crate::form::expr::{Expr, Expression, Operator, Path, Start};
use crate::form::model::{Form, Lang, Question, QuestionKind};

/// How often a computed value may lead to another before the words stop.
const MOST_STEPS: usize = 8;

/// Says conditions in words.
pub(super) struct Routing<'a> {
    form: &'a Form,
    language: &'a Lang,
    numbers: &'a BTreeMap<String, usize>,
    questions: BTreeMap<&'a str, &'a Question>,
}

impl<'a> Routing<'a> {
    pub(super) fn new(form: &'a Form, language: &'a Lang, numbers: &'a BTreeMap<String, usize>) -> Self {
        let questions = form.questions().into_iter().map(|(_, question)| (question.name.as_str(), question)).collect();
        Self { form, language, numbers, questions }
    }

    /// The condition of a question or group.
    pub(super) fn only_if(&self, condition: &str) -> String {
        format!("Only if {}.", self.said_or_written(condition))
    }

    /// How often a repeat is asked.
    pub(super) fn how_often(&self, count: Option<&str>) -> String {
        match count.map(|count| (count, self.parsed(count))) {
            None => "Ask this part again for each one.".to_owned(),
            Some((_, Some(Expr::Number(number)))) => format!("Ask this part {number} times."),
            Some((_, Some(Expr::Path(Path { start: Start::Reference(name), steps })))) if steps.is_empty() => {
                format!("Ask this part as many times as {} says.", self.question(&name))
            }
            Some((count, _)) => format!("Ask this part as often as: {}.", self.without_references(count)),
        }
    }

    /// The text with question numbers in place of references.
    pub(super) fn without_references(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let Some((name, after)) = after.split_once('}') else { break };
            out.push_str(before);
            out.push_str(&format!("({})", self.question(name.trim())));
            rest = after;
        }
        out + rest
    }

    fn said_or_written(&self, condition: &str) -> String {
        let said = self.parsed(condition).and_then(|expr| self.said(&expr, MOST_STEPS));
        said.unwrap_or_else(|| format!("this holds: {}", self.without_references(condition)))
    }

    fn parsed(&self, text: &str) -> Option<Expr> {
        Expression::parse(text).ok().map(|expression| expression.expr().clone())
    }

    fn question(&self, name: &str) -> String {
        self.numbers.get(name).map_or_else(|| name.to_owned(), |number| format!("question {number}"))
    }

    /// Expressions are as deep as the parser lets them be; `steps` bounds what computed values add.
    fn said(&self, expr: &Expr, steps: usize) -> Option<String> {
        match expr {
            Expr::Chain { first, rest } => match rest.as_slice() {
                [(operator, right)] if is_comparison(*operator) => self.comparison(first, *operator, right, steps),
                [(joint @ (Operator::And | Operator::Or), _), ..] => self.joined(first, *joint, rest, steps),
                _ => None,
            },
            Expr::Call { name, arguments } => self.call(name, arguments, steps),
            Expr::Number(_) | Expr::Text(_) | Expr::Negate { .. } | Expr::Path(_) => None,
        }
    }

    fn joined(&self, first: &Expr, joint: Operator, rest: &[(Operator, Expr)], steps: usize) -> Option<String> {
        let operands = std::iter::once(first).chain(rest.iter().map(|(_, operand)| operand));
        let bracketed = |operand: &Expr| {
            let inner = self.said(operand, steps)?;
            let mixed = inner.contains(if joint == Operator::And { " or " } else { " and " });
            Some(if mixed { format!("({inner})") } else { inner })
        };
        let said: Option<Vec<String>> = operands.map(bracketed).collect();
        Some(said?.join(if joint == Operator::And { " and " } else { " or " }))
    }

    fn call(&self, name: &str, arguments: &[Expr], steps: usize) -> Option<String> {
        match (name, arguments) {
            ("true", []) => Some("anything is the case".to_owned()),
            ("false", []) => Some("nothing is the case".to_owned()),
            ("not", [inner]) => Some(format!("it is not so that {}", self.said(inner, steps)?)),
            ("selected", [of, Expr::Text(choice)]) => {
                let question = self.referred(of)?;
                Some(format!("{} is ticked in {}", self.label(question, choice), self.question(&question.name)))
            }
            _ => None,
        }
    }

    fn comparison(&self, left: &Expr, operator: Operator, right: &Expr, steps: usize) -> Option<String> {
        let question = self.referred(left)?;
        if question.kind == QuestionKind::Calculate {
            return self.computed(question, operator, right, steps);
        }
        let named = self.question(&question.name);
        let value = match right {
            Expr::Text(text) if text.is_empty() => {
                let has = if operator == Operator::Equal { "has no answer" } else { "has an answer" };
                return matches!(operator, Operator::Equal | Operator::NotEqual).then(|| format!("{named} {has}"));
            }
            Expr::Text(text) => self.label(question, text),
            Expr::Number(number) => number.to_string(),
            Expr::Path(_) => self.question(&self.referred(right)?.name),
            Expr::Chain { .. } | Expr::Negate { .. } | Expr::Call { .. } => return None,
        };
        Some(format!("the answer to {named} {} {value}", verb(operator)?))
    }

    /// A computed value of the form `if(condition, 1, 0)` compared with 1 is its condition.
    fn computed(&self, question: &Question, operator: Operator, right: &Expr, steps: usize) -> Option<String> {
        let steps = steps.checked_sub(1)?;
        let Expr::Call { name, arguments } = self.parsed(question.calculation.as_deref()?)? else { return None };
        let [condition, yes, no] = arguments.as_slice() else { return None };
        if &*name != "if" || operator != Operator::Equal {
            return None;
        }
        if yes == right {
            self.said(condition, steps)
        } else if no == right {
            Some(format!("it is not so that {}", self.said(condition, steps)?))
        } else {
            None
        }
    }

    fn referred(&self, expr: &Expr) -> Option<&'a Question> {
        let Expr::Path(Path { start: Start::Reference(name), steps }) = expr else { return None };
        self.questions.get(&**name).copied().filter(|_| steps.is_empty())
    }

    fn label(&self, question: &Question, choice: &str) -> String {
        let choice_of = |list: &'a crate::form::model::ChoiceList| list.named(choice);
        let found = self.form.list_of(question).and_then(choice_of);
        let label = found.and_then(|choice| choice.label.best(self.language, &self.form.default_language));
        format!("“{}”", label.unwrap_or(choice))
    }
}

const fn is_comparison(operator: Operator) -> bool {
    verb(operator).is_some()
}

const fn verb(operator: Operator) -> Option<&'static str> {
    match operator {
        Operator::Equal => Some("is"),
        Operator::NotEqual => Some("is not"),
        Operator::Less => Some("is less than"),
        Operator::LessOrEqual => Some("is at most"),
        Operator::Greater => Some("is more than"),
        Operator::GreaterOrEqual => Some("is at least"),
        Operator::Or
        | Operator::And
        | Operator::Add
        | Operator::Subtract
        | Operator::Multiply
        | Operator::Divide
        | Operator::Modulo
        | Operator::Union => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::import::{Limits, import};

    fn said(condition: &str) -> String {
        let text = "\
## survey
| type | name | label | calculation |
|---|---|---|---|
| select_one yn | lit | Lit? | |
| integer | lamps | Lamps? | |
| select_multiple yn | both | Both? | |
| calculate | go | | if(${lit} = 'yes' and ${lamps} > 2, 1, 0) |
## choices
| list_name | name | label |
|---|---|---|
| yn | yes | Yes |
";
        let form = import(text.as_bytes(), &Limits::default()).unwrap().form;
        let numbers = super::super::numbers(&form);
        let language = Lang::unnamed();
        let routing = Routing::new(&form, &language, &numbers);
        routing.only_if(condition)
    }

    #[test]
    fn comparisons_choices_and_blanks_are_said() {
        assert_eq!(said("${lamps} >= 3"), "Only if the answer to question 2 is at least 3.");
        assert_eq!(said("selected(${both}, 'yes')"), "Only if “Yes” is ticked in question 3.");
        assert_eq!(said("${lamps} != ''"), "Only if question 2 has an answer.");
    }

    #[test]
    fn a_computed_value_is_told_by_what_it_is_computed_from() {
        let words = "the answer to question 1 is “Yes” and the answer to question 2 is more than 2";
        assert_eq!(said("${go} = 1"), format!("Only if {words}."));
        assert_eq!(said("${go} = 0"), format!("Only if it is not so that {words}."));
    }

    #[test]
    fn what_has_no_words_is_shown_as_written() {
        assert_eq!(said("${lamps} * 2 > 4"), "Only if this holds: (question 2) * 2 > 4.");
    }
}
