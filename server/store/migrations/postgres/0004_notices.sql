-- Rows that wait for their moment: a scheduled notice, a family's quiet hours.
CREATE TABLE release (
  kind text COLLATE "C" NOT NULL, id uuid NOT NULL, at bigint NOT NULL,
  PRIMARY KEY (kind, id)
);
CREATE INDEX release_at ON release (at);

-- Whom a notice was for when it was published: one row for each class, `children` a JSON list of ids. `counts`
-- says whether it is one of the class's daily notices; `day` is the one on which it becomes visible.
CREATE TABLE notice_snapshot (
  notice uuid NOT NULL, class uuid NOT NULL, day integer NOT NULL, counts boolean NOT NULL,
  children text NOT NULL,
  PRIMARY KEY (notice, class)
);
CREATE INDEX notice_snapshot_class ON notice_snapshot (class, day);

CREATE INDEX device_person ON device (person, last_seen);
