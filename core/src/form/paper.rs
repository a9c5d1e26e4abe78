//! A questionnaire on paper: one self-contained HTML page that prints well, with the routing in words.
//!
//! Doors without a charged phone get the same questions. Nothing is computed on paper: what the form computes is left out,
//! and conditions on computed values are told by what they are computed from. On a screen, `interview` runs the form.

mod answers;
mod routing;

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::model::{Form, Group, Item, Lang, Question, QuestionKind, Translated};
use routing::Routing;

/// Looks good in black and white; boxes are drawn, never filled, and nothing depends on colour.
const STYLE: &str = "
@page { size: A4; margin: 16mm; }
body { font: 11pt/1.4 system-ui, sans-serif; color: #000; background: #fff; max-inline-size: 178mm; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6em; margin-block: 0 .2em; } h2 { font-size: 1.15em; margin-block: 1.2em .3em; border-block-end: 1pt solid #000; }
.head { display: flex; flex-wrap: wrap; gap: .5em 1.5em; margin-block: .5em 1em; } .head span { flex: 1 1 10em; border-block-end: .5pt solid #000; }
.q { break-inside: avoid; margin-block: .9em; padding-inline-start: 2.2em; position: relative; }
.q > .no { position: absolute; inset-inline-start: 0; font-weight: bold; } .q p { margin: 0; } .ask { font-weight: 600; }
.hint, .rule { font-size: .92em; } .cond { font-size: .92em; font-style: italic; }
ul { list-style: none; margin: .25em 0 0; padding: 0; columns: 2; column-gap: 1.5em; } li { break-inside: avoid; padding-block: .12em; }
.box, .ring { display: inline-block; inline-size: .85em; block-size: .85em; border: 1pt solid #000; margin-inline-end: .5em; vertical-align: -.08em; }
.ring { border-radius: 50%; } .line { display: block; border-block-end: .5pt solid #000; block-size: 1.7em; }
.cells span { display: inline-block; inline-size: 1.5em; block-size: 1.7em; border: .75pt solid #000; margin-inline-end: .12em; } .cells i { padding-inline: .3em; }
.repeat { border-inline-start: 2pt solid #000; padding-inline-start: .8em; } .note { margin-block: .9em; }
@media (max-width: 480px) { ul { columns: 1; } }
";

/// The page in one of the form's languages.
pub fn paper(form: &Form, language: &Lang) -> String {
    let numbers = numbers(form);
    let routing = Routing::new(form, language, &numbers);
    let page = Page { form, language, numbers: &numbers, routing };
    let code = language.code().unwrap_or("en");
    let markup = html! {
        (DOCTYPE)
        html lang=(code) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (form.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (form.title) }
                p.hint { (form.id) @if !form.version.is_empty() { ", version " (form.version) } }
                div.head { span { "Date" } span { "Asked by" } span { "Card number" } }
                (page.items(&form.items))
            }
        }
    };
    markup.into_string()
}

struct Page<'a> {
    form: &'a Form,
    language: &'a Lang,
    numbers: &'a BTreeMap<String, usize>,
    routing: Routing<'a>,
}

impl Page<'_> {
    /// The depth is that of the form, which is bounded.
    fn items(&self, items: &[Item]) -> Markup {
        html! {
            @for item in items {
                @match item {
                    Item::Question(question) => (self.question(question)),
                    Item::Group(group) => (self.group(group)),
                    Item::Repeat(repeat) => div.repeat {
                        (self.group_head(&repeat.group))
                        p.cond { (self.routing.how_often(repeat.count.as_deref())) }
                        (self.items(&repeat.group.items))
                    },
                }
            }
        }
    }

    fn group(&self, group: &Group) -> Markup {
        html! {
            section {
                (self.group_head(group))
                (self.items(&group.items))
            }
        }
    }

    fn group_head(&self, group: &Group) -> Markup {
        html! {
            @if let Some(label) = self.text(&group.label) { h2 { (label) } }
            @if let Some(relevant) = &group.relevant { p.cond { (self.routing.only_if(relevant)) } }
        }
    }

    fn question(&self, question: &Question) -> Markup {
        if !question.kind.is_shown() {
            return html! {};
        }
        let condition = question.relevant.as_deref().map(|relevant| self.routing.only_if(relevant));
        if question.kind == QuestionKind::Note {
            return html! {
                div.note { @if let Some(condition) = condition { p.cond { (condition) } } p { (self.text(&question.label).unwrap_or_default()) } }
            };
        }
        html! {
            div.q {
                @if let Some(number) = self.numbers.get(&question.name) { span.no { (number) } }
                @if let Some(condition) = condition { p.cond { (condition) } }
                p.ask { (self.text(&question.label).unwrap_or_else(|| question.name.clone())) }
                @if let Some(hint) = self.text(&question.hint) { p.hint { (hint) } }
                @if let Some(rule) = self.text(&question.constraint_message) { p.rule { (rule) } }
                (answers::space(self.form, self.language, question))
            }
        }
    }

    /// A text in the page's language; references in it point to the question whose answer belongs there.
    fn text(&self, text: &Translated) -> Option<String> {
        text.best(self.language, &self.form.default_language).map(|text| self.routing.without_references(text))
    }
}

/// The numbers of the questions that people answer, by name.
fn numbers(form: &Form) -> BTreeMap<String, usize> {
    let asked = form
        .questions()
        .into_iter()
        .filter(|(_, question)| question.kind.is_shown() && question.kind != QuestionKind::Note);
    asked.enumerate().map(|(index, (_, question))| (question.name.clone(), index + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::import::{Limits, import};

    #[test]
    fn the_page_has_numbers_choices_and_routing() {
        let text = "\
## survey
| type | name | label | relevant |
|---|---|---|---|
| select_one yn | lit | Is it <lit>? | |
| calculate | go | | |
| integer | lamps | How many lamps? | ${lit} = 'yes' |
| note | n | You counted ${lamps}. | |
## choices
| list_name | name | label |
|---|---|---|
| yn | yes | Yes, it is |
";
        let text = text.replace("| calculate | go | | |\n", "");
        let form = import(text.as_bytes(), &Limits::default()).unwrap().form;
        let page = paper(&form, &Lang::unnamed());
        assert!(page.contains("Is it &lt;lit&gt;?"), "texts are escaped");
        assert!(page.contains("Only if the answer to question 1 is “Yes, it is”."), "{page}");
        assert!(page.contains("You counted (question 2)."), "{page}");
        assert!(!page.contains("<script"), "a page for print runs nothing");
    }
}
