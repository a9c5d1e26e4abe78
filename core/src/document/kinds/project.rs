//! What coordinators set up, as documents: the project, its rounds and areas, and the criteria that are assessed.
//!
//! The questionnaire is not among them: a form version is a blob. Each value stands under its field's name, so that
//! two coordinators who change different fields do not meet; see `kinds::undecided` for those who change the same.

use std::collections::BTreeMap;

use super::{current, moment, put, text};
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::place::Boundary;
use crate::time::Timestamp;

/// Which of several interviews at one door in one round count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counting {
    /// One for each home.
    OnePerHome,
    /// One for each person.
    OnePerPerson,
    /// All of them.
    #[default]
    Anyone,
}

impl Counting {
    /// Every rule, in the order of how strict it is.
    pub const ALL: [Self; 3] = [Self::OnePerHome, Self::OnePerPerson, Self::Anyone];

    /// The name that stands for this rule inside a document.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OnePerHome => "one_per_home",
            Self::OnePerPerson => "one_per_person",
            Self::Anyone => "anyone",
        }
    }
}

/// The project's settings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Project {
    /// Its name.
    pub name: String,
    /// Which of several interviews at one door count.
    pub counting: Counting,
    /// Settings of what may be shown, by name.
    pub disclosure: BTreeMap<String, u64>,
    /// How many people there are, by question and choice (`age/65_plus`).
    pub margins: BTreeMap<String, u64>,
    /// How residents had a part in the stages of the service, by the stage's word; empty where they had none.
    pub stages: BTreeMap<String, String>,
}

impl Project {
    /// The values that record the project.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        let mut values = BTreeMap::from([
            ("name".to_owned(), Scalar::from(self.name.as_str())),
            ("counting".to_owned(), Scalar::from(self.counting.name())),
        ]);
        let stages = self.stages.iter();
        values.extend(stages.map(|(stage, how)| (format!("stage/{stage}"), Scalar::from(how.as_str()))));
        for (prefix, numbers) in [("disclosure/", &self.disclosure), ("margin/", &self.margins)] {
            values.extend(numbers.iter().map(|(name, number)| (format!("{prefix}{name}"), Scalar::Uint(*number))));
        }
        values
    }

    /// The project that a merged document holds.
    pub fn read(flat: &Flat) -> Self {
        let counting = text(flat, "counting");
        let named = |rule: &Counting| counting.as_deref() == Some(rule.name());
        Self {
            name: text(flat, "name").unwrap_or_default(),
            counting: Counting::ALL.into_iter().find(named).unwrap_or_default(),
            disclosure: numbers(flat, "disclosure/"),
            margins: numbers(flat, "margin/"),
            stages: texts(flat, "stage/"),
        }
    }
}

fn numbers(flat: &Flat, prefix: &str) -> BTreeMap<String, u64> {
    let number = |name: &str| current(flat, &format!("{prefix}{name}"))?.uint();
    flat.under(prefix).filter_map(|(name, _)| Some((name.to_owned(), number(name)?))).collect()
}

fn texts(flat: &Flat, prefix: &str) -> BTreeMap<String, String> {
    let said = |name: &str| text(flat, &format!("{prefix}{name}"));
    flat.under(prefix).filter_map(|(name, _)| Some((name.to_owned(), said(name)?))).collect()
}

/// A round: the spring survey.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Round {
    /// Its name.
    pub name: String,
    /// When it starts.
    pub opens: Option<Timestamp>,
    /// When it ends.
    pub closes: Option<Timestamp>,
}

impl Round {
    /// The values that record the round.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        let mut values = BTreeMap::from([("name".to_owned(), Scalar::from(self.name.as_str()))]);
        put(&mut values, "opens", self.opens.map(|at| Scalar::Int(at.0)));
        put(&mut values, "closes", self.closes.map(|at| Scalar::Int(at.0)));
        values
    }

    /// The round that a merged document holds.
    pub fn read(flat: &Flat) -> Self {
        let name = text(flat, "name").unwrap_or_default();
        Self { name, opens: moment(flat, "opens"), closes: moment(flat, "closes") }
    }
}

/// An area: one block, or one pair's patch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Area {
    /// Its name.
    pub name: String,
    /// Where it is, if that was set.
    pub boundary: Option<Boundary>,
}

impl Area {
    /// The values that record the area.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        let mut values = BTreeMap::from([("name".to_owned(), Scalar::from(self.name.as_str()))]);
        values.extend(self.boundary.iter().flat_map(Self::boundary_value));
        values
    }

    /// The value that sets an area's boundary.
    pub fn boundary_value(boundary: &Boundary) -> BTreeMap<String, Scalar> {
        BTreeMap::from([("boundary".to_owned(), Scalar::Bytes(boundary.to_bytes()))])
    }

    /// The area that a merged document holds.
    pub fn read(flat: &Flat) -> Self {
        let boundary = current(flat, "boundary").and_then(|value| Boundary::from_bytes(value.bytes()?));
        Self { name: text(flat, "name").unwrap_or_default(), boundary }
    }
}

/// A criterion: what is assessed, side by side, by those who use a service and those who run it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Criterion {
    /// What it is called in forms (`evaluation::criterion`).
    pub code: String,
    /// What it is called on screen.
    pub name: String,
    /// What good looks like.
    pub good: Option<String>,
    /// Who agreed it.
    pub agreed_by: Option<String>,
    /// When they did.
    pub agreed_at: Option<Timestamp>,
    /// The organisation that answers for it.
    pub owner: Option<String>,
    /// The service's own figure, to be shown beside.
    pub own_figure: Option<String>,
}

impl Criterion {
    /// The values that record the criterion.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        let texts = [
            ("good", &self.good),
            ("agreed_by", &self.agreed_by),
            ("owner", &self.owner),
            ("own_figure", &self.own_figure),
        ];
        let mut values = BTreeMap::from([
            ("code".to_owned(), Scalar::from(self.code.as_str())),
            ("name".to_owned(), Scalar::from(self.name.as_str())),
        ]);
        for (key, value) in texts {
            put(&mut values, key, value.as_deref().map(Scalar::from));
        }
        put(&mut values, "agreed_at", self.agreed_at.map(|at| Scalar::Int(at.0)));
        values
    }

    /// The criterion that a merged document holds.
    pub fn read(flat: &Flat) -> Self {
        Self {
            code: text(flat, "code").unwrap_or_default(),
            name: text(flat, "name").unwrap_or_default(),
            good: text(flat, "good"),
            agreed_by: text(flat, "agreed_by"),
            agreed_at: moment(flat, "agreed_at"),
            owner: text(flat, "owner"),
            own_figure: text(flat, "own_figure"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::undecided;
    use super::*;
    use crate::document::testing::{ALICE, AMINA, BOB, loaded, values};
    use crate::document::{Change, Document};
    use crate::place::Point;

    fn first(values: &BTreeMap<String, Scalar>) -> Change {
        Document::first(ALICE, values).expect("changes").remove(0)
    }

    #[test]
    fn what_was_set_up_is_read_back() {
        let project = Project {
            name: "Larkfield".to_owned(),
            counting: Counting::OnePerHome,
            disclosure: BTreeMap::from([("threshold".to_owned(), 10)]),
            margins: BTreeMap::from([("age/65_plus".to_owned(), 120)]),
            stages: BTreeMap::from([("co-design".to_owned(), "Tenants drew the plan".to_owned())]),
        };
        let round = Round { name: "Spring".to_owned(), opens: Some(Timestamp(1)), closes: None };
        let at = |longitude| Point { longitude, latitude: 51_500_000 };
        let boundary = Some(Boundary(vec![vec![vec![at(-100), at(0), at(100)]]]));
        let area = Area { name: "Block C".to_owned(), boundary };
        let criterion = Criterion {
            code: "clean".to_owned(),
            name: "Clean stairs".to_owned(),
            good: Some("swept every week".to_owned()),
            agreed_at: Some(Timestamp(2)),
            ..Criterion::default()
        };
        assert_eq!(Project::read(&Flat::of_first_change(&first(&project.to_values()))), project);
        assert_eq!(Round::read(&Flat::of_first_change(&first(&round.to_values()))), round);
        assert_eq!(Area::read(&Flat::of_first_change(&first(&area.to_values()))), area);
        assert_eq!(Criterion::read(&Flat::of_first_change(&first(&criterion.to_values()))), criterion);
    }

    #[test]
    fn two_coordinators_who_change_one_name_see_both() {
        let start = loaded(&[first(&Area { name: "Block C".to_owned(), boundary: None }.to_values())]);
        let renamed = |who, name| start.edit(who, &values(&[("name", name)]), None).expect("an edit").remove(0);
        let mut document = start.clone();
        document.apply(renamed(BOB, "Block C, front")).expect("a fitting change");
        document.apply(renamed(AMINA, "Block C, back")).expect("a fitting change");
        assert_eq!(undecided(document.flat()), ["name"]);
        assert_eq!(Area::read(document.flat()).name, "Block C, front");
    }
}
