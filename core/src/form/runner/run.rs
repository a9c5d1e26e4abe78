//! The operation `run`: a form filled in step by step, and what it shows at each probe.
//!
//! One expression on its own is tried out by `xpath`.

use std::sync::Arc;

use jiff::tz::TimeZone;
use rand_core::{Infallible, TryRng};
use serde_json::{Map, Value as Json, json};

use super::{ReadFile, Refusal, import};
use crate::form::expr::NodeId;
use crate::form::graph::FieldId;
use crate::form::instance::bracketed;
use crate::form::interview::{Attachments, Interview, Opening, PreparedForm};
use crate::form::model::Lang;
use crate::time::Timestamp;

/// Instances that a step may ask for at once.
const MAX_ENSURED: u64 = 1000;

/// Answers one request.
pub(super) fn answer(request: &Json, read_file: &mut ReadFile, now: Timestamp) -> Result<Json, Refusal> {
    let imported = import::load(request, read_file)?;
    let attachments = attachments(request);
    let prepared = PreparedForm::new(Arc::new(imported.form), attachments)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    let zone =
        TimeZone::get(request["tz"].as_str().unwrap_or("UTC")).map_err(|_| "the time zone is unknown".to_owned())?;
    let mut run = Run { interview: Interview::start(prepared, Opening::new(now, zone, 1)), rng: Counter(0) };
    let mut results = Vec::new();
    for step in request["steps"].as_array().map_or(&[][..], Vec::as_slice) {
        if let Some(probe) = step.get("probe") {
            results.push(run.probe(probe));
        } else {
            run.step(step)?;
        }
    }
    Ok(json!({ "results": results }))
}

fn attachments(request: &Json) -> Attachments {
    let files = request["attachments"].as_object().into_iter().flatten();
    files.filter_map(|(name, text)| Some((name.clone(), text.as_str()?.to_owned()))).collect()
}

/// Ids that differ, the same in every run.
struct Counter(u64);

impl TryRng for Counter {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.0 += 1;
        Ok(self.0 as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 += 1;
        Ok(self.0)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0 += 1;
        bytes.fill(self.0 as u8);
        Ok(())
    }
}

struct Run {
    interview: Interview,
    rng: Counter,
}

impl Run {
    fn step(&mut self, step: &Json) -> Result<(), Refusal> {
        if let Some([path, value]) = step["answer"].as_array().map(Vec::as_slice) {
            self.answer(path, value)
        } else if let Some(path) = step["add_repeat"].as_str() {
            let (parent, repeat) = self.repeat(path)?;
            self.add(parent, repeat, path)
        } else if let Some(path) = step["remove_repeat"].as_str() {
            let node = self.node(path)?;
            self.interview.remove_repeat_at(node).map(|_| ()).map_err(|refused| format!("{path}: {refused}").into())
        } else if let Some([path, count]) = step["ensure_repeats"].as_array().map(Vec::as_slice) {
            self.ensure(path.as_str().unwrap_or_default(), count.as_u64().unwrap_or(0).min(MAX_ENSURED))
        } else if let Some(language) = step["set_language"].as_str() {
            self.interview.set_language(Lang(language.to_owned()));
            Ok(())
        } else {
            Err(Refusal::Skip("unknown step".to_owned()))
        }
    }

    /// A refused answer changes nothing and ends nothing: a probe shows it.
    fn answer(&mut self, path: &Json, value: &Json) -> Result<(), Refusal> {
        let node = self.node(path.as_str().unwrap_or_default())?;
        let text = match value {
            Json::Array(parts) => parts.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" "),
            Json::String(text) => text.clone(),
            Json::Null => String::new(),
            Json::Bool(_) | Json::Number(_) | Json::Object(_) => value.to_string(),
        };
        match self.interview.answer_at(node, &text) {
            Ok(_) | Err(_) => Ok(()),
        }
    }

    fn add(&mut self, parent: NodeId, repeat: FieldId, path: &str) -> Result<(), Refusal> {
        let added = self.interview.add_repeat_at(parent, repeat, &mut self.rng);
        added.map(|_| ()).map_err(|refused| format!("{path}: {refused}").into())
    }

    fn ensure(&mut self, path: &str, count: u64) -> Result<(), Refusal> {
        let (parent, repeat) = self.repeat(path)?;
        while (self.shown_instances(parent, repeat).len() as u64) < count {
            self.add(parent, repeat, path)?;
        }
        Ok(())
    }

    fn node(&self, path: &str) -> Result<NodeId, Refusal> {
        let found = self.interview.instance().at_position(self.interview.prepared().graph(), path);
        found.ok_or_else(|| format!("there is nothing at {path}").into())
    }

    /// The place and the field of the repeat at a path.
    fn repeat(&self, path: &str) -> Result<(NodeId, FieldId), Refusal> {
        let (above, last) = path.rsplit_once('/').unwrap_or(("", path));
        let parent = self.node(above)?;
        let field = self.interview.instance().field(parent);
        let repeat = self.interview.prepared().graph().child(field, bracketed(last).0);
        repeat.map(|repeat| (parent, repeat)).ok_or_else(|| format!("there is no repeat at {path}").into())
    }

    fn shown_instances(&self, parent: NodeId, repeat: FieldId) -> Vec<NodeId> {
        let instance = self.interview.instance();
        instance.instances(parent, repeat).into_iter().filter(|node| !instance.is_surplus(*node)).collect()
    }

    fn probe(&self, probe: &Json) -> Json {
        let wanted = probe.as_array().into_iter().flatten();
        wanted.map(|entry| self.probe_one(entry["path"].as_str().unwrap_or_default(), &entry["want"])).collect()
    }

    fn probe_one(&self, path: &str, want: &Json) -> Json {
        let node = self.node(path).ok();
        let is_meta = path.split('/').nth(2) == Some("meta") && node.is_none();
        let mut answer = Map::new();
        for key in want.as_array().into_iter().flatten().filter_map(Json::as_str) {
            let value = match key {
                "relevant" | "valid" | "exists" | "in_submission" if is_meta => json!(true),
                "required" | "readonly" if is_meta => json!(false),
                "exists" => json!(node.is_some_and(|node| !self.interview.instance().is_surplus(node))),
                "count" => {
                    json!(self.repeat(path).map_or(0, |(parent, repeat)| self.shown_instances(parent, repeat).len()))
                }
                "relevant" => json!(node.is_some_and(|node| self.interview.instance().is_shown(node))),
                "in_submission" => json!(node.is_some_and(|node| self.interview.instance().is_shown(node))),
                key => node.map_or(Json::Null, |node| self.shown(node, key)),
            };
            answer.insert(key.to_owned(), value);
        }
        Json::Object(answer)
    }

    fn shown(&self, node: NodeId, key: &str) -> Json {
        let interview = &self.interview;
        match key {
            "value" => json!(interview.instance().shown_value(node)),
            "required" => json!(interview.is_required(node)),
            "readonly" => json!(interview.is_readonly(node)),
            "valid" => json!(interview.all_unmet(node).is_empty()),
            "message" => json!(interview.unmet(node).and_then(|unmet| unmet.message().map(str::to_owned))),
            "label" => json!(interview.label(node)),
            "hint" => json!(interview.hint(node)),
            "choices" => interview.choices(node).into_iter().map(|choice| choice.name).collect(),
            "choice_labels" => interview.choices(node).into_iter().map(|choice| choice.label).collect(),
            _ => Json::Null,
        }
    }
}
