//! What a respondent agreed to, read from the answers to the questions that ask for it.
//!
//! It follows the answers: who takes a yes back by a correction has not agreed from then on. What was said to people before they
//! answered is recorded in the response, see `document::kinds::response`.

use std::collections::BTreeMap;

use super::Rules;
use crate::form::model::Consent;
use crate::response::{Answer, Cell, Response};

/// What one respondent agreed to, of what the questionnaire asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consents(BTreeMap<Consent, bool>);

impl Consents {
    /// Reads it out of a response. Who was to be asked and was not, gave no answer, or gave two that nobody has decided between,
    /// has not agreed.
    pub fn of(rules: &Rules, response: &Response) -> Self {
        let mut agreed = BTreeMap::new();
        for question in rules.questions() {
            let Some(consent) = question.consent else { continue };
            let yes = match response.answers.get(&question.path) {
                Some(Cell::One(Answer::Given(answer))) => is_yes(answer),
                Some(Cell::One(Answer::Missing(_)) | Cell::Several(_)) | None => false,
            };
            agreed.entry(consent).and_modify(|all: &mut bool| *all &= yes).or_insert(yes);
        }
        Self(agreed)
    }

    /// Whether this is allowed: the respondent said yes, or the questionnaire does not ask and the project answers for it.
    pub fn allow(&self, consent: Consent) -> bool {
        self.0.get(&consent).copied().unwrap_or(true)
    }

    /// What was asked, and whether it was agreed to.
    pub fn asked(&self) -> impl Iterator<Item = (Consent, bool)> {
        self.0.iter().map(|(consent, agreed)| (*consent, *agreed))
    }
}

/// Whether the name of a choice says yes. `OK` is what an acknowledgement is answered with.
fn is_yes(name: &str) -> bool {
    matches!(
        name.trim().to_lowercase().as_str(),
        "yes" | "y" | "true" | "1" | "ok" | "si" | "sí" | "oui" | "ja" | "agree"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::Question;
    use crate::ids::{BlobHash, DocId};
    use crate::response::Missing;

    fn rules() -> Rules {
        let asking = |path, consent| Question { consent: Some(consent), ..Question::open(path) };
        let questions = vec![asking("agree", Consent::Use), asking("ok_quote", Consent::Quote), Question::open("best")];
        Rules::new(BlobHash([1; 32]), questions)
    }

    fn answered(cells: &[(&str, Cell)]) -> Consents {
        let answers = cells.iter().map(|(path, cell)| ((*path).to_owned(), cell.clone())).collect();
        let (form, round, area, door) = (BlobHash([1; 32]), None, None, None);
        let response = Response { id: DocId([2; 16]), form, round, area, door, withdrawn: false, answers };
        Consents::of(&rules(), &response)
    }

    fn given(text: &str) -> Answer {
        Answer::Given(text.to_owned())
    }

    #[test]
    fn only_a_yes_that_stands_alone_is_agreement() {
        let asked = |cell| answered(&[("agree", Cell::One(given("yes"))), ("ok_quote", cell)]).allow(Consent::Quote);
        assert!(asked(Cell::One(given("yes"))));
        assert!(!asked(Cell::One(given("no"))));
        assert!(!asked(Cell::One(Answer::Missing(Missing::Blank))));
        assert!(!asked(Cell::Several(vec![given("no"), given("yes")])));
    }

    #[test]
    fn what_was_skipped_is_not_agreed_and_what_is_never_asked_is_the_projects_to_answer_for() {
        let consents = answered(&[]);
        assert!(!consents.allow(Consent::Use));
        assert!(consents.allow(Consent::Sharing));
        assert_eq!(consents.asked().collect::<Vec<_>>(), [(Consent::Use, false), (Consent::Quote, false)]);
    }
}
