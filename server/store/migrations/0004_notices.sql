-- Rows that wait for their moment: a scheduled notice, a family's quiet hours.
CREATE TABLE release (
  kind TEXT NOT NULL, id BLOB NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE INDEX release_at ON release (at);

-- Whom a notice was for when it was published: one row for each class, `children` a JSON list of ids. `counts`
-- says whether it is one of the class's daily notices; `day` is the one on which it becomes visible.
CREATE TABLE notice_snapshot (
  notice BLOB NOT NULL, class BLOB NOT NULL, day INTEGER NOT NULL, counts INTEGER NOT NULL,
  children TEXT NOT NULL,
  PRIMARY KEY (notice, class)
) WITHOUT ROWID;
CREATE INDEX notice_snapshot_class ON notice_snapshot (class, day);

CREATE INDEX device_person ON device (person, last_seen);
