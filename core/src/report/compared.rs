//! Releases of several projects beside each other, as one self-contained page and as text: equal words with differences and bounds, other
//! words with the reason. Nothing is ranked: projects stand in the order in which they were given.
//!
//! What is compared is `evaluation::compare`'s.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::document::document;
use super::measured;
use crate::evaluation::{Apart, Beside, BesideRow, Compared, Head, Label, Share, Told, WhyApart};
use crate::words::Words;

const STYLE: &str = include_str!("compared.css");

/// Writes the page, in the language of these words.
pub fn compared_page(compared: &Compared, words: &Words) -> String {
    let say = |key: &str| words.say(key, &[]);
    let body = html! { body { main { h1 { (say("compare-title")) } (compared_parts(compared, words)) } } };
    document(&say("compare-title"), STYLE, &body, words)
}

fn compared_parts(compared: &Compared, words: &Words) -> Markup {
    let say = |key: &str| words.say(key, &[]);
    html! {
        p { (say("compare-lead")) }
        ul.releases { @for release in &compared.releases { li { (headed(release, words)) } } }
        h2 { (say("compare-alike")) }
        @if compared.alike.is_empty() { p { (say("compare-none")) } }
        @for question in &compared.alike {
            section { h3 { (text(&question.asked, words)) }
                @if let Some(measure) = question.measure { p.aside { (measured(measure, words)) " · " (say("compare-top")) } }
                @for row in &question.rows { (table(compared, row, words)) }
            }
        }
        @if !compared.apart.is_empty() {
            h2 { (say("compare-apart")) }
            ul { @for apart in &compared.apart { li { (told_apart(compared, apart, words)) } } }
        }
    }
}

fn table(compared: &Compared, row: &BesideRow, words: &Words) -> Markup {
    html! {
        table {
            caption { (whose(row, words)) }
            thead { tr {
                th scope="col" { (words.say("compare-project", &[])) }
                th scope="col" { (words.say("compare-share", &[])) }
                th scope="col" { (words.say("compare-difference", &[])) }
            } }
            tbody { @for (release, told) in compared.releases.iter().zip(&row.told) {
                tr { th scope="row" { (release.project) }
                    @match told {
                        Some(told) => { td { (shared(told, words)) } td { (above(told, words).unwrap_or_else(|| "–".to_owned())) } }
                        None => { td { (words.say("compare-hidden", &[])) } td { "–" } }
                    }
                }
            } }
        }
    }
}

/// Writes the same for a terminal.
pub fn compared_text(compared: &Compared, words: &Words) -> String {
    let say = |key: &str| words.say(key, &[]);
    let mut lines = vec![say("compare-title"), String::new()];
    lines.extend(compared.releases.iter().map(|release| format!("  {}", headed(release, words))));
    lines.extend([String::new(), say("compare-alike")]);
    if compared.alike.is_empty() {
        lines.push(format!("  {}", say("compare-none")));
    }
    for question in &compared.alike {
        lines.extend(question_lines(compared, question, words));
    }
    if !compared.apart.is_empty() {
        lines.extend([String::new(), say("compare-apart")]);
        lines.extend(compared.apart.iter().map(|apart| format!("  {}", told_apart(compared, apart, words))));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn question_lines(compared: &Compared, question: &Beside, words: &Words) -> Vec<String> {
    let mut lines = vec![String::new(), format!("  {}", text(&question.asked, words))];
    if let Some(measure) = question.measure {
        lines.push(format!("  {}, {}", measured(measure, words), words.say("compare-top", &[])));
    }
    for row in &question.rows {
        lines.push(format!("    {}", whose(row, words)));
        for (release, told) in compared.releases.iter().zip(&row.told) {
            let said = told.as_ref().map_or_else(|| words.say("compare-hidden", &[]), |told| shared(told, words));
            let above = told.as_ref().and_then(|told| above(told, words)).map(|above| format!("; {above}"));
            lines.push(format!("      {}: {said}{}", release.project, above.unwrap_or_default()));
        }
    }
    lines
}

fn headed(release: &Head, words: &Words) -> String {
    let Head { project, release, made_on, interviews } = release;
    let heard = words.say("result-interviews", &[("count", (*interviews).into())]);
    format!("{project}: {release}, {made_on}. {heard}")
}

/// Whose answers a row tells, and which answer.
fn whose(row: &BesideRow, words: &Words) -> String {
    let who = match row.who.as_str() {
        "everyone" => words.say("who-everyone", &[]),
        "residents" => words.say("who-residents", &[]),
        "team" => words.say("who-team", &[]),
        other => other.to_owned(),
    };
    row.answer.as_ref().map_or_else(|| who.clone(), |answer| format!("{who}: {}", text(answer, words)))
}

fn shared(told: &Told, words: &Words) -> String {
    let values = [
        ("share", percent(told.share).into()),
        ("low", percent(told.interval.low).into()),
        ("high", percent(told.interval.high).into()),
        ("count", told.answers.into()),
    ];
    words.say("compare-between", &values)
}

fn above(told: &Told, words: &Words) -> Option<String> {
    let (above, bounds) = told.above_first?;
    let signed = |share: Share| match share.percent() {
        points @ 1.. => format!("+{points}"),
        points @ ..0 => format!("\u{2212}{}", points.unsigned_abs()),
        0 => "0".to_owned(),
    };
    let (points, low, high) = (signed(above), signed(bounds.low), signed(bounds.high));
    let values = [("points", points.as_str().into()), ("low", low.as_str().into()), ("high", high.as_str().into())];
    let key = if bounds.holds_nothing() { "compare-not-clear" } else { "compare-above" };
    Some(words.say(key, &values))
}

fn percent(share: Share) -> i64 {
    i64::from(share.percent())
}

fn told_apart(compared: &Compared, apart: &Apart, words: &Words) -> String {
    let key = match apart.why {
        WhyApart::OtherWords => "compare-why-words",
        WhyApart::Reworded => "compare-why-reworded",
        WhyApart::NotKnown => "compare-why-unknown",
        WhyApart::AboutOther => "compare-why-about",
        WhyApart::Several => "compare-why-several",
    };
    let project = compared.releases.get(apart.release).map_or("", |release| release.project.as_str());
    let asked = text(&apart.asked, words);
    let asked = if asked.is_empty() { apart.path.as_str() } else { asked.as_str() };
    format!("{project}, {asked}: {}", words.say(key, &[]))
}

fn text(texts: &BTreeMap<String, String>, words: &Words) -> String {
    Label(texts.clone()).text(&words.language().tag()).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::{Interval, Worth};
    use crate::words::Language;

    fn told(share: i32, above_first: Option<(Share, Interval)>) -> Option<Told> {
        let interval = Interval::wilson(Share(share), Worth::of(80))?;
        Some(Told { answers: 80, share: Share(share), interval, above_first })
    }

    fn compared() -> Compared {
        let head = |project: &str| Head {
            project: project.to_owned(),
            release: "Result 1".to_owned(),
            made_on: "2026-03-14".to_owned(),
            interviews: 80,
        };
        let asked = BTreeMap::from([("en".to_owned(), "How <safe> is it?".to_owned())]);
        let bounds = Interval { low: Share(600), high: Share(3_300) };
        let row = BesideRow {
            who: "residents".to_owned(),
            answer: None,
            told: vec![told(6_000, None), told(8_000, Some((Share(2_000), bounds))), None],
        };
        let measure = Some(crate::form::model::Measure::Satisfaction);
        let criterion = Some("safe".to_owned());
        let languages = ["en".to_owned()].into();
        let apart = Apart { release: 1, asked: asked.clone(), path: "walk".to_owned(), why: WhyApart::OtherWords };
        Compared {
            releases: ["Elm", "Lark", "Oak"].map(head).into(),
            alike: vec![Beside { asked, criterion, measure, languages, rows: vec![row] }],
            apart: vec![apart],
        }
    }

    #[test]
    fn projects_stand_as_they_were_given_with_shares_bounds_and_differences() {
        let words = Words::new(&Language::english());
        let text = compared_text(&compared(), &words);
        for part in ["Elm: 60 %", "Lark: 80 %", "+20 points (+6 to +33)", "Oak: not shown", "asked in other words"] {
            assert!(text.contains(part), "{part} is missing: {text}");
        }
        assert!(text.find("Elm: 60").unwrap() < text.find("Lark: 80").unwrap(), "nothing is ranked");
    }

    #[test]
    fn the_page_says_the_same_and_shows_no_text_as_markup() {
        let words = Words::new(&Language::english());
        let page = compared_page(&compared(), &words);
        assert!(page.contains("How &lt;safe&gt; is it?") && page.contains("+20 points"));
        assert!(!page.contains("<script") && !page.contains("http"));
    }
}
