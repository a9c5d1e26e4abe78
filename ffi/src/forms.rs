//! Questionnaires: adding one from a file, with every problem by its place; listing them and their questions.

use doorstep_core::device::{DeviceError, FormLine};
use doorstep_core::form::matching::Matching;
use doorstep_core::form::model::{Choice, Form, Lang, Question, Translated};
use doorstep_core::form::problems::{Problem, Severity};

use crate::interview::AskedAs;
use crate::{ChoiceCard, Phone, PhoneError, input, wording};

/// Something about a questionnaire's file, with its place.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct FormProblem {
    /// Whether it only warns: the questionnaire works.
    pub warning: bool,
    /// The stable code.
    pub code: String,
    /// The sheet.
    pub sheet: Option<String>,
    /// The row, counted from 1.
    pub row: Option<u32>,
    /// The column's header.
    pub column: Option<String>,
    /// What the cell holds, cut after 120 characters.
    pub value: Option<String>,
    /// What is wrong.
    pub wrong: String,
    /// What to do.
    pub mend: String,
}

impl FormProblem {
    pub(crate) fn of(problem: &Problem) -> Self {
        let place = problem.place.clone();
        Self {
            warning: problem.severity() == Severity::Warning,
            code: problem.fault.code().to_owned(),
            sheet: place.sheet,
            row: place.row,
            column: place.column,
            value: place.value,
            wrong: problem.fault.message(),
            mend: problem.fault.mend(),
        }
    }
}

/// A questionnaire that was added.
#[derive(Debug, Clone, serde::Serialize, uniffi::Record)]
pub struct AddedForm {
    /// Its version.
    pub version: String,
    /// What its author may want to know.
    pub warnings: Vec<FormProblem>,
}

/// A questionnaire, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct FormRow {
    /// Its version: another when anything in it is another.
    pub version: String,
    /// The author's id of it, the same for all its versions.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The author's version text; empty if there is none.
    pub named: String,
    /// How many questions it has.
    pub questions: u32,
}

/// A question of a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct FormQuestion {
    /// Its path, without the ids of repeat instances.
    pub path: String,
    /// How it is asked.
    pub kind: AskedAs,
    /// The question in the questionnaire's first language.
    pub label: String,
    /// The choices that the questionnaire lists.
    pub choices: Vec<ChoiceCard>,
}

#[uniffi::export]
impl Phone {
    /// Adds a questionnaire from the bytes of a file: .xlsx, .xls, .csv or Markdown tables. `name` is used where its
    /// settings give none. Adding the same one again changes nothing.
    ///
    /// # Errors
    /// The file has problems (all of them are listed), or this person may not add questionnaires.
    pub fn add_form(&self, bytes: Vec<u8>, name: String) -> Result<AddedForm, PhoneError> {
        let name = input::capped("the name", &name, 200)?;
        let (version, warnings) = self.act(|device, at| device.add_form(&bytes, name, at))?;
        let warnings = warnings.iter().map(FormProblem::of).collect();
        Ok(AddedForm { version: version.to_string(), warnings })
    }

    /// As `add_form`, with questions matched to what is assessed by the text of a matching's file.
    ///
    /// # Errors
    /// As for `add_form`; or the matching can't be read, or does not fit the questionnaire.
    pub fn add_matched_form(&self, bytes: Vec<u8>, name: String, matching: String) -> Result<AddedForm, PhoneError> {
        let name = input::capped("the name", &name, 200)?;
        let matching = Matching::from_json(matching.as_bytes()).map_err(DeviceError::Matching)?;
        let (version, warnings) = self.act(|device, at| device.add_matched_form(&bytes, name, Some(&matching), at))?;
        let warnings = warnings.iter().map(FormProblem::of).collect();
        Ok(AddedForm { version: version.to_string(), warnings })
    }

    /// The questionnaires on this phone, in the order in which they came.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn forms(&self) -> Result<Vec<FormRow>, PhoneError> {
        Ok(self.device().forms()?.into_iter().map(FormRow::of).collect())
    }

    /// The questions of a questionnaire, in order; without what is computed.
    ///
    /// # Errors
    /// It is not on this phone.
    pub fn form_questions(&self, version: String) -> Result<Vec<FormQuestion>, PhoneError> {
        let form = self.device().form(input::id("a questionnaire", &version)?)?;
        let questions = form.questions().into_iter();
        let shown = questions.filter(|(_, question)| question.kind.is_shown());
        Ok(shown.map(|(path, question)| FormQuestion::of(path, question, &form, &form.default_language)).collect())
    }
}

impl Phone {
    /// The question at a path of a questionnaire, without the ids of repeat instances, in this phone's language where the
    /// questionnaire has it, and how it should look in the words of the appearance column.
    pub(crate) fn question_at(&self, version: &str, path: &str) -> Result<Option<(FormQuestion, String)>, PhoneError> {
        let form = self.device().form(input::id("a questionnaire", version)?)?;
        let found = form.questions().into_iter().find(|(at, question)| at == path && question.kind.is_shown());
        let language = wording::spoken(&form, self.words().language());
        Ok(found.map(|(at, question)| (FormQuestion::of(at, question, &form, language), question.appearance.clone())))
    }
}

impl FormRow {
    fn of(line: FormLine) -> Self {
        Self {
            version: line.version.to_string(),
            id: line.id,
            title: line.title,
            named: line.named,
            questions: u32::try_from(line.questions).unwrap_or(u32::MAX),
        }
    }
}

impl FormQuestion {
    fn of(path: String, question: &Question, form: &Form, language: &Lang) -> Self {
        let worded = |text: &Translated, otherwise: &str| {
            text.best(language, &form.default_language).unwrap_or(otherwise).to_owned()
        };
        let listed = form.list_of(question).into_iter().flat_map(|list| &list.choices);
        let choice = |choice: &Choice| ChoiceCard {
            name: choice.name.clone(),
            label: worded(&choice.label, &choice.name),
            means_no_answer: choice.missing.is_some(),
        };
        Self {
            kind: AskedAs::of(&question.kind),
            label: worded(&question.label, &question.name),
            choices: listed.map(choice).collect(),
            path,
        }
    }
}
