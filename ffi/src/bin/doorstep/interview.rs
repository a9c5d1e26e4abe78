//! `interview`: one question at a time in the terminal, back, review, finish; or from a file of answers.
//!
//! How a question looks and what a line means is `ask`'s; files are `answers_file`'s.

use std::path::Path;

use doorstep_ffi::{
    AskedAs, FinishedCard, Interview, InterviewStart, PageCard, PageKind, Phone, PhoneError, QuestionCard, ReviewRow,
    ReviewState,
};
use serde_json::json;

use crate::answers_file::Answers;
use crate::arguments;
use crate::ask::{self, Typed};
use crate::failure::Failure;
use crate::out::{Out, short};
use crate::{pick, pictures};

/// Runs an interview.
pub(crate) fn interview(phone: &Phone, out: &Out, arguments: &arguments::Interview) -> Result<(), Failure> {
    if let Some(id) = &arguments.resume {
        let interview = phone.resume(pick::unfinished(phone, id)?)?;
        return Course { interview: &interview, out, few_words: false, trial: false, word: arguments.word.clone() }
            .run();
    }
    let start = InterviewStart {
        form: pick::form(phone, arguments.form.as_deref().unwrap_or_default())?,
        door: pick::optional(phone, arguments.door.as_deref(), pick::door)?,
        area: pick::optional(phone, arguments.area.as_deref(), pick::area)?,
        from_paper: arguments.from_paper,
        asked_on: arguments.asked_on.clone(),
    };
    let Some(file) = &arguments.answers else {
        let interview = phone.begin(start)?;
        let (few_words, word) = (arguments.from_paper, arguments.word.clone());
        return Course { interview: &interview, out, few_words, trial: false, word }.run();
    };
    let mut answers = Answers::read(file)?;
    let interview = phone.begin(start)?;
    match from_file(&interview, &mut answers, arguments.word.clone()) {
        Ok(card) => finished(out, &card),
        Err(failure) => {
            phone.discard(interview.id())?;
            Err(failure)
        }
    }
}

fn from_file(interview: &Interview, answers: &mut Answers, word: Option<String>) -> Result<FinishedCard, Failure> {
    answers.fill(interview)?;
    interview.finish_with_card(word).map_err(|error| {
        let unready = matches!(error, PhoneError::Unready { .. });
        if unready { Failure::Lacking { lacking: lacking(&interview.review()) } } else { error.into() }
    })
}

fn lacking(review: &[ReviewRow]) -> Vec<String> {
    let lacking = review.iter().filter(|row| row.state == ReviewState::Lacking);
    lacking.map(|row| format!("{}: {}", row.path, row.lacks.as_deref().unwrap_or("something is missing"))).collect()
}

fn finished(out: &Out, finished: &FinishedCard) -> Result<(), Failure> {
    let FinishedCard { id, card, has_word } = finished;
    out.either(&json!({ "interview": id, "card": card, "has_word": has_word }), |_| {
        let word = if *has_word { " With it and the word they chose they can take their answers back." } else { "" };
        vec![
            format!("Finished and saved: interview {}, only on this computer until you sync.", short(id)),
            format!(
                "{} (write it on their card now: it is shown once).{word}",
                out.say_with("saved-card", "number", card)
            ),
        ]
    })
}

/// What happens after a question.
enum Step {
    On(PageCard),
    Left,
}

/// The course of an interview in the terminal.
pub(crate) struct Course<'i> {
    interview: &'i Interview,
    out: &'i Out,
    few_words: bool,
    /// Whether nothing is kept.
    trial: bool,
    /// The word that the respondent chose for their card.
    word: Option<String>,
}

impl<'i> Course<'i> {
    /// The course of a trial.
    pub(crate) fn trial(interview: &'i Interview, out: &'i Out) -> Self {
        Self { interview, out, few_words: false, trial: true, word: None }
    }

    /// Asks until it is finished or left.
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let saved = if self.trial { "This is a trial: nothing is kept." } else { "Everything is saved as you go." };
        self.out.line(format!("{saved} :help lists what you can type."))?;
        let mut page = self.interview.page();
        let mut place = (Vec::new(), String::new());
        let mut said = Vec::new();
        loop {
            let here = (page.headings.clone(), instance(&page.path).to_owned());
            if here != place {
                here.0.last().map_or(Ok(()), |heading| self.out.line(format!("\n== {heading} ==")))?;
                place = here;
            }
            for notice in page.notices.iter().filter(|notice| !said.contains(*notice)) {
                self.out.line(format!("  ({notice})"))?;
            }
            said.clone_from(&page.notices);
            let step = match page.kind {
                PageKind::Questions => self.questions(page)?,
                PageKind::AddAnother => self.add_another(page)?,
                PageKind::Review => match self.review()? {
                    Some(step) => step,
                    None => return Ok(()),
                },
            };
            match step {
                Step::On(next) => page = next,
                Step::Left if self.trial => return self.out.line("\nLeft. Nothing was kept."),
                Step::Left => {
                    let id = self.interview.id();
                    return self.out.line(format!(
                        "\nSaved here, not finished. Go on with: doorstep interview --resume {}",
                        short(&id)
                    ));
                }
            }
        }
    }

    /// Asks everything on a page, also what appears on it with an answer.
    fn questions(&self, mut page: PageCard) -> Result<Step, Failure> {
        let mut place = 0;
        while let Some(question) = page.questions.get(place) {
            if question.kind == AskedAs::Note {
                self.out.line(format!("\n{}", question.label))?;
                place += 1;
                continue;
            }
            ask::show(self.out, question, self.few_words)?;
            if question.read_only {
                place += 1;
                continue;
            }
            ask::prompt(question.kind)?;
            match Typed::read()? {
                Typed::Leave => return Ok(Step::Left),
                Typed::Back if asked_before(&page, place) => place = place.saturating_sub(1),
                Typed::Back => return self.before(),
                Typed::Help => self.out.line(ask::HELP)?,
                Typed::Review => self.out.line(reviewed(&self.interview.review()))?,
                Typed::Speak(language) => page = self.speak(language, page)?,
                Typed::Clear => page = self.interview.answer(question.path.clone(), String::new())?,
                Typed::Nothing => match &question.lacks {
                    Some(lacks) => self.out.line(format!("  {lacks}"))?,
                    None => place += 1,
                },
                Typed::Answer(line) => {
                    let Some(answered) = self.answer(question, &line)? else { continue };
                    let path = question.path.clone();
                    page = answered;
                    place += usize::from(self.stands(&page, &path)?);
                }
            }
        }
        Ok(Step::On(self.interview.next()?))
    }

    /// Answers a question; `None` if the answer is none of its type, which is said then.
    fn answer(&self, question: &QuestionCard, line: &str) -> Result<Option<PageCard>, Failure> {
        let answered = if ask::is_file(question.kind) && !self.trial {
            match pictures::content(Path::new(line)) {
                Ok(content) => self.interview.attach(question.path.clone(), content),
                Err(failure) => return self.out.line(format!("  {failure}")).map(|()| None),
            }
        } else {
            self.interview.answer(question.path.clone(), ask::meant(question, line))
        };
        match answered {
            Ok(page) => Ok(Some(page)),
            Err(PhoneError::Input { reason, .. }) => self.out.line(format!("  {reason}")).map(|()| None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether an answer may stay; what it lacks is said.
    fn stands(&self, page: &PageCard, path: &str) -> Result<bool, Failure> {
        let answered = page.questions.iter().find(|question| question.path == path);
        match answered.and_then(|question| question.lacks.as_ref()) {
            Some(lacks) => self.out.line(format!("  {lacks}")).map(|()| false),
            None => Ok(true),
        }
    }

    /// The page before that asks something; pages that only tell are passed by.
    fn before(&self) -> Result<Step, Failure> {
        let mut here = self.interview.page();
        loop {
            let before = self.interview.back()?;
            if before.path == here.path || before.kind != PageKind::Questions || asked_before(&before, usize::MAX) {
                return Ok(Step::On(before));
            }
            here = before;
        }
    }

    fn speak(&self, language: String, page: PageCard) -> Result<PageCard, Failure> {
        let known = self.interview.languages();
        let wanted = known.iter().find(|known| known.to_lowercase().starts_with(&language.to_lowercase()));
        match wanted.filter(|_| !language.is_empty()) {
            Some(known) => Ok(self.interview.speak(known.clone())?),
            None => self.out.line(format!("  it speaks: {}", known.join(", "))).map(|()| page),
        }
    }

    fn add_another(&self, page: PageCard) -> Result<Step, Failure> {
        let name = page.path.rsplit('/').next().unwrap_or_default();
        self.out.line(format!("\nAdd another ({name})? yes or no"))?;
        ask::prompt(AskedAs::Words)?;
        Ok(match Typed::read()? {
            Typed::Leave => Step::Left,
            Typed::Back => return self.before(),
            Typed::Answer(line) if line.to_lowercase().starts_with('y') => {
                Step::On(self.interview.add_another(page.path)?)
            }
            Typed::Answer(_) | Typed::Nothing | Typed::Clear => Step::On(self.interview.next()?),
            Typed::Help | Typed::Review | Typed::Speak(_) => self.out.line(ask::HELP).map(|()| Step::On(page))?,
        })
    }

    /// Shows everything and finishes, or goes back to a question; `None` when finished.
    fn review(&self) -> Result<Option<Step>, Failure> {
        let review = self.interview.review();
        self.out.line(reviewed(&review))?;
        self.out.line("Enter finishes; a number changes that answer; :leave stops here.")?;
        ask::prompt(AskedAs::Words)?;
        match Typed::read()? {
            Typed::Leave => Ok(Some(Step::Left)),
            Typed::Back => self.before().map(Some),
            Typed::Answer(line) => {
                let row = line.parse::<usize>().ok().and_then(|number| review.get(number.checked_sub(1)?));
                let page = row.and_then(|row| self.interview.go_to(row.path.clone()).ok());
                Ok(Some(Step::On(page.unwrap_or_else(|| self.interview.page()))))
            }
            Typed::Nothing => match self.interview.finish_with_card(self.word.clone()) {
                Ok(_) if self.trial => {
                    self.out.line("It could be finished like this. Nothing was kept.").map(|()| None)
                }
                Ok(card) => finished(self.out, &card).map(|()| None),
                Err(PhoneError::Unready { .. }) => {
                    self.out.line("It can't be finished yet; what is marked with ! needs you.")?;
                    Ok(Some(Step::On(self.interview.page())))
                }
                Err(error) => Err(error.into()),
            },
            Typed::Clear | Typed::Help | Typed::Review | Typed::Speak(_) => Ok(Some(Step::On(self.interview.page()))),
        }
    }
}

/// The instance of a repeat that a path lies in.
fn instance(path: &str) -> &str {
    path.rfind(']').map_or("", |end| &path[..end])
}

/// Whether something is asked on a page before this place.
fn asked_before(page: &PageCard, place: usize) -> bool {
    page.questions.iter().take(place).any(|question| question.kind != AskedAs::Note && !question.read_only)
}

fn reviewed(review: &[ReviewRow]) -> String {
    let mut text = String::from("\nEverything so far:\n");
    for (number, row) in (1..).zip(review) {
        let label = row.label.lines().next().unwrap_or_default();
        let line = match row.state {
            ReviewState::Heading => format!("       {label}\n"),
            ReviewState::Answered | ReviewState::Removed => format!("  {number:>3}  {label}: {}\n", row.answer),
            ReviewState::Empty => format!("  {number:>3}  {label}: -\n"),
            ReviewState::Lacking => {
                format!("! {number:>3}  {label}: {} ({})\n", row.answer, row.lacks.as_deref().unwrap_or_default())
            }
        };
        text.push_str(&line);
    }
    text
}
