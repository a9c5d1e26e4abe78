//! Reading a criterion's document with both versions of what two coordinators wrote, and writing parts of it.
//!
//! The document with one value for each key is `project::Criterion`.

use std::collections::BTreeMap;

use super::put;
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::document::settle::{Resolution, resolve_key};
use crate::evaluation::Agreed;
use crate::time::Timestamp;

/// Changes to a criterion; what is absent stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wish {
    /// What it is called on screen.
    pub name: Option<String>,
    /// What good looks like.
    pub good: Option<String>,
    /// Who agreed that.
    pub agreed_by: Option<String>,
    /// When they did.
    pub agreed_at: Option<Timestamp>,
    /// The organisation that answers for it.
    pub owner: Option<String>,
    /// The service's own figure.
    pub own_figure: Option<String>,
    /// How much it matters, in points, by the service's agreed answer.
    pub team_importance: Option<i64>,
    /// How it goes, in points, by the service's agreed answer.
    pub team_satisfaction: Option<i64>,
}

impl Wish {
    /// The values that record it for the criterion with this code.
    pub fn to_values(&self, code: &str) -> BTreeMap<String, Scalar> {
        let mut values = BTreeMap::from([("code".to_owned(), Scalar::from(code))]);
        let texts = [
            ("name", &self.name),
            ("good", &self.good),
            ("agreed_by", &self.agreed_by),
            ("owner", &self.owner),
            ("own_figure", &self.own_figure),
        ];
        for (key, text) in texts {
            put(&mut values, key, text.as_deref().map(Scalar::from));
        }
        put(&mut values, "agreed_at", self.agreed_at.map(|at| Scalar::Int(at.0)));
        put(&mut values, "team/importance", self.team_importance.map(Scalar::Int));
        put(&mut values, "team/satisfaction", self.team_satisfaction.map(Scalar::Int));
        values
    }
}

/// The criterion that a merged document holds, with its code; none when it does not say its code.
pub fn read(flat: &Flat) -> Option<(String, Agreed)> {
    let texts = |key| -> Vec<String> {
        all(flat, key).iter().filter_map(|v| v.text().map(str::to_owned)).filter(|text| !text.is_empty()).collect()
    };
    let points = |key| -> Vec<i64> { all(flat, key).iter().filter_map(Scalar::int).collect() };
    let day = |at: i64| Timestamp(at).to_string().split('T').next().unwrap_or_default().to_owned();
    let agreed = Agreed {
        name: texts("name"),
        good: texts("good"),
        agreed_by: texts("agreed_by"),
        agreed_on: points("agreed_at").into_iter().map(day).collect(),
        owner: texts("owner"),
        own_figure: texts("own_figure"),
        team_importance: points("team/importance"),
        team_satisfaction: points("team/satisfaction"),
    };
    Some((texts("code").into_iter().next()?, agreed))
}

fn all(flat: &Flat, key: &str) -> Vec<Scalar> {
    match resolve_key(flat, key) {
        None => Vec::new(),
        Some(Resolution::Agreed(value)) => vec![value],
        Some(Resolution::BothRight(values) | Resolution::Several { values, .. }) => values.into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::testing::{ALICE, AMINA, BOB, loaded};

    #[test]
    fn two_coordinators_who_say_differently_what_good_looks_like_are_both_read() {
        let wish = Wish { good: Some("swept weekly".to_owned()), agreed_at: Some(Timestamp(0)), ..Wish::default() };
        let mut document = loaded(&Document::first(ALICE, &wish.to_values("clean")).expect("changes"));
        let start = document.clone();
        for (who, good) in [(BOB, "swept daily"), (AMINA, "no litter")] {
            let wish = Wish { good: Some(good.to_owned()), team_importance: Some(4), ..Wish::default() };
            document.apply(start.edit(who, &wish.to_values("clean"), None).expect("an edit").remove(0)).expect("fits");
        }
        let (code, agreed) = read(document.flat()).expect("a criterion");
        let mut good = agreed.good.clone();
        good.sort();
        assert_eq!((code.as_str(), good), ("clean", vec!["no litter".to_owned(), "swept daily".to_owned()]));
        assert_eq!((agreed.agreed_on, agreed.team_importance), (vec!["1970-01-01".to_owned()], vec![4]));
    }
}
