//! `form`: adding questionnaires, with every problem by its place; listing and showing them.

use std::path::Path;

use doorstep_ffi::{FormQuestion, Phone};

use crate::arguments::FormAction;
use crate::failure::{Failure, problem_line};
use crate::out::{Out, short};
use crate::pick;

/// Adds, lists or shows questionnaires.
pub(crate) fn form(phone: &Phone, out: &Out, action: FormAction) -> Result<(), Failure> {
    match action {
        FormAction::Add { file } => add(phone, out, &file),
        FormAction::List => out.either(&phone.forms()?, |forms| {
            let named = |named: &str| if named.is_empty() { String::new() } else { format!(" ({named})") };
            let line = |form: &doorstep_ffi::FormRow| {
                format!(
                    "{}  {}: {}{}, {} questions",
                    short(&form.version),
                    form.id,
                    form.title,
                    named(&form.named),
                    form.questions
                )
            };
            forms.iter().map(line).collect()
        }),
        FormAction::Show { form } => {
            let questions = phone.form_questions(pick::form(phone, &form)?)?;
            out.either(&questions, |questions| questions.iter().flat_map(shown).collect())
        }
    }
}

fn add(phone: &Phone, out: &Out, file: &Path) -> Result<(), Failure> {
    let bytes = std::fs::read(file).map_err(|source| Failure::File { path: file.to_owned(), done: "read", source })?;
    let name = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let added = phone.add_form(bytes, name)?;
    for warning in &added.warnings {
        out.line(format!("Note: {}", problem_line(warning)))?;
    }
    let form = phone.forms()?.into_iter().find(|form| form.version == added.version);
    let title = form.map(|form| format!("{}, {} questions", form.title, form.questions)).unwrap_or_default();
    out.line(format!("Added the questionnaire {title} ({}).", short(&added.version)))
}

fn shown(question: &FormQuestion) -> Vec<String> {
    let label = question.label.lines().next().unwrap_or_default();
    let mut lines = vec![format!("{}  {label}", question.path)];
    lines.extend(question.choices.iter().map(|choice| format!("    {}  {}", choice.name, choice.label)));
    lines
}
