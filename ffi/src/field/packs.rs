//! Question packs: making one for other organisations, looking at one that came, and taking it over.
//!
//! A pack that was looked at stays at hand, in memory alone, until another one is.

use std::sync::PoisonError;

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Fault, Place, Screen, page as lay_out};
use crate::{FileContent, FormRow, PackCard, PackName, PackStory, PackWish, PhoneError, TakenPackRow};

/// The media type of a workbook.
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The texts of the story card, with the words for each.
const STORY: [(&str, &str); 4] =
    [("who", "packs-who"), ("place", "packs-place"), ("when", "packs-when"), ("changed", "packs-changed")];

/// Lists what was taken, and has the places for taking and making.
pub(super) fn page(desk: &Desk, ask: &Ask, fault: Option<Fault>) -> Result<Answer, PhoneError> {
    let taken = desk.phone().taken_packs()?;
    let faults: Vec<Fault> = fault.into_iter().collect();
    let body = html! {
        p { (desk.say("packs-what")) }
        @if taken.is_empty() { p { (desk.say("packs-none")) } }
        @for row in &taken { (taken_one(desk, row)) }
        @if desk.phone().may_set_up() { (looking(desk, &faults)) (making(desk, ask, &faults)?) }
    };
    let screen = Screen {
        faults: &faults,
        back: Some("/results".to_owned()),
        ..Screen::new(desk.say("packs-title"), Place::Today, body)
    };
    let laid_out = lay_out(desk, &screen);
    Ok(if faults.is_empty() { Answer::Page(laid_out) } else { Answer::Mend(laid_out) })
}

fn taken_one(desk: &Desk, row: &TakenPackRow) -> Markup {
    let asked = [("asked", row.asked_here.into()), ("all", row.questions.into())];
    html! {
        section { h2 { (row.name.title) }
            p.aside { (whose(&row.name)) }
            dl.figures {
                (story(desk, &row.story))
                div { dt { (desk.say("packs-taken")) } dd { (desk.moment(row.at_ms)) } }
                div { dt { (desk.say("packs-questions")) } dd { (desk.tell("packs-asked-here", &asked)) } }
                @if !row.criteria.is_empty() { div { dt { (desk.say("packs-proposed")) } dd { (row.criteria.join(", ")) } } }
                @if row.codes > 0 { div { dt { (desk.say("packs-codes")) } dd { (row.codes) } } }
                (sources(desk, &row.made_from))
            }
        }
    }
}

fn whose(name: &PackName) -> String {
    let parts = [&name.organisation, &name.project, &name.made_on].into_iter().filter(|part| !part.is_empty());
    parts.cloned().collect::<Vec<_>>().join(" · ")
}

fn story(desk: &Desk, told: &PackStory) -> Markup {
    let rows = STORY.map(|(_, key)| key).into_iter().zip([&told.who, &told.place, &told.when, &told.changed]);
    html! {
        @for (key, text) in rows.chain([("packs-ask", &told.ask)]).filter(|(_, text)| !text.is_empty()) {
            div { dt { (desk.say(key)) } dd { (text) } }
        }
    }
}

fn sources(desk: &Desk, made_from: &[PackName]) -> Markup {
    html! {
        @for source in made_from {
            div { dt { (desk.say("packs-made-from")) } dd { (source.title) " · " (whose(source)) } }
        }
    }
}

fn looking(desk: &Desk, faults: &[Fault]) -> Markup {
    let fault = faults.iter().find(|fault| fault.anchor == "pack");
    html! {
        section { h2 { (desk.say("packs-look-title")) }
            form method="post" action="/packs" enctype="multipart/form-data" {
                div class=(if fault.is_some() { "question wrong" } else { "question" }) {
                    label.asked for="pack" { (desk.say("packs-file")) }
                    @if let Some(fault) = fault { p.fault { (fault.text) } }
                    input #pack name="pack" type="file" accept=".json,application/json" aria-invalid=[fault.map(|_| "true")];
                }
                button.button.second { (desk.say("packs-look")) }
            }
        }
    }
}

fn making(desk: &Desk, ask: &Ask, faults: &[Fault]) -> Result<Markup, PhoneError> {
    let forms = desk.phone().forms()?;
    let fault = faults.iter().find(|fault| fault.anchor == "title");
    let typed = |name: &str| ask.fields.one(name).to_owned();
    Ok(html! {
        section { h2 { (desk.say("packs-make-title")) }
            p { (desk.say("packs-make-what")) }
            @if forms.is_empty() { p { (desk.say("packs-no-form")) } } @else {
                form method="post" action="/packs/make" {
                    (questionnaires(desk, &forms, false))
                    div.question { label.asked for="questions" { (desk.say("packs-which")) }
                        p.hint #questions-hint { (desk.say("packs-which-hint")) }
                        textarea #questions name="questions" rows="2" autocomplete="off" spellcheck="false" aria-describedby="questions-hint" { (typed("questions")) } }
                    div class=(if fault.is_some() { "question wrong" } else { "question" }) {
                        label.asked for="title" { (desk.say("packs-name")) }
                        @if let Some(fault) = fault { p.fault { (fault.text) } }
                        input #title name="title" type="text" maxlength="200" autocomplete="off" value=(typed("title")) aria-invalid=[fault.map(|_| "true")]; }
                    div.question { label.asked for="organisation" { (desk.say("packs-organisation")) }
                        input #organisation name="organisation" type="text" maxlength="200" autocomplete="off" value=(typed("organisation")); }
                    fieldset { legend { span.asked { (desk.say("packs-story")) } }
                        @for (name, key) in STORY {
                            div.question { label.asked for=(name) { (desk.say(key)) }
                                textarea id=(name) name=(name) rows="2" autocomplete="off" { (typed(name)) } }
                        }
                        div.question { label.asked for="ask" { (desk.say("packs-ask")) }
                            p.hint #ask-hint { (desk.say("packs-ask-hint")) }
                            input #ask name="ask" type="text" maxlength="200" autocomplete="off" aria-describedby="ask-hint" value=(typed("ask"));
                            label.choice for="agreed" { input #agreed type="checkbox" name="agreed" value="yes" checked[ask.fields.has("agreed")]; span { (desk.say("packs-ask-agreed")) } } }
                    }
                    button.button.second { (desk.say("packs-make")) }
                }
            }
        }
    })
}

fn questionnaires(desk: &Desk, forms: &[FormRow], none_too: bool) -> Markup {
    html! {
        div.question { label.asked for="form" { (desk.say(if none_too { "packs-behind" } else { "packs-of-form" })) }
            select #form name="form" {
                @if none_too { option value="" { (desk.say("packs-behind-none")) } }
                @for form in forms.iter().rev() { option value=(form.version) { (form.title) @if !form.named.is_empty() { " (" (form.named) ")" } } }
            }
        }
    }
}

/// Reads a file that was chosen, and shows what is in it.
pub(super) fn look(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let wrong = |text| page(desk, ask, Some(Fault { anchor: "pack".to_owned(), text }));
    let Some(file) = ask.files.of("pack") else { return wrong(desk.say("packs-no-file")) };
    match desk.phone().read_pack(file.to_vec()) {
        Ok(_) => {
            *desk.app.pack.lock().unwrap_or_else(PoisonError::into_inner) = Some(file.to_vec());
            Ok(Answer::see("/packs/look"))
        }
        Err(error @ PhoneError::Input { .. }) => wrong(desk.why(&error)),
        Err(other) => Err(other),
    }
}

/// The pack that was looked at last.
fn at_hand(desk: &Desk) -> Option<Vec<u8>> {
    desk.app.pack.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Shows what is in the pack at hand.
pub(super) fn shown(desk: &Desk) -> Result<Answer, PhoneError> {
    let Some(file) = at_hand(desk) else { return Ok(Answer::see("/packs")) };
    let card = desk.phone().read_pack(file)?;
    let forms = desk.phone().forms()?;
    let body = html! {
        p.aside { (whose(&card.name)) }
        dl.figures { (story(desk, &card.story)) (sources(desk, &card.made_from)) }
        (content(desk, &card))
        @if desk.phone().may_set_up() {
            section { h2 { (desk.say("packs-take-title")) }
                p { (desk.say("packs-take-what")) }
                @if card.taken { p { (desk.say("packs-taken-already")) } }
                @else { form method="post" action="/packs/take" { button.button { (desk.say("packs-take")) } } }
                form method="post" action="/packs/draft" {
                    (questionnaires(desk, &forms, true))
                    p.hint { (desk.say("packs-draft-hint")) }
                    button.button.second { (desk.say("packs-draft")) }
                }
            }
        }
    };
    let screen = Screen { back: Some("/packs".to_owned()), ..Screen::new(card.name.title, Place::Today, body) };
    Ok(Answer::Page(lay_out(desk, &screen)))
}

fn content(desk: &Desk, card: &PackCard) -> Markup {
    html! {
        section { h2 { (desk.say("packs-questions")) }
            ul.list { @for question in &card.questions {
                li { (question.label)
                    @if question.asked_here { " " span.tag { (desk.say("packs-asked")) } } }
            } }
            @if !card.checked.is_empty() { p { (desk.tell("packs-checked", &[("languages", card.checked.join(", ").as_str().into())])) } }
        }
        @if !card.criteria.is_empty() {
            section { h2 { (desk.say("packs-criteria")) }
                ul.list { @for one in &card.criteria { li { strong { @if one.name.is_empty() { (one.code) } @else { (one.name) } } " " (one.good) } } }
            }
        }
        @if !card.codes.is_empty() {
            section { h2 { (desk.say("packs-codes")) }
                ul.list { @for code in &card.codes { li { strong { (code.name) } " " (code.means) } } }
            }
        }
    }
}

/// Takes the pack at hand over.
pub(super) fn take(desk: &Desk) -> Result<Answer, PhoneError> {
    if let Some(file) = at_hand(desk) {
        desk.phone().take_pack(file)?;
        desk.app.notify(desk.say("packs-taken-now"));
    }
    Ok(Answer::see("/packs/look"))
}

/// Gives the questions of the pack at hand out, as a draft for the author of a questionnaire.
pub(super) fn draft(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let Some(file) = at_hand(desk) else { return Ok(Answer::see("/packs")) };
    let form = Some(ask.fields.one("form").to_owned()).filter(|form| !form.is_empty());
    let draft = desk.phone().pack_draft(file, form)?;
    Ok(Answer::Content(FileContent {
        name: "draft.xlsx".to_owned(),
        media: WORKBOOK.to_owned(),
        bytes: draft.workbook,
    }))
}

/// Makes a pack and gives it out.
pub(super) fn make(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let text = |name: &str| ask.fields.one(name).trim().to_owned();
    let wish = PackWish {
        questionnaire: text("form"),
        questions: text("questions")
            .split([',', ' ', '\n'])
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
        title: text("title"),
        organisation: text("organisation"),
        story: PackStory {
            who: text("who"),
            place: text("place"),
            when: text("when"),
            changed: text("changed"),
            ask: text("ask"),
            ask_agreed: ask.fields.has("agreed"),
        },
        criteria: true,
        codes: true,
    };
    match desk.phone().make_pack(wish) {
        Ok(file) => {
            let (name, media) = ("questions.pack.json".to_owned(), "application/json".to_owned());
            Ok(Answer::Content(FileContent { name, media, bytes: file.into_bytes() }))
        }
        Err(error @ (PhoneError::Input { .. } | PhoneError::NotNow { .. })) => {
            page(desk, ask, Some(Fault { anchor: "title".to_owned(), text: desk.why(&error) }))
        }
        Err(other) => Err(other),
    }
}
