//! `form check`: every problem of a questionnaire's file with its place and its mend, errors and warnings apart.

use std::path::Path;

use doorstep_core::form::check::{check as check_bytes, needed_files};
use doorstep_core::form::import::Limits;
use doorstep_core::form::model::{Form, QuestionKind};
use doorstep_core::form::problems::{Problem, Report, Severity};
use serde::Serialize;

use crate::failure::Failure;
use crate::files;
use crate::out::{Out, counted};

/// What a check found.
#[derive(Serialize)]
struct Findings {
    usable: bool,
    form: Option<FormFacts>,
    errors: Vec<Problem>,
    warnings: Vec<Problem>,
}

/// A usable form at a glance.
#[derive(Serialize)]
struct FormFacts {
    id: String,
    title: String,
    version: String,
    /// Those that people are asked.
    questions: usize,
    languages: Vec<String>,
    /// The data files that it reads, which have to stand beside it.
    reads: Vec<String>,
}

/// Checks a file; fails if the questionnaire can't be used.
pub(super) fn check(out: &Out, file: &Path) -> Result<(), Failure> {
    let bytes = files::form_bytes(file)?;
    let findings = Findings::of(&bytes, &files::stem(file));
    out.either(&findings, Findings::lines)?;
    let errors = findings.errors.len();
    if errors == 0 { Ok(()) } else { Err(Failure::FormErrors { errors: counted(errors as u64, "error", "errors") }) }
}

impl Findings {
    fn of(bytes: &[u8], name: &str) -> Self {
        match check_bytes(bytes, name, &Limits::default()) {
            Ok(imported) => {
                let form = Some(FormFacts::of(&imported.form));
                Self { usable: true, form, errors: Vec::new(), warnings: imported.warnings }
            }
            Err(report) => {
                let of = |report: &Report, severity| report.of(severity).cloned().collect();
                let (errors, warnings) = (of(&report, Severity::Error), of(&report, Severity::Warning));
                Self { usable: false, form: None, errors, warnings }
            }
        }
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (heading, problems) in [("Errors", &self.errors), ("Warnings", &self.warnings)] {
            if !problems.is_empty() {
                lines.push(format!("{heading} ({}):", problems.len()));
                lines.extend(problems.iter().map(|problem| format!("  {problem}")));
            }
        }
        lines.extend(self.form.iter().flat_map(FormFacts::lines));
        lines
    }
}

impl FormFacts {
    fn of(form: &Form) -> Self {
        let questions = form.questions().into_iter();
        let asked = questions.filter(|(_, question)| question.kind.is_shown() && question.kind != QuestionKind::Note);
        Self {
            id: form.id.clone(),
            title: form.title.clone(),
            version: form.version.clone(),
            questions: asked.count(),
            languages: form.languages.iter().map(|language| language.0.clone()).collect(),
            reads: needed_files(form).into_iter().collect(),
        }
    }

    fn lines(&self) -> Vec<String> {
        let questions = counted(self.questions as u64, "question", "questions");
        let mut lines = vec![format!("It can be used: {} ({}), {questions}.", self.title, self.id)];
        if self.languages.len() > 1 {
            lines.push(format!("In {}.", self.languages.join(", ")));
        }
        if !self.reads.is_empty() {
            lines.push(format!("It reads {}.", self.reads.join(", ")));
        }
        lines
    }
}
