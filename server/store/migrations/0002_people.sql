-- Who is who's guardian and who teaches whom; days are days since 1970 in Shanghai, both ends included.

CREATE TABLE school (id BLOB PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE class (
  id BLOB PRIMARY KEY, school BLOB NOT NULL, name TEXT NOT NULL, grade INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE person (id BLOB PRIMARY KEY, name TEXT NOT NULL, given_name TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE enrolment (
  child BLOB NOT NULL, class BLOB NOT NULL, seat INTEGER NOT NULL,
  from_day INTEGER NOT NULL, to_day INTEGER NOT NULL,
  PRIMARY KEY (child, class, from_day)
) WITHOUT ROWID;
CREATE INDEX enrolment_class ON enrolment (class);

CREATE TABLE guardianship (
  child BLOB NOT NULL, person BLOB NOT NULL, relation TEXT NOT NULL, legal INTEGER NOT NULL,
  rights TEXT NOT NULL, ord INTEGER NOT NULL,
  from_day INTEGER NOT NULL, to_day INTEGER NOT NULL,
  PRIMARY KEY (child, person)
) WITHOUT ROWID;
CREATE INDEX guardianship_person ON guardianship (person);

CREATE TABLE teaching (
  person BLOB NOT NULL, class BLOB NOT NULL, subject TEXT NOT NULL, class_teacher INTEGER NOT NULL,
  from_day INTEGER NOT NULL, to_day INTEGER NOT NULL,
  PRIMARY KEY (person, class, class_teacher, subject)
) WITHOUT ROWID;
CREATE INDEX teaching_class ON teaching (class);

CREATE TABLE role (
  person BLOB NOT NULL, role TEXT NOT NULL, school BLOB NOT NULL, -- x'' where it is the city's
  PRIMARY KEY (person, role, school)
) WITHOUT ROWID;

-- The roster as the last import left it, and the ids that its rows have here.
CREATE TABLE roster (
  kind TEXT NOT NULL, sourced_id TEXT NOT NULL, id BLOB NOT NULL, record TEXT NOT NULL,
  PRIMARY KEY (kind, sourced_id)
) WITHOUT ROWID;

-- What administrators did; append only.
CREATE TABLE admin_log (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL);
