//! The interview that can be followed: what is said of it on the way, and what became of it.
//!
//! Whose it is and what she says is laid down in `story`.

use doorstep_core::device::Results;
use doorstep_core::form::model::Form;
use doorstep_core::ids::DocId;
use doorstep_core::response::Cell;
use doorstep_core::store::Whereabouts;

use super::Road;
use crate::demo::decision::{self, Decided};
use crate::demo::phone::Phone;
use crate::demo::stage::{count, list};
use crate::demo::{DemoError, Stage, sayings, story};

impl Road<'_> {
    pub(super) fn tell_story_begins(&mut self) -> Result<(), DemoError> {
        let Some(followed) = self.followed else { return Ok(()) };
        let given = self.phones[0].look("read an interview", |device| device.response(followed))?;
        let rated = given.answers.get(&self.story_path());
        let volunteer = self.phones[0].name.clone();
        let place = self.story_place()?.unwrap_or_default();
        let said = match rated {
            Some(Cell::One(answer)) => {
                let question = decision::question_of(&self.form, story::CORRECTED.0);
                format!(" How do things get mended? “{}”.", decision::in_words(answer, question, &self.form))
            }
            Some(Cell::Several(_)) | None => String::new(),
        };
        Ok(self.stage.point(
            "▸",
            &format!(
                "Follow one: {}, Flat {}, Lark House, talks to {volunteer}.{said} Her interview: {place}.",
                story::NAME,
                story::DOOR + 1
            ),
        )?)
    }

    /// Where the followed interview is, as the phone that it was held on knows it.
    pub(super) fn story_place(&self) -> Result<Option<String>, DemoError> {
        let Some(followed) = self.followed else { return Ok(None) };
        let place = self.phones[0].look("say where an interview is", |device| device.whereabouts(followed))?;
        let having = self.phones.iter().map(|phone| phone.has(followed)).collect::<Result<Vec<bool>, _>>()?;
        let having = having.into_iter().filter(|has| *has).count();
        Ok(Some(match place {
            Whereabouts::OnServer | Whereabouts::InBackup => {
                format!("{} and on {}", self.words.say("saved-server", &[]), count(having, "phone"))
            }
            Whereabouts::OnlyHere | Whereabouts::Nowhere => self.words.say("saved-here", &[]),
        }))
    }

    fn story_path(&self) -> String {
        let questions = self.form.questions();
        let found = questions.into_iter().find(|(_, question)| question.name == story::CORRECTED.0);
        found.map(|(path, _)| path).unwrap_or_default()
    }
}

/// What the story's end is looked up in.
pub(super) struct Ending<'a> {
    pub(super) form: &'a Form,
    pub(super) results: &'a Results,
    /// The result as it was printed.
    pub(super) shown: &'a str,
}

/// What became of the interview that can be followed.
pub(super) fn tell_story_ends(
    coordinator: &Phone,
    &Ending { form, results, shown }: &Ending<'_>,
    followed: Option<DocId>,
    decided: Option<&Decided>,
    stage: &mut Stage,
) -> Result<(), DemoError> {
    let Some((followed, decided)) = followed.zip(decided).filter(|(response, by)| *response == by.response) else {
        return Ok(());
    };
    let question = decision::question_of(form, &decided.path);
    let now = coordinator.look("read an interview", |device| device.response(followed))?;
    if now.answers.get(&decided.path) != Some(&Cell::One(decided.answer.clone())) {
        return Err(DemoError::Broken { what: "the decided answer is not the one that counts".to_owned() });
    }
    let words = sayings::released(sayings::STORY.said);
    let on_one_line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let released = results.quotes.iter().any(|quote| quote.text == words);
    let mut told = vec![format!("her answer counts as “{}”", decision::in_words(&decided.answer, question, form))];
    if on_one_line.contains(words) {
        told.push("her words are quoted without her neighbour's name".to_owned());
    } else if released {
        told.push("her words wait until more people have answered as she did".to_owned());
    }
    if shown.contains(story::NAME) {
        return Err(DemoError::Broken {
            what: "the result shows a name that is kept apart from the answers".to_owned(),
        });
    }
    told.push("her own name is nowhere in the result".to_owned());
    stage.plain("")?;
    Ok(stage.point("▸", &format!("What became of {}: {}.", story::NAME, list(&told)))?)
}
