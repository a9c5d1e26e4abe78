//! Everything that is held of one person, to be handed to them: as data, and as a page that anybody can read.
//!
//! How the page looks is the core's `report`; what an interview shows to the project itself is `responses`'.

use std::collections::BTreeMap;

use doorstep_core::report::{Held, subject_page};
use doorstep_core::words::Words;

use crate::wording::Wording;
use crate::{FileContent, FileRow, HelpSlipRow, MemberRole, Person, Phone, PhoneError, ResponseCard, input, machine};

/// The longest name of a file, in bytes.
const MAX_NAME_BYTES: usize = 200;

/// Something that a person said about themselves, kept apart from their answers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct DetailRow {
    /// The question's path.
    pub path: String,
    /// The question in words.
    pub label: String,
    /// What they gave.
    pub words: String,
}

/// Everything that is held of one person.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct SubjectCard {
    /// The project's name.
    pub project: String,
    /// When it was gathered, in milliseconds since 1970 UTC.
    pub made_ms: i64,
    /// The interview, with its history.
    pub interview: ResponseCard,
    /// The questionnaire's title.
    pub questionnaire: Option<String>,
    /// The round's name.
    pub round: Option<String>,
    /// The area's name.
    pub area: Option<String>,
    /// The door's address.
    pub door: Option<String>,
    /// Name and contact.
    pub person: Vec<DetailRow>,
    /// What is quoted of them.
    pub quotes: Vec<String>,
    /// Pictures, recordings and documents; what is in them is saved beside the page.
    pub files: Vec<FileRow>,
    /// What they asked for help with after the interview, and what became of it.
    #[uniffi(default = [])]
    pub slips: Vec<HelpSlipRow>,
}

#[uniffi::export]
impl Phone {
    /// Everything that is held of whoever gave an interview.
    ///
    /// # Errors
    /// It is not on this phone, or this person may not hand it on.
    pub fn subject_access(&self, response: String) -> Result<SubjectCard, PhoneError> {
        let id = input::id("an interview", &response)?;
        let apart = self.device().held_apart(id)?;
        let mut interview = self.response(response.clone())?;
        let form = self.device().response(id)?.form;
        let wording = Wording::of(self.device().form(form).ok(), self.words());
        for row in &mut interview.answers {
            if let Some(said) = apart.words.get(&row.path) {
                row.words = vec![wording.answer(&row.path, said)];
            }
        }
        let named = |id: &Option<String>, names: BTreeMap<String, String>| names.get(id.as_ref()?).cloned();
        let person = apart.person.iter().map(|(path, answer)| DetailRow {
            path: path.clone(),
            label: wording.question(path),
            words: wording.answer(path, answer),
        });
        let project = self.device().membership()?.founding().name().to_owned();
        Ok(SubjectCard {
            project,
            made_ms: machine::now().0,
            questionnaire: self.forms()?.into_iter().find(|row| row.version == interview.form).map(|row| row.title),
            round: named(&interview.round, self.rounds()?.into_iter().map(|row| (row.id, row.name)).collect()),
            area: named(&interview.area, self.areas()?.into_iter().map(|row| (row.id, row.name)).collect()),
            door: named(&interview.door, self.doors()?.into_iter().map(|row| (row.id, row.address)).collect()),
            person: person.collect(),
            quotes: apart.quotes,
            files: self.files(response)?,
            slips: apart.slips.into_iter().map(|line| HelpSlipRow::of(line, machine::now(), self)).collect(),
            interview,
        })
    }

    /// What is in one of the files that are held of whoever gave an interview.
    ///
    /// # Errors
    /// There is no such file, some of it is not on this phone, or this person may not hand it on.
    pub fn subject_file(&self, response: String, name: String) -> Result<FileContent, PhoneError> {
        let name = input::capped("the file's name", &name, MAX_NAME_BYTES)?;
        Ok(FileContent::of(self.device().held_file(input::id("an interview", &response)?, name)?))
    }

    /// The same as one page that anybody can read, in this phone's language.
    pub fn subject_page(&self, subject: SubjectCard) -> String {
        let subject = &subject;
        let words = self.words();
        let parts = [
            about(subject, &words),
            answers(subject, &words),
            person(subject, &words),
            quotes(subject, &words),
            files(subject, &words),
            slips(subject, &words),
        ];
        let parts: Vec<Held> = parts.into_iter().chain([changes(subject, &words)]).collect();
        subject_page(&subject.project, &day(subject.made_ms), &parts, &words)
    }
}

fn about(subject: &SubjectCard, words: &Words) -> Held {
    let say = |key: &str| words.say(key, &[]);
    let interview = &subject.interview;
    let consents = |agreed: bool| {
        let rows = interview.consents.iter().filter(|row| row.agreed == agreed);
        let named: Vec<&str> = rows.map(|row| row.what.as_str()).collect();
        (!named.is_empty()).then(|| named.join(", "))
    };
    let finished = format!("{}, {}", day(interview.finished_ms), by(interview.by.as_ref()));
    let rows = [
        ("subject-project-id", Some(interview.id.clone())),
        ("subject-questionnaire", subject.questionnaire.clone()),
        ("subject-round", subject.round.clone()),
        ("subject-area", subject.area.clone()),
        ("subject-door", subject.door.clone()),
        ("subject-finished", Some(finished)),
        ("subject-paper", interview.from_paper.then(|| say("subject-yes"))),
        ("subject-imported", interview.origin.as_ref().map(|origin| origin.file.clone())),
        ("subject-left-out", interview.left_out.clone()),
        ("subject-told", interview.notice.clone()),
        ("subject-spoken", interview.spoken.clone()),
        ("subject-agreed", consents(true)),
        ("subject-not-agreed", consents(false)),
    ];
    let rows = rows.into_iter().filter_map(|(key, value)| Some((say(key), value?))).collect();
    Held { title: say("subject-about"), rows }
}

fn answers(subject: &SubjectCard, words: &Words) -> Held {
    let row = |row: &crate::AnswerRow| (row.label.clone(), row.words.join("\n"));
    Held { title: words.say("subject-answers", &[]), rows: subject.interview.answers.iter().map(row).collect() }
}

fn files(subject: &SubjectCard, words: &Words) -> Held {
    let row =
        |row: &FileRow| (row.label.clone().unwrap_or_else(|| words.say("app-file-locked", &[])), row.name.clone());
    Held { title: words.say("app-files", &[]), rows: subject.files.iter().map(row).collect() }
}

fn person(subject: &SubjectCard, words: &Words) -> Held {
    let row = |row: &DetailRow| (row.label.clone(), row.words.clone());
    Held { title: words.say("subject-person", &[]), rows: subject.person.iter().map(row).collect() }
}

fn quotes(subject: &SubjectCard, words: &Words) -> Held {
    let row = |quote: &String| (words.say("subject-quote", &[]), quote.clone());
    Held { title: words.say("subject-quotes", &[]), rows: subject.quotes.iter().map(row).collect() }
}

fn slips(subject: &SubjectCard, words: &Words) -> Held {
    let rows = subject.slips.iter().map(|slip| {
        let to = words.say("subject-help-to", &[("to", slip.to.as_str().into())]);
        let mut said = vec![slip.words.clone(), slip.reach.clone(), format!("{}, {to}", day(slip.asked_ms))];
        for end in &slip.ends {
            let told = end.told_on.as_deref();
            let told = told.map(|day| words.say("help-told-on", &[("day", day.into())])).unwrap_or_default();
            let how = words.say(end.how.words_key(), &[]);
            said.push(format!("{}, {how}: {} {told}", day(end.at_ms), end.what).trim_end().to_owned());
        }
        (slip.kind.clone(), said.join("\n"))
    });
    Held { title: words.say("help-title", &[]), rows: rows.collect() }
}

fn changes(subject: &SubjectCard, words: &Words) -> Held {
    let labels: BTreeMap<&str, &str> =
        subject.interview.answers.iter().map(|row| (row.path.as_str(), row.label.as_str())).collect();
    let rows = subject.interview.corrections.iter().map(|correction| {
        let named = correction.paths.iter().map(|path| labels.get(path.as_str()).copied().unwrap_or(path));
        let reason = correction.reason.as_deref().unwrap_or_default();
        let how = format!("{}, {}: {reason}", day(correction.at_ms), by(correction.by.as_ref()));
        (named.collect::<Vec<_>>().join(", "), how)
    });
    Held { title: words.say("subject-changes", &[]), rows: rows.collect() }
}

/// Who did something, by their task and an id that means nothing outside.
fn by(person: Option<&Person>) -> String {
    let role = |role: MemberRole| format!("{role:?}").to_lowercase();
    person
        .map_or_else(String::new, |person| format!("{} {}", role(person.role), person.id.get(..4).unwrap_or_default()))
}

fn day(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).unwrap_or_default().strftime("%Y-%m-%d").to_string()
}
