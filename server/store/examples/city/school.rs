//! The two schools: the demo's roster, and a generated one four times as large.

use domain::{
    ChildId, ClassId, Day, DeviceId, Instant, NoticeId, PersonId, Right, Rights, Row, RowKey, SchoolId,
    notices::{Tally, tally_id},
    people::Role,
};
use office::{
    Ids, StoreError, Tx,
    accounts::{AccountRow, DeviceRow, Secret},
    people::{self, Concerned, Enrolment, Guardianship, PersonRow, RoleRow, Teaching},
    roster::{self, RecordKey, RecordKind},
};
use std::{collections::BTreeMap, fs, path::PathBuf};
use store::{Store, work};
use uuid::Uuid;

const PUPILS: u128 = 3_000;
/// Two of three children have two guardians.
const GUARDIANS: u128 = 5_000;
const PUPILS_PER_CLASS: u128 = 40;
const TEACHERS_PER_CLASS: u128 = 10;

pub struct School {
    pub name: &'static str,
    pub id: SchoolId,
    pub admin: PersonId,
    pub classes: usize,
    /// Each guardian who may answer, with the children.
    pub families: BTreeMap<PersonId, Vec<ChildId>>,
}

pub fn afternoon() -> Instant {
    today().start().plus_ms(16 * 3_600_000)
}

/// What a cookie's hash would be.
pub fn secret(person: PersonId) -> Secret {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(person.0.as_bytes());
    Secret(bytes)
}

pub fn demo(store: &Store) -> School {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../demo/school");
    let files = fs::read_dir(folder).expect("the demo school").map(|file| {
        let path = file.expect("a file").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read(&path).expect("bytes"))
    });
    let files = files.filter(|(name, _)| name.ends_with(".csv")).collect();
    let plan = roster::plan(
        roster::read(roster::from_files(files)),
        &Default::default(),
        today(),
    );
    let made = store.run(work!(|tx| {
        people::apply(tx, &plan.writes, &mut Counted(0), afternoon()).await?;
        let org = |key: &RecordKey| key.kind == RecordKind::Org;
        let mut school = None;
        for key in tx.records().await?.into_keys().filter(org) {
            if let Some(id) = tx.record_id(&key).await?.map(SchoolId)
                && !tx.classes_of_school(id).await?.is_empty()
            {
                school = Some(id);
            }
        }
        finish(tx, "demo school", school.expect("a school")).await
    }));
    made.expect("the demo school")
}

pub fn generated(store: &Store) -> School {
    let made = store.run(work!(|tx| {
        let school = SchoolId(id(1, 0));
        tx.set_school(school, "河东学校").await?;
        let mut concerned = Concerned::default();
        for n in 0..PUPILS.div_ceil(PUPILS_PER_CLASS) {
            let (class, grade) = (ClassId(id(2, n)), u8::try_from(n % 9 + 1).unwrap_or(1));
            tx.set_class(class, school, &format!("{grade}年级{}班", n / 9 + 1), grade)
                .await?;
            concerned.classes.insert(class);
            for t in 0..TEACHERS_PER_CLASS {
                let teacher = PersonId(id(3, if t == 0 { n } else { (n * 7 + t) % 150 }));
                named(tx, teacher, "李老师").await?;
                tx.set_teaching(&Teaching {
                    person: teacher,
                    class,
                    school,
                    class_teacher: t == 0,
                    subject: format!("课{t}"),
                    from: None,
                    to: None,
                })
                .await?;
                concerned.people.insert(teacher);
            }
        }
        for n in 0..PUPILS {
            let child = ChildId(id(4, n));
            named(tx, PersonId(child.0), "王小雨").await?;
            tx.set_enrolment(&Enrolment {
                child,
                class: ClassId(id(2, n / PUPILS_PER_CLASS)),
                seat: u16::try_from(n % PUPILS_PER_CLASS).unwrap_or(0),
                from: None,
                to: None,
            })
            .await?;
            concerned.children.insert(child);
        }
        for n in 0..GUARDIANS {
            let guardian = PersonId(id(5, n));
            named(tx, guardian, "王建国").await?;
            tx.set_guardianship(&Guardianship {
                child: ChildId(id(4, n % PUPILS)),
                person: guardian,
                relation: "父亲".into(),
                legal: true,
                rights: Rights::all(),
                order: u16::from(n >= PUPILS),
                from: None,
                to: None,
            })
            .await?;
            concerned.people.insert(guardian);
        }
        concerned.refresh(tx, afternoon()).await?;
        finish(tx, "generated school", school).await
    }));
    made.expect("the generated school")
}

/// An administrator, and a claimed account with one phone for every guardian.
async fn finish(tx: &mut dyn Tx, name: &'static str, id: SchoolId) -> Result<School, StoreError> {
    let classes = tx.classes_of_school(id).await?;
    let mut families: BTreeMap<PersonId, Vec<ChildId>> = BTreeMap::new();
    let mut concerned = Concerned::default();
    for class in &classes {
        concerned.classes.insert(class.id);
        for pupil in tx.pupils(class.id, today()).await? {
            concerned.children.insert(pupil.child);
            for guardian in tx.guardians_of_child(pupil.child).await? {
                let rights = tx.guardian_rights(guardian, pupil.child, today()).await?;
                if rights.has(Right::Reply) {
                    families.entry(guardian).or_default().push(pupil.child);
                }
            }
        }
    }
    for guardian in families.keys() {
        account(tx, *guardian).await?;
    }
    let admin = PersonId(Uuid::new_v5(&id.0, b"admin"));
    named(tx, admin, "校长").await?;
    tx.set_role(&RoleRow {
        person: admin,
        role: Role::SchoolAdmin,
        school: Some(id),
    })
    .await?;
    concerned.people.insert(admin);
    concerned.refresh(tx, afternoon()).await?;
    tx.set_seen_day(today()).await?;
    Ok(School {
        name,
        id,
        admin,
        classes: classes.len(),
        families,
    })
}

impl School {
    /// All were counted.
    pub fn check(&self, store: &Store, notice: NoticeId) {
        let id = self.id;
        let counted = store.run(work!(|tx| {
            let mut all = Tally::default();
            for class in tx.classes_of_school(id).await? {
                let row = tx.row(&RowKey::new("tally", tally_id(notice, class.id))).await?;
                if let Some(Row::Tally(row)) = row.and_then(|row| Row::decode("tally", &row.body?)) {
                    all = all.plus(&row.tally);
                }
            }
            Ok(all)
        }));
        let counted = counted.expect("counts");
        let reached = (counted.done, counted.half);
        assert_eq!(
            reached,
            (counted.children - counted.unreachable, 0),
            "{counted:?}"
        );
    }
}

async fn named(tx: &mut dyn Tx, id: PersonId, name: &str) -> Result<(), StoreError> {
    let (name, given_name) = (name.to_owned(), name.to_owned());
    tx.set_person(&PersonRow { id, name, given_name }).await
}

async fn account(tx: &mut dyn Tx, person: PersonId) -> Result<(), StoreError> {
    tx.set_account(&AccountRow {
        person,
        password_hash: String::new(),
        created_at: afternoon(),
        disabled: false,
    })
    .await?;
    tx.set_device(&DeviceRow {
        id: DeviceId(person.0),
        person,
        browser: person.0,
        name: String::new(),
        sid_hash: secret(person),
        key: secret(person),
        created_at: afternoon(),
        last_seen: afternoon(),
        expires_at: Instant(i64::MAX),
        idle_ms: i64::MAX,
        revoked_at: None,
    })
    .await
}

struct Counted(u128);

impl Ids for Counted {
    fn next(&mut self) -> Uuid {
        self.0 += 1;
        id(9, self.0)
    }
}

fn id(kind: u128, n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + (kind << 32) + n)
}

fn today() -> Day {
    Day::parse("2026-11-23").expect("a day")
}
