//! `form`: questionnaires of the project: adding them, with every problem by its place; listing and showing them.
//!
//! What is done with a file alone is in `form_tools`.

use std::path::Path;

use doorstep_ffi::{FormQuestion, FormRow, Phone, TranslationRow};

use crate::Opening;
use crate::arguments::{FormAction, FormAdd, FormChecked};
use crate::failure::{Failure, problem_line};
use crate::files;
use crate::form_tools;
use crate::out::{Out, moment, short};
use crate::pick;

/// Does something with questionnaires.
pub(crate) fn form(opening: &Opening, out: &Out, action: FormAction) -> Result<(), Failure> {
    match action {
        FormAction::Tool(tool) => form_tools::run(out, opening.language.as_deref(), tool),
        FormAction::Show { form } if Path::new(&form).is_file() => {
            form_tools::show(out, opening.language.as_deref(), Path::new(&form))
        }
        FormAction::Add(arguments) => add(&*opening.phone()?, out, &arguments),
        FormAction::Checked(arguments) => checked(&*opening.phone()?, out, arguments),
        FormAction::List => out.either(&opening.phone()?.forms()?, |forms| forms.iter().map(listed).collect()),
        FormAction::Show { form } => {
            let phone = opening.phone()?;
            let questions = phone.form_questions(pick::form(&phone, &form)?)?;
            out.either(&questions, |questions| questions.iter().flat_map(shown).collect())
        }
    }
}

fn add(phone: &Phone, out: &Out, arguments: &FormAdd) -> Result<(), Failure> {
    let (bytes, name) = (files::form_bytes(&arguments.file)?, files::stem(&arguments.file));
    let added = match &arguments.matching {
        Some(matching) => phone.add_matched_form(bytes, name, files::text(matching)?)?,
        None => phone.add_form(bytes, name)?,
    };
    for warning in &added.warnings {
        out.line(format!("Note: {}", problem_line(warning)))?;
    }
    let form = phone.forms()?.into_iter().find(|form| form.version == added.version);
    let title = form.map(|form| format!("{}, {} questions", form.title, form.questions)).unwrap_or_default();
    out.line(format!("Added the questionnaire {title} ({}).", short(&added.version)))
}

fn checked(phone: &Phone, out: &Out, arguments: FormChecked) -> Result<(), Failure> {
    let form = pick::form(phone, &arguments.form)?;
    match (arguments.spoken, arguments.by) {
        (Some(language), Some(by)) => phone.note_translation_checked(form.clone(), language, by)?,
        (Some(language), None) if arguments.forget_name => phone.forget_speaker(form.clone(), language)?,
        _ => {}
    }
    out.either(&phone.translations(form)?, |rows| rows.iter().map(translation).collect())
}

fn translation(row: &TranslationRow) -> String {
    let by = row.by.as_ref().map_or_else(String::new, |by| format!(" by {by}"));
    match row.checked_ms {
        _ if row.is_original => format!("{}: the original", row.language),
        Some(at) => format!("{}: checked{by}, {}", row.language, moment(at)),
        None => format!("{}: nobody who speaks it has checked it yet", row.language),
    }
}

fn listed(form: &FormRow) -> String {
    let named = if form.named.is_empty() { String::new() } else { format!(" ({})", form.named) };
    format!("{}  {}: {}{named}, {} questions", short(&form.version), form.id, form.title, form.questions)
}

fn shown(question: &FormQuestion) -> Vec<String> {
    let label = question.label.lines().next().unwrap_or_default();
    let mut lines = vec![format!("{}  {label}", question.path)];
    lines.extend(question.choices.iter().map(|choice| format!("    {}  {}", choice.name, choice.label)));
    lines
}
