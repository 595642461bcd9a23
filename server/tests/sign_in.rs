//! Signing in and out: what a wrong try looks like, how many there are, and what becomes of cookies.

mod common;

use common::{
    House,
    client::{Client, SESSION, SIGN_OUT},
    school,
};
use office::accounts;
use protocol::{Answer, SessionRequest, SignOutRequest};
use server::{
    clock::{DEMO_START, Stopwatch},
    passwords::{Cost, hash_now},
};
use std::time::Duration;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

#[test]
fn a_sign_in_gives_a_cookie_that_nothing_else_shows() {
    let house = House::start();
    let mut client = house.client();
    let fields = [
        ("login", " Mother "),
        ("password", school::PASSWORD),
        ("next", "/app/notes"),
    ];
    let answer = client.form("/sign-in", &fields);
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, Some("/app/notes"))
    );
    let sid = client.cookies["sid"].clone();
    assert!(sid.len() >= 43, "256 bits");
    let session = client.call(SESSION, &SessionRequest::default());
    assert!(!session.text().contains(&sid));
    let session = client.me();
    assert_eq!(
        (session.name.as_str(), session.last_seq, session.demo),
        ("李一", 0, false)
    );
    assert_eq!(session.person, school::MOTHER);
}

#[test]
fn unknown_logins_and_wrong_passwords_look_alike_and_take_as_long() {
    let house = House::start_with(|config| config.cost = Cost::SLOW_TEST);
    let hash = hash_now(school::PASSWORD, Cost::SLOW_TEST);
    house.school.run(store::work!(|tx| {
        accounts::set_password(tx, school::MOTHER, hash, DEMO_START).await
    }));
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..40 {
        house.clock.advance_ms(16 * MINUTE_MS);
        let unknown = format!("nobody{round}");
        for (kind, login) in [(0, "mother"), (1, unknown.as_str())] {
            let start = Stopwatch::start();
            let answer = house
                .client()
                .form("/sign-in", &[("login", login), ("password", "not the password")]);
            times[kind].push(start.elapsed());
            assert_eq!(
                (answer.status, answer.header("location")),
                (303, Some("/sign-in?problem=wrong"))
            );
            assert_eq!((answer.body.len(), answer.header("set-cookie")), (0, None));
        }
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    let (known, unknown) = (median(&mut times[0]), median(&mut times[1]));
    // A hash takes several times as long as all else here, so one that is left out would show.
    let ratio = known.as_secs_f64() / unknown.as_secs_f64();
    assert!((0.7..1.4).contains(&ratio), "{known:?} {unknown:?}");
}

#[test]
fn guessing_is_limited_whatever_address_it_claims() {
    let house = House::start();
    let wrong = [("login", "mother"), ("password", "guess number one")];
    let problems: Vec<String> = (0..15)
        .map(|n| {
            let from = format!("10.1.{n}.1");
            let answer = house
                .client()
                .form_with("/sign-in", &wrong, &[("x-forwarded-for", &from)]);
            answer.header("location").unwrap_or_default().to_owned()
        })
        .collect();
    assert!(
        problems[..10]
            .iter()
            .all(|place| place == "/sign-in?problem=wrong"),
        "{problems:?}"
    );
    assert!(
        problems[10..]
            .iter()
            .all(|place| place == "/sign-in?problem=limited"),
        "{problems:?}"
    );
    // The right password, too, until the quarter of an hour is over; other logins are free.
    let right = [("login", "mother"), ("password", school::PASSWORD)];
    assert_eq!(
        house.client().form("/sign-in", &right).header("location"),
        Some("/sign-in?problem=limited")
    );
    house.signed_in("father");
    house.clock.advance_ms(15 * MINUTE_MS);
    house.signed_in("mother");
}

#[test]
fn one_network_is_limited_by_its_wrong_tries_and_a_trusted_proxy_tells_networks_apart() {
    let house = House::start_with(|config| config.trusted_hops = 1);
    let from = |address: &str| [("x-forwarded-for", address.to_owned())];
    let place = |login: &str, address: &str| {
        let [(name, value)] = from(address);
        let fields = [("login", login), ("password", "guess number one")];
        house
            .client()
            .form_with("/sign-in", &fields, &[(name, &value)])
            .header("location")
            .map(str::to_owned)
    };
    for n in 0..100 {
        assert_eq!(
            place(&format!("login{n}"), "6.6.6.6, 10.2.0.1").as_deref(),
            Some("/sign-in?problem=wrong")
        );
    }
    assert_eq!(
        place("another", "7.7.7.7, 10.2.0.1").as_deref(),
        Some("/sign-in?problem=limited")
    );
    assert_eq!(
        place("another", "10.2.0.2").as_deref(),
        Some("/sign-in?problem=wrong")
    );
    // A whole school behind one address, each once and right: nobody is limited.
    for _ in 0..300 {
        let fields = [("login", "teacher"), ("password", school::PASSWORD)];
        let answer = house
            .client()
            .form_with("/sign-in", &fields, &[("x-forwarded-for", "10.2.0.3")]);
        assert_eq!(answer.header("location"), Some("/app/today"));
    }
}

#[test]
fn a_planted_cookie_is_worth_nothing_after_a_sign_in() {
    let house = House::start();
    let mut client = house.signed_in("mother");
    let planted = client.clone();
    let before = client.me();
    client.form("/sign-in", &[("login", "father"), ("password", school::PASSWORD)]);
    assert_ne!(client.cookies["sid"], planted.cookies["sid"]);
    assert!(planted.clone().session().is_none());
    // The same person on the same browser is the same device again, with the same key.
    client.form("/sign-in", &[("login", "mother"), ("password", school::PASSWORD)]);
    let after = client.me();
    assert_eq!((after.device, &after.key), (before.device, &before.key));
    assert_ne!(client.cookies["sid"], planted.cookies["sid"]);
    assert!(planted.clone().session().is_none());
    // On another browser it is another one.
    let elsewhere = house.signed_in("mother").me();
    assert_ne!((elsewhere.device, &elsewhere.key), (before.device, &before.key));
}

#[test]
fn a_sign_in_ends_by_age_and_without_use() {
    let house = House::start();
    let mut mother = house.signed_in("mother");
    // Used every 20 days, it lasts 90 days.
    for _ in 0..4 {
        house.clock.advance_ms(20 * DAY_MS);
        assert!(mother.session().is_some());
        wait_until_seen(&house, &mut mother);
    }
    house.clock.advance_ms(10 * DAY_MS);
    assert!(mother.session().is_none());
    // Unused, 30.
    let mut father = house.signed_in("father");
    house.clock.advance_ms(30 * DAY_MS);
    assert!(father.session().is_none());
}

/// "Last seen" is written beside the answer; the next question shows whether it arrived.
fn wait_until_seen(house: &House, client: &mut Client) {
    let device = client.me().device;
    for _ in 0..200 {
        let row = house
            .school
            .run(store::work!(|tx| tx.device(device).await))
            .expect("a device");
        if house.clock.now().0 - row.last_seen.0 < MINUTE_MS {
            return;
        }
        client.session();
    }
    panic!("last seen was never written");
}

#[test]
fn signing_out_ends_the_named_device_and_only_ones_own() {
    let house = House::start();
    let (mut mother, mut father) = (house.signed_in("mother"), house.signed_in("father"));
    let (mine, theirs) = (mother.me(), father.me());
    let foreign = mother.call(SIGN_OUT, &SignOutRequest::of(theirs.device));
    assert_eq!(
        (foreign.read::<Answer<()>>(), foreign.header("set-cookie")),
        (Answer::Ok(()), None)
    );
    assert!(father.session().is_some());
    let mut kept = mother.clone();
    let own = mother.call(SIGN_OUT, &SignOutRequest::of(mine.device));
    assert_eq!(own.header("clear-site-data"), Some("\"cache\""));
    assert!(!mother.cookies.contains_key("sid") && mother.cookies.contains_key("jq_browser"));
    assert!(kept.session().is_none());
    // By the form, for pages without JavaScript.
    let mut kept = father.clone();
    let answer = father.form("/sign-out", &[]);
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, Some("/sign-in"))
    );
    assert!(kept.session().is_none());
}

#[test]
fn a_disabled_account_is_out_at_once_and_cannot_come_back() {
    let house = House::start();
    let mut mother = house.signed_in("mother");
    house.school.run(store::work!(|tx| {
        let mut account = tx.account(school::MOTHER).await?.expect("an account");
        account.disabled = true;
        tx.set_account(&account).await
    }));
    assert!(mother.session().is_none());
    let fields = [("login", "mother"), ("password", school::PASSWORD)];
    assert_eq!(
        mother.form("/sign-in", &fields).header("location"),
        Some("/sign-in?problem=wrong")
    );
}
