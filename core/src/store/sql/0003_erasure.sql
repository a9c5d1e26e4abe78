-- Documents that an order has erased, e.g. (8, x'd0..'): in whatever scope they are, what comes of them is kept without content.
CREATE TABLE erasure (
    kind INTEGER NOT NULL,
    name BLOB NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_order ON entry (position) WHERE payload_kind = 5;

-- The secret by which the answers of a draft can be taken back, until the draft is finished.
CREATE TABLE withdrawal (
    draft BLOB PRIMARY KEY REFERENCES draft (id) ON DELETE CASCADE,
    seed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What a respondent's card number leads to; absent where no card was given.
ALTER TABLE response ADD COLUMN card BLOB;
CREATE INDEX response_card ON response (card) WHERE card IS NOT NULL;
