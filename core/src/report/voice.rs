//! How the parts of a result are said: names, numbers, and why something is not shown.
//!
//! Shared by page and terminal; whole sentences about the result are in `facts`.

use super::Quote;
use crate::evaluation::{
    Aside, Audience, Case, Corner, Counted, Evaluation, Figure, Heard, Label, Mean, Measure, People, Rate, Share,
    Spread, Who,
};
use crate::response::Missing;
use crate::words::{Value, Words};

/// Says the parts of one result in one language.
pub(super) struct Voice<'a> {
    words: &'a Words,
    evaluation: &'a Evaluation,
    language: String,
}

impl<'a> Voice<'a> {
    pub(super) fn new(words: &'a Words, evaluation: &'a Evaluation) -> Self {
        Self { words, evaluation, language: words.language().tag() }
    }

    pub(super) fn say(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        self.words.say(key, values)
    }

    /// A form's own text; where it has none, what stands in for it.
    pub(super) fn label<'l>(&self, label: &'l Label, instead: &'l str) -> &'l str {
        label.text(&self.language).unwrap_or(instead)
    }

    pub(super) fn who(&self, who: &Who) -> String {
        match who {
            Who::Everyone => self.words.say("who-everyone", &[]),
            Who::Residents => self.words.say("who-residents", &[]),
            Who::Team => self.words.say("who-team", &[]),
            Who::Perspective(name) => self.perspective(name),
        }
    }

    /// The usual perspectives by a name of their own, for the form's labels speak in the first person.
    pub(super) fn perspective(&self, name: &str) -> String {
        match name {
            "resident" => self.words.say("perspective-resident", &[]),
            "service_user" => self.words.say("perspective-service-user", &[]),
            "carer" => self.words.say("perspective-carer", &[]),
            "staff" => self.words.say("perspective-staff", &[]),
            "manager" => self.words.say("perspective-manager", &[]),
            "residents" => self.who(&Who::Residents),
            "team" => self.who(&Who::Team),
            other => {
                let known = self.evaluation.perspectives.iter().find(|(name, _)| name == other);
                known.map_or(other, |(_, label)| self.label(label, other)).to_owned()
            }
        }
    }

    /// Who is told to have said something: where so few answered from a perspective that it points at somebody, only
    /// their side; nobody where the side is as small.
    pub(super) fn quoted(&self, name: &str) -> Option<String> {
        let heard = &self.evaluation.coverage.perspectives.heard;
        let group = |key: &str| heard.iter().find(|group| group.key == key);
        let side = Who::side(name);
        let whole_side = side.as_ref().and_then(Who::key).and_then(group);
        match (group(name), whole_side) {
            (Some(own), _) if own.people.shown().is_some() => return Some(self.perspective(name)),
            (None, None) => return Some(self.perspective(name)),
            (None, Some(whole)) => return whole.people.shown().and(side).map(|side| self.who(&side)),
            (Some(_), _) => {}
        }
        let shown = |group: &Heard| group.people.shown().is_some_and(|count| count > 0);
        let others = heard.iter().filter(|group| Who::side(&group.key) == side);
        side.as_ref()?;
        others.into_iter().any(shown).then(|| side.map(|side| self.who(&side)))?
    }

    /// Whether words may be shown: outsiders get none from so few people that not even their side can be named.
    pub(super) fn may_quote(&self, quote: &Quote) -> bool {
        match (&quote.perspective, self.evaluation.disclosure.audience) {
            (Some(name), Audience::Outside) => self.quoted(name).is_some(),
            (None, _) | (_, Audience::Inside) => true,
        }
    }

    pub(super) fn measure(&self, measure: Measure) -> String {
        match measure {
            Measure::Importance => self.words.say("measure-importance", &[]),
            Measure::Satisfaction => self.words.say("measure-satisfaction", &[]),
            Measure::Agreement => self.words.say("measure-agreement", &[]),
            Measure::Score => self.words.say("measure-score", &[]),
            Measure::Priority => self.words.say("measure-priority", &[]),
        }
    }

    pub(super) fn corner(&self, corner: Corner) -> String {
        match corner {
            Corner::Mend => self.words.say("corner-mend", &[]),
            Corner::Keep => self.words.say("corner-keep", &[]),
            Corner::Watch => self.words.say("corner-watch", &[]),
            Corner::Fine => self.words.say("corner-fine", &[]),
        }
    }

    pub(super) fn missing(&self, kind: Missing) -> String {
        match kind {
            Missing::NotAsked => self.words.say("aside-not-asked", &[]),
            Missing::Blank => self.words.say("aside-blank", &[]),
            Missing::DontKnow => self.words.say("aside-dont-know", &[]),
            Missing::PreferNot => self.words.say("aside-prefer-not", &[]),
            Missing::NoExperience => self.words.say("aside-no-experience", &[]),
            Missing::Withdrawn => self.words.say("aside-withdrawn", &[]),
            Missing::Locked => self.words.say("aside-locked", &[]),
        }
    }

    /// What happened at a door; an outcome without words here is said by its name.
    pub(super) fn outcome(&self, name: &str) -> String {
        match name {
            "talked" => self.words.say("outcome-talked", &[]),
            "nobody_in" => self.words.say("outcome-nobody-in", &[]),
            "come_back" => self.words.say("outcome-come-back", &[]),
            "no_thanks" => self.words.say("outcome-no-thanks", &[]),
            "cannot_get_in" => self.words.say("outcome-cannot-get-in", &[]),
            "another_language" => self.words.say("outcome-another-language", &[]),
            "nobody_lives_here" => self.words.say("outcome-nobody-lives-here", &[]),
            "never_again" => self.words.say("outcome-never-call-again", &[]),
            other => other.replace('_', " "),
        }
    }

    pub(super) const fn words(&self) -> &'a Words {
        self.words
    }

    pub(super) fn rate(&self, rate: Rate) -> String {
        match rate {
            Rate::Rr1 => self.words.say("rate-rr1", &[]),
            Rate::Rr2 => self.words.say("rate-rr2", &[]),
            Rate::Rr3 => self.words.say("rate-rr3", &[]),
            Rate::Rr4 => self.words.say("rate-rr4", &[]),
            Rate::Rr5 => self.words.say("rate-rr5", &[]),
            Rate::Rr6 => self.words.say("rate-rr6", &[]),
            Rate::Coop1 => self.words.say("rate-coop1", &[]),
            Rate::Ref1 => self.words.say("rate-ref1", &[]),
            Rate::Con1 => self.words.say("rate-con1", &[]),
        }
    }

    pub(super) fn case(&self, case: Case) -> String {
        match case {
            Case::Interview => self.words.say("case-interview", &[]),
            Case::Partial => self.words.say("case-partial", &[]),
            Case::Refusal => self.words.say("case-refusal", &[]),
            Case::NonContact => self.words.say("case-non-contact", &[]),
            Case::Other => self.words.say("case-other", &[]),
            Case::UnknownHome => self.words.say("case-unknown-home", &[]),
            Case::UnknownOther => self.words.say("case-unknown-other", &[]),
            Case::NotEligible => self.words.say("case-not-eligible", &[]),
        }
    }

    pub(super) fn percent(&self, share: Share) -> String {
        self.words.say("percent", &[("number", share.percent().into())])
    }

    /// A mean to one decimal.
    pub(super) fn mean(&self, mean: Mean) -> String {
        let tenths = mean.tenths();
        let sign = if tenths < 0 { "−" } else { "" };
        let (whole, tenth) = (format!("{sign}{}", tenths.abs() / 10), (tenths.abs() % 10).to_string());
        self.words.say("decimal", &[("whole", (&whole).into()), ("tenth", (&tenth).into())])
    }

    pub(super) fn people(&self, people: People) -> String {
        match people {
            People::FewerThan(fewest) => self.words.say("people-fewer", &[("fewest", fewest.into())]),
            People::Covering => self.words.say("people-covering", &[]),
            People::Shown(count) => self.count(count),
        }
    }

    /// A bare number, with its thousands apart.
    pub(super) fn count(&self, count: i64) -> String {
        self.words.say("count", &[("count", count.into())])
    }

    /// Why a figure is not shown; none if it is.
    pub(super) fn hidden(&self, figure: Option<&Figure>) -> Option<String> {
        match figure {
            Some(Figure::Shown(_)) => None,
            Some(Figure::TooFew { fewest }) => Some(self.words.say("hidden-too-few", &[("fewest", (*fewest).into())])),
            Some(Figure::Covering) => Some(self.words.say("hidden-covering", &[])),
            Some(Figure::Held) => Some(self.words.say("hidden-held", &[])),
            Some(Figure::Alike) => Some(self.words.say("hidden-alike", &[])),
            Some(Figure::Nobody(_)) | None => Some(self.words.say("hidden-nobody", &[])),
        }
    }

    /// How many gave one of the top answers, naming those.
    pub(super) fn top(&self, counted: &Counted, spread: &Spread) -> Option<String> {
        let share = self.percent(spread.top?);
        let share = ("share", Value::Text(&share));
        Some(match self.top_names(counted)? {
            (first, None) => self.words.say("top-one", &[share, ("first", first.into())]),
            (first, Some(second)) => {
                self.words.say("top-two", &[share, ("first", first.into()), ("second", second.into())])
            }
        })
    }

    /// A measure, and which top answers its shares are of.
    pub(super) fn top_heading(&self, measure: Measure, counted: &Counted) -> String {
        let name = self.measure(measure);
        let measure = ("measure", Value::Text(&name));
        match self.top_names(counted) {
            None => name,
            Some((first, None)) => self.words.say("top-said-one", &[measure, ("first", first.into())]),
            Some((first, Some(second))) => {
                self.words.say("top-said-two", &[measure, ("first", first.into()), ("second", second.into())])
            }
        }
    }

    /// The highest answer of a scale, and the next one where two make up its top.
    fn top_names<'c>(&self, counted: &'c Counted) -> Option<(&'c str, Option<&'c str>)> {
        let name = |place: usize| {
            let answer = counted.offered.iter().rev().nth(place)?;
            Some(self.label(&answer.label, &answer.name))
        };
        let second = if counted.top_answers() > 1 { name(1) } else { None };
        Some((name(0)?, second))
    }

    /// One answer's count with its share; only the count where no share is shown.
    pub(super) fn count_and_share(&self, people: People, share: Option<Share>) -> String {
        let Some(share) = share else { return self.people(people) };
        let (count, share) = (self.people(people), self.percent(share));
        self.words.say("cell-count-share", &[("count", (&count).into()), ("share", (&share).into())])
    }

    /// What stands beside the answers, each with its count; nothing if there is nothing.
    pub(super) fn aside(&self, aside: &Aside) -> Vec<(String, String)> {
        let mut beside: Vec<(String, String)> = Vec::new();
        for kind in [Missing::NoExperience, Missing::DontKnow, Missing::PreferNot, Missing::Blank, Missing::Withdrawn] {
            if let Some(people) = aside.missing.get(&kind) {
                beside.push((self.missing(kind), self.people(*people)));
            }
        }
        if aside.being_checked != People::Shown(0) {
            beside.push((self.words.say("aside-being-checked", &[]), self.people(aside.being_checked)));
        }
        if aside.unfit != People::Shown(0) {
            beside.push((self.words.say("aside-unfit", &[]), self.people(aside.unfit)));
        }
        beside
    }

    /// What stands beside the answers as one line.
    pub(super) fn aside_line(&self, aside: &Aside) -> Option<String> {
        let item = |(name, count): (String, String)| {
            self.words.say("aside-item", &[("name", (&name).into()), ("count", (&count).into())])
        };
        let list: Vec<String> = self.aside(aside).into_iter().map(item).collect();
        if list.is_empty() {
            return None;
        }
        let list = list.join(", ");
        Some(self.words.say("aside-line", &[("list", (&list).into())]))
    }
}
