//! A session with the server in plain sentences: what each side held, what was asked for, sent, kept back, and why.
//!
//! The figures are the session's own ([`SessionReport`]); where everything is afterwards is `status`'s.

use std::collections::BTreeMap;

use crate::entry::Refusal;
use crate::sync::SessionReport;
use crate::words::{Value, Words};

/// A session that is over, and what the line and the phone knew besides.
#[derive(Debug, Clone, Copy)]
pub struct Exchange<'a> {
    /// What the session did.
    pub report: &'a SessionReport,
    /// Whether it went over TCP, because no UDP got through.
    pub over_tcp: bool,
    /// How many interviews are under way on the phone.
    pub unfinished: u64,
}

/// The session in sentences, in the order in which things happen.
pub fn explain(exchange: &Exchange<'_>, words: &Words) -> Vec<String> {
    let mut told = Told { words, sentences: Vec::new() };
    told.line(exchange);
    told.offered(exchange.report);
    told.asked(exchange.report);
    told.kept_back(exchange);
    told.say(
        "exchange-bytes",
        &[
            ("up", exchange.report.sent.stream_bytes.into()),
            ("down", exchange.report.received.stream_bytes.into()),
            ("up_plain", exchange.report.sent.plain_bytes.into()),
            ("down_plain", exchange.report.received.plain_bytes.into()),
        ],
    );
    told.sentences
}

struct Told<'a> {
    words: &'a Words,
    sentences: Vec<String>,
}

impl Told<'_> {
    fn say(&mut self, key: &str, values: &[(&str, Value<'_>)]) {
        self.sentences.push(self.words.say(key, values));
    }

    fn say_if(&mut self, applies: bool, key: &str, values: &[(&str, Value<'_>)]) {
        if applies {
            self.say(key, values);
        }
    }

    fn line(&mut self, exchange: &Exchange<'_>) {
        self.say(if exchange.over_tcp { "exchange-over-tcp" } else { "exchange-over-quic" }, &[]);
        self.say("exchange-waited", &[("count", exchange.report.round_trips.into())]);
    }

    /// What this phone had, and what became of it.
    fn offered(&mut self, report: &SessionReport) {
        let Some(caller) = report.caller else { return };
        self.say("exchange-held", &[("own", caller.own.into()), ("stored", caller.acknowledged.into())]);
        self.say_if(report.offered_again, "exchange-offered-again", &[]);
        self.say_if(caller.others > 0, "exchange-others", &[("count", caller.others.into())]);
        if report.entries_sent == 0 {
            self.say("exchange-sent-nothing", &[]);
        } else {
            let values = [("sent", report.entries_sent.into()), ("stored", report.entries_acknowledged.into())];
            self.say("exchange-sent", &values);
        }
        self.refused(report.refused_there.iter().map(|refused| refused.code), "exchange-refused-there");
        self.say_if(report.rolled_back, "exchange-was-a-copy", &[]);
    }

    /// What this phone asked for, and what it got.
    fn asked(&mut self, report: &SessionReport) {
        match report.caller.and_then(|caller| caller.position) {
            Some(position) if !report.reconciled => {
                self.say("exchange-asked-from", &[("position", position.into())]);
            }
            Some(_) => self.say("exchange-asked-compared", &[]),
            None => self.say("exchange-asked-all", &[]),
        }
        if report.entries_received == 0 {
            self.say("exchange-received-nothing", &[]);
        } else {
            let values = [("received", report.entries_received.into()), ("new", report.entries_new.into())];
            self.say("exchange-received", &values);
        }
        if let Some(position) = report.reached {
            self.say("exchange-reached", &[("position", position.into())]);
        }
        self.refused(report.refused_here.iter().map(|refused| refused.refusal.code()), "exchange-refused-here");
        let (up, down) = (report.chunks_sent, report.chunks_received);
        self.say_if(up + down > 0, "exchange-parts", &[("up", up.into()), ("down", down.into())]);
    }

    /// What stayed where it is, and why.
    fn kept_back(&mut self, exchange: &Exchange<'_>) {
        let unfinished = exchange.unfinished;
        self.say_if(unfinished > 0, "exchange-unfinished", &[("count", unfinished.into())]);
        self.say("exchange-rights", &[]);
    }

    /// One sentence for each reason.
    fn refused(&mut self, codes: impl Iterator<Item = u16>, key: &str) {
        let mut reasons: BTreeMap<u16, u64> = BTreeMap::new();
        codes.for_each(|code| *reasons.entry(code).or_default() += 1);
        for (code, count) in reasons {
            let known = Refusal::from_code(code).map(|refusal| refusal.to_string());
            let reason = known.unwrap_or_else(|| self.words.say("exchange-later-reason", &[]));
            self.say(key, &[("count", count.into()), ("reason", Value::Text(&reason))]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::CallerWords;
    use crate::words::Language;

    fn told(report: &SessionReport, unfinished: u64) -> String {
        let words = Words::new(&Language::english());
        explain(&Exchange { report, over_tcp: false, unfinished }, &words).join("\n")
    }

    fn caller(position: Option<u64>) -> Option<CallerWords> {
        Some(CallerWords { own: 12, acknowledged: 9, others: 0, position })
    }

    #[test]
    fn a_session_with_nothing_new_says_so() {
        let report = SessionReport { round_trips: 1, caller: caller(Some(42)), ..SessionReport::default() };
        let told = told(&report, 0);
        for said in ["UDP", "once", "12", "9", "Nothing had to be sent", "position 42", "Nothing new came"] {
            assert!(told.contains(said), "{said} is missing in\n{told}");
        }
        assert!(!told.contains("under way"), "{told}");
    }

    #[test]
    fn what_was_sent_refused_and_kept_is_told_with_its_reason() {
        let there = |code| crate::sync::RefusedThere { log: crate::ids::LogId([1; 32]), seq: 1, code };
        let report = SessionReport {
            entries_sent: 5,
            entries_acknowledged: 3,
            entries_received: 7,
            entries_new: 6,
            reached: Some(50),
            refused_there: vec![there(Refusal::OverBudget.code()), there(9_999)],
            caller: caller(None),
            ..SessionReport::default()
        };
        let told = told(&report, 2);
        for said in ["5", "3", "too much was sent for now", "later version", "7", "6", "position 50", "2 interviews"] {
            assert!(told.contains(said), "{said} is missing in\n{told}");
        }
    }

    #[test]
    fn every_sentence_is_there_in_every_language() {
        let report = SessionReport {
            entries_sent: 1,
            entries_received: 1,
            chunks_sent: 1,
            offered_again: true,
            rolled_back: true,
            reconciled: true,
            reached: Some(1),
            caller: Some(CallerWords { own: 1, acknowledged: 1, others: 1, position: Some(1) }),
            ..SessionReport::default()
        };
        let in_language = |tag: &str| {
            let words = Words::new(&tag.parse::<Language>().expect("a language"));
            explain(&Exchange { report: &report, over_tcp: true, unfinished: 1 }, &words)
        };
        let (english, spanish) = (in_language("en"), in_language("es"));
        assert_eq!(english.len(), spanish.len());
        assert!(english.iter().zip(&spanish).all(|(one, other)| one != other), "{spanish:?}");
    }
}
