//! A store as a model: logs in memory, nothing verified. It also watches what a session must never ask for.

use std::collections::{BTreeMap, BTreeSet};

use crate::entry::{Body, Entry, Holdings, Manifest, Outcome, Ranges, Refusal, Refused, Run};
use crate::ids::{BlobHash, DeviceId, DocId, Generation, Incarnation, LogId, ProjectId, Salt, Signature};
use crate::member::{Class, DocKind, FoundingAct, ScopePattern, Scopes};
use crate::sync::holdings::{add, common, minus};
use crate::sync::{
    Admitted, BackedUp, CallerOpening, Chunk, Compression, Cursor, Entrance, FeedPage, FeedQuery, FileSaid, Progress,
    Reply, Request, RunQuery, Weighed,
};
use crate::time::Timestamp;

pub(super) const PROJECT: ProjectId = ProjectId([0xee; 32]);

/// A window that is quick to set up, as tests open thousands of sessions.
pub(super) const SMALL_WINDOW: Compression = Compression { level: 3, window_log: 15 };

/// One side's store.
#[derive(Debug, Clone)]
pub(super) struct Model {
    pub(super) device: DeviceId,
    pub(super) incarnation: Incarnation,
    pub(super) generation: Generation,
    /// Who may read what, when this side answers.
    pub(super) readers: BTreeMap<DeviceId, Scopes>,
    /// The entries of each log, from place 1 on.
    pub(super) logs: BTreeMap<LogId, Vec<Entry>>,
    /// The order in which entries were committed.
    pub(super) feed: Vec<(LogId, u64)>,
    pub(super) chunks: BTreeMap<(BlobHash, u32), Vec<u8>>,
    /// What each life of a server has acknowledged.
    pub(super) acknowledged: BTreeMap<Generation, Holdings>,
    pub(super) cursor: Option<Cursor>,
    /// The life of the server that is being called.
    pub(super) calling: Generation,
    pub(super) founding: Option<FoundingAct>,
    /// Whether the other side is honest, so that progress must not go back.
    pub(super) strict: bool,
    /// The latest backup that it knows of, as a caller.
    pub(super) known_backup: Option<Timestamp>,
    /// What it says of its backup, as an answerer.
    pub(super) backup: Option<BackedUp>,
    /// Whether it asks for files in the session that brings their entries, as a caller.
    pub(super) fetches: bool,
    /// The files that it offers, as a caller, and what was said of them.
    pub(super) offers: Vec<BlobHash>,
    pub(super) files_said: Vec<FileSaid>,
    /// Files that it does not take, as an answerer.
    pub(super) unwanted: Option<BlobHash>,
    /// The refusal that every ingest meets, if any.
    pub(super) full: Option<Refusal>,
    /// What was asked, in order.
    pub(super) asked: Vec<&'static str>,
}

impl Model {
    pub(super) fn new(number: u8) -> Self {
        Self {
            device: DeviceId([number; 32]),
            incarnation: Incarnation([1; 8]),
            generation: Generation([number; 16]),
            readers: BTreeMap::new(),
            logs: BTreeMap::new(),
            feed: Vec::new(),
            chunks: BTreeMap::new(),
            acknowledged: BTreeMap::new(),
            cursor: None,
            calling: Generation([0; 16]),
            founding: None,
            strict: true,
            known_backup: None,
            backup: None,
            fetches: false,
            offers: Vec::new(),
            files_said: Vec::new(),
            unwanted: None,
            full: None,
            asked: Vec::new(),
        }
    }

    /// A server that knows these people, as coordinators.
    pub(super) fn server(people: &[&Self]) -> Self {
        let mut server = Self::new(0x55);
        server.readers = people.iter().map(|person| (person.device, Scopes::everything())).collect();
        server
    }

    /// The log in which this side writes in a class.
    pub(super) fn log(&self, class: Class) -> LogId {
        let mut id = [0; 32];
        (id[0], id[1], id[2]) = (self.device.0[0], self.incarnation.0[0], class.number());
        LogId(id)
    }

    /// Appends a response of about the size that real ones have.
    pub(super) fn collect(&mut self, salt: u64) {
        let payload = (0..10_u64).flat_map(|i| noise(salt * 10 + i).to_le_bytes()).chain([7; 120]).collect();
        self.write(Class::Field, 1, DocKind::Response, payload);
    }

    pub(super) fn write(&mut self, class: Class, payload_kind: u8, doc_kind: DocKind, payload: Vec<u8>) {
        let log = self.log(class);
        let seq = self.logs.get(&log).map_or(0, Vec::len) as u64 + 1;
        let mark = noise(u64::from(log.0[0]) << 32 | seq);
        let entry = Entry::Known {
            min_reader: 0,
            payload_kind,
            doc_kind: doc_kind.number(),
            doc: DocId(bytes(mark)),
            time: Timestamp(1_700_000_000_000 + seq as i64 * 60_000),
            signature: Signature(bytes(mark ^ 1)),
            body: Body::Full { salt: Salt(bytes(mark ^ 2)), payload },
        };
        self.append(log, entry);
    }

    /// Writes the manifest of a form version, and keeps its chunks.
    pub(super) fn add_form(&mut self, blob: &[u8]) -> Manifest {
        let manifest = Manifest::of(blob, "application/vnd.doorstep.form+json");
        self.write(Class::Project, 4, DocKind::FormVersion, minicbor::to_vec(&manifest).unwrap());
        for (index, bytes) in (0..).zip(blob.chunks(Manifest::CHUNK_BYTES as usize)) {
            self.chunks.insert((manifest.blob, index), bytes.to_vec());
        }
        manifest
    }

    /// Writes what describes a file of an interview, and keeps its chunks.
    pub(super) fn add_file(&mut self, blob: &[u8]) -> Manifest {
        let manifest = Manifest::of(blob, "application/octet-stream");
        self.write(Class::Person, 4, DocKind::Files, minicbor::to_vec(&manifest).unwrap());
        for (index, bytes) in (0..).zip(blob.chunks(Manifest::CHUNK_BYTES as usize)) {
            self.chunks.insert((manifest.blob, index), bytes.to_vec());
        }
        self.offers.push(manifest.blob);
        manifest
    }

    fn files(&self) -> BTreeSet<BlobHash> {
        let logs = self.logs.iter().filter(|(log, _)| log.0[2] == Class::Person.number());
        logs.flat_map(|(_, entries)| entries).filter_map(manifest_of).map(|manifest| manifest.blob).collect()
    }

    fn weigh(&self, blobs: &[BlobHash]) -> Weighed {
        let (files, missing) = (self.files(), self.missing_chunks());
        let mut weighed = Weighed::default();
        for blob in blobs.iter().filter(|blob| files.contains(*blob)) {
            match missing.get(blob) {
                Some(_) if self.unwanted == Some(*blob) => {
                    weighed.said.push(FileSaid::refused(*blob, Refusal::NoRoom));
                }
                Some(pieces) => {
                    weighed.missing.insert(*blob, pieces.clone());
                }
                None => weighed.said.push(FileSaid::kept(*blob, true)),
            }
        }
        weighed
    }

    fn append(&mut self, log: LogId, entry: Entry) {
        let entries = self.logs.entry(log).or_default();
        entries.push(entry);
        self.feed.push((log, entries.len() as u64));
    }

    pub(super) fn holdings(&self) -> Holdings {
        self.holdings_of(|_| true)
    }

    pub(super) fn own(&self) -> Holdings {
        self.own_of((self.device, self.incarnation))
    }

    pub(super) fn own_of(&self, (device, incarnation): (DeviceId, Incarnation)) -> Holdings {
        self.holdings_of(|log| log.0[0] == device.0[0] && log.0[1] == incarnation.0[0])
    }

    fn holdings_of(&self, wanted: impl Fn(&LogId) -> bool) -> Holdings {
        let mut holdings = Holdings::default();
        for (log, entries) in self.logs.iter().filter(|(log, _)| wanted(log)) {
            holdings.insert(*log, 1, entries.len() as u64 + 1);
        }
        holdings
    }

    /// Chunks that the stored manifests name and that are not here.
    pub(super) fn missing_chunks(&self) -> BTreeMap<BlobHash, Ranges> {
        let mut missing: BTreeMap<BlobHash, Ranges> = BTreeMap::new();
        for manifest in self.manifests() {
            for index in 0..manifest.chunks.len() as u32 {
                if !self.chunks.contains_key(&(manifest.blob, index)) {
                    missing.entry(manifest.blob).or_default().insert(index.into(), u64::from(index) + 1);
                }
            }
        }
        missing
    }

    /// Those of them that are questionnaires'.
    fn missing_forms(&self) -> BTreeMap<BlobHash, Ranges> {
        let (mut missing, files) = (self.missing_chunks(), self.files());
        missing.retain(|blob, _| !files.contains(blob));
        missing
    }

    fn manifests(&self) -> Vec<Manifest> {
        self.logs.values().flatten().filter_map(manifest_of).collect()
    }

    /// What this side says when it calls.
    pub(super) fn opening(&self) -> CallerOpening {
        let acknowledged = self.cursor.and_then(|cursor| self.acknowledged.get(&cursor.generation).cloned());
        let own = self.own();
        CallerOpening {
            entrance: Entrance::Member,
            project: PROJECT,
            incarnation: self.incarnation,
            software: "doorstep 0.1.0".into(),
            cursor: self.cursor,
            acknowledged: common(&acknowledged.unwrap_or_default(), &own),
            own,
            others: Holdings::default(),
            missing_chunks: self.missing_chunks(),
            fetches: self.fetches,
            offers: self.offers.clone(),
            known_backup: self.known_backup,
            reader: Scopes::everything(),
            compression: SMALL_WINDOW,
        }
    }

    pub(super) fn answer(&mut self, request: Request) -> Reply {
        self.asked.push(name(&request));
        match request {
            Request::Admit(admit) => match self.readers.get(&admit.device) {
                Some(scopes) => Reply::Admitted(Admitted {
                    scopes: scopes.clone(),
                    generation: self.generation,
                    epoch: 12,
                    time: Timestamp(1_760_000_000_000),
                    own: self.own_of((admit.device, admit.incarnation)),
                    missing_chunks: self.missing_forms(),
                    backup: self.backup.clone().filter(|backup| admit.known_backup.is_some_and(|at| at != backup.at)),
                    holdings: admit.secret.map(|_| self.holdings()),
                }),
                None => Reply::Sorry(Refusal::UnknownDevice),
            },
            Request::Found { act, .. } => {
                self.readers.insert(act.grant().device, Scopes::everything());
                let travelling = act.to_bytes().to_vec();
                self.founding = Some(act);
                Reply::Founding(travelling)
            }
            Request::Redeem(redeem) => {
                self.readers.insert(redeem.device, Scopes::everything());
                let founding = self.founding.as_ref();
                founding.map_or(Reply::Sorry(Refusal::UnknownProject), |act| Reply::Founding(act.to_bytes().to_vec()))
            }
            Request::PutFounding(act) => {
                self.founding = Some(act);
                Reply::Done
            }
            Request::ReadFeed(query) => Reply::Feed(self.page(&query)),
            Request::ReadRuns(query) => Reply::Runs(self.read(&query)),
            Request::ReadHoldings { .. } => Reply::Holdings(self.holdings()),
            Request::SaveProgress(progress) => {
                self.save(progress);
                Reply::Done
            }
            Request::Ingest(runs) => match self.full {
                Some(refusal) => Reply::Sorry(refusal),
                None => Reply::Ingested(runs.into_iter().map(|run| self.ingest(run)).collect()),
            },
            Request::PutChunk(Chunk { blob, index, bytes }) => {
                if self.manifests().iter().any(|manifest| manifest.blob == blob) {
                    self.chunks.insert((blob, index), bytes);
                    if self.files().contains(&blob) && !self.missing_chunks().contains_key(&blob) {
                        return Reply::File(FileSaid::kept(blob, false));
                    }
                }
                Reply::Done
            }
            Request::ReadMissing => Reply::Missing(self.missing_chunks()),
            Request::WeighFiles(blobs) => Reply::Weighed(self.weigh(&blobs)),
            Request::ReadChunks(query) => {
                let wanted = self.chunks.range((query.blob, 0)..=(query.blob, u32::MAX));
                let wanted = wanted.filter(|((_, index), _)| query.chunks.contains(u64::from(*index)));
                let chunk = |((blob, index), bytes): (&(BlobHash, u32), &Vec<u8>)| Chunk {
                    blob: *blob,
                    index: *index,
                    bytes: bytes.clone(),
                };
                Reply::Chunks(wanted.take(2).map(chunk).collect())
            }
        }
    }

    fn page(&self, query: &FeedQuery) -> FeedPage {
        let mut page = FeedPage { position: query.position, ..FeedPage::default() };
        let mut room = query.max_bytes;
        let covered: BTreeSet<u8> = query.scopes.patterns().map(|pattern| pattern.class).collect();
        for (log, seq) in self.feed.iter().skip(query.position as usize) {
            if room == 0 {
                return page;
            }
            page.position += 1;
            let own = log.0[0] == query.except.0.0[0] && log.0[1] == query.except.1.0[0];
            if own || !covered.contains(&log.0[2]) {
                continue;
            }
            let entry = self.logs[log][*seq as usize - 1].clone();
            room = room.saturating_sub(entry.size_bytes());
            push(&mut page.runs, *log, *seq, entry);
        }
        page.at_end = true;
        page
    }

    fn read(&self, query: &RunQuery) -> Vec<Run> {
        let known = self.acknowledged.get(&self.calling).cloned().unwrap_or_default();
        assert_eq!(common(&query.wanted, &known), Holdings::default(), "what is acknowledged is not sent again");
        let mut runs = Vec::new();
        let mut room = query.max_bytes;
        for (log, ranges) in &query.wanted.0 {
            for seq in ranges.iter().flat_map(|(first, end)| first..end) {
                if room == 0 {
                    return runs;
                }
                let entry = self.logs[log][seq as usize - 1].clone();
                room = room.saturating_sub(entry.size_bytes());
                push(&mut runs, *log, seq, entry);
            }
        }
        runs
    }

    fn ingest(&mut self, run: Run) -> Outcome {
        let (log, first) = (run.log, run.first_seq);
        let mut outcome = Outcome::default();
        for (seq, entry) in (first..).zip(run.entries) {
            let here = self.logs.get(&log).map_or(&[][..], Vec::as_slice);
            let refusal = match here.get(seq as usize - 1) {
                Some(known) if *known != entry => Some(Refusal::Fork),
                Some(_) => None,
                None if seq as usize > here.len() + 1 => Some(Refusal::Gap),
                None => {
                    self.append(log, entry);
                    outcome.new += 1;
                    None
                }
            };
            if let Some(refusal) = refusal {
                outcome.refused.push(Refused { log, seq, refusal, entry: None });
                break;
            }
            outcome.stored = Some((first, seq + 1));
        }
        outcome
    }

    fn save(&mut self, progress: Progress) {
        let known = self.acknowledged.entry(progress.generation).or_default();
        *known = minus(known, &progress.lost);
        add(known, &progress.acknowledged);
        self.files_said.extend(progress.files);
        if let Some(backed_up) = progress.backed_up {
            self.known_backup = Some(backed_up.at);
            self.backup = Some(backed_up);
        }
        if let Some(cursor) = progress.cursor {
            if let Some(old) = self.cursor
                && self.strict
                && (old.generation, old.scopes) == (cursor.generation, cursor.scopes)
            {
                assert!(old.position < cursor.position, "progress never goes back");
            }
            self.cursor = Some(cursor);
        }
    }
}

fn manifest_of(entry: &Entry) -> Option<Manifest> {
    match entry {
        Entry::Known { payload_kind: 4, body: Body::Full { payload, .. }, .. } => minicbor::decode(payload).ok(),
        Entry::Known { .. } | Entry::Foreign { .. } => None,
    }
}

/// Only responses: what somebody may read who has lost the other rights.
pub(super) fn field_only() -> Scopes {
    [ScopePattern::all_of(Class::Field)].into_iter().collect()
}

fn push(runs: &mut Vec<Run>, log: LogId, seq: u64, entry: Entry) {
    match runs.last_mut() {
        Some(last) if last.log == log && last.end_seq() == seq => last.entries.push(entry),
        _ => runs.push(Run { log, first_seq: seq, prev: None, entries: vec![entry] }),
    }
}

fn name(request: &Request) -> &'static str {
    match request {
        Request::Admit(_) => "admit",
        Request::Found { .. } => "found",
        Request::Redeem(_) => "redeem",
        Request::ReadFeed(_) => "read feed",
        Request::PutFounding(_) => "put founding",
        Request::ReadRuns(_) => "read runs",
        Request::ReadHoldings { .. } => "read holdings",
        Request::SaveProgress(_) => "save progress",
        Request::Ingest(_) => "ingest",
        Request::PutChunk(_) => "put chunk",
        Request::ReadChunks(_) => "read chunks",
        Request::WeighFiles(_) => "weigh files",
        Request::ReadMissing => "read missing",
    }
}

/// Numbers that compress as badly as signatures do.
fn noise(seed: u64) -> u64 {
    let digest = blake3::hash(&seed.to_le_bytes());
    u64::from_le_bytes(digest.as_bytes()[..8].try_into().unwrap())
}

fn bytes<const N: usize>(seed: u64) -> [u8; N] {
    let mut bytes = [0; N];
    blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof().fill(&mut bytes);
    bytes
}
