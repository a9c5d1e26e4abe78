//! What is printed or pasted from the result: charts as files of their own, and sheets for letterboxes.
//!
//! Both show what outsiders may see. The whole result is `results`'.

use doorstep_core::device::Results;
use doorstep_core::evaluation::Disclosure;
use doorstep_core::ids::DocId;
use doorstep_core::report::{self, Access};

use crate::{Phone, PhoneError, input};

/// The longest purpose of a file that is handed on, in bytes.
const MAX_PURPOSE_BYTES: usize = 1_000;

/// A chart as a file of its own.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ChartFile {
    /// The file's name.
    pub name: String,
    /// What it shows.
    pub title: String,
    /// The picture, as SVG.
    pub svg: String,
}

#[uniffi::export]
impl Phone {
    /// Every chart of the result, as outsiders may see it, to be pasted into a document. What for stands in the register of what was handed
    /// on.
    ///
    /// # Errors
    /// This person may hand nothing on, or the store can't be read.
    pub fn charts(&self, purpose: String) -> Result<Vec<ChartFile>, PhoneError> {
        let (results, when) = (self.to_print("charts", &purpose)?, self.today());
        let charts = report::charts(&results.report(Some(&when), Access::Members), &self.words());
        let file = |chart: report::Chart| ChartFile {
            name: format!("{}.svg", chart.name),
            title: chart.title,
            svg: chart.svg,
        };
        Ok(charts.into_iter().map(file).collect())
    }

    /// A sheet for letterboxes, A5, as a page to print: what people of an area said, or of all, and room for what happens now.
    ///
    /// # Errors
    /// This person may hand nothing on, or the store can't be read.
    pub fn sheet(&self, area: Option<String>, purpose: String) -> Result<String, PhoneError> {
        let area: Option<DocId> = input::optional_id("an area", area.as_deref())?;
        let (results, when) = (self.to_print("sheet", &purpose)?, self.today());
        let contact = self.device().responsible()?.contact;
        Ok(report::sheet_page(&results.report(Some(&when), Access::Members), area, &contact, &self.words()))
    }
}

impl Phone {
    fn to_print(&self, what: &str, purpose: &str) -> Result<Results, PhoneError> {
        let purpose = input::capped("the purpose", purpose.trim(), MAX_PURPOSE_BYTES)?;
        self.act(|device, at| device.enter_handed_on(what, purpose, at))?;
        Ok(self.device().results_to_hand_on(Disclosure::OUTSIDE)?)
    }
}
