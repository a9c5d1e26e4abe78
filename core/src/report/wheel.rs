//! The wheel: in which stages of a service residents had a part, as one self-contained page with a table beside the picture.
//!
//! What coordinators wrote of it comes from `device::stages`; nothing of it is counted.

use std::collections::BTreeMap;

use maud::{Markup, PreEscaped, html};

use super::document::document;
use crate::form::model::Stage;
use crate::words::Words;

const STYLE: &str = include_str!("wheel.css");

/// The stages of the wheel, clockwise from the top.
pub const WHEEL: [Stage; 4] = [Stage::CoCommission, Stage::CoDesign, Stage::CoDeliver, Stage::CoAssess];

/// A quarter of a ring around 160, 160; the other three are turned.
const QUARTER: &str = "M164,10 A150,150 0 0 1 310,156 L230,156 A70,70 0 0 0 164,90 Z";
/// Where the numbers of the quarters stand.
const NUMBERS: [(u16, u16); 4] = [(238, 90), (238, 246), (82, 246), (82, 90)];

/// What people call a stage of the wheel, or its word for another one.
pub fn stage_name(stage: Stage, words: &Words) -> String {
    match stage {
        Stage::CoCommission => words.say("stage-co-commission", &[]),
        Stage::CoDesign => words.say("stage-co-design", &[]),
        Stage::CoDeliver => words.say("stage-co-deliver", &[]),
        Stage::CoAssess => words.say("stage-co-assess", &[]),
        Stage::CoDefinition
        | Stage::CoFormulation
        | Stage::CoDecision
        | Stage::CoImplementation
        | Stage::CoEvaluation => stage.word().to_owned(),
    }
}

/// The picture alone: a ring of four quarters, those filled in which residents had a part.
pub fn wheel(stages: &BTreeMap<Stage, String>, words: &Words) -> String {
    let had = WHEEL.iter().filter(|stage| stages.contains_key(stage)).count();
    let told = words.say("wheel-told", &[("count", i64::try_from(had).unwrap_or_default().into())]);
    let quarters = WHEEL.iter().zip(NUMBERS).enumerate();
    let picture = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 320" role="img" font-family="Noto Sans, Segoe UI, Roboto, sans-serif" {
            title { (words.say("wheel-title", &[])) }
            desc { (told) }
            @for (place, (stage, (x, y))) in quarters { (quarter(place, stages.contains_key(stage), x, y)) }
        }
    };
    picture.into_string()
}

fn quarter(place: usize, had: bool, x: u16, y: u16) -> Markup {
    let (fill, ink, dashes) = if had { ("#0b5a55", "#ffffff", "none") } else { ("#ffffff", "#1c2422", "6 5") };
    let number = format!("{}{}", place + 1, if had { " ✓" } else { "" });
    html! {
        path d=(QUARTER) fill=(fill) stroke="#1c2422" stroke-width="2" stroke-dasharray=(dashes)
            transform=(format!("rotate({} 160 160)", 90 * place)) {}
        text x=(x) y=(y) font-size="28" font-weight="700" text-anchor="middle" fill=(ink) { (number) }
    }
}

/// Writes the page, in the language of these words.
pub fn wheel_page(project: &str, stages: &BTreeMap<Stage, String>, words: &Words) -> String {
    let say = |key: &str| words.say(key, &[]);
    let page = html! {
        body { main {
            p.project { (project) }
            h1 { (say("wheel-title")) }
            p { (say("wheel-lead")) }
            div.wheel { (PreEscaped(wheel(stages, words))) }
            table {
                thead { tr { th scope="col" { (say("wheel-stage")) } th scope="col" { (say("wheel-how")) } } }
                tbody {
                    @for (number, stage) in (1..).zip(WHEEL) {
                        tr {
                            th scope="row" { (number) ". " (stage_name(stage, words)) }
                            td { @match stages.get(&stage) { Some(how) => (how), None => (say("wheel-no-part")) } }
                        }
                    }
                }
            }
        } }
    };
    let title = format!("{} – {project}", say("wheel-title"));
    document(&title, STYLE, &page, words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn stages_that_residents_had_a_part_in_are_filled_and_told_and_the_others_are_not() {
        let stages = BTreeMap::from([(Stage::CoDesign, "Tenants drew <the> plan".to_owned())]);
        for language in [Language::english(), "es".parse().unwrap()] {
            let page = wheel_page("Larkfield", &stages, &Words::new(&language));
            assert_eq!(page.matches("fill=\"#0b5a55\"").count(), 1);
            assert_eq!(page.matches("✓").count(), 1);
            assert!(page.contains("Tenants drew &lt;the&gt; plan") && !page.contains("href"), "{page}");
        }
    }
}
