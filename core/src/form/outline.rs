//! A form as an outline for the terminal: every row indented under its group, with its logic beside it.

use std::fmt::Write;

use super::model::{Form, Group, Initial, Item, Lang, Question, Translated};

/// The outline in one of the form's languages.
pub fn outline(form: &Form, language: &Lang) -> String {
    let mut out = Outline { form, language, text: String::new() };
    out.line(0, &format!("{} ({}{})", form.title, form.id, version(form)));
    let languages: Vec<&str> = form.languages.iter().map(|lang| lang.0.as_str()).collect();
    if languages.len() > 1 {
        out.line(0, &format!("in {}", languages.join(", ")));
    }
    out.items(&form.items, 1);
    out.text
}

fn version(form: &Form) -> String {
    if form.version.is_empty() { String::new() } else { format!(", version {}", form.version) }
}

struct Outline<'a> {
    form: &'a Form,
    language: &'a Lang,
    text: String,
}

impl Outline<'_> {
    fn line(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.text, "{}{text}", "  ".repeat(depth));
    }

    /// The depth is that of the form, which is bounded.
    fn items(&mut self, items: &[Item], depth: usize) {
        for item in items {
            match item {
                Item::Question(question) => self.question(question, depth),
                Item::Group(group) => self.group("group", group, None, depth),
                Item::Repeat(repeat) => self.group("repeat", &repeat.group, repeat.count.as_deref(), depth),
            }
        }
    }

    fn group(&mut self, what: &str, group: &Group, count: Option<&str>, depth: usize) {
        let label = self.shown(&group.label);
        self.line(depth, &format!("{} [{what}{}]{label}", group.name, spaced(&group.appearance)));
        self.logic(depth + 1, &[("as often as", count), ("only if", group.relevant.as_deref())]);
        self.items(&group.items, depth + 1);
    }

    fn question(&mut self, question: &Question, depth: usize) {
        let label = self.shown(&question.label);
        self.line(depth, &format!("{} [{}]{label}", question.name, question.kind.type_text()));
        let default = match &question.default {
            Some(Initial::Fixed(text) | Initial::Computed(text)) => Some(text.as_str()),
            None => None,
        };
        let trigger = question.trigger.join(", ");
        self.logic(
            depth + 1,
            &[
                ("only if", question.relevant.as_deref()),
                ("required if", question.required.as_deref().filter(|text| *text != "true()" && *text != "false()")),
                ("required", question.required.as_deref().filter(|text| *text == "true()").map(|_| "always")),
                ("must fulfil", question.constraint.as_deref()),
                ("computed as", question.calculation.as_deref()),
                ("when this changes", Some(trigger.as_str()).filter(|text| !text.is_empty())),
                ("begins with", default),
                ("choices that fulfil", question.choice_filter.as_deref()),
            ],
        );
    }

    fn logic(&mut self, depth: usize, lines: &[(&str, Option<&str>)]) {
        for (what, text) in lines {
            if let Some(text) = text {
                self.line(depth, &format!("{what}: {}", text.split_whitespace().collect::<Vec<_>>().join(" ")));
            }
        }
    }

    fn shown(&self, text: &Translated) -> String {
        let text = text.best(self.language, &self.form.default_language).unwrap_or_default();
        spaced(&text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

fn spaced(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" {text}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::import::{Limits, import};

    #[test]
    fn every_row_stands_under_its_group_with_its_logic() {
        let text = "\
## survey
| type | name | label | relevant | required |
|---|---|---|---|---|
| text | street | Which street? | | yes |
| begin group | g | Lamps | ${street} != '' | |
| integer | lamps | How many? | | |
| end group | | | | |
";
        let form = import(text.as_bytes(), &Limits::default()).unwrap().form;
        assert_eq!(
            outline(&form, &Lang::unnamed()),
            "\
form (form)
  street [text] Which street?
    required: always
  g [group] Lamps
    only if: ${street} != ''
    lamps [integer] How many?
"
        );
    }
}
