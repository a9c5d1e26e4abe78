//! One row for each answer as Parquet: the form that any tool can turn into tables, whatever the questionnaire.
//!
//! Rows are written in groups, so that no more than one group is in memory.

use std::collections::BTreeMap;
use std::fs::File;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::questionnaires::Catalogue;
use super::record::Record;
use super::withholding::without_instances;
use super::{Records, WriteError};
use crate::form::export::silence_of;
use crate::form::model::Form;
use crate::ids::BlobHash;
use crate::response::{Answer, Cell, Missing};

const SCHEMA: &str = "
message answers {
  required binary interview (STRING);
  required binary form (STRING);
  required binary form_version (STRING);
  required binary round (STRING);
  required binary area (STRING);
  required int64 finished (TIMESTAMP(MILLIS,true));
  required binary question (STRING);
  optional binary instance (STRING);
  optional binary value (STRING);
  optional double number;
  optional binary silence (STRING);
  required boolean being_checked;
}";

/// How many rows make a group.
const GROUP_ROWS: usize = 1 << 16;

/// By form version and question: the choices that stand for a silence.
type SilentChoices = BTreeMap<BlobHash, BTreeMap<String, BTreeMap<String, Missing>>>;

/// A Parquet file while it grows.
pub(super) struct ParquetFile {
    catalogue: Arc<Catalogue>,
    silent: SilentChoices,
    writer: SerializedFileWriter<File>,
    rows: Rows,
}

/// The rows of one group, column by column.
#[derive(Default)]
struct Rows {
    interview: Vec<ByteArray>,
    form: Vec<ByteArray>,
    form_version: Vec<ByteArray>,
    round: Vec<ByteArray>,
    area: Vec<ByteArray>,
    finished: Vec<i64>,
    question: Vec<ByteArray>,
    instance: Optional<ByteArray>,
    value: Optional<ByteArray>,
    number: Optional<f64>,
    silence: Optional<ByteArray>,
    being_checked: Vec<bool>,
}

/// A column that some rows have no value in.
struct Optional<T> {
    values: Vec<T>,
    levels: Vec<i16>,
}

impl<T> Default for Optional<T> {
    fn default() -> Self {
        Self { values: Vec::new(), levels: Vec::new() }
    }
}

impl<T> Optional<T> {
    fn push(&mut self, value: Option<T>) {
        self.levels.push(i16::from(value.is_some()));
        self.values.extend(value);
    }
}

/// What the rows of one interview share.
struct Shared {
    interview: ByteArray,
    form: ByteArray,
    form_version: ByteArray,
    round: ByteArray,
    area: ByteArray,
    finished: i64,
}

impl ParquetFile {
    pub(super) fn new(catalogue: Arc<Catalogue>, file: File) -> Result<Self, WriteError> {
        let schema = Arc::new(parse_message_type(SCHEMA)?);
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer = SerializedFileWriter::new(file, schema, Arc::new(properties))?;
        let silent = catalogue.forms.iter().map(|(version, form)| (*version, silent_choices(form))).collect();
        Ok(Self { catalogue, silent, writer, rows: Rows::default() })
    }

    fn write_group(&mut self) -> Result<(), WriteError> {
        let rows = std::mem::take(&mut self.rows);
        if rows.finished.is_empty() {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        rows.write(&mut group)?;
        group.close()?;
        Ok(())
    }
}

impl Records for ParquetFile {
    fn add(&mut self, record: &Record) -> Result<(), WriteError> {
        let Some(form) = self.catalogue.form(record.form) else { return Ok(()) };
        let shared = Shared {
            interview: text(&record.key()),
            form: text(&form.id),
            form_version: text(&form.version),
            round: text(self.catalogue.round(record.round)),
            area: text(self.catalogue.area(record.area)),
            finished: record.finished.0,
        };
        let silent = self.silent.get(&record.form);
        for (path, cell) in &record.cells {
            let question = without_instances(path);
            let choices = silent.and_then(|silent| silent.get(&question));
            let silence = |answer: &Answer| match answer {
                Answer::Missing(missing) => Some(*missing),
                Answer::Given(name) => choices.and_then(|choices| choices.get(name)).copied(),
            };
            let (answers, being_checked) = match cell {
                Cell::One(answer) => (std::slice::from_ref(answer), false),
                Cell::Several(answers) => (answers.as_slice(), true),
            };
            for answer in answers {
                self.rows.push(&shared, (path, &question), (answer, silence(answer)), being_checked);
            }
        }
        if self.rows.finished.len() >= GROUP_ROWS { self.write_group() } else { Ok(()) }
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        self.write_group()?;
        Ok(self.writer.into_inner()?.sync_all()?)
    }
}

impl Rows {
    fn push(
        &mut self,
        shared: &Shared,
        (path, question): (&str, &str),
        (answer, silence): (&Answer, Option<Missing>),
        being_checked: bool,
    ) {
        self.interview.push(shared.interview.clone());
        self.form.push(shared.form.clone());
        self.form_version.push(shared.form_version.clone());
        self.round.push(shared.round.clone());
        self.area.push(shared.area.clone());
        self.finished.push(shared.finished);
        self.question.push(text(question));
        self.instance.push(path.rfind(']').map(|end| text(&path[..=end])));
        let given = answer.text().filter(|_| silence.is_none());
        self.value.push(given.map(text));
        self.number.push(given.and_then(|given| given.parse().ok()).filter(|number: &f64| number.is_finite()));
        self.silence.push(silence.map(|silence| text(name_of(silence))));
        self.being_checked.push(being_checked);
    }

    /// Writes the columns in the order of the schema.
    fn write(self, group: &mut SerializedRowGroupWriter<'_, File>) -> Result<(), ParquetError> {
        for column in [&self.interview, &self.form, &self.form_version, &self.round, &self.area] {
            write::<ByteArrayType>(group, column, None)?;
        }
        write::<Int64Type>(group, &self.finished, None)?;
        write::<ByteArrayType>(group, &self.question, None)?;
        for column in [&self.instance, &self.value] {
            write::<ByteArrayType>(group, &column.values, Some(&column.levels))?;
        }
        write::<DoubleType>(group, &self.number.values, Some(&self.number.levels))?;
        write::<ByteArrayType>(group, &self.silence.values, Some(&self.silence.levels))?;
        write::<BoolType>(group, &self.being_checked, None)
    }
}

fn silent_choices(form: &Form) -> BTreeMap<String, BTreeMap<String, Missing>> {
    let mut silent = BTreeMap::new();
    for (path, question) in form.questions() {
        let choices = form.list_of(question).map_or(&[][..], |list| list.choices.as_slice());
        let kind = |name: &String| silence_of(form, question, &Answer::Given(name.clone()));
        let of_question: BTreeMap<String, Missing> =
            choices.iter().filter_map(|choice| Some((choice.name.clone(), kind(&choice.name)?))).collect();
        if !of_question.is_empty() {
            silent.insert(path, of_question);
        }
    }
    silent
}

fn write<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, File>,
    values: &[T::T],
    levels: Option<&[i16]>,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General("the schema has fewer columns than rows have".to_owned()));
    };
    column.typed::<T>().write_batch(values, levels, None)?;
    column.close()
}

fn text(text: &str) -> ByteArray {
    ByteArray::from(text.as_bytes().to_vec())
}

const fn name_of(silence: Missing) -> &'static str {
    match silence {
        Missing::NotAsked => "not_asked",
        Missing::Blank => "blank",
        Missing::DontKnow => "dont_know",
        Missing::PreferNot => "prefer_not",
        Missing::NoExperience => "no_experience",
        Missing::Withdrawn => "withdrawn",
        Missing::Locked => "locked",
    }
}
