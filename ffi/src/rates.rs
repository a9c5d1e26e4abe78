//! How many took part in each round, with the names and formulas of the rates.
//!
//! Everything is computed in `doorstep_core::evaluation`; sentences about it are on the page of results.

use doorstep_core::evaluation::{Evaluation, Participation};

/// One round's rates.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct RoundRates {
    /// The round's name; none without rounds.
    pub round: Option<String>,
    /// How many doors were knocked at.
    pub doors: u64,
    /// AAPOR's rates.
    pub rates: Vec<RateRow>,
    /// The doors by AAPOR's groups; groups without any are left out.
    pub cases: Vec<CaseRow>,
}

/// One of AAPOR's rates.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct RateRow {
    /// Its name: RR1 to RR6, COOP1, REF1, CON1.
    pub name: String,
    /// How it is worked out, in the letters of the groups.
    pub formula: String,
    /// The rate, in hundredths of a percent; none where there is nothing to divide by.
    pub basis_points: Option<i32>,
}

/// How many doors belong to one of AAPOR's groups.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct CaseRow {
    /// The letters that stand for it in the formulas.
    pub letters: String,
    /// How many doors.
    pub doors: u64,
}

/// The rates of every round.
pub(crate) fn participation(evaluation: &Evaluation) -> Vec<RoundRates> {
    evaluation.coverage.participation.iter().map(|of| round(evaluation, of)).collect()
}

fn round(evaluation: &Evaluation, of: &Participation) -> RoundRates {
    let doors = |people: doorstep_core::evaluation::People| u64::try_from(people.shown().unwrap_or(0)).unwrap_or(0);
    RoundRates {
        round: of.round.and_then(|round| evaluation.rounds.get(&round)).cloned(),
        doors: doors(of.doors),
        rates: of
            .rates
            .iter()
            .map(|(rate, share)| RateRow {
                name: rate.name().to_owned(),
                formula: rate.formula().to_owned(),
                basis_points: share.map(|share| share.0),
            })
            .collect(),
        cases: of
            .cases
            .iter()
            .map(|(case, people)| CaseRow { letters: case.letters().to_owned(), doors: doors(*people) })
            .collect(),
    }
}
