//! The result as plain text for a terminal of a given width.
//!
//! The same order and the same sentences as the page; a bar of blocks stands for the share in the top answers.

use super::voice::Voice;
use super::{Quote, Report, adjusting, agreed, facts, hours_told};
use crate::evaluation::{Counted, Criterion, Groups, Heard, Measure, People, Share, Slice, Who};
use crate::words::Words;

/// How wide the narrowest terminal is that lines are made for.
const NARROWEST: usize = 32;

/// How wide the column of answers and groups is.
const LONG: usize = 44;

/// How many blocks the whole of a bar has.
const BLOCKS: i32 = 16;

/// Writes the whole result for a terminal this many columns wide, each line ended by a line feed.
pub fn text(report: &Report<'_>, words: &Words, width: usize) -> String {
    written(report, words, width, Sheet::tables)
}

/// Writes the result without the tables of questions that assess nothing, where there are others; it says how many are
/// left out.
pub fn short_text(report: &Report<'_>, words: &Words, width: usize) -> String {
    let assesses = facts::assesses(report.evaluation);
    written(report, words, width, if assesses { Sheet::tables_elsewhere } else { Sheet::tables })
}

fn written<'a>(report: &'a Report<'a>, words: &'a Words, width: usize, tables: fn(&mut Sheet<'a>)) -> String {
    let voice = Voice::new(words, report.evaluation);
    let mut sheet = Sheet { report, voice, width: width.max(NARROWEST), lines: Vec::new() };
    sheet.heading();
    sheet.short();
    if report.evaluation.interviews > 0 {
        sheet.quotes();
        sheet.criteria();
        sheet.quadrant();
        sheet.priorities();
        tables(&mut sheet);
        sheet.heard();
    }
    sheet.took_part();
    sheet.hours(words);
    sheet.method();
    sheet.lines.push(String::new());
    sheet.lines.join("\n")
}

struct Sheet<'a> {
    report: &'a Report<'a>,
    voice: Voice<'a>,
    width: usize,
    lines: Vec<String>,
}

impl Sheet<'_> {
    fn heading(&mut self) {
        let evaluation = self.report.evaluation;
        let mut facts = vec![
            self.voice.so_far(self.report.release),
            self.voice.say("result-interviews", &[("count", evaluation.interviews.into())]),
        ];
        facts.extend(evaluation.rounds.values().cloned());
        facts.extend(self.report.when.map(|when| self.voice.say("result-made", &[("when", when.into())])));
        self.wrap(0, "", self.report.project);
        let title = self.voice.say("result-title", &[]);
        self.wrap(0, "", &title);
        self.wrap(0, "", &facts.join(" · "));
    }

    fn short(&mut self) {
        self.title("short-title");
        if self.report.evaluation.interviews == 0 {
            let nothing = facts::nothing(&self.voice, self.report);
            return self.bullets(&[nothing]);
        }
        self.bullets(&facts::in_short(&self.voice, self.report));
    }

    fn quotes(&mut self) {
        self.title("quotes-title");
        let quotes: Vec<&Quote> = self.report.quotes.iter().filter(|quote| self.voice.may_quote(quote)).collect();
        if quotes.is_empty() {
            return self.sentence(2, "quotes-none");
        }
        for quote in quotes {
            let said = self.voice.say("quote-plain", &[("text", (&quote.text).into())]);
            self.wrap(2, "", &said);
            if let Some(who) = quote.perspective.as_ref().and_then(|name| self.voice.quoted(name)) {
                self.wrap(6, "– ", &who);
            }
        }
    }

    fn criteria(&mut self) {
        if self.report.evaluation.criteria.is_empty() {
            return;
        }
        self.title("criteria-title");
        for criterion in &self.report.evaluation.criteria {
            self.criterion(criterion);
        }
    }

    fn criterion(&mut self, criterion: &Criterion) {
        let name = self.voice.label(&criterion.name, &criterion.key).to_owned();
        self.blank();
        self.wrap(2, "", &name);
        for said in agreed::sentences(&self.voice, criterion) {
            self.wrap(4, "", &said);
        }
        for (measure, counted) in &criterion.scales {
            self.scale(*measure, counted);
        }
        for who in self.report.evaluation.beside_each_other() {
            if let Some(gap) = criterion.gap(&Slice::of(who.clone())) {
                let said = facts::gap(&self.voice, criterion, &who, &gap);
                self.wrap(4, "", &said);
            }
        }
    }

    fn scale(&mut self, measure: Measure, counted: &Counted) {
        let heading = self.voice.top_heading(measure, counted);
        self.wrap(4, "", &heading);
        let views = self.report.evaluation.beside_each_other();
        let column = views.iter().map(|who| self.voice.who(who).chars().count() + 2).max().unwrap_or(0);
        for who in views {
            let figure = counted.figure(&Slice::of(who.clone()));
            let name = self.voice.who(&who);
            let Some(spread) = figure.and_then(|figure| figure.spread()) else {
                let why = self.voice.hidden(figure).unwrap_or_default();
                self.row(6, (&name, column), None, &why);
                continue;
            };
            let answers = self.voice.say("side-answers", &[("count", spread.n.into())]);
            let top = spread.top.map(|top| format!("{:>5}, ", self.voice.percent(top))).unwrap_or_default();
            self.row(6, (&name, column), spread.top, &format!("{top}{answers}"));
            if let Some(aside) = self.voice.aside_line(&spread.aside) {
                self.wrap(8, "", &aside);
            }
            if who == self.report.evaluation.first_view()
                && let Some(adjusted) = adjusting::adjusted(&self.voice, counted)
            {
                self.wrap(8, "", &adjusted);
            }
        }
        let apart = facts::apart(&self.voice, counted);
        for said in apart.into_iter().chain(adjusting::changed(&self.voice, self.report.evaluation, counted)) {
            self.wrap(6, "", &said);
        }
    }

    /// The criteria by the corner of the quadrant that they lie in, the most urgent corner first.
    fn quadrant(&mut self) {
        let view = self.report.evaluation.first_view();
        let Some(quadrant) = self.report.evaluation.quadrant(&Slice::of(view)) else { return };
        self.title("quadrant-title");
        let mut placed: Vec<_> = quadrant.placed.iter().collect();
        placed.sort_by_key(|placed| placed.corner);
        for placed in placed {
            let criterion = self.report.evaluation.criterion(&placed.criterion);
            let name = criterion.map_or(placed.criterion.as_str(), |one| self.voice.label(&one.name, &one.key));
            let said = format!("{}: {name}", self.voice.corner(placed.corner));
            self.wrap(2, "", &said);
        }
    }

    fn priorities(&mut self) {
        if self.report.evaluation.priorities.is_empty() {
            return;
        }
        self.title("priority-title");
        for counted in &self.report.evaluation.priorities {
            for who in self.report.evaluation.beside_each_other() {
                let slice = Slice::of(who.clone());
                let name = self.voice.who(&who);
                self.wrap(2, "", &name);
                if let Some(why) = self.voice.hidden(counted.figure(&slice)) {
                    self.wrap(4, "", &why);
                }
                for (answer, count, share) in counted.ranked(&slice) {
                    let label = self.voice.label(&answer.label, &answer.name).to_owned();
                    self.share(4, &label, count, share);
                }
            }
        }
    }

    fn tables(&mut self) {
        if self.report.evaluation.tables.is_empty() {
            return;
        }
        self.title(facts::tables_title(self.report.evaluation));
        for counted in &self.report.evaluation.tables {
            let question = self.voice.label(&counted.question, &counted.path).to_owned();
            let figure = counted.figure(&Slice::of(Who::Everyone));
            self.blank();
            self.wrap(2, "", &question);
            let Some(spread) = figure.and_then(|figure| figure.spread()) else {
                let why = self.voice.hidden(figure).unwrap_or_default();
                self.wrap(4, "", &why);
                continue;
            };
            for (answer, (count, share)) in counted.offered.iter().zip(spread.counts.iter().zip(&spread.shares)) {
                let label = self.voice.label(&answer.label, &answer.name).to_owned();
                self.share(4, &label, *count, *share);
            }
            if let Some(aside) = self.voice.aside_line(&spread.aside) {
                self.wrap(4, "", &aside);
            }
        }
    }

    fn tables_elsewhere(&mut self) {
        let count = self.report.evaluation.tables.len();
        if count > 0 {
            self.title("tables-title");
            let said = self.voice.say("tables-elsewhere", &[("count", count.into())]);
            self.wrap(2, "", &said);
        }
    }

    fn heard(&mut self) {
        let coverage = &self.report.evaluation.coverage;
        self.title("heard-title");
        let perspectives = self.voice.say("heard-perspectives", &[]);
        self.groups(&perspectives, &coverage.perspectives, true);
        let areas = self.voice.say("heard-areas", &[]);
        self.groups(&areas, &coverage.areas, false);
        for groups in &coverage.margins {
            let question = self.voice.label(&groups.question, "").to_owned();
            self.groups(&question, groups, false);
        }
        if coverage.knocks.is_empty() {
            return;
        }
        let title = self.voice.say("knocks-title", &[]);
        self.wrap(2, "", &title);
        for (outcome, count) in &coverage.knocks {
            let count = self.voice.count(i64::try_from(*count).unwrap_or(i64::MAX));
            let outcome = self.voice.outcome(outcome);
            self.row(4, (&outcome, LONG), None, &count);
        }
    }

    fn hours(&mut self, words: &Words) {
        let said = self.report.hours.map(|told| hours_told(told, words)).unwrap_or_default();
        if !said.is_empty() {
            self.title("hours-title");
            self.bullets(&said);
        }
    }

    fn took_part(&mut self) {
        self.title("rates-title");
        let evaluation = self.report.evaluation;
        if evaluation.coverage.participation.is_empty() {
            return self.sentence(2, "rates-none");
        }
        self.sentence(2, "rates-intro");
        for of in &evaluation.coverage.participation {
            let name = facts::round_name(&self.voice, evaluation, of);
            self.blank();
            self.wrap(2, "", &name);
            let said = facts::took_part(&self.voice, of);
            self.wrap(4, "", &said);
            for (rate, share) in of.rates.iter().filter_map(|(rate, share)| Some((rate, (*share)?))) {
                let (name, share) = (self.voice.rate(*rate), self.voice.percent(share));
                self.row(4, (&name, LONG), None, &format!("{share}  {}", rate.formula()));
            }
            for (case, people) in &of.cases {
                let (name, people) = (self.voice.case(*case), self.voice.people(*people));
                self.row(4, (&name, LONG), None, &people);
            }
        }
    }

    fn groups(&mut self, title: &str, groups: &Groups, perspectives: bool) {
        if groups.heard.is_empty() {
            return;
        }
        self.wrap(2, "", title);
        for group in &groups.heard {
            let name = self.group(group, perspectives);
            let mut people = self.voice.people(group.people);
            if let Some(lives) = group.lives {
                let share = self.voice.percent(lives);
                people.push_str(&format!(", {}", self.voice.say("heard-lives-share", &[("share", (&share).into())])));
            }
            self.row(4, (&name, LONG), None, &people);
        }
        if groups.unsaid != People::Shown(0) {
            let (name, people) = (self.voice.say("heard-unsaid", &[]), self.voice.people(groups.unsaid));
            self.row(4, (&name, LONG), None, &people);
        }
    }

    fn group(&self, group: &Heard, perspective: bool) -> String {
        if perspective {
            self.voice.perspective(&group.key)
        } else {
            self.voice.label(&group.label, &group.key).to_owned()
        }
    }

    fn method(&mut self) {
        self.title("method-title");
        self.bullets(&facts::method(&self.voice, self.report));
    }

    fn title(&mut self, key: &str) {
        let title = self.voice.say(key, &[]);
        let rule = "─".repeat(title.chars().count().min(self.width));
        self.blank();
        self.wrap(0, "", &title);
        self.lines.push(rule);
    }

    fn sentence(&mut self, indent: usize, key: &str) {
        let said = self.voice.say(key, &[]);
        self.wrap(indent, "", &said);
    }

    fn bullets(&mut self, sentences: &[String]) {
        for sentence in sentences {
            self.wrap(2, "• ", sentence);
        }
    }

    fn blank(&mut self) {
        self.lines.push(String::new());
    }

    fn share(&mut self, indent: usize, name: &str, count: People, share: Option<Share>) {
        let said = self.voice.count_and_share(count, share);
        self.row(indent, (name, LONG), share, &said);
    }

    /// A name in its column, a bar and what they say; under one another where the terminal is too narrow.
    fn row(&mut self, indent: usize, (name, column): (&str, usize), share: Option<Share>, said: &str) {
        let bar = share.map(|share| format!("{} ", bar(share))).unwrap_or_default();
        let used = indent + column + bar.chars().count() + said.chars().count();
        if name.chars().count() < column && used <= self.width {
            let gap = " ".repeat(column - name.chars().count());
            self.lines.push(format!("{}{name}{gap}{bar}{said}", " ".repeat(indent)));
            return;
        }
        self.wrap(indent, "", name);
        if !bar.is_empty() {
            self.lines.push(format!("{}{}", " ".repeat(indent + 2), bar.trim_end()));
        }
        self.wrap(indent + 2, "", said);
    }

    /// Breaks a text between words; lines after the first stand under its first letter.
    fn wrap(&mut self, indent: usize, sign: &str, text: &str) {
        let hanging = " ".repeat(indent + sign.chars().count());
        let mut line = format!("{}{sign}", " ".repeat(indent));
        let mut empty = true;
        for word in text.split_whitespace() {
            let longer = line.chars().count() + word.chars().count() + usize::from(!empty);
            if !empty && longer > self.width {
                self.lines.push(std::mem::replace(&mut line, hanging.clone()));
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        self.lines.push(line);
    }
}

fn bar(share: Share) -> String {
    let full = (share.0.clamp(0, 10_000) * BLOCKS + 5_000) / 10_000;
    (0..BLOCKS).map(|block| if block < full { '█' } else { '·' }).collect()
}
