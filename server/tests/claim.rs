//! Slips: one use, five tries, two weeks, and of two at the same instant one (A11-A13).

mod common;

use common::{
    House,
    client::{Client, PUSH, rows},
    school,
};
use domain::{
    Action, Command, CommandId, NoteId, PersonId, Row,
    notes::{self, Topic, Verb},
    people::Role,
};
use office::people::{Teaching, refresh_around};
use protocol::{Answer, Outcome, PushAnswer, PushItem, PushRequest};
use server::clock::DEMO_START;

const CODE: &str = "7KQM01ZX";
const LONG: &str = "0123456789ABCDEFGHJK";
const NEW: &str = "一句记得住的话吧";
const DAY_MS: i64 = 86_400_000;

fn claim(client: &mut Client, login: &str, code: &str, password: &str) -> String {
    let fields = [
        ("login", login),
        ("code", code),
        ("password", password),
        ("password_again", password),
    ];
    let answer = client.form("/claim", &fields);
    assert_eq!(answer.status, 303);
    let place = answer.header("location").expect("a place").to_owned();
    assert!(!place.contains(login) && !place.contains(code), "{place}");
    place
}

#[test]
fn a_slip_opens_an_account_once_by_either_code() {
    for code in ["7kqm-olzx", LONG] {
        let house = House::start();
        let login = house.school.slip(school::AUNT, CODE, LONG, DEMO_START);
        let mut aunt = house.client();
        assert_eq!(claim(&mut aunt, &login, code, NEW), "/app/today");
        assert_eq!(aunt.me().name, "李三");
        // Others see on the child's card that she can be reached now.
        let mut mother = house.signed_in("mother");
        let card = rows(&mut mother).into_iter().find_map(|row| match row {
            Row::Child(card) => Some(card),
            _ => None,
        });
        let guardians = card.expect("a card").guardians;
        assert!(
            guardians
                .iter()
                .any(|one| one.person == school::AUNT && one.has_account)
        );
        // With the right code it says why; with a wrong one it says nothing.
        assert_eq!(
            claim(&mut house.client(), &login, code, "another sentence"),
            "/claim?problem=used"
        );
        assert_eq!(
            claim(&mut house.client(), &login, "AAAAAAAA", "another sentence"),
            "/claim?problem=wrong"
        );
        let fields = [("login", login.as_str()), ("password", NEW)];
        assert_eq!(
            house.client().form("/sign-in", &fields).header("location"),
            Some("/app/today")
        );
    }
}

#[test]
fn five_tries_and_the_right_code_comes_too_late() {
    let house = House::start();
    let login = house.school.slip(school::AUNT, CODE, LONG, DEMO_START);
    for n in 0..5 {
        assert_eq!(
            claim(&mut house.client(), &login, &format!("AAAAAAA{n}"), NEW),
            "/claim?problem=wrong"
        );
    }
    assert_eq!(
        claim(&mut house.client(), &login, CODE, NEW),
        "/claim?problem=wrong"
    );
    assert_eq!(
        claim(&mut house.client(), &login, LONG, NEW),
        "/claim?problem=wrong"
    );
    // A new slip is the way on, under the same number.
    assert_eq!(
        house
            .school
            .slip(school::AUNT, "00000000", "11111111111111111111", DEMO_START),
        login
    );
    assert_eq!(claim(&mut house.client(), &login, "00000000", NEW), "/app/today");
}

/// The name of one's own school is refused only once the code was right: that try found the code, so it counts
/// for nothing.
#[test]
fn only_wrong_codes_cost_a_try() {
    let house = House::start();
    let login = house.school.slip(school::MOTHER, CODE, LONG, DEMO_START);
    for _ in 0..6 {
        let said = claim(&mut house.client(), &login, CODE, "云溪学校在山上 ");
        assert_eq!(said, "/claim?problem=weak");
    }
    assert_eq!(claim(&mut house.client(), &login, CODE, NEW), "/app/today");
}

#[test]
fn a_password_that_cannot_be_set_costs_no_try() {
    let house = House::start();
    let login = house.school.slip(school::AUNT, CODE, LONG, DEMO_START);
    let eight = login.clone();
    for weak in [
        "7 chars",
        "12345678",
        "云溪学校在山上吗",
        eight.as_str(),
        "嗯嗯嗯嗯嗯嗯嗯嗯",
    ] {
        let place = claim(&mut house.client(), &login, "AAAAAAAA", weak);
        assert_eq!(
            place,
            if weak.contains("云溪") {
                "/claim?problem=wrong"
            } else {
                "/claim?problem=weak"
            },
            "{weak}"
        );
    }
    let fields = [
        ("login", login.as_str()),
        ("code", CODE),
        ("password", NEW),
        ("password_again", "something else"),
    ];
    assert_eq!(
        house.client().form("/claim", &fields).header("location"),
        Some("/claim?problem=mismatch")
    );
    let long = "长a🚲".repeat(21);
    assert_eq!(claim(&mut house.client(), &login, CODE, &long), "/app/today");
    let shorter = &long[..long.len() - 4];
    for (password, place) in [(long.as_str(), "/app/today"), (shorter, "/sign-in?problem=wrong")] {
        let fields = [("login", login.as_str()), ("password", password)];
        assert_eq!(
            house.client().form("/sign-in", &fields).header("location"),
            Some(place)
        );
    }
}

#[test]
fn an_unknown_login_and_an_old_slip_look_like_a_wrong_code() {
    let house = House::start();
    let login = house.school.slip(school::AUNT, CODE, LONG, DEMO_START);
    assert_eq!(
        claim(&mut house.client(), "12345674", CODE, NEW),
        "/claim?problem=wrong"
    );
    assert_eq!(
        claim(&mut house.client(), "mother", CODE, NEW),
        "/claim?problem=wrong"
    );
    house
        .school
        .slip(school::AUNT, "00000000", "11111111111111111111", DEMO_START);
    assert_eq!(
        claim(&mut house.client(), &login, CODE, NEW),
        "/claim?problem=wrong"
    );
    house.clock.advance_ms(14 * DAY_MS);
    assert_eq!(
        claim(&mut house.client(), &login, "00000000", NEW),
        "/claim?problem=expired"
    );
}

#[test]
fn of_two_at_the_same_instant_one_wins() {
    let house = House::start();
    let login = house.school.slip(school::AUNT, CODE, LONG, DEMO_START);
    let places: Vec<String> = std::thread::scope(|scope| {
        let claims: Vec<_> = (0..4)
            .map(|n| {
                let (mut client, login) = (house.client(), login.clone());
                scope.spawn(move || claim(&mut client, &login, CODE, &format!("sentence number {n}")))
            })
            .collect();
        claims
            .into_iter()
            .map(|claim| claim.join().expect("an answer"))
            .collect()
    });
    assert_eq!(
        places.iter().filter(|place| *place == "/app/today").count(),
        1,
        "{places:?}"
    );
    assert_eq!(
        places
            .iter()
            .filter(|place| *place == "/claim?problem=used")
            .count(),
        3,
        "{places:?}"
    );
}

#[test]
fn a_forgotten_password_is_a_new_slip_and_old_devices_are_out() {
    let house = House::start();
    let mut old_phone = house.signed_in("mother");
    assert_eq!(
        house.school.slip(school::MOTHER, CODE, LONG, DEMO_START),
        "mother"
    );
    // Until it is claimed, nothing has changed.
    assert!(old_phone.session().is_some());
    assert_eq!(claim(&mut house.client(), "mother", CODE, NEW), "/app/today");
    assert!(old_phone.session().is_none());
    let old = [("login", "mother"), ("password", school::PASSWORD)];
    assert_eq!(
        house.client().form("/sign-in", &old).header("location"),
        Some("/sign-in?problem=wrong")
    );
}

#[test]
fn who_is_signed_in_and_proves_it_joins_the_new_role() {
    let house = House::start();
    // The aunt teaches music in the class, and a mother has already written to her there.
    house.school.run(store::work!(|tx| {
        let teaching = tx.teaching_of(school::TEACHER, DEMO_START.day()).await?.remove(0);
        let subject = "音乐".to_owned();
        tx.set_teaching(&Teaching {
            person: school::AUNT,
            class_teacher: false,
            subject,
            ..teaching
        })
        .await?;
        refresh_around(tx, school::CHILD, DEMO_START).await
    }));
    let mut mother = house.signed_in("mother");
    write_to(&mut mother, school::AUNT);
    // Who claims the slip is signed in as another child's mother, and types the password of that account.
    let login = house.school.slip(school::AUNT, CODE, LONG, DEMO_START);
    let mut stranger = house.signed_in("stranger");
    assert_eq!(claim(&mut stranger, &login, CODE, school::PASSWORD), "/app/today");
    assert_eq!(stranger.me().person, school::STRANGER);
    // All that was the aunt's is hers: the right to read, the class, the thread.
    let held = rows(&mut stranger);
    let me = held
        .iter()
        .find_map(|row| if let Row::Me(me) = row { Some(me) } else { None })
        .expect("an account");
    assert!(me.has_role(Role::Guardian) && me.has_role(Role::Teacher));
    let note = held.iter().find_map(|row| {
        if let Row::Note(note) = row {
            Some(note)
        } else {
            None
        }
    });
    assert_eq!(note.expect("the thread").staff, Some(school::STRANGER));
    for row in rows(&mut mother) {
        if let Row::Child(card) = row {
            assert!(
                card.staff
                    .iter()
                    .any(|one| one.person == school::STRANGER && one.subjects == ["音乐"])
            );
            assert!(card.staff.iter().all(|one| one.person != school::AUNT));
            assert!(card.guardians.iter().any(|one| one.person == school::STRANGER));
        }
    }
    // Both numbers lead to the one person.
    let fields = [("login", login.as_str()), ("password", school::PASSWORD)];
    let mut again = house.client();
    assert_eq!(
        again.form("/sign-in", &fields).header("location"),
        Some("/app/today")
    );
    assert_eq!(again.me().person, school::STRANGER);
}

fn write_to(client: &mut Client, staff: PersonId) {
    let verb = Verb::Open {
        topic: Topic::Praise,
        text: "谢谢老师".to_owned(),
        asks_reply: false,
        staff: Some(staff),
        about: None,
    };
    let action = Action::Notes(notes::Action {
        child: school::CHILD,
        note: NoteId(school::new_id()),
        verb,
    });
    let id = CommandId(school::new_id());
    let command = Command {
        id,
        written_at: DEMO_START,
        depends_on: Vec::new(),
        action,
    };
    let request = PushRequest {
        caller: client.caller(),
        items: vec![PushItem::new(1, &command)],
    };
    let Answer::Ok(pushed) = client.ask::<PushAnswer>(PUSH, &request) else {
        panic!("not pushed")
    };
    assert_eq!(pushed.settled[0].outcome, Outcome::Accepted);
}

#[test]
fn on_a_shared_phone_the_other_parent_stays_another_person() {
    let house = House::start();
    let login = house.school.slip(school::AUNT, CODE, LONG, DEMO_START);
    // Another password: another human.
    let mut phone = house.signed_in("stranger");
    assert_eq!(claim(&mut phone, &login, CODE, NEW), "/app/today");
    assert_eq!(phone.me().person, school::AUNT);
    // The same password, but both stand beside the same child: two humans all the same.
    let house = House::start();
    let login = house.school.slip(school::AUNT, CODE, LONG, DEMO_START);
    let mut phone = house.signed_in("mother");
    assert_eq!(claim(&mut phone, &login, CODE, school::PASSWORD), "/app/today");
    assert_eq!(phone.me().person, school::AUNT);
}

#[test]
fn every_try_leaves_a_line() {
    let house = House::start();
    let login = house.school.slip(school::AUNT, CODE, LONG, DEMO_START);
    claim(&mut house.client(), "12345674", CODE, NEW);
    claim(&mut house.client(), &login, CODE, NEW);
    let log = rusqlite::Connection::open(&house.school.store).expect("a store");
    let mut lines = log
        .prepare("SELECT what FROM account_log ORDER BY seq")
        .expect("a table");
    let lines: Vec<String> = lines
        .query_map([], |row| row.get(0))
        .expect("rows")
        .map(|what| what.expect("a word"))
        .collect();
    assert_eq!(lines, ["slip_made", "slip_refused", "slip_claimed", "signed_in"]);
}
