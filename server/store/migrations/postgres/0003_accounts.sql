-- Sign-ins, slips, signed-in devices. Hashes and keys only; times are milliseconds since 1970.

CREATE TABLE account (
  person uuid PRIMARY KEY, password_hash text NOT NULL, created_at bigint NOT NULL,
  disabled boolean NOT NULL DEFAULT false
);

-- A number belongs to a person from the first slip on, account or not; after a join one has several.
CREATE TABLE login (login text COLLATE "C" PRIMARY KEY, person uuid NOT NULL, created_at bigint NOT NULL);
CREATE INDEX login_person ON login (person);

-- One person on one browser. Revoking takes the cookie, not the row: number and key stay with the phone.
CREATE TABLE device (
  id         uuid   PRIMARY KEY,
  person     uuid   NOT NULL,
  browser    uuid   NOT NULL,
  name       text   NOT NULL,
  sid_hash   bytea  NOT NULL UNIQUE,
  key        bytea  NOT NULL,
  created_at bigint NOT NULL,
  last_seen  bigint NOT NULL,
  expires_at bigint NOT NULL,
  idle_ms    bigint NOT NULL,
  revoked_at bigint,
  UNIQUE (person, browser)
);

CREATE TABLE slip (
  id         uuid    PRIMARY KEY,
  person     uuid    NOT NULL,
  long_hash  bytea   NOT NULL,
  short_hash text    NOT NULL,
  created_at bigint  NOT NULL,
  expires_at bigint  NOT NULL,
  tries_left integer NOT NULL,
  used_at    bigint
);
CREATE INDEX slip_person ON slip (person, created_at);

CREATE TABLE account_log (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at bigint NOT NULL, what text NOT NULL, person uuid
);
CREATE INDEX account_log_at ON account_log (at);
