-- Rows, the feed, and what became of commands. Text sorts by its bytes, as in SQLite.

CREATE TABLE meta (key text COLLATE "C" PRIMARY KEY, value text NOT NULL);
-- The epoch tells devices that this store was restored from a backup.
INSERT INTO meta VALUES ('epoch', '1');

-- The number of the newest feed entry. Whoever writes holds this row from the first statement to the commit.
CREATE TABLE feed_head (one boolean PRIMARY KEY DEFAULT true CHECK (one), seq bigint NOT NULL);
INSERT INTO feed_head (seq) VALUES (0);

-- The current body of each row; `staff` is drawn out of thread rows for the teacher in them.
CREATE TABLE row (
  kind    text COLLATE "C" NOT NULL,
  id      uuid   NOT NULL,
  version bigint NOT NULL,
  body    text   NOT NULL, -- not json: phones compare it byte by byte
  staff   text COLLATE "C",
  PRIMARY KEY (kind, id)
);
CREATE INDEX row_staff ON row (staff) WHERE staff IS NOT NULL;

-- One entry for each row in each scope, moved to the head of the feed when the row changes there: reading
-- on from a cursor gives every row that changed since, once, in its newest form.
CREATE TABLE feed (
  scope   text COLLATE "C" NOT NULL,
  kind    text COLLATE "C" NOT NULL,
  id      uuid   NOT NULL,
  seq     bigint NOT NULL UNIQUE,
  dead_at bigint,               -- milliseconds; a tombstone if set
  PRIMARY KEY (scope, kind, id)
);
CREATE INDEX feed_scope_seq ON feed (scope, seq);
CREATE INDEX feed_row ON feed (kind, id);
CREATE INDEX feed_dead ON feed (dead_at) WHERE dead_at IS NOT NULL;

-- Below this number a scope's tombstones have been forgotten.
CREATE TABLE feed_floor (scope text COLLATE "C" PRIMARY KEY, seq bigint NOT NULL);

CREATE TABLE device_seq (device uuid PRIMARY KEY, last_seq bigint NOT NULL);
CREATE TABLE outcome (
  command uuid   PRIMARY KEY,
  device  uuid   NOT NULL,
  seq     bigint NOT NULL,
  outcome text   NOT NULL,
  at      bigint NOT NULL,
  UNIQUE (device, seq)
);
CREATE INDEX outcome_at ON outcome (at);
