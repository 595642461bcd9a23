-- Rows, the feed, and what became of commands.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- The epoch tells devices that this store was restored from a backup.
INSERT INTO meta VALUES ('epoch', '1'), ('feed_head', '0');

-- The current body of each row; `staff` is drawn out of thread rows for the teacher in them.
CREATE TABLE row (
  kind    TEXT NOT NULL,
  id      BLOB NOT NULL,
  version INTEGER NOT NULL,
  body    TEXT NOT NULL,
  staff   TEXT GENERATED ALWAYS AS (json_extract(body, '$.staff')) VIRTUAL,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE INDEX row_staff ON row (staff) WHERE staff IS NOT NULL;

-- One entry for each row in each scope, moved to the head of the feed when the row changes there: reading
-- on from a cursor gives every row that changed since, once, in its newest form.
CREATE TABLE feed (
  scope   TEXT NOT NULL,
  kind    TEXT NOT NULL,
  id      BLOB NOT NULL,
  seq     INTEGER NOT NULL UNIQUE,
  dead_at INTEGER,              -- milliseconds; a tombstone if set
  PRIMARY KEY (scope, kind, id)
) WITHOUT ROWID;
CREATE INDEX feed_scope_seq ON feed (scope, seq);
CREATE INDEX feed_row ON feed (kind, id);
CREATE INDEX feed_dead ON feed (dead_at) WHERE dead_at IS NOT NULL;

-- Below this number a scope's tombstones have been forgotten.
CREATE TABLE feed_floor (scope TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE device_seq (device BLOB PRIMARY KEY, last_seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE outcome (
  command BLOB PRIMARY KEY,
  device  BLOB NOT NULL,
  seq     INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  at      INTEGER NOT NULL,
  UNIQUE (device, seq)
) WITHOUT ROWID;
CREATE INDEX outcome_at ON outcome (at);
