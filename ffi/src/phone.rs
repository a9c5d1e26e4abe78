//! A phone: one person's store and key, opened. What can be done with it stands in a file for each group.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use doorstep_core::device::{Device, DeviceError, Moment};
use doorstep_core::net::Caller;
use doorstep_core::words::{BadLanguage, Language, Words};
use jiff::Zoned;
use jiff::tz::TimeZone;

use crate::at_rest::store_key;
use crate::changes::{Changes, Telling};
use crate::{Change, KeyStore, PhoneError, machine};

/// How a phone is opened.
#[derive(Debug, Clone, uniffi::Record)]
pub struct PhoneSettings {
    /// The file of its store; made if it is not there, in a folder that is.
    pub store_path: String,
    /// The zone of local times by its name in the tz database (`Europe/London`); the machine's own if none.
    #[uniffi(default = None)]
    pub zone: Option<String>,
    /// The language of what the library says to people, as a tag such as `en` or `es`; English if none.
    #[uniffi(default = None)]
    pub language: Option<String>,
    /// The name and version of the phone's system, for whoever invites this person; the system's family if none.
    #[uniffi(default = None)]
    pub system: Option<String>,
    /// Random bytes that the platform made once and keeps where no backup and no move to another phone takes them; by them a store
    /// that was copied is told from one that stayed. The store's own file stands for them if none.
    #[uniffi(default = None)]
    pub install_id: Option<Vec<u8>>,
}

/// One person's phone. Every method may be called from any thread; all but those of syncing return at once.
#[derive(Debug, uniffi::Object)]
pub struct Phone {
    device: Arc<Device>,
    pub(crate) caller: Arc<Caller>,
    /// Held by the one session at a time.
    pub(crate) line: Arc<tokio::sync::Mutex<()>>,
    /// The network's name, as far as the app knows it.
    pub(crate) network: Mutex<Option<String>>,
    /// Whether the network costs something, as far as the app knows.
    pub(crate) metered: AtomicBool,
    pub(crate) zone: TimeZone,
    pub(crate) language: RwLock<Language>,
    pub(crate) system: String,
    pub(crate) opening: Opening,
    /// What an app was not told of yet, and the task that tells.
    pub(crate) changes: Arc<Changes>,
    pub(crate) telling: Telling,
}

/// How a phone was opened: the practice project beside it is opened alike.
#[derive(Clone)]
pub(crate) struct Opening {
    pub(crate) settings: PhoneSettings,
    pub(crate) keys: Option<Arc<dyn KeyStore>>,
}

impl std::fmt::Debug for Opening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opening").finish_non_exhaustive()
    }
}

#[uniffi::export]
impl Phone {
    /// Opens a phone's store that is not encrypted, and makes it with a new device key when there is none.
    ///
    /// # Errors
    /// The store is in use, full, damaged, of a newer version, or not to be opened.
    #[uniffi::constructor]
    pub fn open(settings: PhoneSettings) -> Result<Arc<Self>, PhoneError> {
        Self::open_with(settings, None)
    }

    /// Says everything in this language from now on, by its tag; where there are no words for it, in English.
    ///
    /// # Errors
    /// The text is no language tag.
    pub fn set_language(&self, language: String) -> Result<(), PhoneError> {
        let language: Language = language.parse().map_err(|error: BadLanguage| PhoneError::Input {
            code: "bad-language".to_owned(),
            reason: error.to_string(),
        })?;
        *self.language.write().unwrap_or_else(PoisonError::into_inner) = language;
        Ok(())
    }
}

impl Phone {
    /// Opens a store under the keystore's key; a plain one without.
    pub(crate) fn open_with(settings: PhoneSettings, keys: Option<Arc<dyn KeyStore>>) -> Result<Arc<Self>, PhoneError> {
        let key = keys.as_deref().map(store_key).transpose()?;
        let opening = Opening { settings: settings.clone(), keys };
        let mut rng = machine::rng()?;
        let mut at = Moment { now: machine::now(), rng: &mut rng };
        let path = Path::new(&settings.store_path);
        let device = Device::open_locked(path, key.as_ref(), &mut at)?;
        if let Some(install) = settings.install_id.or_else(|| machine::file_identity(path)) {
            device.recognise(&install, &mut at)?;
        }
        Ok(Arc::new(Self {
            device: Arc::new(device),
            caller: Arc::default(),
            line: Arc::default(),
            network: Mutex::default(),
            metered: AtomicBool::new(false),
            changes: Arc::default(),
            telling: Telling::default(),
            zone: machine::zone(settings.zone.as_deref()),
            system: machine::system(settings.system.as_deref()),
            language: RwLock::new(settings.language.and_then(|tag| tag.parse().ok()).unwrap_or_else(Language::english)),
            opening,
        }))
    }

    /// The device, told what time it is: a phone that has not met its server for long shows nothing any more.
    pub(crate) fn device(&self) -> &Arc<Device> {
        self.device.note_time(machine::now());
        &self.device
    }

    /// What the library says to this phone's person.
    pub(crate) fn words(&self) -> Words {
        Words::new(&self.language())
    }

    /// The language that was asked for.
    pub(crate) fn language(&self) -> Language {
        self.language.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The day, as people here write it.
    pub(crate) fn today(&self) -> String {
        self.long_day(machine::now().0)
    }

    /// The day of a moment in words, in this phone's language.
    pub(crate) fn long_day(&self, ms: i64) -> String {
        let (day, words) = (self.local(ms).date(), self.words());
        let (month, year) = (words.say(&format!("month-{}", day.month()), &[]), day.year().to_string());
        let values =
            [("day", i64::from(day.day()).into()), ("month", month.as_str().into()), ("year", year.as_str().into())];
        words.say("date-long", &values)
    }

    /// A moment as clocks here show it; 1970 where the calendar does not reach.
    pub(crate) fn local(&self, ms: i64) -> Zoned {
        jiff::Timestamp::from_millisecond(ms).unwrap_or_default().to_zoned(self.zone.clone())
    }

    /// Does something at this moment, with randomness at hand.
    pub(crate) fn act<T>(
        &self,
        act: impl FnOnce(&Device, &mut Moment<'_>) -> Result<T, DeviceError>,
    ) -> Result<T, PhoneError> {
        let mut rng = machine::rng()?;
        let done = act(self.device(), &mut Moment { now: machine::now(), rng: &mut rng })?;
        self.changes.note(Change::Here);
        Ok(done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_people_of_the_language_write_it() {
        let folder = tempfile::tempdir().unwrap();
        let store_path = folder.path().join("alice.db").to_str().unwrap().to_owned();
        let zone = Some("UTC".to_owned());
        let alice =
            Phone::open(PhoneSettings { store_path, zone, language: None, system: None, install_id: None }).unwrap();
        let moment = alice.local_ms("2026-03-14 12:00".to_owned()).unwrap();
        for (language, day) in [("en", "14 March 2026"), ("es", "14 de marzo de 2026"), ("ar", "14 مارس 2026")] {
            alice.set_language(language.to_owned()).unwrap();
            assert_eq!(alice.long_day(moment), day);
        }
    }
}
