//! The recovery sheet on paper: a page to print, with what it opens, where to keep it and how to use it.
//!
//! What it is made of is `member`'s `Invite`; the picture of its text comes from whoever can make QR codes.

use maud::html;

use super::document::document;
use super::picture::Picture;
use crate::member::Invite;
use crate::words::Words;

const STYLE: &str = include_str!("recovery.css");
/// How many letters stand together, for whoever types them.
const GROUP: usize = 4;

/// Writes the page, with the sheet's text also as a picture to scan.
pub fn recovery_page(sheet: &Invite, code: Option<&Picture>, words: &Words) -> String {
    let say = |key: &str| words.say(key, &[]);
    let text = sheet.to_text();
    let page = html! {
        body {
            main {
                p.project { (sheet.name) }
                h1 { (say("recovery-title")) }
                p.lead { (say("recovery-lead")) }
                div.sheet {
                    @if let Some(code) = code { (code.markup(&say("recovery-code"))) }
                    p.letters dir="ltr" translate="no" { @for group in grouped(&text) { span { (group) } " " } }
                }
                div.halves {
                    section {
                        h2 { (say("recovery-keep-title")) }
                        ul { @for key in ["recovery-keep-two", "recovery-keep-delete", "recovery-keep-show", "recovery-keep-lost"] { li { (say(key)) } } }
                    }
                    section {
                        h2 { (say("recovery-use-title")) }
                        p { (say("recovery-use-lead")) }
                        ol { @for key in ["recovery-use-install", "recovery-use-join", "recovery-use-revoke", "recovery-use-new"] { li { (say(key)) } } }
                    }
                }
                h2 { (say("recovery-server-title")) }
                @match sheet.addresses.first() {
                    None => p { (say("recovery-server-none")) },
                    Some(address) => {
                        p { (say("recovery-server-lead")) }
                        p.letters.small dir="ltr" translate="no" { (address) br; @for group in grouped(&sheet.server.to_string()) { span { (group) } " " } }
                    }
                }
            }
        }
    };
    let title = format!("{} – {}", say("recovery-title"), sheet.name);
    document(&title, STYLE, &page, words)
}

/// The text in groups; the part before the colon stays whole.
fn grouped(text: &str) -> Vec<&str> {
    let (head, rest) = text.split_once(':').map_or(("", text), |(head, rest)| (&text[..=head.len()], rest));
    let groups = (0..rest.len()).step_by(GROUP).map(|at| &rest[at..rest.len().min(at + GROUP)]);
    Some(head).filter(|head| !head.is_empty()).into_iter().chain(groups).collect()
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::*;
    use crate::ids::ProjectId;
    use crate::member::InviteSecret;
    use crate::words::Language;

    #[test]
    fn what_is_typed_off_the_page_is_the_sheet_again() {
        let secret = InviteSecret::of_recovery_sheet(&mut ChaCha20Rng::from_seed([1; 32]));
        let sheet = Invite::recovery_sheet(ProjectId([7; 32]), "Larkfield <East>", secret);
        assert_eq!(Invite::from_text(&grouped(&sheet.to_text()).join(" ")), Ok(sheet.clone()));
        let page =
            recovery_page(&sheet, Some(&Picture { width: 2, black: vec![(1, 0)] }), &Words::new(&Language::english()));
        assert!(page.contains("Larkfield &lt;East&gt;") && !page.contains("http") && page.contains("M1 0h1v1h-1z"));
        assert!(grouped(&sheet.to_text()).iter().all(|group| page.contains(&format!("<span>{group}</span>"))));
    }
}
