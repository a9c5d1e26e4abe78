//! Typing in what was written on paper: the whole questionnaire on one page, for the keyboard. A number chooses, Enter saves and goes on.
//!
//! What a number means is `paper_numbers`'; the same interview one thing per page is `interview`'s.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::fields::encoded;
use super::files;
use super::interview::unfit_key;
use super::layout::{Fault, Place, Screen, page as lay_out};
use super::paper_numbers::{self as numbers, Typed};
use super::question::{field_of, is_asked};
use crate::wording::tag_of;
use crate::{AskedAs, Interview, InterviewStart, PhoneError, QuestionCard, SheetRow, UnfinishedRow};

/// Something that could not be saved, with what was typed.
struct Wrong {
    path: String,
    why: String,
    typed: String,
}

/// Asks which questionnaire lies there, and when it was asked.
pub(super) fn which(desk: &Desk, door: &str, fault: Option<&str>) -> Result<Answer, PhoneError> {
    let (doors, forms) = (desk.doors()?, desk.phone().forms()?);
    let Some(found) = doors.get(door) else { return Ok(Answer::Absent(super::layout::nothing_here(desk))) };
    let body = html! {
        p.lead { (found.address) }
        form method="post" action=(format!("/door/{door}/paper")) {
            div.question { fieldset { legend { span.asked { (desk.say("paper-which")) } }
                @for (place, form) in forms.iter().enumerate() {
                    label.choice for=(format!("form-{place}")) {
                        input id=(format!("form-{place}")) type="radio" name="form" value=(form.version) checked[place == 0];
                        span { (form.title) }
                    }
                }
            } }
            div class=(if fault.is_some() { "question wrong" } else { "question" }) {
                label.asked for="asked-on" { (desk.say("paper-asked-on")) }
                @if let Some(fault) = fault { p.fault { (fault) } }
                input #asked-on name="asked-on" type="date" value=(desk.phone().local(crate::machine::now().0).date().to_string())
                    aria-invalid=[fault.map(|_| "true")];
            }
            @if forms.is_empty() { p { (desk.say("app-no-forms")) } } @else { button.button { (desk.say("paper-begin")) } }
        }
    };
    let faults: Vec<Fault> =
        fault.map(|text| Fault { anchor: "asked-on".to_owned(), text: text.to_owned() }).into_iter().collect();
    let back = Some(format!("/door/{door}"));
    let screen = Screen { back, faults: &faults, ..Screen::new(desk.say("paper-title"), Place::Doors, body) };
    let page = lay_out(desk, &screen);
    Ok(if fault.is_none() { Answer::Page(page) } else { Answer::Mend(page) })
}

/// Where an interview under way goes on: on its sheet, or one thing per page.
pub(super) fn place(row: &UnfinishedRow) -> String {
    format!("/interview/{}{}", row.id, if row.from_paper { "/paper" } else { "" })
}

/// Begins to type one in.
pub(super) fn begin(desk: &Desk, door: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    let start = InterviewStart {
        form: ask.fields.one("form").to_owned(),
        door: Some(door.to_owned()),
        area: None,
        from_paper: true,
        asked_on: Some(ask.fields.one("asked-on").to_owned()).filter(|day| !day.is_empty()),
    };
    match desk.phone().begin(start) {
        Ok(interview) => Ok(Answer::see(format!("/interview/{}/paper", interview.id()))),
        Err(error) if error.code() == "bad-day" => which(desk, door, Some(&desk.why(&error))),
        Err(error) => Err(error),
    }
}

/// Shows the sheet, with the keyboard on the first empty field behind the one that was saved last.
pub(super) fn page(desk: &Desk, id: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    let interview = desk.app.interview(id)?;
    Ok(show(desk, &interview, ask.query.one("at"), &[]))
}

fn show(desk: &Desk, interview: &Interview, after: &str, wrong: &[Wrong]) -> Answer {
    let (id, rows, spoken) = (interview.id(), interview.sheet(), interview.page().language);
    let asked: Vec<&QuestionCard> = questions(&rows).filter(|question| is_asked(question)).collect();
    let from = asked.iter().position(|question| question.path == after).map_or(0, |place| place + 1);
    let first_wrong = wrong.first().map(|wrong| wrong.path.as_str());
    let next = asked.iter().skip(from).find(|question| question.value.is_empty() && numbers::is_typed(question.kind));
    let focus = first_wrong.or_else(|| next.map(|question| question.path.as_str()));
    let faults: Vec<Fault> =
        wrong.iter().map(|wrong| Fault { anchor: anchor(&asked, &wrong.path), text: wrong.why.clone() }).collect();
    let tag = tag_of(&spoken).map(|tag| tag.tag());
    let body = html! {
        p.aside { (desk.say("paper-how")) }
        form.sheet method="post" action=(format!("/interview/{id}/paper")) novalidate {
            // The first button is what Enter presses.
            button.unseen name="go" value="on" tabindex="-1" aria-hidden="true" { (desk.say("paper-save")) }
            div lang=[tag] {
                @for row in &rows {
                    @match &row.question {
                        None => h2 { (row.heading) },
                        Some(question) => (line(desk, question, &anchor(&asked, &question.path), wrong, focus)),
                    }
                }
            }
            div.steps {
                button.button name="go" value="on" { (desk.say("paper-save")) }
                button.button.second name="go" value="finish" autofocus[focus.is_none()] { (desk.say("app-finish")) }
            }
            p { a href=(format!("/interview/{id}")) { (desk.say("paper-one-by-one")) } }
        }
    };
    let screen = Screen { faults: &faults, ..Screen::new(desk.say("paper-title"), Place::Apart, body) };
    let page = lay_out(desk, &screen);
    if wrong.is_empty() { Answer::Page(page) } else { Answer::Mend(page) }
}

fn questions(rows: &[SheetRow]) -> impl Iterator<Item = &QuestionCard> {
    rows.iter().filter_map(|row| row.question.as_ref())
}

fn anchor(asked: &[&QuestionCard], path: &str) -> String {
    format!("q{}", asked.iter().position(|question| question.path == path).unwrap_or(asked.len()))
}

fn line(desk: &Desk, question: &QuestionCard, anchor: &str, wrong: &[Wrong], focus: Option<&str>) -> Markup {
    let wrong = wrong.iter().find(|wrong| wrong.path == question.path);
    let value = wrong.map_or_else(|| numbers::shown(question), |wrong| wrong.typed.clone());
    let about = format!("{anchor}-about");
    let (is_words, focused) = (question.kind == AskedAs::Words, focus == Some(question.path.as_str()));
    html! {
        @if !is_asked(question) { p.said { (question.label) } }
        @else if !numbers::is_typed(question.kind) {
            div.line { p { (question.label) } p.hint { (desk.say(if files::is_file(question.kind) { "paper-file" } else { "paper-elsewhere" })) } }
        } @else {
            div class=(if wrong.is_some() { "line wrong" } else { "line" }) {
                label for=(anchor) { (question.label) @if question.required { " " span.aside { (desk.say("paper-required")) } } }
                div id=(about) {
                    @if !question.choices.is_empty() || question.kind == AskedAs::Tick { (options(desk, question)) }
                    @if let Some(wrong) = wrong { p.fault { (wrong.why) } }
                    @else if let (Some(lacks), false) = (&question.lacks, question.value.is_empty()) { p.fault { (desk.lacking(lacks)) } }
                }
                input type="hidden" name="shown" value=(question.path);
                input id=(anchor) type="text" name=(field_of(&question.path)) value=(value) class=[(!is_words).then_some("narrow")]
                    inputmode=[numbers::keys(question.kind)] autocomplete="off" aria-describedby=(about) autofocus[focused]
                    aria-invalid=[wrong.map(|_| "true")];
            }
        }
    }
}

/// The choices with the numbers that stand for them.
fn options(desk: &Desk, question: &QuestionCard) -> Markup {
    let (is_several, is_ranked) = (question.kind == AskedAs::Several, question.kind == AskedAs::Ranked);
    html! {
        p.options {
            @if question.kind == AskedAs::Tick { span { b { "1" } " " (desk.say("app-tick")) } }
            @for (place, choice) in question.choices.iter().enumerate() { span { b { (place + 1) } " " (choice.label) } " " }
        }
        @if is_several { p.hint { (desk.say("paper-several")) } }
        @if is_ranked { p.hint { (desk.say("paper-ranked")) } }
    }
}

/// Saves what was typed, answer by answer, and goes on or finishes.
pub(super) fn save(desk: &Desk, id: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    let interview = desk.app.interview(id)?;
    let rows = interview.sheet();
    let (mut last, mut wrong) = (String::new(), Vec::new());
    for path in ask.fields.all("shown") {
        let Some(question) = questions(&rows).find(|question| question.path == path) else { continue };
        let typed = ask.fields.one(&field_of(path)).trim();
        if typed == numbers::shown(question) {
            continue;
        }
        match save_one(&interview, question, typed) {
            Ok(true) => path.clone_into(&mut last),
            Ok(false) => wrong.push(unfit(desk, question, typed)),
            Err(error) => return Err(error),
        }
    }
    if !wrong.is_empty() {
        return Ok(show(desk, &interview, &last, &wrong));
    }
    if ask.fields.one("go") == "finish" {
        return finish(desk, &interview);
    }
    Ok(Answer::see(format!("/interview/{id}/paper?at={}", encoded(&last))))
}

/// Saves one answer; says whether it fits. One that is not asked any more is left out.
fn save_one(interview: &Interview, question: &QuestionCard, typed: &str) -> Result<bool, PhoneError> {
    let Typed::Answer(answer) = numbers::read(question, typed) else { return Ok(false) };
    match interview.answer(question.path.clone(), answer) {
        Ok(_) => Ok(true),
        Err(PhoneError::Input { .. }) => Ok(!questions(&interview.sheet()).any(|asked| asked.path == question.path)),
        Err(error) => Err(error),
    }
}

fn unfit(desk: &Desk, question: &QuestionCard, typed: &str) -> Wrong {
    let why = match question.choices.len() {
        0 => desk.say(unfit_key(question.kind)),
        most => desk.tell("paper-bad-number", &[("most", most.into())]),
    };
    Wrong { path: question.path.clone(), why, typed: typed.to_owned() }
}

/// Finishes; what still lacks an answer is told on the sheet.
fn finish(desk: &Desk, interview: &Interview) -> Result<Answer, PhoneError> {
    match interview.finish_with_card(None) {
        Ok(finished) => {
            desk.app.put_away();
            let place = format!("/interviews/{}/card", finished.id);
            desk.app.card.show(finished);
            Ok(Answer::see(place))
        }
        Err(PhoneError::Unready { .. }) => {
            let rows = interview.sheet();
            let lacking = questions(&rows).filter_map(|question| {
                let why = format!("{}: {}", question.label, desk.lacking(question.lacks.as_ref()?));
                Some(Wrong { path: question.path.clone(), why, typed: numbers::shown(question) })
            });
            Ok(show(desk, interview, "", &lacking.collect::<Vec<_>>()))
        }
        Err(error) => Err(error),
    }
}
