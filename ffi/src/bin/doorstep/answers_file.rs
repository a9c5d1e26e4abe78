//! An interview from a file of answers: every answer in the file must be asked for, or nothing is changed.
//!
//! Asking a person in the terminal is `interview`'s.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use doorstep_ffi::{AskedAs, Interview, PageCard, PageKind, QuestionCard};
use serde_json::{Map, Value};

use crate::ask::is_file;
use crate::failure::Failure;
use crate::pictures;

/// The largest file of answers.
const MAX_BYTES: u64 = 1 << 20;

/// The answers of a file, by path; instances of repeats are numbered from 1: `person[2]/age`.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    given: BTreeMap<String, String>,
    used: BTreeSet<String>,
    /// The ids of the instances met so far, by the repeat's numbered path.
    instances: BTreeMap<String, Vec<String>>,
    /// The folder that names of files are looked for in.
    folder: PathBuf,
}

impl Answers {
    /// Reads a file.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let unreadable = |source| Failure::File { path: path.to_owned(), done: "read", source };
        let wrong = |reason: String| Failure::Answers { path: path.to_owned(), reason };
        if std::fs::metadata(path).map_err(unreadable)?.len() > MAX_BYTES {
            return Err(wrong(format!("it is larger than {MAX_BYTES} bytes")));
        }
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        let value: Value = serde_json::from_str(&text)
            .map_err(|error| wrong(format!("line {}, column {} is not JSON", error.line(), error.column())))?;
        let Value::Object(fields) = value else { return Err(wrong("it should be a JSON object".to_owned())) };
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let mut answers = Self { folder, ..Self::default() };
        answers.add("", fields).map_err(wrong)?;
        Ok(answers)
    }

    fn add(&mut self, prefix: &str, fields: Map<String, Value>) -> Result<(), String> {
        for (name, value) in fields {
            self.add_field(format!("{prefix}{name}"), value)?;
        }
        Ok(())
    }

    fn add_field(&mut self, path: String, value: Value) -> Result<(), String> {
        match value {
            Value::Null => Ok(()),
            Value::Bool(_) => Err(format!("{path} is true or false: write the name of a choice")),
            Value::Object(fields) => self.add(&format!("{path}/"), fields),
            Value::Array(rows) if rows.iter().any(Value::is_object) => (1..).zip(rows).try_for_each(|(number, row)| {
                let Value::Object(fields) = row else { return Err(format!("{path} mixes objects with other things")) };
                self.add(&format!("{path}[{number}]/"), fields)
            }),
            Value::Array(choices) => {
                let names = choices.iter().map(plain).collect::<Option<Vec<_>>>();
                let names = names.ok_or_else(|| format!("{path} should list names of choices"))?;
                self.given.insert(path, names.join(" "));
                Ok(())
            }
            Value::String(_) | Value::Number(_) => {
                self.given.extend(plain(&value).map(|text| (path, text)));
                Ok(())
            }
        }
    }

    /// Answers an interview page by page up to its review.
    pub(crate) fn fill(&mut self, interview: &Interview) -> Result<(), Failure> {
        let mut page = interview.page();
        while page.kind != PageKind::Review {
            page = match page.kind {
                PageKind::AddAnother if self.has_another(&page.path) => interview.add_another(page.path)?,
                PageKind::AddAnother | PageKind::Review => interview.next()?,
                PageKind::Questions => self.answer_page(interview, page)?,
            };
        }
        let unused: Vec<String> = self.given.keys().filter(|path| !self.used.contains(*path)).cloned().collect();
        if unused.is_empty() { Ok(()) } else { Err(Failure::NotAsked { paths: unused }) }
    }

    /// Answers what is asked on a page, also what appears on it with an answer, and goes on.
    fn answer_page(&mut self, interview: &Interview, mut page: PageCard) -> Result<PageCard, Failure> {
        if let Some(surplus) = self.surplus(&page.path)
            && let Ok(page) = interview.remove(surplus)
        {
            return Ok(page);
        }
        while let Some((path, key)) = page.questions.iter().find_map(|question| self.answer_to(question)) {
            let takes_file = page.questions.iter().any(|question| question.path == path && is_file(question.kind));
            page = if takes_file {
                interview.attach(path, pictures::content(&self.folder.join(&self.given[&key]))?)?
            } else {
                interview.answer(path, self.given[&key].clone())?
            };
            self.used.insert(key);
        }
        Ok(interview.next()?)
    }

    /// Path and key of a question that the file answers and that has not been answered from it yet.
    fn answer_to(&mut self, question: &QuestionCard) -> Option<(String, String)> {
        if question.kind == AskedAs::Note || question.read_only {
            return None;
        }
        let numbered = self.numbered(&question.path);
        let bare = numbered.rsplit('/').next().filter(|_| !numbered.contains('[')).unwrap_or(&numbered).to_owned();
        let key = [numbered, bare].into_iter().find(|key| self.given.contains_key(key) && !self.used.contains(key))?;
        Some((question.path.clone(), key))
    }

    /// The instance that a page belongs to, if the file has fewer of its repeat.
    fn surplus(&mut self, path: &str) -> Option<String> {
        let end = path.find(']')? + 1;
        let numbered = self.numbered(&path[..end]);
        let known = self.given.keys().any(|key| key.starts_with(&format!("{numbered}/")));
        (!known).then(|| path[..end].to_owned())
    }

    fn has_another(&mut self, repeat: &str) -> bool {
        let numbered = self.numbered(repeat);
        let met = self.instances.get(&numbered).map_or(0, Vec::len);
        self.given.keys().any(|key| key.starts_with(&format!("{numbered}[{}]/", met + 1)))
    }

    /// A path with numbers in place of the ids of repeat instances.
    fn numbered(&mut self, path: &str) -> String {
        let mut numbered = String::new();
        for step in path.split('/') {
            if !numbered.is_empty() {
                numbered.push('/');
            }
            let Some((name, id)) = step.split_once('[') else {
                numbered.push_str(step);
                continue;
            };
            numbered.push_str(name);
            let met = self.instances.entry(numbered.clone()).or_default();
            let place = met.iter().position(|known| known == id).unwrap_or_else(|| {
                met.push(id.to_owned());
                met.len() - 1
            });
            numbered.push_str(&format!("[{}]", place + 1));
        }
        numbered
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answers(value: Value) -> Result<Answers, String> {
        let Value::Object(fields) = value else { panic!("an object") };
        let mut answers = Answers::default();
        answers.add("", fields).map(|()| answers)
    }

    #[test]
    fn groups_repeats_and_several_choices_become_paths() {
        let file = json!({
            "about": { "age": 41, "email": null }, "uses": ["park", "library"], "person": [{ "name": "Ada" }, { "name": "Bo" }],
        });
        let given = answers(file).unwrap().given;
        let wanted =
            [("about/age", "41"), ("person[1]/name", "Ada"), ("person[2]/name", "Bo"), ("uses", "park library")];
        assert_eq!(given, wanted.map(|(path, text)| (path.to_owned(), text.to_owned())).into());
    }

    #[test]
    fn what_could_mean_two_things_is_refused() {
        assert!(answers(json!({ "consent": true })).is_err());
        assert!(answers(json!({ "person": [{ "name": "Ada" }, "Bo"] })).is_err());
        assert!(answers(json!({ "uses": [["park"]] })).is_err());
    }

    #[test]
    fn instances_are_numbered_as_they_are_met() {
        let mut answers = Answers::default();
        let numbered = ["person[x]/name", "person[y]/pet[a]/kind", "person[x]/age"].map(|path| answers.numbered(path));
        assert_eq!(numbered, ["person[1]/name", "person[2]/pet[1]/kind", "person[1]/age"]);
    }
}
