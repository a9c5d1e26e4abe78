//! Joining a project by the text of an invite.

use maud::html;
use tokio::runtime::Handle;

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Fault, Place, Screen, page as lay_out};
use crate::{PhoneError, read_invite};

/// Asks for the invite.
pub(super) fn page(desk: &Desk, faults: &[Fault]) -> Result<Answer, PhoneError> {
    if desk.phone().project().is_ok() {
        return Ok(Answer::see("/"));
    }
    let body = html! {
        p { (desk.say("app-join-what")) }
        form method="post" action="/join" {
            div class=(if faults.is_empty() { "question" } else { "question wrong" }) {
                label.asked for="invite" { (desk.say("app-invite")) }
                p.hint #invite-hint { (desk.say("app-invite-hint")) }
                @for fault in faults { p.fault { (fault.text) } }
                textarea #invite name="invite" rows="5" autocomplete="off" spellcheck="false" aria-describedby="invite-hint"
                    aria-invalid=[(!faults.is_empty()).then_some("true")] {}
            }
            button.button { (desk.say("app-join")) }
        }
        (super::practice::way_in(desk))
    };
    let screen = Screen { faults, ..Screen::new(desk.say("app-join-title"), Place::Apart, body) };
    let laid_out = lay_out(desk, &screen);
    Ok(if faults.is_empty() { Answer::Page(laid_out) } else { Answer::Mend(laid_out) })
}

/// Joins, or says why not.
pub(super) fn join(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let text = ask.fields.one("invite").trim().to_owned();
    let joined = read_invite(text.clone()).and_then(|invite| {
        Handle::current().block_on(desk.phone().join(text, None))?;
        Ok(invite)
    });
    match joined {
        Ok(invite) => {
            desk.app.notify(desk.tell("app-joined", &[("project", invite.project.as_str().into())]));
            Ok(Answer::see("/"))
        }
        Err(error) => page(desk, &[Fault { anchor: "invite".to_owned(), text: desk.why(&error) }]),
    }
}
