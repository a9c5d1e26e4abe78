-- The files that belong to interviews: which document a manifest stands in, and who wrote it there, e.g. (7, 12, x'b0..').
CREATE TABLE attached (
    manifest INTEGER NOT NULL REFERENCES manifest (id),
    document INTEGER NOT NULL REFERENCES document (id),
    device BLOB NOT NULL,
    PRIMARY KEY (manifest, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX attached_to ON attached (document);
CREATE INDEX attached_by ON attached (device);

-- The how-manieth file this was to become whole in this store; a backup has those up to a number. NULL until then, and for questionnaires.
ALTER TABLE manifest ADD COLUMN whole INTEGER;

-- What a server said of files: state 1 it has the whole of it, 2 its backup has too.
CREATE TABLE file_receipt (
    generation BLOB NOT NULL,
    blob BLOB NOT NULL,
    state INTEGER NOT NULL,
    PRIMARY KEY (generation, blob)
) STRICT, WITHOUT ROWID;

-- Files of interviews that are not finished: locked already, with the key that opens them. `name` is what stands as the answer.
CREATE TABLE draft_file (
    draft BLOB NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    media TEXT NOT NULL,
    length INTEGER NOT NULL,
    content_key BLOB NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (draft, name)
) STRICT;
