//! Practice: ten invented doors and six invented people in a store of its own beside the phone's, to try everything in but sending.
//!
//! Who lives there is `practice::street`'s; that nothing of it leaves is held by the core's device.

mod street;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use doorstep_core::words::Words;

use crate::{Basis, DoorRow, GivenAnswer, NewDoor, Phone, PhoneError, PhoneSettings, ResponsibleCard};

/// The questionnaire that Doorstep ships.
const QUESTIONNAIRE: &str = include_str!("../../tests/forms/neighbourhood_coassessment.md");
/// What a practice store is called, behind the name of the phone's own.
const BESIDE: &str = ".practice";
/// What the database puts beside its file.
const COMPANIONS: [&str; 4] = ["", "-wal", "-shm", ".lock"];

/// What is behind an invented door.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct PracticeDoor {
    /// The door.
    pub id: String,
    /// Its address.
    pub address: String,
    /// Who opens, or what happens when somebody knocks, in this phone's language.
    pub situation: String,
    /// What the person who opens answers; empty where nobody does.
    pub answers: Vec<GivenAnswer>,
}

impl PracticeDoor {
    /// What the person who opens answers to the question at this path; none where they leave it out.
    pub fn says(&self, path: &str) -> Option<&str> {
        let steps = path.split('/').map(|step| step.split('[').next().unwrap_or(step));
        let plain = steps.collect::<Vec<_>>().join("/");
        self.answers.iter().find(|answer| answer.path == plain).map(|answer| answer.text.as_str())
    }
}

#[uniffi::export]
impl Phone {
    /// Opens the practice project beside this phone's store, and makes it when there is none. It is a phone like any other, with doors, people and the
    /// questionnaire that Doorstep ships; only that it has no server, and that nothing of it can be sent, packed, met with or handed on.
    ///
    /// # Errors
    /// This is a practice project itself, or the store beside can't be opened or made.
    pub fn practise(&self) -> Result<Arc<Self>, PhoneError> {
        if self.is_practice() {
            return Err(PhoneError::not_now("practice", "this is the practice project already"));
        }
        let store_path = beside(&self.opening.settings.store_path).to_string_lossy().into_owned();
        let language = Some(self.language().tag());
        let settings = PhoneSettings { store_path, language, ..self.opening.settings.clone() };
        let practice = Self::open_with(settings, self.opening.keys.clone())?;
        practice.furnish()?;
        Ok(practice)
    }

    /// Whether this is a practice project: whatever shows it has to say so on every page.
    pub fn is_practice(&self) -> bool {
        self.device().is_practice().unwrap_or(false)
    }

    /// Whether there is a practice project beside this phone's store, to go on with or to throw away.
    pub fn has_practised(&self) -> bool {
        beside(&self.opening.settings.store_path).exists()
    }

    /// Throws the practice project beside this phone's store away, with everything that was tried in it.
    ///
    /// # Errors
    /// It is still open, or its files can't be removed.
    pub fn throw_practice_away(&self) -> Result<(), PhoneError> {
        let path = beside(&self.opening.settings.store_path);
        if !path.exists() {
            return Ok(());
        }
        let settings =
            PhoneSettings { store_path: path.to_string_lossy().into_owned(), ..self.opening.settings.clone() };
        match Self::open_with(settings, self.opening.keys.clone()) {
            Ok(found) if !found.is_practice() && found.project().is_ok() => {
                return Err(PhoneError::not_now("not-practice", "the store beside this one is no practice project"));
            }
            Err(error) if error.code() == "store-in-use" => {
                return Err(PhoneError::not_now("practice-open", "the practice project is still open; leave it first"));
            }
            // One that does not open any more is thrown away as well.
            Ok(_) | Err(_) => {}
        }
        COMPANIONS.iter().try_for_each(|end| removed(&with_end(&path, end)))
    }

    /// What is behind the invented doors, in walking order; nothing where this is no practice project.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn practice_doors(&self) -> Result<Vec<PracticeDoor>, PhoneError> {
        if !self.is_practice() {
            return Ok(Vec::new());
        }
        let words = self.words();
        let invented = |door: DoorRow| {
            let answers = street::answers(door.order)?.iter();
            let answers =
                answers.map(|(path, said)| GivenAnswer { path: (*path).to_owned(), text: said.in_words(&words) });
            Some(PracticeDoor {
                situation: words.say(&format!("practice-door-{}", door.order), &[]),
                answers: answers.collect(),
                id: door.id,
                address: door.address,
            })
        };
        Ok(self.doors()?.into_iter().filter_map(invented).collect())
    }
}

impl Phone {
    /// The file of this phone's store.
    pub fn store_path(&self) -> &str {
        &self.opening.settings.store_path
    }

    /// Puts into a practice store what is not there yet: it may have been killed in the middle.
    fn furnish(&self) -> Result<(), PhoneError> {
        let words = self.words();
        let say = |key: &str| words.say(key, &[]);
        self.act(|device, at| device.found_practice(&say("practice"), at))?;
        if !self.missing().is_empty() {
            self.set_responsible(ResponsibleCard {
                controllers: vec![say("practice")],
                contact: say("practice-contact"),
                basis: Some(Basis::Consent),
                notice: say("practice-notice"),
            })?;
        }
        let area = match self.areas()?.into_iter().next() {
            Some(area) => area.id,
            None => self.add_area(say("practice-area"))?,
        };
        if self.doors()?.is_empty() {
            self.add_doors(Some(area), (1..=street::DOORS).map(|number| door(&words, number)).collect())?;
        }
        if self.forms()?.is_empty() {
            self.add_form(QUESTIONNAIRE.as_bytes().to_vec(), String::new())?;
        }
        Ok(())
    }
}

fn door(words: &Words, number: u64) -> NewDoor {
    let address = words.say("practice-address", &[("number", number.into())]);
    NewDoor { address, entry_note: String::new(), order: number, uprn: None, place: street::place(number) }
}

fn beside(store_path: &str) -> PathBuf {
    with_end(Path::new(store_path), BESIDE)
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn removed(path: &Path) -> Result<(), PhoneError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(PhoneError::Storage {
            code: "file-unusable".to_owned(),
            reason: format!("the practice project can't be thrown away: {error}"),
        }),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::{InterviewStart, MemberRole, Outcome, PageKind};

    use super::*;

    fn practising(language: &str) -> (tempfile::TempDir, Arc<Phone>, Arc<Phone>) {
        let folder = tempfile::tempdir().unwrap();
        let store_path = folder.path().join("alice.db").to_string_lossy().into_owned();
        let language = Some(language.to_owned());
        let settings = PhoneSettings { store_path, zone: None, language, system: None, install_id: None };
        let alice = Phone::open(settings).unwrap();
        let practice = alice.practise().unwrap();
        (folder, alice, practice)
    }

    /// Asks an invented person everything that the questionnaire asks of them; everything that they have prepared is asked for.
    fn asked(practice: &Phone, invented: &PracticeDoor) -> String {
        let form = practice.forms().unwrap()[0].version.clone();
        let start =
            InterviewStart { form, door: Some(invented.id.clone()), area: None, from_paper: false, asked_on: None };
        let interview = practice.begin(start).unwrap();
        let (mut page, mut used) = (interview.page(), BTreeSet::new());
        while page.kind != PageKind::Review {
            for question in &page.questions {
                if let Some(said) = invented.says(&question.path) {
                    interview.answer(question.path.clone(), said.to_owned()).unwrap();
                    used.insert(question.path.split(['[', '/']).next_back().unwrap().to_owned());
                }
            }
            let next = interview.next().unwrap();
            assert_ne!(next.path, page.path, "{}: {:?}", invented.situation, page.questions);
            page = next;
        }
        let last = |path: &str| path.split('/').next_back().unwrap().to_owned();
        let unused: Vec<String> = invented.answers.iter().map(|answer| last(&answer.path)).collect();
        let unused: Vec<&String> = unused.iter().filter(|name| !used.contains(*name)).collect();
        assert!(unused.is_empty(), "{} is never asked {unused:?}", invented.address);
        interview.finish().unwrap()
    }

    #[test]
    fn what_the_invented_people_say_fits_the_questionnaire_in_every_language() {
        for language in ["en", "es"] {
            let (_folder, _alice, practice) = practising(language);
            let doors = practice.practice_doors().unwrap();
            assert_eq!(doors.len(), 10);
            let people: Vec<&PracticeDoor> = doors.iter().filter(|door| !door.answers.is_empty()).collect();
            assert_eq!(people.len(), 6);
            for person in people {
                practice.knock(person.id.clone(), Outcome::Talked).unwrap();
                asked(&practice, person);
            }
            assert_eq!(practice.status().unwrap().interviews, 6);
        }
    }

    #[test]
    fn practice_stays_apart_is_gone_on_with_and_thrown_away() {
        let (folder, alice, practice) = practising("en");
        assert!(practice.is_practice() && !alice.is_practice() && alice.has_practised());
        assert_eq!(alice.project().unwrap_err().code(), "no-project", "the phone itself is in no project by it");
        assert_eq!(alice.throw_practice_away().unwrap_err().code(), "practice-open");
        let first = practice.practice_doors().unwrap().remove(0);
        let interview = asked(&practice, &first);
        assert_eq!(practice.project().unwrap().role, Some(MemberRole::Coordinator));
        assert_eq!(practice.practise().unwrap_err().code(), "practice");
        drop(practice);
        let again = alice.practise().unwrap();
        assert_eq!(again.responses().unwrap()[0].id, interview);
        assert_eq!(again.doors().unwrap().len(), 10);
        drop(again);
        alice.throw_practice_away().unwrap();
        assert!(!alice.has_practised());
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert!(left.iter().all(|name| !name.to_string_lossy().contains("practice")), "{left:?}");
        alice.throw_practice_away().unwrap();
        assert!(alice.practise().unwrap().responses().unwrap().is_empty());
    }
}
