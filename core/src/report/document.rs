//! The frame of every page that stands alone: it loads nothing, and its language and direction are those of its words.
//!
//! What stands in a page is its own file's. A form on paper has the form's languages instead: that is `form::paper`.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::words::Words;

/// Writes a page around a `body` element.
pub fn document(title: &str, style: &str, body: &Markup, words: &Words) -> String {
    let language = words.language();
    let page = html! {
        (DOCTYPE)
        html lang=(language) dir=(language.direction().attribute()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(style)) }
            }
            (body)
        }
    };
    page.into_string()
}
