//! For how long a project keeps what it collects, as a part of its settings: days for each kind of data.
//!
//! | key | value |
//! |---|---|
//! | `retention/answers`, `retention/contact`, `retention/words` | unsigned numbers, days since the interview; absent or 0: no end was set |
//! | `retention/help` | unsigned number, days since somebody asked for help; absent or 0: no end was set |
//! | `retention/phones` | unsigned number, days since an interview of a round that is over was known to be in the server's backup; absent or 0: 14 |

use std::collections::BTreeMap;
use std::time::Duration;

use super::current;
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::time::Timestamp;

/// The longest time that can be set, in days: a century.
pub const MAX_DAYS: u32 = 36_500;

/// How long an interview of a round that is over stays on a phone unless the project says otherwise, in days: time for a correction
/// that somebody remembers to make.
pub const USUAL_DAYS_ON_PHONES: u32 = 14;

/// For how long what is kept, in days; none means that no end was set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retention {
    /// Everything about an interview.
    pub answers_days: Option<u32>,
    /// Names and contacts.
    pub contact_days: Option<u32>,
    /// Words that a coordinator reads first, as they were said; quotes made of them stay.
    pub words_days: Option<u32>,
    /// Slips of people who asked for help, since they asked.
    pub help_days: Option<u32>,
    /// Interviews of rounds that are over on volunteers' phones, after the server's backup has them; none means the usual time.
    pub phone_days: Option<u32>,
}

impl Retention {
    /// The values that record this in the project's settings.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        let days = |days: Option<u32>| Scalar::Uint(days.unwrap_or(0).into());
        let Self { answers_days, contact_days, words_days, help_days, phone_days } = *self;
        let kept =
            [("answers", answers_days), ("contact", contact_days), ("words", words_days), ("phones", phone_days)];
        let mut values: BTreeMap<String, Scalar> = kept.map(|(what, kept)| (key_of(what), days(kept))).into();
        values.insert(key_of("help"), days(help_days));
        values
    }

    /// What a merged project document says. Where two coordinators set different times and nobody decided, the one that was written
    /// last holds.
    pub fn read(flat: &Flat) -> Self {
        let days = |what| match current(flat, &key_of(what)) {
            Some(Scalar::Uint(days)) => u32::try_from(days).ok().filter(|days| (1..=MAX_DAYS).contains(days)),
            Some(_) | None => None,
        };
        Self {
            answers_days: days("answers"),
            contact_days: days("contact"),
            words_days: days("words"),
            help_days: days("help"),
            phone_days: days("phones"),
        }
    }

    /// For how many days an interview of a round that is over stays on a phone after the server's backup has it.
    pub fn days_on_phones(&self) -> u32 {
        self.phone_days.unwrap_or(USUAL_DAYS_ON_PHONES)
    }
}

fn key_of(what: &str) -> String {
    format!("retention/{what}")
}

/// Whether something from then has been kept for longer than this many days.
pub fn is_over(since: Timestamp, days: Option<u32>, now: Timestamp) -> bool {
    days.is_some_and(|days| since.after(Duration::from_secs(u64::from(days) * 86_400)) <= now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::testing::{ALICE, loaded};

    const DAY: i64 = 86_400_000;

    #[test]
    fn times_are_read_back_and_none_means_no_end() {
        for wanted in [
            Retention {
                answers_days: Some(730),
                contact_days: Some(90),
                words_days: Some(180),
                help_days: Some(60),
                phone_days: Some(7),
            },
            Retention { contact_days: Some(90), ..Retention::default() },
        ] {
            let document = loaded(&Document::first(ALICE, &wanted.to_values()).expect("changes"));
            assert_eq!(Retention::read(document.flat()), wanted);
        }
    }

    #[test]
    fn something_is_over_on_the_day_and_not_before() {
        let since = Timestamp(1_700_000_000_000);
        assert!(!is_over(since, Some(90), Timestamp(since.0 + 90 * DAY - 1)));
        assert!(is_over(since, Some(90), Timestamp(since.0 + 90 * DAY)));
        assert!(!is_over(since, None, Timestamp(i64::MAX)));
    }
}
