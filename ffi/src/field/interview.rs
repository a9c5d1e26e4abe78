//! An interview, one thing per page: what is asked, saving it, going on and back, another language.
//!
//! The page behind the last question is `review`'s.

use doorstep_core::words::{Language, Words};
use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::files;
use super::layout::{Fault, Place, Screen, page as lay_out};
use super::practice;
use super::question::{self, Shown};
use super::review;
use crate::wording::tag_of;
use crate::{AskedAs, Interview, PageCard, PageKind, PhoneError, PracticeDoor, QuestionCard};

/// What has to be mended on a page: the question's place on it, why, and what was typed.
struct Wrong {
    number: usize,
    why: String,
    typed: Option<String>,
}

/// Shows the page on which the interview is.
pub(super) fn page(desk: &Desk, id: &str) -> Result<Answer, PhoneError> {
    let interview = desk.app.interview(id)?;
    show(desk, &interview, &interview.page(), &[])
}

fn show(desk: &Desk, interview: &Interview, page: &PageCard, wrong: &[Wrong]) -> Result<Answer, PhoneError> {
    if page.kind == PageKind::Review {
        return review::page(desk, interview, page);
    }
    let parts = page.questions.iter().any(|question| files::is_file(question.kind)).then_some("multipart/form-data");
    let with = practice::interviewed(desk, &interview.id())?;
    let asked = html! { @match page.kind {
        PageKind::AddAnother => (review::add_another(desk, interview, page)),
        PageKind::Questions | PageKind::Review => (questions(desk, &interview.id(), page, wrong, with.as_ref())),
    } };
    let tag = tag_of(&page.language);
    let (lang, dir) = (tag.as_ref().map(Language::tag), tag.as_ref().map(|tag| tag.direction().attribute()));
    let body = html! {
        (progress(desk, page))
        form.asking method="post" action=(format!("/interview/{}", interview.id())) enctype=[parts] novalidate {
            // The first button is what Enter presses.
            button.unseen name="go" value="next" tabindex="-1" aria-hidden="true" { (desk.say("app-next")) }
            input type="hidden" name="at" value=(page.path);
            div lang=[lang] dir=[dir] {
                @for heading in &page.headings { p.group { (heading) } }
                @for notice in &page.notices { p.aside { (notice) } }
                (asked)
            }
            (buttons(desk, page))
            (spoken(desk, interview, page))
            p.leave { button.plain name="go" value="leave" { (desk.say("app-leave")) } }
        }
    };
    let faults: Vec<Fault> =
        wrong.iter().map(|wrong| Fault { anchor: format!("q{}", wrong.number), text: wrong.why.clone() }).collect();
    let title = page.questions.first().map_or_else(|| desk.say("app-interview"), |question| one_line(&question.label));
    let screen = Screen { own_heading: true, faults: &faults, ..Screen::new(title, Place::Apart, body) };
    let laid_out = lay_out(desk, &screen);
    Ok(Answer::page(laid_out, page.questions.iter().any(files::is_drawn), wrong.is_empty()))
}

fn one_line(label: &str) -> String {
    label.lines().next().unwrap_or_default().to_owned()
}

fn progress(desk: &Desk, page: &PageCard) -> Markup {
    let words = desk.tell("app-page-of", &[("page", (page.done + 1).into()), ("pages", page.total.into())]);
    html! {
        div.course {
            progress max=(page.total) value=(page.done) aria-label=(words) {}
            span aria-hidden="true" { (words) }
        }
    }
}

fn questions(desk: &Desk, id: &str, page: &PageCard, wrong: &[Wrong], with: Option<&PracticeDoor>) -> Markup {
    let (single, from) = (page.questions.len() == 1, format!("/interview/{id}/file"));
    html! {
        @if !single { h1.several { (page.headings.last().cloned().unwrap_or_else(|| desk.say("app-questions-here"))) } }
        @for (number, question) in page.questions.iter().enumerate() {
            @let wrong = wrong.iter().find(|wrong| wrong.number == number);
            @let (fault, typed) = (wrong.map(|wrong| wrong.why.as_str()), wrong.and_then(|wrong| wrong.typed.as_deref()));
            input type="hidden" name="shown" value=(question.path);
            (question::show(desk, question, Shown { number, fault, typed, is_heading: single, from: Some(&from) }))
            @if let Some(with) = with && question::is_asked(question) { (practice::says(desk, with, question)) }
        }
    }
}

fn buttons(desk: &Desk, page: &PageCard) -> Markup {
    html! {
        div.steps {
            @if page.kind != PageKind::AddAnother {
                button.button name="go" value="next" { (desk.say("app-next")) }
            }
            @if page.done > 0 { button.button.second name="go" value="back" { (desk.say("app-back")) } }
        }
    }
}

/// The questionnaire's languages, if it has several.
fn spoken(desk: &Desk, interview: &Interview, page: &PageCard) -> Markup {
    let languages = interview.languages();
    html! {
        @if languages.len() > 1 {
            fieldset.languages { legend { (desk.say("app-asked-in")) }
                @for name in &languages {
                    @let tag = tag_of(name);
                    @let shown = name.rsplit_once('(').map_or(name.as_str(), |(shown, _)| shown.trim());
                    button.plain name="speak" value=(name) lang=[tag.as_ref().map(Language::tag)]
                        aria-pressed=((*name == page.language).to_string()) { (shown) }
                }
            }
            @if interview.is_unchecked(&page.language).unwrap_or(false) { p.hint { (desk.say("app-unchecked")) } }
        }
    }
}

/// Saves what was answered on a page, and goes where the button says.
pub(super) fn act(desk: &Desk, id: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    let interview = desk.app.interview(id)?;
    let here = Answer::see(format!("/interview/{id}"));
    let mut page = interview.page();
    if page.path != ask.fields.one("at") {
        // A page that was kept in the browser: its answers are saved from where it stands.
        match interview.go_to(ask.fields.all("shown").next().unwrap_or_default().to_owned()) {
            Ok(found) => page = found,
            Err(PhoneError::Input { .. }) => return Ok(here),
            Err(error) => return Err(error),
        }
    }
    let (page, mut wrong) = save(desk, &interview, page, ask)?;
    let (page, refused) = attach(desk, &interview, page, ask)?;
    wrong.extend(refused);
    if ask.fields.has("clear") {
        interview.answer(ask.fields.one("clear").to_owned(), String::new())?;
        return Ok(here);
    }
    if ask.fields.has("speak") {
        let name = ask.fields.one("speak");
        interview.speak(name.to_owned())?;
        // What the library itself says on its pages follows the language of the phone.
        desk.app.put_away();
        let ours = tag_of(name).and_then(|tag| Words::languages().find(|known| *known == tag.main()));
        return Ok(ours.map_or(here, |tag| Answer::Speak(tag.to_owned(), format!("/interview/{id}"))));
    }
    match ask.fields.one("go") {
        "leave" => return Ok(Answer::see(format!("/interview/{id}/left"))),
        "back" => drop(interview.back()?),
        "another" => drop(interview.add_another(page.path)?),
        "without" => drop(interview.remove(ask.fields.one("instance").to_owned())?),
        _ => {
            wrong.extend(lacking(desk, &page, &wrong));
            if !wrong.is_empty() {
                wrong.sort_by_key(|wrong| wrong.number);
                return show(desk, &interview, &page, &wrong);
            }
            if !appeared(&page, ask) {
                interview.next()?;
            }
        }
    }
    Ok(here)
}

/// Saves the answers one by one; what can't be saved is told with what was typed.
fn save(
    desk: &Desk,
    interview: &Interview,
    mut page: PageCard,
    ask: &Ask,
) -> Result<(PageCard, Vec<Wrong>), PhoneError> {
    let mut wrong = Vec::new();
    for path in ask.fields.all("shown") {
        let Some(number) = page.questions.iter().position(|question| question.path == path) else { continue };
        let question = &page.questions[number];
        let Some(text) = question::given(question, &ask.fields).filter(|_| question::is_asked(question)) else {
            continue;
        };
        if text == question.value || kept(question, &text) {
            continue;
        }
        match interview.answer(path.to_owned(), text.clone()) {
            Ok(answered) => page = answered,
            Err(PhoneError::Input { .. }) => {
                wrong.push(Wrong { number, why: desk.say(unfit_key(question.kind)), typed: Some(text) });
            }
            Err(error) => return Err(error),
        }
    }
    Ok((page, wrong))
}

/// Attaches the files that came along; what can't be taken is told.
fn attach(
    desk: &Desk,
    interview: &Interview,
    mut page: PageCard,
    ask: &Ask,
) -> Result<(PageCard, Vec<Wrong>), PhoneError> {
    let mut wrong = Vec::new();
    for path in ask.fields.all("shown") {
        let Some(content) = ask.files.of(&files::field_of(path)) else { continue };
        let Some(number) = page.questions.iter().position(|question| question.path == path) else { continue };
        match interview.attach(path.to_owned(), content.to_vec()) {
            Ok(attached) => page = attached,
            Err(error @ PhoneError::Input { .. }) => wrong.push(Wrong { number, why: desk.why(&error), typed: None }),
            Err(error) => return Err(error),
        }
    }
    Ok((page, wrong))
}

/// Whether a browser sent a time back as it was shown: without the zone and seconds that are stored.
fn kept(question: &QuestionCard, text: &str) -> bool {
    matches!(question.kind, AskedAs::TimeOfDay | AskedAs::Moment)
        && !text.is_empty()
        && question.value.starts_with(text)
}

/// What stands in the way of going on.
fn lacking(desk: &Desk, page: &PageCard, known: &[Wrong]) -> Vec<Wrong> {
    let open = page.questions.iter().enumerate().filter(|(number, question)| {
        question::is_asked(question) && !known.iter().any(|wrong| wrong.number == *number)
    });
    let why = |lacks: &String| desk.lacking(lacks);
    open.filter_map(|(number, question)| Some(Wrong { number, why: question.lacks.as_ref().map(why)?, typed: None }))
        .collect()
}

/// Whether answering brought up a question that was not on the page before.
fn appeared(page: &PageCard, ask: &Ask) -> bool {
    let shown: Vec<&str> = ask.fields.all("shown").collect();
    page.questions.iter().any(|question| question::is_asked(question) && !shown.contains(&question.path.as_str()))
}

/// What is said of an answer that is none of its question's type.
pub(super) const fn unfit_key(kind: AskedAs) -> &'static str {
    match kind {
        AskedAs::WholeNumber => "app-unfit-whole-number",
        AskedAs::Number => "app-unfit-number",
        AskedAs::Day => "app-unfit-day",
        AskedAs::TimeOfDay => "app-unfit-time",
        AskedAs::Moment => "app-unfit-moment",
        AskedAs::Place => "app-unfit-place",
        AskedAs::Line | AskedAs::Land => "app-unfit-places",
        AskedAs::One | AskedAs::Several | AskedAs::Ranked => "app-unfit-choice",
        AskedAs::Note
        | AskedAs::Words
        | AskedAs::Tick
        | AskedAs::File
        | AskedAs::Picture
        | AskedAs::Sound
        | AskedAs::Film
        | AskedAs::BarCode
        | AskedAs::FilledIn => "app-cannot-be-right",
    }
}

/// Says that everything is kept, and how to go on.
pub(super) fn left(desk: &Desk, id: &str) -> Result<Answer, PhoneError> {
    desk.app.interview(id)?;
    let body = html! {
        p { (desk.say("app-left-kept")) }
        p { a.button href=(format!("/interview/{id}")) { (desk.say("app-go-on")) } }
        details { summary { (desk.say("app-discard")) }
            p { (desk.say("app-discard-what")) }
            form method="post" action=(format!("/interview/{id}/discard")) {
                button.button.danger { (desk.say("app-discard-now")) }
            }
        }
    };
    Ok(Answer::Page(lay_out(desk, &Screen::new(desk.say("app-left"), Place::Today, body))))
}
