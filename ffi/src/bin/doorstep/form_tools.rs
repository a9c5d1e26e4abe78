//! What can be done with a questionnaire's file alone: check, show, print, export, compare and try it.
//!
//! It goes to the core directly: none of it needs a phone. Adding a questionnaire to a project is in `forms`.

mod check;
mod matching;
mod runner;
mod trial;

use std::path::Path;

use doorstep_core::form::check::check;
use doorstep_core::form::diff::changes;
use doorstep_core::form::export::{workbook, xlsx};
use doorstep_core::form::import::{Imported, Limits};
use doorstep_core::form::model::{Form, Lang};
use doorstep_core::form::outline::outline;
use doorstep_core::form::paper::paper;

use crate::arguments::FormTool;
use crate::failure::Failure;
use crate::files;
use crate::out::Out;

/// Uses a tool.
pub(crate) fn run(out: &Out, language: Option<&str>, tool: FormTool) -> Result<(), Failure> {
    match tool {
        FormTool::Check { file } => check::check(out, &file),
        FormTool::Run { file } => trial::run(out, language, &file),
        FormTool::Runner => runner::run(),
        FormTool::Print { file, out: to } => print(out, language, &file, to.as_deref()),
        FormTool::Export { file, to } => export(out, &file, &to),
        FormTool::Diff { old, new } => diff(out, &old, &new),
        FormTool::Match(arguments) => matching::run(out, &arguments),
    }
}

/// Shows a file's outline; as JSON, the whole form.
pub(crate) fn show(out: &Out, language: Option<&str>, file: &Path) -> Result<(), Failure> {
    let form = usable(file)?.form;
    let language = spoken(&form, language)?;
    out.either(&form, |form| outline(form, &language).lines().map(str::to_owned).collect())
}

fn print(out: &Out, language: Option<&str>, file: &Path, to: Option<&Path>) -> Result<(), Failure> {
    let form = usable(file)?.form;
    let page = paper(&form, &spoken(&form, language)?);
    let Some(to) = to else { return out.part(&page) };
    files::write(to, page)?;
    out.line(format!("Written to {}. Open it in a browser and print it.", to.display()))
}

fn export(out: &Out, file: &Path, to: &Path) -> Result<(), Failure> {
    let form = usable(file)?.form;
    let unwritable =
        |error| Failure::File { path: to.to_owned(), done: "written", source: std::io::Error::other(error) };
    files::write(to, xlsx(&workbook(&form)).map_err(unwritable)?)?;
    out.line(format!("Written to {}.", to.display()))
}

fn diff(out: &Out, old: &Path, new: &Path) -> Result<(), Failure> {
    let (before, after) = (usable(old)?.form, usable(new)?.form);
    let said: Vec<String> = changes(&before, &after).iter().map(ToString::to_string).collect();
    out.either(&said, |said| if said.is_empty() { vec!["Nothing changed.".to_owned()] } else { said.clone() })
}

/// The form in a file that can be used.
fn usable(file: &Path) -> Result<Imported, Failure> {
    let bytes = files::form_bytes(file)?;
    check(&bytes, &files::stem(file), &Limits::default())
        .map_err(|report| Failure::Unusable { path: file.to_owned(), report: Box::new(report) })
}

/// The language that is meant; the form's first if none is.
fn spoken(form: &Form, meant: Option<&str>) -> Result<Lang, Failure> {
    let Some(meant) = meant else { return Ok(form.default_language.clone()) };
    let known = || form.languages.iter().map(|language| language.0.clone()).collect();
    form.language(meant).cloned().ok_or_else(|| Failure::NoSuchLanguage { known: known() })
}
