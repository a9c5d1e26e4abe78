-- Interviews of rounds that are over, and since when, by this phone's clock, everything here of each is known to be in the server's
-- backup: (x'd0..', 1773492800000).
CREATE TABLE closing (
    response BLOB PRIMARY KEY,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What has left this phone is asked for by document and by log.
CREATE INDEX entry_forgotten ON entry (document, log) WHERE state = 5;
