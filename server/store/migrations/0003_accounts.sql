-- Sign-ins, slips, signed-in devices. Hashes and keys only; times are milliseconds since 1970.

CREATE TABLE account (
  person BLOB PRIMARY KEY, password_hash TEXT NOT NULL, created_at INTEGER NOT NULL,
  disabled INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- A number belongs to a person from the first slip on, account or not; after a join one has several.
CREATE TABLE login (
  login TEXT PRIMARY KEY, person BLOB NOT NULL, created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX login_person ON login (person);

-- One person on one browser. Revoking takes the cookie, not the row: number and key stay with the phone.
CREATE TABLE device (
  id         BLOB PRIMARY KEY,
  person     BLOB NOT NULL,
  browser    BLOB NOT NULL,
  name       TEXT NOT NULL,
  sid_hash   BLOB NOT NULL UNIQUE,
  key        BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  last_seen  INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  idle_ms    INTEGER NOT NULL,
  revoked_at INTEGER,
  UNIQUE (person, browser)
) WITHOUT ROWID;

CREATE TABLE slip (
  id         BLOB PRIMARY KEY,
  person     BLOB NOT NULL,
  long_hash  BLOB NOT NULL,
  short_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  tries_left INTEGER NOT NULL,
  used_at    INTEGER
) WITHOUT ROWID;
CREATE INDEX slip_person ON slip (person, created_at);

CREATE TABLE account_log (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, what TEXT NOT NULL, person BLOB
);
CREATE INDEX account_log_at ON account_log (at);
