-- The ledger of releases, at a server: what each result that left the project showed, e.g. (1, x'18..', x'83..'). `number` counts
-- from 1; `document` is the release's; `record` says which groups and numbers were shown, and holds no answer.
CREATE TABLE released (
    number INTEGER PRIMARY KEY,
    document BLOB NOT NULL UNIQUE,
    record BLOB NOT NULL
) STRICT;

-- Which interviews stood behind a release, where each was counted and a name for what it gave; that is empty once it is erased.
CREATE TABLE released_interview (
    number INTEGER NOT NULL REFERENCES released (number) ON DELETE CASCADE,
    interview BLOB NOT NULL,
    place BLOB NOT NULL,
    given BLOB NOT NULL,
    PRIMARY KEY (number, interview)
) STRICT, WITHOUT ROWID;
CREATE INDEX released_by_interview ON released_interview (interview);
