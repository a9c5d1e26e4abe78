//! Writes the workbooks of the shipped forms from their readable tables.

use std::error::Error;

use doorstep_core::form::import::{Limits, import, read};
use doorstep_tests::forms;

fn main() -> Result<(), Box<dyn Error>> {
    for name in forms::NAMES {
        let table = forms::table(name)?;
        let limits = Limits::default();
        import(&table, &limits)?;
        std::fs::write(forms::folder().join(format!("{name}.xlsx")), forms::to_xlsx(&read(&table, &limits)?)?)?;
    }
    Ok(())
}
