//! What all pages share: head, the way about, what is safe, the summary of what has to be mended, languages.

use doorstep_core::words::{Language, Words};
use maud::{DOCTYPE, Markup, html};

use super::desk::Desk;
use super::practice;
use crate::PhoneError;

/// Something that has to be mended, and the anchor of its place on the page.
#[derive(Clone)]
pub(super) struct Fault {
    pub(super) anchor: String,
    pub(super) text: String,
}

/// Where a page stands in the way about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Today,
    Doors,
    Interviews,
    Send,
    Settings,
    /// One thing only: no way about, no distraction.
    Apart,
}

/// A page.
pub(super) struct Screen<'a> {
    /// Its heading and its title.
    pub(super) title: String,
    /// Whether the body has the heading itself.
    pub(super) own_heading: bool,
    pub(super) place: Place,
    /// The page before.
    pub(super) back: Option<String>,
    /// What has to be mended.
    pub(super) faults: &'a [Fault],
    pub(super) body: Markup,
}

impl Screen<'_> {
    /// A page with its heading, and nothing to mend.
    pub(super) const fn new(title: String, place: Place, body: Markup) -> Self {
        Self { title, own_heading: false, place, back: None, faults: &[], body }
    }
}

/// Lays a page out.
pub(super) fn page(desk: &Desk, screen: &Screen<'_>) -> Markup {
    let project = desk.phone().project().ok();
    let name = project.as_ref().map_or("Doorstep", |project| project.name.as_str());
    let prefix = if screen.faults.is_empty() { String::new() } else { desk.say("app-title-problem") + ": " };
    let inner = html! {
        a.skip href="#main" { (desk.say("app-skip")) }
        header.top { div.wide {
            a.brand href="/" { (name) }
            @if project.is_some() { (safe(desk)) }
        } }
        (practice::banner(desk))
        (super::check_in::banner(desk, screen.place == Place::Apart))
        @if project.is_some() && screen.place != Place::Apart { (way_about(desk, screen.place)) }
        div.wide {
            @if let Some(back) = &screen.back {
                nav aria-label=(desk.say("app-back")) { a.back href=(back) { (desk.say("app-back")) } }
            }
            main #main tabindex="-1" {
                @if let Some(notice) = desk.app.take_notice() { div.notice role="status" { p { (notice) } } }
                (summary(desk, screen.faults))
                @if !screen.own_heading { h1 { (screen.title) } }
                (screen.body)
            }
        }
        // On its own page an interview has the questionnaire's languages.
        @if screen.place != Place::Apart || project.is_none() { (languages(desk)) }
    };
    document(desk, &format!("{prefix}{} – {name}", screen.title), &inner)
}

fn document(desk: &Desk, title: &str, inner: &Markup) -> Markup {
    let words = desk.words();
    html! {
        (DOCTYPE)
        html class=[desk.is_large.then_some("large")] lang=(words.language()) dir=(words.language().direction().attribute()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href="/style.css";
                link rel="icon" href="data:,";
            }
            body { (inner) }
        }
    }
}

/// How much of what is here is safe, in a few words, always in sight.
fn safe(desk: &Desk) -> Markup {
    if desk.phone().is_practice() {
        return html! {};
    }
    let Ok(status) = desk.phone().status() else { return html! {} };
    let values = [("safe", status.safe.into()), ("all", status.interviews.into())];
    let class = if status.only_here + status.unfinished > 0 { "safe open" } else { "safe" };
    html! { a class=(class) href="/send" { (desk.tell("app-safe", &values)) } }
}

fn way_about(desk: &Desk, here: Place) -> Markup {
    let places = [
        (Place::Today, "/", "app-today"),
        (Place::Doors, "/doors", "app-doors"),
        (Place::Interviews, "/interviews", "app-interviews"),
        (Place::Send, "/send", "app-send"),
        (Place::Settings, "/settings", "app-settings"),
    ];
    html! {
        nav.about aria-label=(desk.say("app-menu")) { ul.wide {
            @for (place, href, key) in places {
                li { a href=(href) aria-current=[(place == here).then_some("page")] { (desk.say(key)) } }
            }
        } }
    }
}

fn summary(desk: &Desk, faults: &[Fault]) -> Markup {
    if faults.is_empty() {
        return html! {};
    }
    html! {
        div.summary role="alert" aria-labelledby="summary-title" {
            h2 #summary-title { (desk.say("app-problem")) }
            ul { @for fault in faults { li {
                @if fault.anchor.is_empty() { (fault.text) } @else { a href=(format!("#{}", fault.anchor)) { (fault.text) } }
            } } }
        }
    }
}

/// The languages that the app speaks, each in its own words.
fn languages(desk: &Desk) -> Markup {
    let spoken = desk.words().language().main().to_owned();
    html! {
        footer { div.wide {
            form method="post" action="/language" {
                input type="hidden" name="here" value=(desk.here);
                fieldset.languages {
                    legend { (desk.say("app-languages")) }
                    @for tag in Words::languages() {
                        @let own = tag.parse::<Language>().map_or_else(|_| tag.to_owned(), |tag| Words::new(&tag).say("app-language-name", &[]));
                        button.plain name="language" value=(tag) lang=(tag) aria-pressed=((tag == spoken).to_string()) { (own) }
                    }
                }
            }
        } }
    }
}

/// A page that shows nothing of the project.
pub(super) fn bare(desk: &Desk, title: &str, faults: &[Fault], body: &Markup) -> Markup {
    let prefix = if faults.is_empty() { String::new() } else { desk.say("app-title-problem") + ": " };
    let inner = html! {
        a.skip href="#main" { (desk.say("app-skip")) }
        (super::check_in::banner(desk, true))
        div.wide { main #main tabindex="-1" { (summary(desk, faults)) h1 { (title) } (body) } }
        (languages(desk))
    };
    document(desk, &format!("{prefix}{title}"), &inner)
}

/// What is shown to a browser without the key of this start.
pub(super) fn locked(desk: &Desk) -> Markup {
    let title = desk.say("app-locked");
    let inner = html! { div.wide { main { h1 { (title) } p { (desk.say("app-locked-how")) } } } };
    document(desk, &title, &inner)
}

/// Something could not be done.
pub(super) fn failed(desk: &Desk, error: &PhoneError) -> Markup {
    let body = html! { p { (desk.why(error)) } p { a.button href="/" { (desk.say("app-to-today")) } } };
    page(desk, &Screen::new(desk.say("app-not-done"), Place::Today, body))
}

/// No page has this address.
pub(super) fn nothing_here(desk: &Desk) -> Markup {
    let body = html! { p { a.button href="/" { (desk.say("app-to-today")) } } };
    page(desk, &Screen::new(desk.say("app-nothing-here"), Place::Today, body))
}
