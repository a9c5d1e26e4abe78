//! Who lives here: how many people the population has in each group of the questions that are compared with it.
//!
//! Plain values and their file; that they are part of a project's settings is `document`'s matter, what is made of them `weighting`'s.

use std::collections::BTreeMap;

/// The most questions with margins, and the most groups of one.
pub const MAX_MARGINS: usize = 8;
/// The most groups of one question.
pub const MAX_GROUPS: usize = 60;
/// The most people in one group.
const MAX_COUNT: u64 = 1_000_000_000;
/// Shares are kept in this many parts of the whole.
const WHOLE: u64 = 10_000;

/// What is known of the population, by question and choice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Population(pub BTreeMap<String, BTreeMap<String, u64>>);

/// Why a file with margins could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PopulationError {
    /// The first line is something else.
    #[error("the first line has to be: question,choice,count (or share)")]
    NoHeading,
    /// A line with another number of columns.
    #[error("line {line} needs three columns: question, choice, and how many people or which share")]
    Columns {
        /// Its number, from 1.
        line: usize,
    },
    /// The third column can't be read.
    #[error("line {line}: \"{value}\" is neither a count of people, like 1200, nor a share, like 23.5%")]
    Number {
        /// Its number, from 1.
        line: usize,
        /// What stands there.
        value: String,
    },
    /// A choice that stands there twice.
    #[error("line {line}: {question} has {choice} a second time")]
    Twice {
        /// Its number, from 1.
        line: usize,
        /// The question.
        question: String,
        /// The choice.
        choice: String,
    },
    /// One question has counts and shares.
    #[error("line {line}: {question} has shares and counts mixed; use one of them")]
    Mixed {
        /// Its number, from 1.
        line: usize,
        /// The question.
        question: String,
    },
    /// Shares that do not make up a whole.
    #[error("the shares of {question} add up to {percent} %, not to 100 %")]
    NotWhole {
        /// The question.
        question: String,
        /// What they add up to, with two decimals.
        percent: String,
    },
    /// Counts of which two questions say quite different numbers of people.
    #[error(
        "{question} counts {people} people, but {other} counts {others}: both have to count the same people, or give shares"
    )]
    TotalsDiffer {
        /// The question.
        question: String,
        /// How many people it counts.
        people: u64,
        /// The question before it.
        other: String,
        /// How many people that one counts.
        others: u64,
    },
    /// How many are wanted is given as a share.
    #[error("{question}: how many interviews are wanted is a count, not a share")]
    NotCounts {
        /// The question.
        question: String,
    },
    /// More than can be weighted by.
    #[error("at most {questions} questions with {groups} groups each can be used", questions = MAX_MARGINS, groups = MAX_GROUPS)]
    TooMany,
}

impl Population {
    /// Whether margins that name a question by its path or by its last part mean the one with this path.
    pub fn names(question: &str, path: &str) -> bool {
        path == question || path.rsplit_once('/').is_some_and(|(_, name)| name == question)
    }

    /// What a project's settings hold: numbers under `question/choice`. A question's own name may have slashes.
    pub fn of_settings(margins: &BTreeMap<String, u64>) -> Self {
        let mut population = Self::default();
        for (key, count) in margins {
            let Some((question, choice)) = key.rsplit_once('/') else { continue };
            if *count > 0 && *count <= MAX_COUNT {
                population.0.entry(question.to_owned()).or_default().insert(choice.to_owned(), *count);
            }
        }
        population.0 = population.0.into_iter().take(MAX_MARGINS).collect();
        population
    }

    /// The numbers for a project's settings.
    pub fn to_settings(&self) -> BTreeMap<String, u64> {
        let groups = self.0.iter().flat_map(|(question, groups)| {
            groups.iter().map(move |(choice, count)| (format!("{question}/{choice}"), *count))
        });
        groups.collect()
    }

    /// Reads a file of lines `question,choice,count`; instead of counts it may have shares, `23.5%`. Commas and semicolons both part columns.
    ///
    /// # Errors
    /// The first line that can't be taken, or numbers that do not add up; each says where and what to do.
    pub fn of_csv(text: &str) -> Result<Self, PopulationError> {
        let (population, in_shares) = Self::parse(text)?;
        population.check(&in_shares)?;
        Ok(population)
    }

    /// Reads how many people of each group are wanted, in the same form; counts alone, and no question's have to add up to another's.
    ///
    /// # Errors
    /// The first line that can't be taken; it says where and what to do.
    pub fn of_targets_csv(text: &str) -> Result<Self, PopulationError> {
        let (wanted, in_shares) = Self::parse(text)?;
        match in_shares.into_iter().find(|(_, shares)| *shares) {
            Some((question, _)) => Err(PopulationError::NotCounts { question }),
            None if wanted.is_too_large() => Err(PopulationError::TooMany),
            None => Ok(wanted),
        }
    }

    fn is_too_large(&self) -> bool {
        self.0.len() > MAX_MARGINS || self.0.values().any(|groups| groups.len() > MAX_GROUPS)
    }

    fn parse(text: &str) -> Result<(Self, BTreeMap<String, bool>), PopulationError> {
        let mut lines =
            (1..).zip(text.trim_start_matches('\u{feff}').lines()).filter(|(_, line)| !line.trim().is_empty());
        let heading: Vec<String> = lines.next().map(|(_, line)| columns(line)).unwrap_or_default();
        if !matches!(heading.as_slice(), [question, choice, _] if question == "question" && choice == "choice") {
            return Err(PopulationError::NoHeading);
        }
        let mut population = Self::default();
        let mut in_shares: BTreeMap<String, bool> = BTreeMap::new();
        for (line, text) in lines {
            let [question, choice, value] = <[String; 3]>::try_from(columns(text))
                .ok()
                .filter(|[question, choice, _]| !question.is_empty() && !choice.is_empty() && !choice.contains('/'))
                .ok_or(PopulationError::Columns { line })?;
            let (count, share) = number(&value).ok_or(PopulationError::Number { line, value })?;
            if *in_shares.entry(question.clone()).or_insert(share) != share {
                return Err(PopulationError::Mixed { line, question });
            }
            let groups = population.0.entry(question.clone()).or_default();
            if groups.insert(choice.clone(), count).is_some() {
                return Err(PopulationError::Twice { line, question, choice });
            }
        }
        Ok((population, in_shares))
    }

    fn check(&self, in_shares: &BTreeMap<String, bool>) -> Result<(), PopulationError> {
        if self.is_too_large() {
            return Err(PopulationError::TooMany);
        }
        let mut counted: Option<(&String, u64)> = None;
        for (question, groups) in &self.0 {
            let people: u64 = groups.values().sum();
            if in_shares.get(question) == Some(&true) {
                // Shares are often rounded to whole percent.
                if people.abs_diff(WHOLE) > WHOLE / 50 {
                    let percent = format!("{}.{:02}", people / 100, people % 100);
                    return Err(PopulationError::NotWhole { question: question.clone(), percent });
                }
                continue;
            }
            match counted {
                Some((other, others)) if 20 * people.abs_diff(others) > others => {
                    let (question, other) = (question.clone(), other.clone());
                    return Err(PopulationError::TotalsDiffer { question, people, other, others });
                }
                Some(_) => {}
                None => counted = Some((question, people)),
            }
        }
        Ok(())
    }
}

fn columns(line: &str) -> Vec<String> {
    let separator = if line.contains(';') { ';' } else { ',' };
    line.split(separator).map(|column| column.trim().trim_matches('"').trim().to_owned()).collect()
}

/// A count of people, or a share in ten-thousandths and that it is one.
fn number(value: &str) -> Option<(u64, bool)> {
    let Some(percent) = value.strip_suffix('%') else {
        return value.parse().ok().filter(|count| *count <= MAX_COUNT).map(|count| (count, false));
    };
    let (whole, decimals) = percent.trim().split_once('.').unwrap_or((percent.trim(), ""));
    if decimals.len() > 2 || !decimals.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let hundredths: u64 = format!("{decimals:0<2}").parse().ok()?;
    let whole: u64 = whole.parse().ok().filter(|whole| *whole <= 100)?;
    Some((100 * whole + hundredths, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(rows: &str) -> String {
        Population::of_csv(&format!("question,choice,count\n{rows}")).unwrap_err().to_string()
    }

    #[test]
    fn counts_and_shares_are_read_and_go_through_the_settings_unchanged() {
        let read =
            Population::of_csv("\u{feff}question;choice;share\nage;young;20.5%\nage;old;79.5%\n\nabout/home;own;340\n");
        let read = read.unwrap();
        assert_eq!(read.0["age"], BTreeMap::from([("young".to_owned(), 2_050), ("old".to_owned(), 7_950)]));
        assert_eq!(read.0["about/home"]["own"], 340);
        assert_eq!(Population::of_settings(&read.to_settings()), read);
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said_with_its_line() {
        assert!(Population::of_csv("age,young,20").unwrap_err().to_string().starts_with("the first line has to be"));
        assert_eq!(said("age,young,20%\nage,old,60%"), "the shares of age add up to 80.00 %, not to 100 %");
        assert!(said("age,young,many").starts_with("line 2: \"many\" is neither"));
        assert!(said("age,young,20\n\nage,young,30").starts_with("line 4: age has young a second time"));
        assert!(said("age,young,20%\nage,old,80").starts_with("line 3: age has shares and counts mixed"));
        assert!(said("age,young").starts_with("line 2 needs three columns"));
        assert!(said("age,young,500\nhome,own,900").starts_with("home counts 900 people, but age counts 500"));
    }

    #[test]
    fn settings_of_no_use_are_left_out() {
        let settings = BTreeMap::from([("age/old".to_owned(), 5), ("age/gone".to_owned(), 0), ("loose".to_owned(), 9)]);
        assert_eq!(
            Population::of_settings(&settings).0,
            BTreeMap::from([("age".to_owned(), [("old".to_owned(), 5)].into())])
        );
    }
}
