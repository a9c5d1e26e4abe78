//! The shared engine suite, on SQLite.

use crate::entry::Run;
use crate::store::sqlite::apply::SqliteEngine;
use crate::store::sqlite::testing::{Project, Shelf, everything};
use crate::store::sqlite::writer::lock;
use crate::store::suite::{self, Subject, Work};
use crate::store::{FeedQuery, StoreError};

impl Subject for Shelf {
    fn transaction(&self, work: &mut Work<'_>) -> Result<(), StoreError> {
        let mut writer = lock(&self.store.writer);
        let pending = writer.transaction(|tx| {
            let mut engine = SqliteEngine::new(tx, &self.store.caches);
            work(&mut engine)?;
            Ok(engine.into_pending())
        })?;
        pending.publish(&self.store.caches);
        Ok(())
    }

    fn feed(&self) -> Result<Vec<Run>, StoreError> {
        let query = FeedQuery { after: 0, scopes: &everything(), exclude: None, max_bytes: usize::MAX };
        Ok(self.store.feed(&query)?.runs)
    }
}

#[test]
fn sqlite_passes_the_engine_suite() {
    let project = Project::founded();
    suite::run(&mut || Box::new(Shelf::of(&project)));
}
