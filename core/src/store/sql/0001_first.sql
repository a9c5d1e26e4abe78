-- One store holds one project. Names of things are the protocol's bytes; `id` and `position` are this store's own.

-- Small values by name: the founding act, the device's seed, the generation.
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Where logs and documents belong. `form` is the protocol's 35 bytes: class, round, area.
CREATE TABLE scope (
    id INTEGER PRIMARY KEY,
    form BLOB NOT NULL UNIQUE
) STRICT;

-- A log has no gaps: it holds the entries 1 up to head_seq.
CREATE TABLE log (
    id INTEGER PRIMARY KEY,
    name BLOB NOT NULL UNIQUE,
    device BLOB NOT NULL,
    incarnation BLOB NOT NULL,
    scope INTEGER NOT NULL REFERENCES scope (id),
    grant_id BLOB NOT NULL,
    head_seq INTEGER NOT NULL,
    head_hash BLOB NOT NULL
) STRICT;
CREATE INDEX log_of_device ON log (device, incarnation);

-- A document exists once per scope and kind, e.g. (8, x'd0..', 3): response d0.. in the third scope.
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    name BLOB NOT NULL,
    scope INTEGER NOT NULL REFERENCES scope (id),
    UNIQUE (kind, name, scope)
) STRICT;

-- The feed: positions are given out in commit order and never twice. Salt and payload are NULL once erased or forgotten.
CREATE TABLE entry (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    log INTEGER NOT NULL REFERENCES log (id),
    seq INTEGER NOT NULL,
    document INTEGER REFERENCES document (id),
    payload_kind INTEGER NOT NULL,
    state INTEGER NOT NULL,
    header BLOB NOT NULL,
    signature BLOB NOT NULL,
    salt BLOB,
    payload BLOB,
    UNIQUE (log, seq)
) STRICT;
CREATE INDEX entry_of_document ON entry (document) WHERE document IS NOT NULL;

-- What lists and the evaluation need of a response. `contribution` is NULL while the form version is not here.
CREATE TABLE response (
    document INTEGER PRIMARY KEY REFERENCES document (id),
    form BLOB NOT NULL,
    door BLOB,
    withdrawn INTEGER NOT NULL,
    undecided INTEGER NOT NULL,
    contribution BLOB
) STRICT;
CREATE INDEX response_undecided ON response (document) WHERE undecided > 0;
CREATE INDEX response_uncounted ON response (form, document) WHERE contribution IS NULL;

-- Entries that wait for something, as they travelled. `waits_for` is a kind and a name (33 bytes).
CREATE TABLE held (
    id INTEGER PRIMARY KEY,
    device BLOB NOT NULL,
    waits_for BLOB NOT NULL,
    log BLOB NOT NULL,
    first_seq INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    run BLOB NOT NULL,
    UNIQUE (log, first_seq)
) STRICT;
CREATE INDEX held_for ON held (waits_for);
CREATE INDEX held_of_device ON held (device);

-- How blobs are cut. `chunks` joins the chunks' hashes. state: 1 some chunks missing, 2 whole, 3 does not give the blob.
CREATE TABLE manifest (
    id INTEGER PRIMARY KEY,
    blob BLOB NOT NULL,
    length INTEGER NOT NULL,
    media TEXT NOT NULL,
    chunks BLOB NOT NULL,
    state INTEGER NOT NULL,
    UNIQUE (blob, chunks)
) STRICT;
CREATE INDEX manifest_unfinished ON manifest (id) WHERE state = 1;

CREATE TABLE chunk (
    manifest INTEGER NOT NULL REFERENCES manifest (id),
    place INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (manifest, place)
) STRICT;

-- What a server said it has stored: places first up to, not including, end_seq. Ranges of one log do not touch.
CREATE TABLE receipt (
    generation BLOB NOT NULL,
    log INTEGER NOT NULL REFERENCES log (id),
    first_seq INTEGER NOT NULL,
    end_seq INTEGER NOT NULL,
    PRIMARY KEY (generation, log, first_seq)
) STRICT, WITHOUT ROWID;

-- How far this store has read another's feed.
CREATE TABLE cursor (
    server BLOB PRIMARY KEY,
    generation BLOB NOT NULL,
    position INTEGER NOT NULL,
    scopes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Interviews that are not finished: on this device alone. `meta` is the interview runtime's, as JSON.
CREATE TABLE draft (
    id BLOB PRIMARY KEY,
    form BLOB NOT NULL,
    door BLOB,
    area BLOB,
    round BLOB,
    started INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    meta TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE draft_answer (
    draft BLOB NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (draft, path)
) STRICT, WITHOUT ROWID;
