//! Questions that may be counted together, across form versions.
//!
//! Two questions share a series only if their answers mean the same: the same scale for the same criterion, or the
//! same choices under the same path. Scales of different lengths are never mixed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::rules::{Kind, Label, Question, Rules};
use crate::form::model::{Measure, Stage};
use crate::ids::BlobHash;

/// What a series is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Says something about a criterion, on a scale.
    Scale(Measure),
    /// Says which criteria to put right first.
    Priority,
    /// Says from which perspective somebody answers.
    Perspective,
    /// Is compared with the population.
    Margin,
    /// Anything else with choices.
    Plain,
    /// Has no choices to count.
    Open,
}

impl Role {
    /// Whether it is asked about services, and not about people themselves.
    pub(super) const fn is_about_services(self) -> bool {
        matches!(self, Self::Scale(_) | Self::Priority)
    }
}

/// One answer that a series offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// The choice's name, or the points of a scale in digits.
    pub name: String,
    /// What people read.
    pub label: Label,
    /// Its place on the scale, if the series is one.
    pub points: Option<i16>,
}

impl Offered {
    /// An answer that people read by its name, on no scale: a start for building one.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), label: Label::default(), points: None }
    }
}

/// Questions that are counted together.
#[derive(Debug, Clone)]
pub(super) struct Series {
    pub(super) role: Role,
    pub(super) path: String,
    pub(super) label: Label,
    pub(super) criterion: Option<String>,
    pub(super) theme: Option<String>,
    pub(super) stages: Vec<Stage>,
    pub(super) several: bool,
    pub(super) repeated: bool,
    pub(super) sensitive: bool,
    pub(super) offered: Vec<Offered>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Scale { criterion: String, measure: Measure, points: Vec<i16> },
    Choices { path: String, role: Role, several: bool, names: Vec<String> },
}

/// Where the answers to one question of one form go.
#[derive(Debug, Clone)]
pub(super) struct Route {
    /// The number of the series.
    pub(super) series: usize,
    /// For every choice of the question, which answer of the series it is.
    pub(super) choices: Vec<Option<u16>>,
}

/// All series of some form versions, and the way to them.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    pub(super) series: Vec<Series>,
    pub(super) routes: BTreeMap<BlobHash, Vec<Route>>,
}

impl Catalogue {
    /// Takes the form versions in the order of their hashes, so that every replica numbers the series alike.
    pub(super) fn new(forms: &BTreeMap<BlobHash, Arc<Rules>>) -> Self {
        let mut catalogue = Self::default();
        let mut known = BTreeMap::new();
        for (version, rules) in forms {
            let mut routes = Vec::with_capacity(rules.questions().len());
            for (number, question) in (0u16..).zip(rules.questions()) {
                let role = role(rules, number, question);
                let offered = offered(role, question);
                let series = *known.entry(key(role, question, &offered)).or_insert_with(|| {
                    catalogue.series.push(series(role, question, offered.clone()));
                    catalogue.series.len() - 1
                });
                let choices = choices(role, question, &offered);
                routes.push(Route { series, choices });
            }
            catalogue.routes.insert(*version, routes);
        }
        catalogue
    }
}

fn role(rules: &Rules, number: u16, question: &Question) -> Role {
    if question.kind == Kind::Open {
        return Role::Open;
    }
    if rules.perspective() == Some(number) {
        return Role::Perspective;
    }
    match (question.measure, &question.criterion) {
        (Some(Measure::Priority), _) => return Role::Priority,
        (Some(measure), Some(_)) if question.kind == Kind::One && !question.scale().is_empty() => {
            return Role::Scale(measure);
        }
        (Some(_) | None, _) => {}
    }
    if rules.margins().contains(&number) { Role::Margin } else { Role::Plain }
}

fn offered(role: Role, question: &Question) -> Vec<Offered> {
    let choices = question.choices.iter().filter(|choice| choice.missing.is_none());
    match role {
        Role::Scale(_) => {
            let at = |points: i16| {
                let label = choices.clone().find(|choice| choice.points == Some(points));
                let label = label.map_or_else(Label::default, |choice| choice.label.clone());
                Offered { name: points.to_string(), label, points: Some(points) }
            };
            question.scale().into_iter().map(at).collect()
        }
        Role::Priority | Role::Perspective | Role::Margin | Role::Plain | Role::Open => choices
            .map(|choice| Offered { name: choice.name.clone(), label: choice.label.clone(), points: None })
            .collect(),
    }
}

fn key(role: Role, question: &Question, offered: &[Offered]) -> Key {
    match (role, &question.criterion) {
        (Role::Scale(measure), Some(criterion)) => {
            Key::Scale { criterion: criterion.clone(), measure, points: question.scale() }
        }
        (Role::Scale(_) | Role::Priority | Role::Perspective | Role::Margin | Role::Plain | Role::Open, _) => {
            Key::Choices {
                path: question.path.clone(),
                role,
                several: question.kind == Kind::Several,
                names: offered.iter().map(|answer| answer.name.clone()).collect(),
            }
        }
    }
}

fn series(role: Role, question: &Question, offered: Vec<Offered>) -> Series {
    Series {
        role,
        path: question.path.clone(),
        label: question.label.clone(),
        criterion: question.criterion.clone(),
        theme: question.theme.clone(),
        stages: question.stages.clone(),
        several: question.kind == Kind::Several,
        repeated: question.repeated,
        sensitive: question.sensitive,
        offered,
    }
}

fn choices(role: Role, question: &Question, offered: &[Offered]) -> Vec<Option<u16>> {
    let place = |choice: &super::rules::Choice| {
        let same = |answer: &Offered| match role {
            Role::Scale(_) => choice.points.is_some() && answer.points == choice.points,
            Role::Priority | Role::Perspective | Role::Margin | Role::Plain | Role::Open => answer.name == choice.name,
        };
        let place = offered.iter().position(same)?;
        u16::try_from(place).ok()
    };
    question.choices.iter().map(|choice| if choice.missing.is_some() { None } else { place(choice) }).collect()
}
