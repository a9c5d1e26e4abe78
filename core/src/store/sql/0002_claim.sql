-- Invites that this server has countersigned the use of: one row each, written with the redemption or not at all.
CREATE TABLE claim (
    invite BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What of a store is held back is listed and weighed anew by its grants.
CREATE INDEX log_of_grant ON log (grant_id);
CREATE INDEX entry_held_back ON entry (log, seq) WHERE state = 3;
