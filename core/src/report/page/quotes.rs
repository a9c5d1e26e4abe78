//! The page's first part: people's own words, before any number.

use maud::html;

use super::{Section, Sheet};
use crate::report::Quote;

pub(super) fn section(sheet: &Sheet<'_>) -> Section {
    let quotes: Vec<&Quote> = sheet.report.quotes.iter().filter(|quote| sheet.voice.may_quote(quote)).collect();
    let body = html! {
        @if quotes.is_empty() {
            p { (sheet.voice.say("quotes-none", &[])) }
        } @else {
            p { (sheet.voice.say("quotes-intro", &[])) }
            div.quotes {
                @for quote in &quotes {
                    figure {
                        blockquote { p { (quote.text) } }
                        @if let Some(from) = from(sheet, quote) { figcaption { (from) } }
                    }
                }
            }
        }
    };
    Section { anchor: "words", title: sheet.voice.say("quotes-title", &[]), body }
}

fn from(sheet: &Sheet<'_>, quote: &Quote) -> Option<String> {
    let who = quote.perspective.as_ref().and_then(|name| sheet.voice.quoted(name));
    let theme = quote.theme.as_ref().map(|theme| theme.replace('_', " "));
    match (who, theme) {
        (Some(who), Some(theme)) => {
            Some(sheet.voice.say("quote-from", &[("who", (&who).into()), ("theme", (&theme).into())]))
        }
        (who, theme) => who.or(theme),
    }
}
