-- What this version can't read is gone through when a later one opens the store.
CREATE INDEX entry_unread ON entry (position) WHERE state = 2;
