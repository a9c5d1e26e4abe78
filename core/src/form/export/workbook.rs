//! A form as the rows of an XLSForm again: what comes out imports to the same form version.
//!
//! Shorthand that the import wrote out (`or_other`, loops, Kobo's groups) stays written out.

use std::collections::{BTreeMap, BTreeSet};

use crate::form::import::{Row, Sheet, Workbook};
use crate::form::model::{
    Choice, ChoiceList, EvaluationColumns, Form, Group, Initial, Item, Lang, Media, MediaKind, Question, Translated,
};

/// The rows of the form's sheets.
pub fn workbook(form: &Form) -> Workbook {
    let mut sheets = vec![survey(form)];
    for (name, lists) in [("choices", &form.lists), ("external_choices", &form.external_lists)] {
        if !lists.is_empty() {
            sheets.push(choices(name, lists, form));
        }
    }
    sheets.push(settings(form));
    if !form.entities.is_empty() {
        let mut grid = Grid::new(&["list_name", "label", "entity_id", "create_if", "update_if"], form);
        for row in &form.entities {
            grid.rows.push(row.clone());
        }
        sheets.push(grid.sheet("entities"));
    }
    Workbook { sheets }
}

/// Rows as cells by header; columns that no row uses are left out.
struct Grid<'a> {
    order: &'a [&'a str],
    languages: &'a [Lang],
    rows: Vec<BTreeMap<String, String>>,
}

impl<'a> Grid<'a> {
    fn new(order: &'a [&'a str], form: &'a Form) -> Self {
        Self { order, languages: &form.languages, rows: Vec::new() }
    }

    /// Columns stand in the given order, with their languages together, and unknown ones at the end.
    fn sheet(self, name: &str) -> Sheet {
        let used: BTreeSet<&String> = self.rows.iter().flat_map(BTreeMap::keys).collect();
        let mut headers: Vec<&String> = used.into_iter().collect();
        let rank = |header: &String| {
            let exact = self.order.iter().position(|known| known == header);
            let stem = || self.order.iter().position(|known| header.starts_with(&format!("{known}::")));
            let language = || self.languages.iter().position(|lang| header.ends_with(&format!("::{lang}")));
            (exact.or_else(stem).unwrap_or(self.order.len()), language())
        };
        headers.sort_by_key(|header| rank(header));
        let mut rows =
            vec![Row { number: 1, cells: headers.iter().map(|header| (*header).clone()).enumerate().collect() }];
        for (number, row) in (2..).zip(&self.rows) {
            let cell = |(column, header): (usize, &&String)| Some((column, row.get(header.as_str())?.clone()));
            rows.push(Row { number, cells: headers.iter().enumerate().filter_map(cell).collect() });
        }
        Sheet { name: name.to_owned(), rows }
    }
}

/// One row while it is filled.
#[derive(Default)]
struct Cells(BTreeMap<String, String>);

impl Cells {
    fn put(&mut self, header: &str, text: &str) {
        if !text.is_empty() {
            self.0.insert(header.to_owned(), text.to_owned());
        }
    }

    fn put_some(&mut self, header: &str, text: Option<&String>) {
        self.put(header, text.map_or("", String::as_str));
    }

    fn put_yes(&mut self, header: &str, yes: bool) {
        self.put(header, if yes { "yes" } else { "" });
    }

    fn put_texts(&mut self, header: &str, texts: &Translated) {
        for (lang, text) in &texts.0 {
            let header = if *lang == Lang::unnamed() { header.to_owned() } else { format!("{header}::{lang}") };
            self.put(&header, text);
        }
    }

    fn put_media(&mut self, media: &Media) {
        for (kind, files) in &media.0 {
            let header = match kind {
                MediaKind::Image => "image",
                MediaKind::BigImage => "big-image",
                MediaKind::Audio => "audio",
                MediaKind::Video => "video",
            };
            self.put_texts(header, files);
        }
    }
}

const SURVEY: [&str; 29] = [
    "type",
    "name",
    "label",
    "hint",
    "guidance_hint",
    "required",
    "required_message",
    "relevant",
    "constraint",
    "constraint_message",
    "calculation",
    "default",
    "readonly",
    "trigger",
    "appearance",
    "parameters",
    "choice_filter",
    "repeat_count",
    "save_to",
    "image",
    "big-image",
    "audio",
    "video",
    "evaluation::criterion",
    "evaluation::measure",
    "evaluation::perspective",
    "evaluation::theme",
    "evaluation::stage",
    "evaluation::sealed",
];

fn survey(form: &Form) -> Sheet {
    let mut grid = Grid::new(&SURVEY, form);
    push_items(&form.items, &mut grid.rows);
    grid.sheet("survey")
}

/// The depth is that of the form, which is bounded.
fn push_items(items: &[Item], rows: &mut Vec<BTreeMap<String, String>>) {
    for item in items {
        match item {
            Item::Question(question) => rows.push(question_row(question)),
            Item::Group(group) => push_group("group", group, None, rows),
            Item::Repeat(repeat) => push_group("repeat", &repeat.group, repeat.count.as_ref(), rows),
        }
    }
}

fn push_group(what: &str, group: &Group, count: Option<&String>, rows: &mut Vec<BTreeMap<String, String>>) {
    let mut cells = Cells::default();
    cells.put("type", &format!("begin_{what}"));
    cells.put("name", &group.name);
    cells.put_texts("label", &group.label);
    cells.put_texts("hint", &group.hint);
    cells.put_media(&group.media);
    cells.put_some("relevant", group.relevant.as_ref());
    cells.put_some("readonly", group.readonly.as_ref());
    cells.put("appearance", &group.appearance);
    cells.put_some("repeat_count", count);
    rows.push(cells.0);
    push_items(&group.items, rows);
    let mut end = Cells::default();
    end.put("type", &format!("end_{what}"));
    end.put("name", &group.name);
    rows.push(end.0);
}

fn question_row(question: &Question) -> BTreeMap<String, String> {
    let mut cells = Cells::default();
    cells.put("type", &question.kind.type_text());
    cells.put("name", &question.name);
    cells.put_texts("label", &question.label);
    cells.put_texts("hint", &question.hint);
    cells.put_texts("guidance_hint", &question.guidance);
    cells.put_media(&question.media);
    cells.put_some("required", question.required.as_ref());
    cells.put_texts("required_message", &question.required_message);
    cells.put_some("relevant", question.relevant.as_ref());
    cells.put_some("constraint", question.constraint.as_ref());
    cells.put_texts("constraint_message", &question.constraint_message);
    cells.put_some("calculation", question.calculation.as_ref());
    if let Some(Initial::Fixed(text) | Initial::Computed(text)) = &question.default {
        cells.put("default", text);
    }
    cells.put_some("readonly", question.readonly.as_ref());
    let triggers: Vec<String> = question.trigger.iter().map(|name| format!("${{{name}}}")).collect();
    cells.put("trigger", &triggers.join(", "));
    cells.put("appearance", &question.appearance);
    let parameters: Vec<String> = question.parameters.iter().map(|(key, value)| format!("{key}={value}")).collect();
    cells.put("parameters", &parameters.join(" "));
    cells.put_some("choice_filter", question.choice_filter.as_ref());
    cells.put_some("save_to", question.save_to.as_ref());
    put_evaluation(&mut cells, &question.evaluation);
    cells.0
}

fn put_evaluation(cells: &mut Cells, columns: &EvaluationColumns) {
    cells.put_some("evaluation::criterion", columns.criterion.as_ref());
    cells.put("evaluation::measure", columns.measure.map_or("", |measure| measure.word()));
    cells.put_yes("evaluation::perspective", columns.perspective);
    cells.put_some("evaluation::theme", columns.theme.as_ref());
    let stages: Vec<&str> = columns.stages.iter().map(|stage| stage.word()).collect();
    cells.put("evaluation::stage", &stages.join(" "));
    cells.put_yes("evaluation::sealed", columns.sealed);
    cells.put_yes("evaluation::sensitive", columns.sensitive);
    cells.put_yes("evaluation::review", columns.review);
    cells.put_yes("evaluation::margin", columns.margin);
    cells.put("evaluation::consent", columns.consent.map_or("", |consent| consent.word()));
}

fn choices(name: &str, lists: &BTreeMap<String, ChoiceList>, form: &Form) -> Sheet {
    let mut grid = Grid::new(&["list_name", "name", "label", "image", "big-image", "audio", "video"], form);
    for (list, choices) in lists {
        grid.rows.extend(choices.choices.iter().map(|choice| choice_row(list, choice)));
    }
    grid.sheet(name)
}

fn choice_row(list: &str, choice: &Choice) -> BTreeMap<String, String> {
    let mut cells = Cells::default();
    cells.put("list_name", list);
    cells.put("name", &choice.name);
    cells.put_texts("label", &choice.label);
    cells.put_media(&choice.media);
    for (header, text) in &choice.extra {
        cells.put(header, text);
    }
    cells.put("evaluation::points", &choice.points.map(|points| points.to_string()).unwrap_or_default());
    cells.put("evaluation::missing", choice.missing.map_or("", |missing| missing.word()));
    cells.0
}

fn settings(form: &Form) -> Sheet {
    let mut grid = Grid::new(&["form_id", "form_title", "version", "default_language", "instance_name", "style"], form);
    let mut cells = Cells::default();
    for (header, text) in &form.settings.other {
        cells.put(header, text);
    }
    cells.put("form_id", &form.id);
    cells.put("form_title", &form.title);
    cells.put("version", &form.version);
    if !form.default_language.is_unnamed() {
        cells.put("default_language", &form.default_language.0);
    }
    cells.put_some("instance_name", form.settings.instance_name.as_ref());
    cells.put_some("style", form.settings.style.as_ref());
    cells.put_some("name", form.settings.root.as_ref());
    cells.put("clean_text_values", "no");
    cells.put_yes("allow_choice_duplicates", form.settings.allow_choice_duplicates);
    grid.rows.push(cells.0);
    grid.sheet("settings")
}
