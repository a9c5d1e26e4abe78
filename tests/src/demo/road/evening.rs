//! The second evening: phones sync in the opposite order, and one is killed on the way.

use super::Road;
use crate::demo::stage::bytes;
use crate::demo::{DemoError, interruption, rounds};

impl Road<'_> {
    /// Syncs in the opposite order; one phone dies on the way; then everybody hears of everybody.
    pub(super) fn second_evening(&mut self) -> Result<(), DemoError> {
        self.stage.act("Second evening: the other way round, and a battery dies")?;
        let order: Vec<usize> = (0..self.phones.len()).rev().collect();
        let (before, after) = order.split_at(order.len() / 2);
        let mut done = rounds::sync_in_order(&self.phones, before, self.options, self.runtime, self.stage)?;
        rounds::tell(&self.phones, &done, self.stage)?;
        done.clear();
        if let Some((killed, after)) = after.split_first() {
            self.interrupt(*killed)?;
            done.extend(rounds::sync_in_order(&self.phones, after, self.options, self.runtime, self.stage)?);
            rounds::tell_lines(&self.phones, &done, self.stage)?;
        }
        self.tell_safety()?;
        let all: Vec<usize> = order.iter().copied().filter(|number| *number > 0).collect();
        let done = rounds::sync_in_order(&self.phones, &all, self.options, self.runtime, self.stage)?;
        let new: u64 = done.iter().map(|(_, exchange)| exchange.new).sum();
        self.stage.tell(&format!("Once more, so that everybody has everybody's work: {new} records received."))?;
        Ok(())
    }

    fn interrupt(&mut self, killed: usize) -> Result<(), DemoError> {
        let phone = &mut self.phones[killed];
        let interrupted = interruption::interrupt(phone, &self.server, self.options)?;
        let name = phone.name.clone();
        let (known, held) = interrupted.known_safe;
        self.stage.point(
            "✗",
            &format!(
                "{name}'s phone, here process {}, is killed (SIGKILL) in the middle of its sync: {} of its records are \
                 on the server's disk, and it had no time to note that. Of its {held} interviews it calls {known} safe.",
                interrupted.process, interrupted.arrived
            ),
        )?;
        let again = interrupted.again;
        Ok(self.stage.point(
            "✓",
            &format!(
                "Started again, it offers the {} records that it has heard nothing about ({}). The server knows {} of \
                 them and takes the other {}. The phone receives {} new ones ({}).",
                again.sent,
                bytes(again.sent_bytes),
                again.sent.saturating_sub(interrupted.taken),
                interrupted.taken,
                again.new,
                bytes(again.received_bytes)
            ),
        )?)
    }
}
