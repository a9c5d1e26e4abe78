//! Languages, and what there is to know about this phone.

use maud::html;

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Place, Screen, page as lay_out};
use crate::{MemberRole, PhoneError, SendFiles};

/// The words for a role.
pub(super) const fn role_key(role: MemberRole) -> &'static str {
    match role {
        MemberRole::Coordinator => "app-role-coordinator",
        MemberRole::Researcher => "app-role-researcher",
        MemberRole::Resident => "app-role-resident",
        MemberRole::Manager => "app-role-manager",
        MemberRole::Councillor => "app-role-councillor",
        MemberRole::Server => "app-role-server",
        MemberRole::Unknown => "app-role-unknown",
    }
}

/// Shows them.
pub(super) fn page(desk: &Desk) -> Result<Answer, PhoneError> {
    let (project, now) = (desk.phone().project().ok(), desk.phone().send_files()?);
    let about = desk.phone().about_phone()?;
    let body = html! {
        p { (desk.say("app-settings-language")) }
        section { h2 { (desk.say("about-text")) }
            form method="post" action="/settings/text" {
                button.button.second name="text" value=(if desk.is_large { "plain" } else { "large" }) {
                    (desk.say(if desk.is_large { "about-text-plain" } else { "about-text-large" }))
                }
            }
        }
        section { h2 { (desk.say("app-about")) }
            dl.figures {
                @if let Some(project) = &project {
                    div { dt { (desk.say("app-project")) } dd { (project.name) } }
                    div { dt { (desk.say("app-you-are")) } dd { (desk.say(project.role.map_or("app-role-unknown", role_key))) } }
                    div { dt { (desk.say("app-server")) } dd { (project.server_addresses.first().map_or("–", String::as_str)) } }
                    div { dt { (desk.say("app-this-phone")) } dd { code { (about.fingerprint) } } }
                    div { dt { (desk.say("about-last-contact")) } dd { (about.last_contact_ms.map_or_else(|| desk.say("about-never"), |at| desk.moment(at))) } }
                }
                div { dt { (desk.say("app-version")) } dd { (env!("CARGO_PKG_VERSION")) } }
            }
        }
        @if project.is_some() {
            section { h2 { (desk.say("my-name-title")) }
                p { @match desk.phone().my_name()? { Some(said) => (said.name), None => (desk.say("my-name-none")) } }
                p { a href="/my-name" { (desk.say("my-name-link")) } }
            }
        }
        (super::practice::way_in(desk))
        section { h2 { (desk.say("pin-title")) }
            p { a href="/pin" { (desk.say(if desk.phone().pin()?.is_set { "pin-link-set" } else { "pin-link" })) } }
        }
        section { h2 { (desk.say("app-files")) }
            form method="post" action="/settings/files" {
                fieldset { legend { (desk.say("app-files-when")) }
                    @for (when, name, key) in WHEN {
                        label.choice for=(format!("files-{name}")) {
                            input id=(format!("files-{name}")) type="radio" name="files" value=(name) checked[when == now];
                            span { (desk.say(key)) }
                        }
                    }
                }
                button.button.second { (desk.say("app-files-keep")) }
            }
        }
        @if project.is_some() {
            section { h2 { (desk.say("print-title")) }
                p { (desk.say("print-what")) }
                ul.list {
                    li { a href="/print/doors" { (desk.say("print-doors-link")) } }
                    li { a href="/print/guide" { (desk.say("print-guide-link")) } }
                }
            }
        }
        section { h2 { (desk.say("app-where-kept")) } p { (desk.say("app-where-kept-what")) }
            dl.figures {
                div { dt { (desk.say("about-store")) } dd { (size(desk, about.store_bytes)) } }
                @if about.practice_bytes > 0 { div { dt { (desk.say("practice")) } dd { (size(desk, about.practice_bytes)) } } }
            }
        }
    };
    Ok(Answer::Page(lay_out(desk, &Screen::new(desk.say("app-settings"), Place::Settings, body))))
}

/// A number of bytes, in megabytes to one digit behind the point.
fn size(desk: &Desk, bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    desk.tell("about-megabytes", &[("size", format!("{}.{}", tenths / 10, tenths % 10).as_str().into())])
}

/// When pictures and other files go along, with the names of the choices and their words. Whether a network costs something a browser does not say.
const WHEN: [(SendFiles, &str, &str); 2] =
    [(SendFiles::Always, "always", "app-files-always"), (SendFiles::Never, "never", "app-files-never")];

/// Sets when pictures and other files go along.
pub(super) fn send_files(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let chosen = ask.fields.one("files");
    if let Some((when, ..)) = WHEN.into_iter().find(|(_, name, _)| *name == chosen) {
        desk.phone().set_send_files(when)?;
        desk.app.notify(desk.say("app-files-set"));
    }
    Ok(Answer::see("/settings"))
}

/// Speaks another language from the next page on.
pub(super) fn speak(desk: &Desk, ask: &Ask) -> Answer {
    desk.app.put_away();
    let wanted = ask.fields.one("language");
    let known = doorstep_core::words::Words::languages().find(|tag| *tag == wanted);
    let here = place(ask.fields.one("here")).unwrap_or("/settings").to_owned();
    match known {
        Some(tag) => Answer::Speak(tag.to_owned(), here),
        None => Answer::see("/settings"),
    }
}

/// A place that a form names, if it is a page of this app.
pub(super) fn place(named: &str) -> Option<&str> {
    Some(named).filter(|place| is_ours(place))
}

/// Whether a place is a page of this app, and not one elsewhere.
fn is_ours(place: &str) -> bool {
    place.starts_with('/')
        && !place.starts_with("//")
        && place.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}
