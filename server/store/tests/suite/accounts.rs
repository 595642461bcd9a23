//! Accounts, devices, slips; and what a join moves.

use super::{Runs, id, now};
use domain::{ChildId, ClassId, DeviceId, Instant, PersonId, Rights, SchoolId, people::Role};
use office::{
    accounts::{AccountEvent, AccountRow, DeviceRow, Secret, SlipRow},
    people::{Guardianship, PersonRow, RoleRow, Teaching},
};
use store::work;

const DAY_MS: i64 = 86_400_000;

fn person(n: u128) -> PersonId {
    PersonId(id(n))
}

fn at(days: i64) -> Instant {
    now().plus_ms(days * DAY_MS)
}

fn set_person(store: &impl Runs, n: u128, name: &str) {
    let row = PersonRow {
        id: person(n),
        name: name.into(),
        given_name: String::new(),
    };
    store.ok(work!(|tx| tx.set_person(&row).await));
}

fn set_account(store: &impl Runs, n: u128, disabled: bool) {
    let row = AccountRow {
        person: person(n),
        password_hash: "$argon2id$".into(),
        created_at: now(),
        disabled,
    };
    let written = row.clone();
    store.ok(work!(|tx| tx.set_account(&written).await));
    assert!(store.ok(work!(|tx| tx.account(row.person).await)) == Some(row));
}

fn device(n: u128, of: u128, seen: Instant) -> DeviceRow {
    DeviceRow {
        id: DeviceId(id(n)),
        person: person(of),
        browser: id(n + 1_000),
        name: "Android · 微信".into(),
        sid_hash: Secret([u8::try_from(n).expect("small"); 32]),
        key: Secret([255; 32]),
        created_at: now(),
        last_seen: seen,
        expires_at: at(90),
        idle_ms: 30 * DAY_MS,
        revoked_at: None,
    }
}

pub fn a_device_is_found_by_its_cookie_until_the_account_is_stopped(store: &impl Runs) {
    set_person(store, 1, "李一");
    set_account(store, 1, false);
    let rows = [device(11, 1, at(0)), device(12, 1, at(1))];
    for row in rows.clone() {
        store.ok(work!(|tx| tx.set_device(&row).await));
    }
    let by_sid = |sid: Secret| store.ok(work!(|tx| tx.device_of_sid(&sid).await));
    assert!(by_sid(rows[0].sid_hash) == Some((rows[0].clone(), "李一".into())));
    assert!(by_sid(Secret([0; 32])).is_none());
    let all_at_once = || {
        let sids = [rows[1].sid_hash, Secret([0; 32]), rows[0].sid_hash];
        let mut found = store.ok(work!(|tx| tx.devices_of_sids(&sids).await));
        found.sort_by_key(|row| row.id);
        found
    };
    assert!(all_at_once() == rows);
    let (one, browser) = (rows[0].id, rows[0].browser);
    let found = store.ok(work!(|tx| tx.device_of_browser(person(1), browser).await));
    assert!(found.as_ref() == Some(&rows[0]));
    let newest_first = store.ok(work!(|tx| tx.devices_of(person(1)).await));
    assert!(newest_first == [rows[1].clone(), rows[0].clone()]);
    // Signing in again changes the row in place; what was revoked first stays the moment of it.
    let again = DeviceRow {
        sid_hash: Secret([99; 32]),
        ..rows[0].clone()
    };
    store.ok(work!(|tx| {
        tx.set_device(&again).await?;
        tx.touch_device(one, at(2)).await?;
        tx.revoke_device(one, at(3)).await?;
        tx.revoke_device(one, at(4)).await
    }));
    assert!(by_sid(rows[0].sid_hash).is_none());
    let row = store.ok(work!(|tx| tx.device(one).await)).expect("a device");
    assert_eq!((row.last_seen, row.revoked_at), (at(2), Some(at(3))));
    set_account(store, 1, true);
    assert!(by_sid(rows[1].sid_hash).is_none(), "the account is stopped");
    assert!(all_at_once().is_empty());
    assert_eq!(store.ok(work!(|tx| tx.latest_activity().await)), Some(at(2)));
}

pub fn slips_are_used_voided_and_forgotten(store: &impl Runs) {
    let slip = |n: u128, created: Instant| SlipRow {
        id: id(n),
        person: person(1),
        long_hash: Secret([7; 32]),
        short_hash: "$argon2id$".into(),
        created_at: created,
        expires_at: created.plus_ms(14 * DAY_MS),
        tries_left: 5,
        used_at: None,
    };
    let (old, new) = (slip(1, at(0)), slip(2, at(1)));
    let used = SlipRow {
        tries_left: 4,
        used_at: Some(at(1)),
        ..old.clone()
    };
    let (first, second, third) = (old.clone(), new.clone(), used.clone());
    store.ok(work!(|tx| {
        tx.set_slip(&first).await?;
        tx.set_slip(&second).await?;
        tx.set_slip(&third).await
    }));
    assert!(store.ok(work!(|tx| tx.slip_of(person(1)).await)) == Some(new.clone()));
    assert!(store.ok(work!(|tx| tx.slip(id(1)).await)) == Some(used));
    store.ok(work!(|tx| tx.void_slips(person(1)).await));
    assert!(
        store.ok(work!(|tx| tx.slip(new.id).await)).is_none(),
        "unused, so void"
    );
    store.ok(work!(|tx| {
        tx.log_account(AccountEvent::SlipMade, Some(person(1)), at(0))
            .await?;
        tx.log_account(AccountEvent::SlipRefused, None, at(5)).await
    }));
    assert_eq!(store.ok(work!(|tx| tx.latest_activity().await)), Some(at(5)));
    store.ok(work!(|tx| tx.compact_accounts(at(15)).await));
    assert!(store.ok(work!(|tx| tx.slip(id(1)).await)).is_none());
    assert_eq!(store.ok(work!(|tx| tx.latest_activity().await)), None);
}

pub fn a_login_number_is_one_person_s_and_the_first_is_printed(store: &impl Runs) {
    store.ok(work!(|tx| {
        tx.add_login("700002", person(1), at(1)).await?;
        tx.add_login("700001", person(1), at(0)).await
    }));
    assert_eq!(
        store.ok(work!(|tx| tx.login_owner("700002").await)),
        Some(person(1))
    );
    assert_eq!(store.ok(work!(|tx| tx.login_owner("").await)), None);
    assert_eq!(
        store.ok(work!(|tx| tx.login_of(person(1)).await)).as_deref(),
        Some("700001")
    );
    assert!(
        store
            .run(work!(|tx| tx.add_login("700001", person(2), at(2)).await))
            .is_err()
    );
    assert_eq!(store.ok(work!(|tx| tx.key_secret().await)).map(|_| ()), None);
    for byte in [3, 254] {
        store.ok(work!(|tx| tx.set_key_secret(&Secret([byte; 32])).await));
        assert!(store.ok(work!(|tx| tx.key_secret().await)) == Some(Secret([byte; 32])));
    }
}

/// Both hold some of the same ties: each is there once afterwards, and nothing is left with the first.
pub fn a_join_moves_every_tie_once(store: &impl Runs) {
    let (from, to) = (person(1), person(2));
    let (class, school) = (ClassId(id(10)), SchoolId(id(20)));
    let edge = |who: PersonId, child: u128, relation: &str| Guardianship {
        child: ChildId(id(child)),
        person: who,
        relation: relation.into(),
        legal: true,
        rights: Rights::all(),
        order: 1,
        from: None,
        to: None,
    };
    let teaching = move |who: PersonId, subject: &str, class_teacher: bool| Teaching {
        person: who,
        class,
        school,
        class_teacher,
        subject: subject.into(),
        from: None,
        to: Some(now().day()),
    };
    let role = |who: PersonId, role: Role, school: Option<SchoolId>| RoleRow {
        person: who,
        role,
        school,
    };
    store.ok(work!(|tx| {
        tx.set_class(class, school, "三年级2班", 3).await?;
        for edge in [
            edge(from, 31, "母亲"),
            edge(from, 32, "母亲"),
            edge(to, 32, "监护人"),
        ] {
            tx.set_guardianship(&edge).await?;
        }
        for tie in [
            teaching(from, "语文", false),
            teaching(from, "", true),
            teaching(to, "语文", false),
        ] {
            tx.set_teaching(&tie).await?;
        }
        for row in [
            role(from, Role::SchoolAdmin, Some(school)),
            role(from, Role::Bureau, None),
            role(to, Role::Bureau, None),
        ] {
            tx.set_role(&row).await?;
        }
        tx.add_login("700001", from, at(0)).await?;
        tx.move_ties(from, to).await
    }));
    for (child, relation) in [(31, "母亲"), (32, "监护人")] {
        let child = ChildId(id(child));
        let edge = store
            .ok(work!(|tx| tx.guardianship(to, child).await))
            .expect("an edge");
        assert_eq!(edge.relation, relation);
        assert_eq!(store.ok(work!(|tx| tx.guardians_of_child(child).await)), vec![to]);
    }
    let taught = store.ok(work!(|tx| tx.teaching_of(to, now().day()).await));
    let taught: Vec<(bool, &str)> = taught
        .iter()
        .map(|tie| (tie.class_teacher, tie.subject.as_str()))
        .collect();
    assert_eq!(taught, vec![(true, ""), (false, "语文")]);
    assert_eq!(store.ok(work!(|tx| tx.staff_of_class(class).await)), vec![to]);
    assert_eq!(
        store.ok(work!(|tx| tx.login_of(to).await)).as_deref(),
        Some("700001")
    );
    let roles = store.ok(work!(|tx| tx.roles_of(to).await));
    let roles: Vec<_> = roles.iter().map(|role| (role.role, role.school)).collect();
    assert_eq!(
        roles,
        vec![(Role::Bureau, None), (Role::SchoolAdmin, Some(school))]
    );
    assert_eq!(store.ok(work!(|tx| tx.roles_of(from).await)), vec![]);
}
