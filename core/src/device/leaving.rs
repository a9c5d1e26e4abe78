//! What this phone may no longer keep: after its rights were narrowed or taken back, what they do not cover leaves it, once nothing of
//! that is only here.
//!
//! What leaves at the end of a round is `closing`'s; showing nothing of it in the meantime `view`'s and `standing`'s.

use super::{Device, DeviceError, Moment};
use crate::member::{Class, Scope};
use crate::store::Elsewhere;

/// What holds nothing about a person stays: a phone needs it to finish and hand over what was begun.
const STAYS: [Class; 3] = [Class::Membership, Class::Project, Class::Server];

impl Device {
    /// At the end of a session: takes out of the store what this device's rights do not cover any more. Work of others goes when the
    /// server has it, own work when the server's backup has it too. Logs go whole, so the device writes on under a new life.
    pub(super) fn leave_behind(&self, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let carried = self.membership()?.carried_by(&self.id());
        let is_beyond = |scope: &Scope| !STAYS.contains(&scope.class) && !carried.covers(scope);
        // Every session ends with this: as a rule there is nothing to look at further.
        if !self.store.scopes()?.iter().any(is_beyond) {
            return Ok(());
        }
        let proven = self.proven()?;
        let safe = proven.in_both();
        let generation = self.generation()?;
        let elsewhere = Elsewhere { own: self.id(), sent: proven.sent(), safe: &safe, generation };
        let leaving = self.store.leaving_scopes(is_beyond, &elsewhere)?;
        if !leaving.is_empty() {
            let _writing = self.lock();
            self.change_life(None, at)?;
            self.store.drop_scopes(&leaving, &elsewhere)?;
        }
        Ok(())
    }
}
