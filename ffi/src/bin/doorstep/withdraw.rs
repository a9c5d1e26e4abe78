//! `withdraw`, `erased` and `subject-access`: what people can ask of whoever answers the telephone for a project.
//!
//! Respondents who have a card and a word do it on the server's page.

use doorstep_ffi::{ErasedRow, PersonRow, Phone, PhoneError, WhyErased};

use crate::arguments::{SubjectAccess, Withdraw};
use crate::failure::Failure;
use crate::out::{Out, moment, short};
use crate::pick;

/// Has an interview erased, or lists those of people with a name.
pub(crate) fn withdraw(phone: &Phone, out: &Out, arguments: Withdraw) -> Result<(), Failure> {
    let Withdraw { response, card, name, why } = arguments;
    if let Some(name) = name {
        return out.either(&phone.find_people(name)?, |people| match people.as_slice() {
            [] => vec!["Nobody here gave that as a name or contact.".to_owned()],
            people => people.iter().map(person).collect(),
        });
    }
    let response = match (response, card) {
        (Some(response), _) => pick::response(phone, &response)?,
        (None, Some(card)) => phone.interview_by_card(card)?.ok_or(Failure::NoSuchCard)?,
        (None, None) => return Err(Failure::NoSuchCard),
    };
    phone.erase_interview(response.clone(), why.why())?;
    out.line(format!(
        "Erased here: interview {}, with who gave it and its quotes. Sync, and it goes from the server and every phone.",
        short(&response)
    ))
}

fn person(row: &PersonRow) -> String {
    format!("interview {}: {}", short(&row.response), row.details.join(", "))
}

/// Writes everything that is held of whoever gave an interview into a folder: as JSON, and as a page to read.
pub(crate) fn subject_access(phone: &Phone, out: &Out, arguments: &SubjectAccess) -> Result<(), Failure> {
    let subject = phone.subject_access(pick::response(phone, &arguments.response)?)?;
    let folder = &arguments.to;
    let failed = |done: &'static str| {
        let path = folder.clone();
        move |source| Failure::File { path, done, source }
    };
    std::fs::create_dir_all(folder).map_err(failed("made"))?;
    let mut names = Vec::new();
    for row in &subject.files {
        match phone.subject_file(subject.interview.id.clone(), row.name.clone()) {
            Ok(file) => std::fs::write(folder.join(&file.name), file.bytes).map_err(failed("written"))?,
            Err(PhoneError::NotNow { reason, .. }) => {
                out.line(format!("{} is missing in the folder: {reason}.", row.name))?;
                continue;
            }
            Err(error) => return Err(error.into()),
        }
        names.push(row.name.clone());
    }
    let data = serde_json::to_string_pretty(&subject).map_err(|error| Failure::Output(error.into()))?;
    for (name, text) in [("subject.json", data), ("subject.html", phone.subject_page(subject))] {
        std::fs::write(folder.join(name), text).map_err(failed("written"))?;
    }
    out.line(format!(
        "Written to {}: subject.html to read, subject.json for programs{}. Hand them to that person and nobody else, then delete them.",
        folder.display(),
        names.iter().map(|name| format!(", {name}")).collect::<String>()
    ))
}

/// Lists what was erased.
pub(crate) fn erased(phone: &Phone, out: &Out) -> Result<(), Failure> {
    out.either(&phone.erased()?, |rows| match rows.as_slice() {
        [] => vec!["Nothing was erased.".to_owned()],
        rows => rows.iter().map(line).collect(),
    })
}

fn line(row: &ErasedRow) -> String {
    let why = match row.why {
        Some(WhyErased::Withdrawn) => "taken back by card and word",
        Some(WhyErased::Asked) => "somebody asked a coordinator",
        Some(WhyErased::Retention) => "kept long enough",
        Some(WhyErased::Mistaken) => "should not have been collected",
        None => "for a reason that this version does not know",
    };
    format!("{}  {why}, {}", short(&row.id), moment(row.at_ms))
}
