//! The log callback: what the library has to say while it works, handed to the app. Nothing in it names a person or an
//! answer.

use std::fmt::{self, Write};
use std::sync::{Arc, PoisonError, RwLock};

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::Registry;

/// How much a line of the log matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, uniffi::Enum)]
pub enum LogLevel {
    /// Something failed and somebody should look at it.
    Error,
    /// Something odd that was dealt with.
    Warning,
    /// What happens, a line for each act.
    Info,
    /// Everything.
    Debug,
}

/// An app's callback failed; the library goes on without it.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum CallbackError {
    /// It threw something.
    #[error("the app's callback failed")]
    Threw,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for CallbackError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Threw
    }
}

/// Where an app takes the log.
#[uniffi::export(rust, foreign)]
pub trait LogSink: Send + Sync {
    /// Takes one line. What it throws is ignored.
    ///
    /// # Errors
    /// When the app fails at it.
    fn log(&self, level: LogLevel, line: String) -> Result<(), CallbackError>;
}

type Taken = Option<(Arc<dyn LogSink>, LogLevel)>;

static SINK: RwLock<Taken> = RwLock::new(None);

/// Sends the log to this sink from now on, or to none: lines that matter at least this much.
///
/// A Rust program that has installed a `tracing` subscriber of its own keeps it, and the sink gets nothing.
#[uniffi::export]
pub fn set_log(sink: Option<Arc<dyn LogSink>>, least: LogLevel) {
    *SINK.write().unwrap_or_else(PoisonError::into_inner) = sink.map(|sink| (sink, least));
    // The second time it is installed already.
    drop(tracing::subscriber::set_global_default(Registry::default().with(ToSink)));
}

struct ToSink;

impl<S: Subscriber> Layer<S> for ToSink {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target().starts_with("doorstep")
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let level = level_of(*event.metadata().level());
        let taken = SINK.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((sink, least)) = taken
            && level <= least
        {
            let mut line = Line::default();
            event.record(&mut line);
            // The app's own fault, and the log is where it would be told.
            sink.log(level, line.0).unwrap_or_default();
        }
    }
}

fn level_of(level: Level) -> LogLevel {
    match level {
        Level::ERROR => LogLevel::Error,
        Level::WARN => LogLevel::Warning,
        Level::INFO => LogLevel::Info,
        Level::DEBUG | Level::TRACE => LogLevel::Debug,
    }
}

#[derive(Default)]
struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let written = if field.name() == "message" {
            self.0.insert_str(0, &format!("{value:?}"));
            Ok(())
        } else {
            write!(self.0, " {}={value:?}", field.name())
        };
        written.expect("writing into memory does not fail");
    }
}
