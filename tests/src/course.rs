//! An interview filled in by a machine: every question that is asked gets an answer that it takes, page by page.
//!
//! It measures what each answer and each page cost; where the interviews' answers come from in other tests is `generate`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use doorstep_core::form::interview::{Interview, Opening, Page, PreparedForm, QuestionView};
use doorstep_core::form::model::QuestionKind;
use doorstep_core::time::Timestamp;
use jiff::tz::TimeZone;

/// 7 November 2026.
const NOW: Timestamp = Timestamp(1_794_009_600_000);

/// What a course through a questionnaire cost.
#[derive(Debug)]
pub struct Course {
    /// Each answer that was taken.
    pub answers: Vec<Duration>,
    /// Each page: going there and finding out what it shows.
    pub pages: Vec<Duration>,
    /// The interview behind its last page.
    pub interview: Interview,
}

impl Course {
    /// Goes through a questionnaire once, from the first page to the review.
    pub fn through(prepared: Arc<PreparedForm>) -> Self {
        let interview = Interview::start(prepared, Opening::new(NOW, TimeZone::UTC, 1));
        let mut course = Self { answers: Vec::new(), pages: Vec::new(), interview };
        while course.interview.page() != Page::End {
            course.fill_page();
            let start = Instant::now();
            course.interview.next_page();
            std::hint::black_box(course.interview.view());
            course.pages.push(start.elapsed());
        }
        course
    }

    fn fill_page(&mut self) {
        for question in self.interview.view().questions {
            if question.is_readonly || !question.value.is_empty() {
                continue;
            }
            for text in guesses(&question, self.answers.len()) {
                let start = Instant::now();
                let taken = self.interview.answer(&question.path, &text);
                let cost = start.elapsed();
                if taken.is_ok() {
                    self.answers.push(cost);
                    break;
                }
            }
        }
    }
}

/// The middle one of several durations; none of none.
pub fn median(durations: &[Duration]) -> Duration {
    let mut sorted = durations.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// Texts of which the question takes the first or a later one; `turn` varies what is chosen.
fn guesses(question: &QuestionView, turn: usize) -> Vec<String> {
    let chosen = |turn: usize| question.choices.get(turn % question.choices.len().max(1)).map(|choice| &*choice.name);
    let texts: &[&str] = match &question.kind {
        QuestionKind::SelectOne(_) => return chosen(turn).into_iter().map(str::to_owned).collect(),
        QuestionKind::SelectMultiple(_) => {
            let several: Vec<&str> = [chosen(turn), chosen(turn + 1)].into_iter().flatten().collect();
            return vec![several.join(" ")];
        }
        QuestionKind::Rank(_) => {
            let all: Vec<&str> = question.choices.iter().map(|choice| &*choice.name).collect();
            return vec![all.join(" ")];
        }
        QuestionKind::Text | QuestionKind::Barcode => &["Amina", "07"],
        QuestionKind::Integer | QuestionKind::Decimal | QuestionKind::Range => &["3", "30", "1", "0"],
        QuestionKind::Date => &["2024-02-09"],
        QuestionKind::Time => &["10:30"],
        QuestionKind::DateTime => &["2024-02-09T10:30:00Z"],
        QuestionKind::Geopoint => &["51.5 -0.1"],
        QuestionKind::Geotrace => &["51.5 -0.1; 51.6 -0.1"],
        QuestionKind::Geoshape => &["51.5 -0.1; 51.6 -0.1; 51.6 -0.2; 51.5 -0.1"],
        QuestionKind::Image | QuestionKind::Audio | QuestionKind::Video | QuestionKind::File => &["file.bin"],
        QuestionKind::Acknowledge => &["OK"],
        QuestionKind::Note
        | QuestionKind::Calculate
        | QuestionKind::Hidden
        | QuestionKind::CsvExternal
        | QuestionKind::XmlExternal
        | QuestionKind::Start
        | QuestionKind::End
        | QuestionKind::Today
        | QuestionKind::DeviceId
        | QuestionKind::Username
        | QuestionKind::PhoneNumber
        | QuestionKind::Email
        | QuestionKind::SubscriberId
        | QuestionKind::SimSerial
        | QuestionKind::StartGeopoint
        | QuestionKind::BackgroundGeopoint
        | QuestionKind::BackgroundAudio
        | QuestionKind::Audit => &[],
    };
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use doorstep_core::form::interview::Attachments;

    use super::*;
    use crate::generate;

    #[test]
    fn every_question_of_a_generated_form_is_answered() {
        let form = Arc::new(generate::form(200, 68));
        let prepared = PreparedForm::new(Arc::clone(&form), Attachments::new()).unwrap();
        let course = Course::through(prepared);
        assert_eq!(course.answers.len(), 200 - 68);
        assert_eq!(course.interview.notices(), []);
    }
}
