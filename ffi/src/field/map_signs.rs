//! The signs of the map of doors: a shape and a colour for what happened last, a ring for my turn, a number where several doors share one.
//!
//! Where they stand is `map`'s.

use maud::{Markup, html};

use super::desk::Desk;
use super::turns;
use crate::{DoorRow, Outcome};

/// How a door stands, as the map shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nobody has knocked yet.
    Fresh,
    /// Worth another knock.
    Again,
    /// Somebody talked.
    Talked,
    /// Nothing more to do.
    Over,
    /// Nobody is to call again.
    Never,
    /// Doors of different states share the sign.
    Several,
}

impl State {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Fresh, "door-map-fresh"),
        (Self::Again, "door-map-again"),
        (Self::Talked, "door-map-talked"),
        (Self::Over, "door-map-over"),
        (Self::Never, "outcome-never-call-again"),
        (Self::Several, "door-map-several"),
    ];

    const fn of(door: &DoorRow) -> Self {
        if door.do_not_contact {
            return Self::Never;
        }
        match door.last {
            None => Self::Fresh,
            Some(Outcome::NobodyIn | Outcome::ComeBack | Outcome::CannotGetIn) => Self::Again,
            Some(Outcome::Talked) => Self::Talked,
            Some(Outcome::NoThanks | Outcome::AnotherLanguage | Outcome::NobodyLivesHere) => Self::Over,
            Some(Outcome::NeverAgain) => Self::Never,
        }
    }
}

/// What one sign says.
pub(super) struct Sign {
    state: State,
    is_mine: bool,
    doors: usize,
}

impl Sign {
    /// The sign of these doors.
    pub(super) fn of(doors: &[&DoorRow]) -> Self {
        let mut states = doors.iter().map(|door| State::of(door));
        let first = states.next().unwrap_or(State::Fresh);
        let state = if states.all(|state| state == first) { first } else { State::Several };
        Self { state, is_mine: doors.iter().any(|door| turns::own(door).is_some()), doors: doors.len() }
    }
}

/// A sign at its place, as a link. The list beside has the same links for keyboard and screen reader.
pub(super) fn sign(sign: &Sign, (x, y): (f64, f64), href: &str) -> Markup {
    html! {
        a href=(href) tabindex="-1" transform=(format!("translate({x:.0} {y:.0})")) {
            circle.reach r="46" {}
            @if sign.is_mine { circle.mine r="42" {} }
            (shape(sign.state))
            @if sign.doors > 1 { text y="12" { (sign.doors) } }
        }
    }
}

fn shape(state: State) -> Markup {
    html! {
        @match state {
            State::Fresh => circle.fresh r="30" {},
            State::Again => path.again d="M0 -34L34 28H-34Z" {},
            State::Talked => rect.talked x="-28" y="-28" width="56" height="56" {},
            State::Over => path.over d="M0 -36L36 0L0 36L-36 0Z" {},
            State::Never => path.never d="M-24 -24L24 24M24 -24L-24 24" {},
            State::Several => rect.several x="-32" y="-26" width="64" height="52" rx="26" {},
        }
    }
}

/// What the signs mean.
pub(super) fn legend(desk: &Desk) -> Markup {
    html! {
        ul.legend {
            @for (state, key) in State::ALL {
                li { svg.sign viewBox="-48 -48 96 96" aria-hidden="true" focusable="false" { (shape(state)) } (desk.say(key)) }
            }
            li { svg.sign viewBox="-48 -48 96 96" aria-hidden="true" focusable="false" { circle.mine r="42" {} } (desk.say("door-map-mine")) }
        }
    }
}
