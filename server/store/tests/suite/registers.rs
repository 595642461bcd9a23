//! What waits for its moment, what followers of the feed ask, snapshots, and the lists of a school.

use super::{Runs, class_staff, id, now};
use domain::{ChildId, ClassId, Day, Instant, NoticeId, PersonId, Rights, RowKey, SchoolId};
use office::{
    StoreError,
    accounts::{DeviceRow, Secret},
    notices::Snapshot,
    people::{Enrolment, Guardianship, Teaching},
};
use protocol::WireRow;
use store::work;

fn key(n: u128) -> RowKey {
    RowKey::new("notice", id(n))
}

fn person(n: u128) -> PersonId {
    PersonId(id(n))
}

fn put(store: &impl Runs, scope: u128, n: u128) {
    let row = WireRow {
        kind: "notice".into(),
        id: id(n),
        version: 1,
        body: Some(domain::Json::of(&"通知")),
    };
    store.ok(work!(|tx| {
        tx.set_row(&row).await?;
        tx.feed(class_staff(scope), &row.key(), true, now()).await
    }));
}

pub fn a_row_waits_for_its_last_named_moment(store: &impl Runs) {
    let at = |minutes: i64| Instant(now().0 + minutes * 60_000);
    store.ok(work!(|tx| {
        for (n, minutes) in [(1, 30), (2, 10), (3, 20), (1, 15)] {
            tx.set_release(&key(n), at(minutes)).await?;
        }
        Ok(())
    }));
    let due = |minutes: i64, limit: usize| store.ok(work!(|tx| tx.due_releases(at(minutes), limit).await));
    assert_eq!(due(9, 10), vec![]);
    assert_eq!(
        due(15, 10),
        vec![key(2), key(1)],
        "the moment itself counts, the oldest is first"
    );
    assert_eq!(due(60, 2), vec![key(2), key(1)]);
    store.ok(work!(|tx| tx.drop_release(&key(2)).await));
    assert_eq!(due(60, usize::MAX), vec![key(1), key(3)]);
}

pub fn a_follower_learns_which_scopes_changed(store: &impl Runs) {
    let head = || store.ok(work!(|tx| tx.feed_head().await));
    let changed = |after: u64, limit: usize| store.ok(work!(|tx| tx.scopes_changed(after, limit).await));
    assert_eq!((head(), changed(0, 10)), (0, vec![]));
    for (scope, n) in [(2, 1), (1, 2), (2, 3)] {
        put(store, scope, n);
    }
    assert_eq!(head(), 3);
    assert_eq!(changed(0, 10), vec![class_staff(1), class_staff(2)], "each once");
    assert_eq!(changed(0, 1), vec![class_staff(1)]);
    assert_eq!(changed(2, 10), vec![class_staff(2)]);
    assert_eq!(changed(3, 10), vec![]);
    let undone: Result<u64, StoreError> = store.run(work!(|tx| {
        tx.feed(class_staff(1), &key(1), false, now()).await?;
        assert_eq!(tx.feed_head().await?, 4);
        Err(StoreError::Busy)
    }));
    assert!(undone.is_err());
    assert_eq!(head(), 3, "a number that was undone was never given");
}

pub fn another_epoch_is_read_at_once_and_undone_with_its_work(store: &impl Runs) {
    let epoch = || store.ok(work!(|tx| tx.epoch().await));
    assert_eq!(epoch(), 1);
    let inside = store.ok(work!(|tx| {
        tx.set_epoch(2).await?;
        tx.epoch().await
    }));
    assert_eq!((inside, epoch()), (2, 2));
    let undone: Result<(), StoreError> = store.run(work!(|tx| {
        tx.set_epoch(9).await?;
        Err(StoreError::Busy)
    }));
    assert!(undone.is_err());
    assert_eq!(epoch(), 2);
}

pub fn a_snapshot_keeps_whom_a_notice_was_for(store: &impl Runs) {
    let day = now().day();
    let snapshot = |notice: u128, class: u128, day: Day, counts: bool, children: &[u128]| Snapshot {
        notice: NoticeId(id(notice)),
        class: ClassId(id(class)),
        day,
        counts,
        children: children.iter().map(|n| ChildId(id(*n))).collect(),
    };
    let all = [
        snapshot(1, 22, day, true, &[3, 1, 2]),
        snapshot(1, 21, day, true, &[]),
        snapshot(2, 21, day, true, &[4]),
        snapshot(3, 21, day, false, &[4]),
        snapshot(4, 21, day.plus_days(1), true, &[4]),
        snapshot(5, 21, day.plus_days(-1), true, &[4]),
    ];
    let (written, moved) = (all.clone(), snapshot(4, 21, day.plus_days(2), true, &[5]));
    store.ok(work!(|tx| {
        for snapshot in &written {
            tx.set_snapshot(snapshot).await?;
        }
        tx.set_snapshot(&moved).await
    }));
    let of = |n: u128| store.ok(work!(|tx| tx.snapshots(NoticeId(id(n))).await));
    assert_eq!(
        of(1),
        vec![all[1].clone(), all[0].clone()],
        "by class, children as they were"
    );
    assert_eq!(of(9), vec![]);
    assert_eq!(of(4)[0].children, vec![ChildId(id(5))]);
    let by_day = store.ok(work!(|tx| tx.notices_by_day(ClassId(id(21)), day).await));
    assert_eq!(by_day, vec![(day, 2), (day.plus_days(2), 1)]);
}

pub fn the_lists_of_a_school_are_in_one_order_everywhere(store: &impl Runs) {
    let (school, other) = (SchoolId(id(1)), SchoolId(id(2)));
    // Bytes decide, on every machine: capital letters before small ones, 10 before 2.
    let classes = [
        (11, 4, "四年级2班"),
        (12, 4, "四年级10班"),
        (13, 1, "b"),
        (14, 1, "B"),
        (15, 1, "é"),
    ];
    store.ok(work!(|tx| {
        tx.set_school(school, "旧名").await?;
        tx.set_school(school, "云溪学校").await?;
        for (n, grade, name) in classes {
            tx.set_class(ClassId(id(n)), school, name, grade).await?;
        }
        tx.set_class(ClassId(id(16)), other, "别校", 1).await
    }));
    let rows = store.ok(work!(|tx| tx.classes_of_school(school).await));
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, vec!["B", "b", "é", "四年级10班", "四年级2班"]);
    let row = store
        .ok(work!(|tx| tx.class_row(ClassId(id(16))).await))
        .expect("a class");
    assert_eq!((row.school, row.grade), (other, 1));
    assert_eq!(store.ok(work!(|tx| tx.class_row(ClassId(id(99))).await)), None);
    let name = |school| store.ok(work!(|tx| tx.school_name(school).await));
    assert_eq!((name(school).as_deref(), name(other)), (Some("云溪学校"), None));
}

pub fn ties_that_turn_and_families_that_went_silent_are_found(store: &impl Runs) {
    let day = now().day();
    let (class, school) = (ClassId(id(10)), SchoolId(id(20)));
    let edge = |who: u128, child: u128, from: Option<Day>, to: Option<Day>| Guardianship {
        child: ChildId(id(child)),
        person: person(who),
        relation: "母亲".into(),
        legal: false,
        rights: Rights::all(),
        order: 2,
        from,
        to,
    };
    let device = |n: u128, of: u128, seen: Instant| DeviceRow {
        id: domain::DeviceId(id(n)),
        person: person(of),
        browser: id(n),
        name: String::new(),
        sid_hash: Secret([u8::try_from(n).expect("small"); 32]),
        key: Secret([0; 32]),
        created_at: seen,
        last_seen: seen,
        expires_at: seen,
        idle_ms: 0,
        revoked_at: None,
    };
    let long_ago = day.plus_days(-20).start();
    store.ok(work!(|tx| {
        tx.set_class(class, school, "三年级2班", 3).await?;
        tx.set_enrolment(&Enrolment {
            child: ChildId(id(31)),
            class,
            seat: 7,
            from: Some(day),
            to: None,
        })
        .await?;
        tx.set_guardianship(&edge(1, 32, None, Some(day.plus_days(-1))))
            .await?;
        tx.set_guardianship(&edge(1, 33, None, None)).await?;
        tx.set_guardianship(&edge(2, 34, None, None)).await?;
        tx.set_teaching(&Teaching {
            person: person(3),
            class,
            school,
            class_teacher: false,
            subject: "数学".into(),
            from: Some(day),
            to: None,
        })
        .await?;
        tx.set_device(&device(41, 1, long_ago)).await?;
        tx.set_device(&device(42, 2, long_ago)).await?;
        tx.set_device(&device(43, 2, now())).await?;
        tx.set_seen_day(day.plus_days(-1)).await?;
        tx.set_seen_day(day).await
    }));
    assert_eq!(store.ok(work!(|tx| tx.seen_day().await)), Some(day));
    let (children, people) = store.ok(work!(|tx| tx.turned(day.plus_days(-1), day).await));
    assert_eq!(
        (children, people),
        (vec![ChildId(id(31)), ChildId(id(32))], vec![person(3)])
    );
    let silent = store.ok(work!(|tx| tx.children_last_heard(day.plus_days(-30), day).await));
    assert_eq!(
        silent,
        vec![ChildId(id(32)), ChildId(id(33))],
        "the other family was heard today"
    );
    let enrolment = store
        .ok(work!(|tx| tx.enrolments_of(ChildId(id(31))).await))
        .remove(0);
    assert_eq!(
        (enrolment.seat, enrolment.from, enrolment.to),
        (7, Some(day), None)
    );
    store.ok(work!(|tx| {
        tx.drop_enrolment(&enrolment).await?;
        for tie in tx.teaching_of(person(3), day).await? {
            tx.drop_teaching(&tie).await?;
        }
        Ok(())
    }));
    assert_eq!(
        store.ok(work!(|tx| tx.classes_of_child(ChildId(id(31))).await)),
        vec![]
    );
    assert_eq!(
        store.ok(work!(|tx| tx.classes_of_teacher(person(3)).await)),
        vec![]
    );
}
