//! `stages`: in which stages of the service residents had a part, and the wheel that shows it.

use doorstep_ffi::{Phone, StageRow};

use crate::arguments::Stages;
use crate::failure::Failure;
use crate::files;
use crate::out::Out;

/// Shows, sets or draws them.
pub(crate) fn stages(phone: &Phone, out: &Out, arguments: &Stages) -> Result<(), Failure> {
    if let Some(path) = &arguments.html {
        files::write(path, phone.wheel_page()?)?;
        return out.line(format!("Written to {}.", path.display()));
    }
    let rows = match &arguments.stage {
        Some(stage) => phone.set_stage(stage.clone(), arguments.how.clone().unwrap_or_default())?,
        None => phone.stages()?,
    };
    out.either(&rows, |rows: &Vec<StageRow>| rows.iter().map(line).collect())
}

fn line(row: &StageRow) -> String {
    let how = if row.how.is_empty() { "residents had no part yet" } else { &row.how };
    format!("{} ({}): {how}", row.name, row.stage)
}
