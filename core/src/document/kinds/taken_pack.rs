//! What was taken from a question pack, so that it stays known where questions, criteria and codes came from. The pack itself, with whom
//! to ask, is a file and stays one: see `form::pack`.
//!
//! | key | value |
//! |---|---|
//! | `pack` | bytes32, the pack's name |
//! | `title`, `organisation`, `project`, `made_on` | text, as the pack says |
//! | `at` | int, when it was taken, in milliseconds since 1970 UTC |
//! | `story/who`, `story/place`, `story/when`, `story/changed` | text, as the pack says |
//! | `question/<wording>` | text, the path in the pack of the question with that wording |
//! | `checked/<language>` | bool, somebody who speaks it has checked the texts |
//! | `criterion/<code>` | bool, it came from there and was not here before |
//! | `code/<id>` | bool, likewise |
//! | `earlier/<pack>/title`, `.../organisation`, `.../project`, `.../made_on` | text, the packs that it was made from |

use std::collections::{BTreeMap, BTreeSet};

use super::{any_yes, moment, subject, text};
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;
use crate::form::pack::{EarlierPack, Pack, Story};
use crate::ids::{DocId, PackHash, ProjectId, WordingHash};
use crate::time::Timestamp;

/// What was taken from a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenPack {
    /// The pack, with what it says of itself.
    pub pack: EarlierPack,
    /// When it was taken.
    pub at: Timestamp,
    /// Who tried it and what changed; whom to ask stands in the file alone.
    pub story: Story,
    /// The questions by their wordings.
    pub questions: BTreeMap<WordingHash, String>,
    /// The languages that were checked.
    pub checked: BTreeSet<String>,
    /// The criteria that came from it.
    pub criteria: BTreeSet<String>,
    /// The codes that came from it.
    pub codes: BTreeSet<DocId>,
    /// The packs that it was made from.
    pub earlier: Vec<EarlierPack>,
}

impl TakenPack {
    /// What a pack says of itself, with nothing taken from it yet.
    pub fn of(name: PackHash, pack: &Pack, at: Timestamp) -> Self {
        let Pack { title, organisation, project, made_on, story, wordings, checked, made_from, .. } = pack.clone();
        let story = Story { ask: String::new(), ask_agreed: false, ..story };
        let worded = |(path, wordings): (String, crate::form::wording::Wordings)| {
            wordings.into_values().map(move |wording| (wording, path.clone()))
        };
        Self {
            pack: EarlierPack { pack: name, title, organisation, project, made_on },
            at,
            story,
            questions: wordings.into_iter().flat_map(worded).collect(),
            checked,
            criteria: BTreeSet::new(),
            codes: BTreeSet::new(),
            earlier: made_from,
        }
    }

    /// The document of a pack in a project: who takes one twice writes the same document.
    pub fn document(project: ProjectId, pack: PackHash) -> DocId {
        subject::derived("taken pack", &[&project.0, &pack.0])
    }

    /// The values of the document.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        let mut values = BTreeMap::from([
            ("pack".to_owned(), Scalar::Bytes(self.pack.pack.0.to_vec())),
            ("at".to_owned(), Scalar::Int(self.at.0)),
        ]);
        let story = &self.story;
        let mut say = |key: String, text: &str| {
            if !text.is_empty() {
                values.insert(key, Scalar::from(text));
            }
        };
        for (key, text) in about(&self.pack) {
            say(key.to_owned(), text);
        }
        for (key, text) in
            [("who", &story.who), ("place", &story.place), ("when", &story.when), ("changed", &story.changed)]
        {
            say(format!("story/{key}"), text);
        }
        for (wording, path) in &self.questions {
            say(format!("question/{wording}"), path);
        }
        for earlier in &self.earlier {
            for (key, text) in about(earlier) {
                say(format!("earlier/{}/{key}", earlier.pack), text);
            }
        }
        let yes = |key: String| (key, Scalar::Bool(true));
        values.extend(self.checked.iter().map(|language| yes(format!("checked/{language}"))));
        values.extend(self.criteria.iter().map(|code| yes(format!("criterion/{code}"))));
        values.extend(self.codes.iter().map(|code| yes(format!("code/{code}"))));
        values
    }

    /// Reads a merged one; `None` where it names no pack.
    pub fn read(flat: &Flat) -> Option<Self> {
        let name = super::current(flat, "pack")?.bytes().and_then(|bytes| PackHash::try_from(bytes).ok())?;
        let said = |key: &str| text(flat, key).unwrap_or_default();
        let yes = |prefix: &str| -> Vec<String> {
            let names = flat.under(prefix).map(|(name, _)| name.to_owned());
            names.filter(|name| any_yes(flat, &format!("{prefix}{name}"))).collect()
        };
        let question = |(wording, _): (&str, _)| Some((wording.parse().ok()?, said(&format!("question/{wording}"))));
        let story = Story {
            who: said("story/who"),
            place: said("story/place"),
            when: said("story/when"),
            changed: said("story/changed"),
            ..Story::default()
        };
        let names: BTreeSet<PackHash> =
            flat.under("earlier/").filter_map(|(rest, _)| rest.split_once('/')?.0.parse().ok()).collect();
        Some(Self {
            pack: read_about(flat, "", name),
            at: moment(flat, "at").unwrap_or_default(),
            story,
            questions: flat.under("question/").filter_map(question).collect(),
            checked: yes("checked/").into_iter().collect(),
            criteria: yes("criterion/").into_iter().collect(),
            codes: yes("code/").iter().filter_map(|code| code.parse().ok()).collect(),
            earlier: names.into_iter().map(|name| read_about(flat, &format!("earlier/{name}/"), name)).collect(),
        })
    }
}

fn about(pack: &EarlierPack) -> [(&'static str, &str); 4] {
    [
        ("title", &pack.title),
        ("organisation", &pack.organisation),
        ("project", &pack.project),
        ("made_on", &pack.made_on),
    ]
}

fn read_about(flat: &Flat, prefix: &str, pack: PackHash) -> EarlierPack {
    let said = |key: &str| text(flat, &format!("{prefix}{key}")).unwrap_or_default();
    EarlierPack {
        pack,
        title: said("title"),
        organisation: said("organisation"),
        project: said("project"),
        made_on: said("made_on"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::testing::{ALICE, loaded};
    use crate::form::model::Form;

    #[test]
    fn what_was_taken_is_read_again_without_whom_to_ask() {
        let text = str::to_owned;
        let earlier = EarlierPack {
            pack: PackHash([3; 32]),
            title: text("Light"),
            organisation: text("Elm Council"),
            project: text("Elm Court"),
            made_on: text("2026-01-02"),
        };
        let story = Story { who: text("Tenants"), ask: text("Amina, 555 0100"), ask_agreed: true, ..Story::default() };
        let wordings = BTreeMap::from([(text("light/sat"), BTreeMap::from([(text("en"), WordingHash([7; 32]))]))]);
        let pack = Pack {
            title: text("Street light"),
            organisation: text("Larkfield"),
            story,
            questions: Form::default(),
            wordings,
            checked: BTreeSet::from([text("es")]),
            made_from: vec![earlier],
            ..Pack::default()
        };
        let mut taken = TakenPack::of(PackHash([9; 32]), &pack, Timestamp(5));
        taken.criteria.insert(text("light"));
        taken.codes.insert(DocId([4; 16]));
        let values = taken.to_values();
        assert!(!format!("{values:?}").contains("555"));
        let document = loaded(&Document::first(ALICE, &values).unwrap());
        assert_eq!(TakenPack::read(document.flat()), Some(taken));
    }
}
