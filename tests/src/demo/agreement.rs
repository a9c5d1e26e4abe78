//! Whether every replica shows the same: all phones, the coordinator's device and the server's store.

use std::path::Path;

use doorstep_core::device::{HOOKS, Results, View};
use doorstep_core::evaluation::Disclosure;
use doorstep_core::store::SqliteStore;

use super::phone::Phone;
use super::{DemoError, Stage};

/// Which file in the server's folder is its store.
const SERVER_STORE: &str = "server.db";

/// Compares the results of all replicas, for insiders and for outsiders; returns their common short names.
pub(super) fn check(
    coordinator: &Phone,
    phones: &[Phone],
    server: &Path,
    stage: &mut Stage,
) -> Result<[String; 2], DemoError> {
    let store = SqliteStore::open(&server.join(SERVER_STORE), HOOKS)?;
    let mut common = [String::new(), String::new()];
    for (place, disclosure) in [Disclosure::INSIDE, Disclosure::OUTSIDE].into_iter().enumerate() {
        let failed = |source| coordinator.failed("compute the result of the server's store", source);
        let of_server = Results::of(&View::whole(&store), disclosure).map_err(failed)?.fingerprint();
        for phone in phones.iter().chain([coordinator]) {
            let own = phone.look("compute the result", |device| device.results(disclosure))?.fingerprint();
            if own != of_server {
                let what = format!("{} shows another result ({own}) than the server ({of_server})", phone.name);
                return Err(DemoError::Broken { what });
            }
        }
        common[place] = of_server;
    }
    stage.tell(&format!(
        "{} phones, {}'s device and the server each compute the result from their own store, in whatever order their \
         records came: the same to the bit.",
        phones.len(),
        coordinator.name
    ))?;
    stage.row(&format!("fingerprint {} on all {}", common[0], phones.len() + 2))?;
    Ok(common)
}
