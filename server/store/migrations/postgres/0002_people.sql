-- Who is who's guardian and who teaches whom; days are days since 1970 in Shanghai, both ends included.

CREATE TABLE school (id uuid PRIMARY KEY, name text COLLATE "C" NOT NULL);
CREATE TABLE class (
  id uuid PRIMARY KEY, school uuid NOT NULL, name text COLLATE "C" NOT NULL, grade integer NOT NULL
);
CREATE TABLE person (id uuid PRIMARY KEY, name text COLLATE "C" NOT NULL, given_name text COLLATE "C" NOT NULL);

CREATE TABLE enrolment (
  child uuid NOT NULL, class uuid NOT NULL, seat integer NOT NULL,
  from_day integer NOT NULL, to_day integer NOT NULL,
  PRIMARY KEY (child, class, from_day)
);
CREATE INDEX enrolment_class ON enrolment (class);

CREATE TABLE guardianship (
  child uuid NOT NULL, person uuid NOT NULL, relation text NOT NULL, legal boolean NOT NULL,
  rights text NOT NULL, ord integer NOT NULL,
  from_day integer NOT NULL, to_day integer NOT NULL,
  PRIMARY KEY (child, person)
);
CREATE INDEX guardianship_person ON guardianship (person);

CREATE TABLE teaching (
  person uuid NOT NULL, class uuid NOT NULL, subject text COLLATE "C" NOT NULL, class_teacher boolean NOT NULL,
  from_day integer NOT NULL, to_day integer NOT NULL,
  PRIMARY KEY (person, class, class_teacher, subject)
);
CREATE INDEX teaching_class ON teaching (class);

CREATE TABLE role (
  person uuid NOT NULL, role text COLLATE "C" NOT NULL,
  school uuid NOT NULL, -- nil where it is the city's, since a key knows no NULL
  PRIMARY KEY (person, role, school)
);

-- The roster as the last import left it, and the ids that its rows have here.
CREATE TABLE roster (
  kind text COLLATE "C" NOT NULL, sourced_id text COLLATE "C" NOT NULL, id uuid NOT NULL, record text NOT NULL,
  PRIMARY KEY (kind, sourced_id)
);

-- What administrators did; append only.
CREATE TABLE admin_log (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at bigint NOT NULL, what text NOT NULL, detail text NOT NULL
);
