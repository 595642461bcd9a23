//! Damage that no fixture has: each edit of a sound bundle ends as it should, and a thousand random ones
//! neither panic nor half-apply.

mod roster_support;

use office::roster::{
    Counts, Outcome, Plan, Reading, RecordKey, RecordKind, from_files, from_zip, plan, read,
};
use roster_support::{Files, Store, apply, core, folder, planned, today};
use std::fs;

fn hostile(path: &str) -> std::path::PathBuf {
    core("tests/fixtures/hostile").join(path)
}

/// The plain bundle of six pupils, with a manifest.
fn plain() -> Files {
    let manifest = folder(&hostile("_baseline"))
        .into_iter()
        .filter(|(name, _)| name == "manifest.csv");
    folder(&hostile("h43-no-manifest"))
        .into_iter()
        .chain(manifest)
        .collect()
}

/// The plain bundle with one text put in place of another; the new text may be a whole row.
fn edited(file: &str, from: &str, to: &str) -> Files {
    let mut files = plain();
    let (_, bytes) = files.iter_mut().find(|(name, _)| name == file).expect("file");
    let text = String::from_utf8(bytes.clone()).expect("text");
    assert!(text.contains(from), "{file} has no {from}");
    *bytes = text.replacen(from, to, 1).into_bytes();
    files
}

fn codes(plan: &Plan) -> Vec<&'static str> {
    plan.findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect()
}

/// File, text, its replacement, codes, and the counts that differ from those of the plain bundle.
type Edit = (
    &'static str,
    &'static str,
    &'static str,
    Outcome,
    &'static [&'static str],
    &'static [(&'static str, usize)],
);

const EDITS: &[Edit] = {
    use Outcome::{Accept, AcceptWarn, Hold, Reject};
    &[
        ("users.csv", "明哲", "明哲", Accept, &[], &[]),
        // Guardians.
        (
            "users.csv",
            ",g3,03",
            ",g9,03",
            Hold,
            &["ref.missing"],
            &[("guardian_edges", 8)],
        ),
        (
            "users.csv",
            ",g3,03",
            ",p3,03",
            Hold,
            &["agent.wrong_role"],
            &[("guardian_edges", 8)],
        ),
        ("users.csv", ",g3,03", ",G3,03", AcceptWarn, &["ref.case"], &[]),
        ("users.csv", "\"g1,g2\"", "g1;g2", AcceptWarn, &["list.form"], &[]),
        (
            "users.csv",
            "\"g1,g2\"",
            "\"g1,g1,g2\"",
            AcceptWarn,
            &["list.repeated"],
            &[],
        ),
        (
            "users.csv",
            ",g7,03",
            ",\"g1,g2,g3,g4,g5,g6,g7\",03",
            Hold,
            &["agent.too_many"],
            &[("guardian_edges", 14)],
        ),
        (
            "users.csv",
            "17900000207,17900000207,,",
            "17900000207,17900000207,p1,",
            AcceptWarn,
            &["agent.one_sided", "agent.one_sided"],
            &[("guardian_edges", 10)],
        ),
        (
            "users.csv",
            "17900000207,17900000207,,",
            "17900000207,17900000207,g1,",
            Hold,
            &["agent.wrong_role", "agent.one_sided"],
            &[],
        ),
        // Roles.
        (
            "users.csv",
            "o1,teacher,t2",
            "o1,Teacher,t2",
            AcceptWarn,
            &["value.case"],
            &[],
        ),
        (
            "users.csv",
            "o1,teacher,t2",
            "o1,校医,t2",
            Hold,
            &["role.unknown"],
            &[("teachers", 1), ("enrollments", 11)],
        ),
        (
            "users.csv",
            "o1,teacher,t2",
            "o1,,t2",
            Hold,
            &["field.required"],
            &[("teachers", 1), ("enrollments", 11)],
        ),
        (
            "enrollments.csv",
            "t2,teacher",
            "t2,aide",
            AcceptWarn,
            &["role.unused"],
            &[("enrollments", 11)],
        ),
        (
            "enrollments.csv",
            "t2,teacher",
            "g1,teacher",
            Hold,
            &["role.conflict"],
            &[("enrollments", 11)],
        ),
        // Names and numbers.
        (
            "users.csv",
            "明哲",
            "明?",
            Hold,
            &["name.damaged"],
            &[
                ("students", 5),
                ("enrollments", 10),
                ("guardian_edges", 8),
                ("demographics", 5),
            ],
        ),
        (
            "users.csv",
            "明哲",
            "明\u{200b}哲",
            AcceptWarn,
            &["text.invisible"],
            &[],
        ),
        (
            "users.csv",
            "20240103",
            "149981201803050202",
            AcceptWarn,
            &["idnumber.not_stored"],
            &[],
        ),
        (
            "users.csv",
            "{XJH:G149981201801090251}",
            "{XJH:G149981201803050202}",
            Hold,
            &["idnumber.repeated"],
            &[
                ("students", 5),
                ("enrollments", 10),
                ("guardian_edges", 8),
                ("demographics", 5),
            ],
        ),
        (
            "users.csv",
            "{XJH:G149981201801090251}",
            "{XJH:1.49981E+17}",
            AcceptWarn,
            &["idnumber.form"],
            &[],
        ),
        (
            "users.csv",
            "{XJH:G149981201801090251}",
            "{SFZ:149981201803050202}",
            AcceptWarn,
            &["idnumber.not_stored"],
            &[],
        ),
        (
            "users.csv",
            ",g3,03,",
            ",g3,三年级,",
            AcceptWarn,
            &["grade.form"],
            &[],
        ),
        (
            "users.csv",
            ",g3,03,",
            ",g3,03,geheim",
            AcceptWarn,
            &["password.present"],
            &[],
        ),
        // Ids and references.
        (
            "users.csv",
            "\np3,",
            "\n,",
            Hold,
            &["id.empty", "ref.missing", "ref.missing", "ref.missing"],
            &[
                ("students", 5),
                ("enrollments", 10),
                ("guardian_edges", 8),
                ("demographics", 5),
            ],
        ),
        (
            "enrollments.csv",
            "k2,o1,t2",
            "k2,o0,t2",
            Hold,
            &["ref.mismatch"],
            &[("enrollments", 11)],
        ),
        (
            "classes.csv",
            "c1,,homeroom,教学楼A201,o1",
            "c1,,homeroom,教学楼A201,o9",
            Hold,
            &["ref.missing"],
            &[("classes", 2), ("enrollments", 8)],
        ),
        (
            "orgs.csv",
            "3114990001,o0",
            "3114990001,o9",
            Hold,
            &["ref.missing"],
            &[],
        ),
        (
            "orgs.csv",
            ",school,",
            ",kindergarten,",
            Hold,
            &["value.unknown"],
            &[
                ("orgs", 1),
                ("classes", 0),
                ("students", 0),
                ("teachers", 0),
                ("guardians", 0),
                ("enrollments", 0),
                ("guardian_edges", 0),
                ("demographics", 0),
            ],
        ),
        // Dates.
        (
            "demographics.csv",
            "2018-03-05",
            "2018/3/5",
            AcceptWarn,
            &["date.form"],
            &[],
        ),
        (
            "demographics.csv",
            "2018-03-05",
            "43164",
            AcceptWarn,
            &["date.serial"],
            &[],
        ),
        (
            "demographics.csv",
            "2018-03-05",
            "3/5/2018",
            Hold,
            &["date.ambiguous"],
            &[("demographics", 5)],
        ),
        (
            "demographics.csv",
            "2018-03-05",
            "2018-02-30",
            Hold,
            &["date.impossible"],
            &[("demographics", 5)],
        ),
        (
            "demographics.csv",
            "2018-03-05",
            "2027-03-05",
            Hold,
            &["date.future"],
            &[("demographics", 5)],
        ),
        (
            "demographics.csv",
            "\np1,",
            "\np9,",
            Hold,
            &["ref.missing"],
            &[("demographics", 5)],
        ),
        (
            "enrollments.csv",
            "2027-07-09",
            "2026-07-09",
            Hold,
            &["date.order"],
            &[("enrollments", 11)],
        ),
        (
            "academicSessions.csv",
            "2027-08-31",
            "",
            Hold,
            &["field.required"],
            &[("academicSessions", 2)],
        ),
        // Places.
        (
            "enrollments.csv",
            "\ne10,",
            "\ne20,,,k2,o1,p1,student,false,2026-09-01,2027-07-09\ne10,",
            Hold,
            &["homeroom.two"],
            &[],
        ),
        (
            "enrollments.csv",
            "\ne10,",
            "\ne20,,,k2,o1,p1,student,false,2027-07-10,\ne10,",
            Accept,
            &[],
            &[("enrollments", 13)],
        ),
        // Status and rows.
        (
            "users.csv",
            "\np3,,",
            "\np3,active,",
            AcceptWarn,
            &["status.in_bulk"],
            &[],
        ),
        (
            "users.csv",
            "\np3,,",
            "\np3,tobedeleted,",
            Hold,
            &["status.in_bulk"],
            &[
                ("students", 5),
                ("enrollments", 10),
                ("guardian_edges", 8),
                ("demographics", 5),
            ],
        ),
        (
            "orgs.csv",
            "\no1,",
            "\n,,,,,,\no1,",
            AcceptWarn,
            &["row.blank"],
            &[],
        ),
        // Headers, quoting, manifest.
        (
            "orgs.csv",
            "sourcedId",
            "SourcedID",
            AcceptWarn,
            &["header.case"],
            &[],
        ),
        (
            "orgs.csv",
            "identifier,",
            "name,",
            Reject,
            &["header.repeated_column", "header.missing_column"],
            &[],
        ),
        (
            "orgs.csv",
            "示例市教育局",
            "\"示例市教育局",
            Reject,
            &["quote.open"],
            &[],
        ),
        (
            "orgs.csv",
            "示例市教育局",
            "示例\"市\"教育局",
            Reject,
            &["quote.stray"],
            &[],
        ),
        (
            "users.csv",
            "\"g1,g2\",03",
            "g1,g2,03",
            Reject,
            &["row.width"],
            &[],
        ),
        (
            "manifest.csv",
            "oneroster.version,1.1",
            "oneroster.version,1.2",
            Reject,
            &["manifest.version"],
            &[],
        ),
        (
            "manifest.csv",
            "file.users,bulk",
            "file.users,delta",
            Reject,
            &["delta.unsupported"],
            &[],
        ),
        (
            "manifest.csv",
            "file.users,bulk",
            "file.users,absent",
            Reject,
            &["manifest.mismatch"],
            &[],
        ),
        (
            "manifest.csv",
            "propertyName,value",
            "a",
            Reject,
            &["manifest.form"],
            &[],
        ),
    ]
};

#[test]
fn each_edit_ends_as_it_should() {
    let store = Store::new();
    let plain_counts = plan(read(from_files(plain())), &store, today()).after;
    let mut wrong = Vec::new();
    for (file, from, to, outcome, wanted, after) in EDITS {
        let plan = plan(read(from_files(edited(file, from, to))), &store, today());
        let base = if *outcome == Outcome::Reject {
            Counts::default()
        } else {
            plain_counts
        };
        let mut counts = serde_json::to_value(base).expect("counts");
        for (name, count) in *after {
            counts[*name] = (*count).into();
        }
        let found = serde_json::to_value(plan.after).expect("counts");
        if (plan.outcome, codes(&plan).as_slice(), &found) != (*outcome, *wanted, &counts) {
            wrong.push(format!(
                "{file} {from:?} -> {to:?}\n  {:?} {:?}\n  {found}\n  {counts}",
                plan.outcome, plan.findings
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn whole_files_that_are_not_as_they_should_be() {
    let store = Store::new();
    let without = |name: &str| -> Files { plain().into_iter().filter(|(file, _)| file != name).collect() };
    let with = |name: &str, bytes: &[u8]| -> Files {
        let mut files = without(name);
        files.push((name.to_owned(), bytes.to_vec()));
        files
    };
    let tabs: Files = plain()
        .into_iter()
        .map(|(name, bytes)| {
            (
                name,
                String::from_utf8(bytes)
                    .expect("text")
                    .replace(",\"", "\t\"")
                    .replace("\",", "\"\t"),
            )
        })
        .map(|(name, text)| {
            (
                name,
                text.split('"')
                    .enumerate()
                    .map(|(at, part)| {
                        if at % 2 == 0 {
                            part.replace(',', "\t")
                        } else {
                            format!("\"{part}\"")
                        }
                    })
                    .collect::<String>()
                    .into_bytes(),
            )
        })
        .collect();
    for (files, outcome, code) in [
        (without("users.csv"), Outcome::Reject, "file.missing"),
        (with("users.csv", b""), Outcome::Reject, "file.empty"),
        (with("users.csv", b"\r\n"), Outcome::Reject, "file.empty"),
        (
            with("users.csv", b"\xff\x00\x81\x20"),
            Outcome::Reject,
            "encoding.broken",
        ),
        (
            with("results.csv", b"sourcedId\n"),
            Outcome::AcceptWarn,
            "file.ignored",
        ),
        (with("README.md", b"\xff"), Outcome::Accept, ""),
        (tabs, Outcome::AcceptWarn, "delimiter.tab"),
    ] {
        let plan = plan(read(from_files(files)), &store, today());
        assert_eq!(
            (plan.outcome, codes(&plan).first().copied().unwrap_or_default()),
            (outcome, code),
            "{:?}",
            plan.findings
        );
    }
}

#[test]
fn a_delta_without_manifest_is_not_taken_for_a_full_export() {
    let mut files = edited("users.csv", "\np3,,", "\np3,active,");
    files.retain(|(name, _)| name != "manifest.csv");
    let plan = plan(read(from_files(files)), &Store::new(), today());
    assert_eq!(plan.outcome, Outcome::Reject);
    assert!(codes(&plan).contains(&"delta.unsupported"));
}

#[test]
fn what_waits_is_neither_lost_nor_changed() {
    let mut store = Store::new();
    let first = plan(read(from_files(plain())), &store, today());
    apply(&mut store, &first.writes);
    for (file, from, to) in [
        ("users.csv", "明哲", "=1+1"),
        ("users.csv", "o1,parent,g3", "o1,tante,g3"),
        ("users.csv", ",g3,03", ",g9,03"),
    ] {
        let plan = plan(read(from_files(edited(file, from, to))), &store, today());
        assert_eq!(plan.outcome, Outcome::Hold);
        let left: Vec<&RecordKey> = plan.diff.left.iter().collect();
        let edge = RecordKey::guardianship("p3", "g3");
        // Only the last edit really takes g3 off the pupil's row.
        assert_eq!(left, if to == ",g9,03" { vec![&edge] } else { vec![] }, "{to}");
    }
}

#[test]
fn enrolments_that_are_numbered_anew_are_the_same_enrolments() {
    let mut store = Store::new();
    let first = plan(read(from_files(plain())), &store, today());
    apply(&mut store, &first.writes);
    let mut files = plain();
    let (_, bytes) = files
        .iter_mut()
        .find(|(name, _)| name == "enrollments.csv")
        .expect("file");
    *bytes = String::from_utf8(bytes.clone())
        .expect("text")
        .replace("\ne", "\nneu-")
        .into_bytes();
    let again = plan(read(from_files(files)), &store, today());
    assert!(
        again.outcome == Outcome::Accept && again.diff.is_empty(),
        "{:?}",
        again.diff
    );
    assert!(store.keys().any(|key| key.kind == RecordKind::Enrolment));
}

#[test]
fn ids_that_name_other_people_pass_nothing_on() {
    let mut store = Store::new();
    let baseline = planned(&hostile("_baseline"), &store);
    apply(&mut store, &baseline.writes);
    let shifted = |rows: usize| {
        let mut files = folder(&hostile("_baseline"));
        let users = files
            .iter_mut()
            .find(|(name, _)| name == "users.csv")
            .expect("users");
        let text = String::from_utf8(users.1.clone()).expect("text");
        // s02 takes the place of s01, s03 that of s02, and so on.
        users.1 = (1..=rows)
            .fold(text, |text, n| {
                text.replace(&format!("s{n:02},"), &format!("s{:02},", n - 1))
            })
            .into_bytes();
        plan(read(from_files(files)), &store, today())
    };
    let swap = {
        let mut files = folder(&hostile("_baseline"));
        let users = files
            .iter_mut()
            .find(|(name, _)| name == "users.csv")
            .expect("users");
        let text = String::from_utf8(users.1.clone()).expect("text");
        let text = text
            .replace("s01", "sXX")
            .replace("s02", "s01")
            .replace("sXX", "s02");
        users.1 = text.into_bytes();
        plan(read(from_files(files)), &store, today())
    };
    assert_eq!(
        (swap.outcome, swap.diff.conflicts.len()),
        (Outcome::Hold, 2),
        "{:?}",
        swap.findings
    );
    assert!(swap.after_approval().is_empty(), "{:?}", swap.after_approval());
    let many = shifted(40);
    assert_eq!(many.outcome, Outcome::Hold);
    assert!(
        many.findings
            .iter()
            .any(|finding| finding.code.as_str() == "roster.ids_reused"),
        "{:?}",
        many.findings
    );
    assert!(many.after_approval().is_empty());
}

/// A small generator of pseudo-random numbers (Knuth's constants), so that a failure can be repeated.
struct Lcg(u64);

impl Lcg {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit.max(1)
    }
}

/// One to four bytes of one file changed, removed, doubled, or the file cut.
fn mutate(files: &mut Files, random: &mut Lcg) {
    let file = random.below(files.len());
    let bytes = &mut files[file].1;
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        match random.below(6) {
            _ if bytes.is_empty() => {}
            0 => drop(bytes.remove(at)),
            1 => bytes.insert(at, bytes[at]),
            2 => bytes.truncate(at),
            3 => bytes[at] = [b',', b'"', b'\n', b'\r', 0, b'=', b';', b' '][random.below(8)],
            _ => bytes[at] = u8::try_from(random.below(256)).expect("a byte"),
        }
    }
}

#[test]
fn no_mutation_panics_or_half_applies() {
    let original = folder(&hostile("h43-no-manifest"));
    let manifest = folder(&hostile("_baseline"))
        .into_iter()
        .filter(|(name, _)| name == "manifest.csv");
    let original: Files = original.into_iter().chain(manifest).collect();
    let mut store = Store::new();
    let first = plan(read(from_files(original.clone())), &store, today());
    apply(&mut store, &first.writes);
    assert_eq!(Counts::of(store.values()).students, 6);
    let mut random = Lcg(20_261_123);
    let mut outcomes = std::collections::BTreeMap::<Outcome, usize>::new();
    for round in 0..2_000 {
        let mut files = original.clone();
        mutate(&mut files, &mut random);
        let plan = plan(read(from_files(files)), &store, today());
        assert!(
            plan.outcome.may_apply() || plan.writes.is_empty(),
            "round {round}"
        );
        if plan.outcome == Outcome::Reject {
            assert!(
                plan.after_approval().is_empty() && !plan.findings.is_empty(),
                "round {round}"
            );
        }
        // Nobody is ever deleted, and every person in the store afterwards has a name.
        let mut after = store.clone();
        apply(&mut after, plan.after_approval());
        assert!(store.keys().all(|key| after.contains_key(key)), "round {round}");
        *outcomes.entry(plan.outcome).or_default() += 1;
    }
    assert!(
        outcomes.len() >= 3,
        "the mutations reach too little: {outcomes:?}"
    );
}

#[test]
fn no_mutated_archive_panics() {
    let original = fs::read(hostile("h56-zip-paths.zip")).expect("archive");
    let mut random = Lcg(7);
    for round in 0..500 {
        let mut files = vec![("a.zip".to_owned(), original.clone())];
        mutate(&mut files, &mut random);
        let reading = from_zip(&files[0].1).map(read).unwrap_or_else(Reading::refused);
        let plan = plan(reading, &Store::new(), today());
        assert!(
            plan.outcome.may_apply() || plan.writes.is_empty(),
            "round {round}"
        );
    }
}
