//! The list of releases as a page: what was published, what was said to it, and what has come since. Each release has a page of its
//! own, as it was made.

use doorstep_core::document::kinds::release::Release;
use doorstep_core::evaluation::{Disclosure, People};
use doorstep_core::report::document;
use doorstep_core::time::Timestamp;
use doorstep_core::words::Words;
use maud::{Markup, html};

const STYLE: &str = include_str!("../card/style.css");

/// What the list shows.
#[derive(Debug)]
pub(crate) struct ListPage<'a> {
    /// The project's name.
    pub(crate) project: &'a str,
    /// Every release, the newest first.
    pub(crate) releases: &'a [Release],
    /// How many interviews count now.
    pub(crate) interviews: u64,
    pub(crate) now: Timestamp,
}

impl ListPage<'_> {
    /// Writes the page in the language of these words.
    pub(crate) fn html(&self, words: &Words) -> String {
        let title = words.say("release-title", &[]);
        let page = html! {
            body {
                main {
                    p { (self.project) }
                    h1 { (title) }
                    p { (words.say("result-open-page", &[])) }
                    @if self.releases.iter().all(|release| !release.is_published(self.now)) {
                        p { (words.say("release-none", &[])) }
                    }
                    @for release in self.releases { (self.release(release, words)) }
                    @if let Some(said) = self.since(words) { p { (said) } }
                }
            }
        };
        document(&format!("{title} – {}", self.project), STYLE, &page, words)
    }

    fn release(&self, release: &Release, words: &Words) -> Markup {
        let number = words.say("release-number", &[("number", release.number.into())]);
        let day = |at: Timestamp| at.to_string().split('T').next().unwrap_or_default().to_owned();
        let (made, until) = (day(release.made), day(release.reply_until));
        let address = format!("/release/{}?lang={}", release.number, words.language().main());
        html! {
            section {
                h2 { (number) @if !release.name.is_empty() { ": " (release.name) } }
                @if release.is_published(self.now) {
                    p { (words.say("result-interviews", &[("count", release.interviews.into())])) " "
                        (words.say("result-made", &[("when", (&made).into())])) }
                    p { a href=(address) { (words.say("release-open", &[])) } }
                    @for reply in &release.replies {
                        blockquote { p { (reply.text) } p { (reply.who) } }
                    }
                } @else {
                    p { (words.say("release-until", &[("when", (&until).into())])) }
                }
            }
        }
    }

    /// How many have answered since the newest that is published, as roughly as outsiders may know.
    fn since(&self, words: &Words) -> Option<String> {
        let newest = self.releases.iter().find(|release| release.is_published(self.now))?;
        let more = i64::try_from(self.interviews.checked_sub(newest.interviews)?).ok()?;
        match Disclosure::OUTSIDE.people(more) {
            People::Shown(0) | People::Covering => None,
            People::Shown(count) => Some(words.say("release-since-about", &[("count", count.into())])),
            People::FewerThan(fewest) => Some(words.say("release-since-few", &[("fewest", fewest.into())])),
        }
    }
}
