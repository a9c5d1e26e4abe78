//! What the field app answers: a page, or where to go next.

use std::sync::Arc;

use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use maud::Markup;

use super::guard::SCRIPT_POLICY;
use crate::{FileContent, Phone};

/// A report carries its style in itself.
const REPORT_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Somebody's file runs nothing and loads nothing.
const CONTENT_POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// An answer to a request.
pub(super) enum Answer {
    /// A page.
    Page(Markup),
    /// A page on which our own script may run.
    Scripted(Markup),
    /// A page that says what has to be mended first.
    Mend(Markup),
    /// The same, on which our own script may run.
    MendScripted(Markup),
    /// A page that says that there is nothing here.
    Absent(Markup),
    /// The whole result, a page of its own.
    Report(String),
    /// A page to be kept as a file of this name.
    File(&'static str, String),
    /// What is in somebody's file.
    Content(FileContent),
    /// Another page comes next.
    See(String),
    /// The practice project comes next.
    Practise(Arc<Phone>),
    /// The project in earnest comes next, and the practice project is kept or thrown away.
    InEarnest {
        /// Whether it is thrown away.
        throw_away: bool,
    },
    /// Large text from now on, or not.
    Text {
        /// Whether it is large.
        is_large: bool,
    },
    /// Another language from now on, and then this page.
    Speak(String, String),
}

impl Answer {
    /// A page, which may need our own script and may have to be mended first.
    pub(super) fn page(page: Markup, is_scripted: bool, is_right: bool) -> Self {
        match (is_scripted, is_right) {
            (false, true) => Self::Page(page),
            (false, false) => Self::Mend(page),
            (true, true) => Self::Scripted(page),
            (true, false) => Self::MendScripted(page),
        }
    }

    /// Another page comes next.
    pub(super) fn see(place: impl Into<String>) -> Self {
        Self::See(place.into())
    }

    pub(super) fn into_response(self) -> Response {
        let to = |place: String| (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response();
        match self {
            Self::Page(page) => Html(page.into_string()).into_response(),
            Self::Scripted(page) => {
                ([(header::CONTENT_SECURITY_POLICY, SCRIPT_POLICY)], Html(page.into_string())).into_response()
            }
            Self::MendScripted(page) => {
                let policy = [(header::CONTENT_SECURITY_POLICY, SCRIPT_POLICY)];
                (StatusCode::UNPROCESSABLE_ENTITY, policy, Html(page.into_string())).into_response()
            }
            Self::Mend(page) => (StatusCode::UNPROCESSABLE_ENTITY, Html(page.into_string())).into_response(),
            Self::Absent(page) => (StatusCode::NOT_FOUND, Html(page.into_string())).into_response(),
            Self::Report(page) => ([(header::CONTENT_SECURITY_POLICY, REPORT_POLICY)], Html(page)).into_response(),
            Self::File(name, page) => {
                let kept = (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""));
                ([kept], Html(page)).into_response()
            }
            Self::Content(file) => content(file),
            Self::See(place) => to(place),
            // Whoever keeps the rooms has gone there already.
            Self::Practise(_) | Self::InEarnest { .. } => to("/".to_owned()),
            Self::Text { is_large } => {
                let size = if is_large { "large" } else { "plain" };
                let cookie = format!("doorstep-text={size}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000");
                ([(header::SET_COOKIE, cookie)], to("/settings".to_owned())).into_response()
            }
            Self::Speak(tag, place) => {
                let cookie = format!("doorstep-language={tag}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000");
                ([(header::SET_COOKIE, cookie)], to(place)).into_response()
            }
        }
    }
}

/// A file as it is: pictures, sound and film are shown, anything else is saved and never opened by the browser itself.
fn content(file: FileContent) -> Response {
    let FileContent { name, media, bytes } = file;
    let is_shown = ["image/jpeg", "image/png"].contains(&media.as_str())
        || media.starts_with("audio/")
        || media.starts_with("video/");
    let how = if is_shown { "inline" } else { "attachment" };
    let named = (header::CONTENT_DISPOSITION, format!("{how}; filename=\"{name}\""));
    ([(header::CONTENT_TYPE, media), named, (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY.to_owned())], bytes)
        .into_response()
}
