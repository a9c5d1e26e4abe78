//! Adding and removing instances of a repeat by hand.
//!
//! Repeats with a count are kept at it by `settle`.

use rand_core::Rng;

use super::{Changed, Interview};
use crate::form::expr::NodeId;
use crate::form::graph::{FieldId, FieldKind};

/// The most instances of one repeat that can be added by hand.
const MAX_INSTANCES: usize = 1000;

/// Why an instance was not added or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RepeatRefused {
    /// There is no repeat, or no instance, at this path.
    #[error("there is no such repeat")]
    NoSuchRepeat,
    /// The form says how many there are.
    #[error("the form decides how many there are")]
    Counted,
    /// There are as many as can be.
    #[error("there are as many as can be")]
    TooMany,
}

impl Interview {
    /// Adds an instance to the repeat at a response path, which ends in the repeat's name without brackets. Returns the
    /// path of the new instance and what changed.
    ///
    /// # Errors
    /// See [`RepeatRefused`]; nothing changed.
    pub fn add_repeat(&mut self, path: &str, rng: &mut dyn Rng) -> Result<(String, Changed), RepeatRefused> {
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let parent = self.instance.at(&self.prepared.graph, above).ok_or(RepeatRefused::NoSuchRepeat)?;
        let repeat = self.prepared.graph.child(self.instance.field(parent), name).ok_or(RepeatRefused::NoSuchRepeat)?;
        let (node, changed) = self.add_repeat_at(parent, repeat, rng)?;
        Ok((self.instance.response_path(&self.prepared.graph, node), changed))
    }

    /// Adds an instance of `repeat` inside `parent`.
    ///
    /// # Errors
    /// As [`Interview::add_repeat`].
    pub fn add_repeat_at(
        &mut self,
        parent: NodeId,
        repeat: FieldId,
        rng: &mut dyn Rng,
    ) -> Result<(NodeId, Changed), RepeatRefused> {
        self.check_by_hand(repeat)?;
        if self.instance.instances(parent, repeat).len() >= MAX_INSTANCES || !self.has_room() {
            return Err(RepeatRefused::TooMany);
        }
        let id = self.instance.new_id(parent, repeat, rng);
        let node = self.open_instance(parent, repeat, &id);
        self.settle();
        Ok((node, self.take_changed()))
    }

    /// Removes the instance at a response path, with all answers in it.
    ///
    /// # Errors
    /// See [`RepeatRefused`]; nothing changed.
    pub fn remove_repeat(&mut self, path: &str) -> Result<Changed, RepeatRefused> {
        let node = self.instance.at(&self.prepared.graph, path).ok_or(RepeatRefused::NoSuchRepeat)?;
        self.remove_repeat_at(node)
    }

    /// Removes an instance.
    ///
    /// # Errors
    /// As [`Interview::remove_repeat`].
    pub fn remove_repeat_at(&mut self, node: NodeId) -> Result<Changed, RepeatRefused> {
        let repeat = self.instance.field(node);
        self.check_by_hand(repeat)?;
        let parent = self.instance.tree().parent(node).ok_or(RepeatRefused::NoSuchRepeat)?;
        self.instance.remove(node);
        self.mark_structure(parent, repeat);
        self.settle();
        Ok(self.take_changed())
    }

    fn check_by_hand(&self, repeat: FieldId) -> Result<(), RepeatRefused> {
        let field = self.prepared.graph.field(repeat);
        match (field.kind, &field.count) {
            (FieldKind::Repeat, None) => Ok(()),
            (FieldKind::Repeat, Some(_)) => Err(RepeatRefused::Counted),
            (FieldKind::Root | FieldKind::Group | FieldKind::Question, _) => Err(RepeatRefused::NoSuchRepeat),
        }
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha8Rng;
    use rand_core::SeedableRng;

    use super::super::samples::{HOUSEHOLD, begun};
    use super::*;

    #[test]
    fn the_first_instance_has_an_id_by_position_and_later_ones_by_chance() {
        let (mut interview, mut rng) = (begun(HOUSEHOLD), ChaCha8Rng::seed_from_u64(1));
        interview.answer("anyone", "yes").unwrap();
        interview.answer("person[1]/age", "40").unwrap();
        let (path, _) = interview.add_repeat("person", &mut rng).unwrap();
        assert!(path.starts_with("person[2-") && path.len() == "person[2-01234567]".len(), "{path}");
        interview.answer(&format!("{path}/age"), "12").unwrap();
        assert_eq!((interview.reads("people"), interview.reads("oldest")), ("2", "40"));
        interview.remove_repeat("person[1]").unwrap();
        assert_eq!((interview.reads("people"), interview.reads("oldest")), ("1", "12"));
    }

    #[test]
    fn a_counted_repeat_hides_what_is_too_many_and_brings_it_back() {
        let mut interview = begun(
            "
| survey |              |      |        |              |
|        | type         | name | label  | repeat_count |
|        | integer      | n    | How many? |           |
|        | begin_repeat | room | Room   | ${n}         |
|        | text         | use  | Use    |              |
|        | end_repeat   |      |        |              |
",
        );
        interview.answer("n", "2").unwrap();
        interview.answer("room[2]/use", "kitchen").unwrap();
        interview.answer("n", "1").unwrap();
        assert_eq!(interview.reads("room[2]/use"), "");
        interview.answer("n", "2").unwrap();
        assert_eq!(interview.reads("room[2]/use"), "kitchen");
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        assert_eq!(interview.add_repeat("room", &mut rng).unwrap_err(), RepeatRefused::Counted);
    }

    #[test]
    fn a_count_without_end_is_bounded() {
        let mut interview = begun(
            "
| survey |              |      |       |                     |
|        | type         | name | label | repeat_count        |
|        | begin_repeat | room | Room  | count(${room}) + 1  |
|        | text         | use  | Use   |                     |
|        | end_repeat   |      |       |                     |
|        | text         | last | Last  |                     |
",
        );
        interview.answer("last", "x").unwrap();
        let rooms = interview.instance.nodes(&interview.prepared.graph, interview.prepared.graph.at("room").unwrap());
        assert_eq!(rooms.len(), super::super::settle::MAX_COUNTED);
    }
}
