-- Own entries that had to give way to another copy of this store, until they are written again under a new life.
-- `old` is the name by which others refer to it: a change's hash, or an entry's. `became` joins the hashes of the changes that
-- it was written again as; NULL until then, and with it the payload is gone from here.
CREATE TABLE set_aside (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL REFERENCES scope (id),
    payload_kind INTEGER NOT NULL,
    doc_kind INTEGER NOT NULL,
    doc BLOB NOT NULL,
    old BLOB NOT NULL,
    actor BLOB NOT NULL,
    payload BLOB NOT NULL,
    became BLOB
) STRICT;
