//! The wake-up stream: who hears of what, how soon, without a word of data, and when it ends (A22, A25, F18).

mod common;

use common::{
    House,
    client::SIGN_OUT,
    school::{self, CHILD, FATHER, MOTHER, OTHER_CHILD, STRANGER},
    stream::{Heard, LiveStream, write_note},
};
use domain::Rights;
use office::{
    accounts::{self, NewDevice, Secret},
    people::{self, Guardianship},
};
use protocol::{Answer, SignOutRequest};
use server::clock::{DEMO_START, Stopwatch};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// "Within a second when both are online."
const SECOND: Duration = Duration::from_secs(1);
/// Long enough for two looks at the feed and the pace between two events.
const A_WHILE: Duration = Duration::from_millis(900);

#[test]
fn another_device_hears_of_a_push_within_a_second_and_hears_no_word_of_it() {
    let house = House::start();
    let mut mother = house.signed_in("mother");
    let mut listening = LiveStream::of(&house.signed_in("father"));
    let mut teacher = LiveStream::of(&house.signed_in("teacher"));
    for _ in 0..3 {
        write_note(&mut mother, CHILD);
        assert_eq!(listening.next(SECOND), Heard::Pull);
        assert_eq!(teacher.next(SECOND), Heard::Pull);
    }
    for stream in [&listening, &teacher] {
        // All that ever came, the first event at opening included.
        assert_eq!(stream.text, "event: pull\ndata:\n\n".repeat(4));
    }
}

#[test]
fn a_stream_is_announced_as_one_and_kept_nowhere() {
    let house = House::start();
    let stream = LiveStream::of(&house.signed_in("mother"));
    for (name, value) in [
        ("content-type", "text/event-stream"),
        ("cache-control", "no-store"),
        ("x-accel-buffering", "no"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(stream.header(name).as_deref(), Some(value), "{name}");
    }
    assert_eq!(stream.header("content-encoding"), None);
}

#[test]
fn what_concerns_no_scope_of_mine_does_not_wake_me() {
    let house = House::start();
    let mut mother = LiveStream::of(&house.signed_in("mother"));
    let mut teacher = LiveStream::of(&house.signed_in("teacher"));
    write_note(&mut house.signed_in("stranger"), OTHER_CHILD);
    assert_eq!(teacher.next(SECOND), Heard::Pull);
    assert_eq!(mother.next(A_WHILE), Heard::Nothing);
}

#[test]
fn a_burst_is_a_few_events_at_most() {
    let house = House::start();
    let mut mother = house.signed_in("mother");
    let mut father = LiveStream::of(&house.signed_in("father"));
    let watch = Stopwatch::start();
    for _ in 0..20 {
        write_note(&mut mother, CHILD);
    }
    let burst_ms = watch.elapsed().as_millis();
    let mut heard = 0;
    while father.next(A_WHILE) == Heard::Pull {
        heard += 1;
    }
    let most = burst_ms / 300 + 2;
    assert!(heard >= 1 && heard <= most, "{heard} events in {burst_ms} ms");
}

#[test]
fn both_streams_of_a_device_hear_and_a_fifth_ends_the_first() {
    let house = House::start();
    let client = house.signed_in("mother");
    let mut streams: Vec<LiveStream> = (0..4).map(|_| LiveStream::of(&client)).collect();
    write_note(&mut house.signed_in("father"), CHILD);
    for stream in &mut streams {
        assert_eq!(stream.next(SECOND), Heard::Pull);
    }
    streams.push(LiveStream::of(&client));
    assert_eq!(streams[0].next(SECOND), Heard::End);
    assert_eq!(streams[1].next(A_WHILE), Heard::Nothing);
}

#[test]
fn nobody_signed_in_gets_401_so_that_a_browser_stops() {
    let house = House::start();
    let mut nobody = house.client();
    let mut revoked = house.signed_in("mother");
    let mut other = house.signed_in("mother");
    let device = revoked.me().device;
    assert_eq!(
        other.ask::<()>(SIGN_OUT, &SignOutRequest::of(device)),
        Answer::Ok(())
    );
    for client in [&mut nobody, &mut revoked] {
        let answer = client.get("/live");
        assert_eq!((answer.status, answer.body.len()), (401, 0));
    }
}

#[test]
fn another_site_opens_no_stream() {
    let house = House::start();
    let mut client = house.signed_in("mother");
    for headers in [
        &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "cors")][..],
        &[("sec-fetch-site", "same-site"), ("sec-fetch-mode", "no-cors")],
        &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")],
        &[("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")],
    ] {
        assert_eq!(
            client.send("GET", "/live", headers, &[]).status,
            403,
            "{headers:?}"
        );
    }
    let here = ("sec-fetch-site", "same-origin");
    for method in ["HEAD", "POST", "PUT"] {
        assert_eq!(client.send(method, "/live", &[here], &[]).status, 405, "{method}");
    }
}

#[test]
fn a_sign_in_that_ends_takes_its_streams_along_within_a_second_and_no_other() {
    let house = House::start();
    let mut kept = house.signed_in("mother");
    let mut others = LiveStream::of(&kept);
    let (mut by_phone, mut by_command) = (house.signed_in("mother"), house.signed_in("mother"));
    let mut streams = [LiveStream::of(&by_phone), LiveStream::of(&by_command)];
    let device = by_phone.me().device;
    assert_eq!(
        kept.ask::<()>(SIGN_OUT, &SignOutRequest::of(device)),
        Answer::Ok(())
    );
    assert_eq!(streams[0].next(SECOND), Heard::End);
    // Another process on the same database, as `jiaqiao account --sign-out` is.
    let device = by_command.me().device;
    house
        .school
        .run(store::work!(|tx| tx.revoke_device(device, DEMO_START).await));
    assert_eq!(streams[1].next(SECOND), Heard::End);
    assert_eq!(others.next(A_WHILE), Heard::Nothing);
}

#[test]
fn a_disabled_account_an_expired_sign_in_and_a_newer_one_end_the_stream() {
    let house = House::start();
    let mut father = LiveStream::of(&house.signed_in("father"));
    house.school.run(store::work!(|tx| {
        let mut account = tx.account(FATHER).await?.expect("an account");
        account.disabled = true;
        tx.set_account(&account).await
    }));
    assert_eq!(father.next(SECOND), Heard::End);

    let mut mother = house.signed_in("mother");
    let mut before = LiveStream::of(&mother);
    let fields = [("login", "mother"), ("password", school::PASSWORD)];
    assert_eq!(mother.form("/sign-in", &fields).status, 303);
    assert_eq!(before.next(SECOND), Heard::End);

    let mut after = LiveStream::of(&mother);
    house.clock.advance_ms(91 * 86_400_000);
    assert_eq!(after.next(SECOND), Heard::End);
}

/// The child's feed tells of it, in another process even; from then on the child is none of his.
#[test]
fn rights_that_end_are_heard_of_and_narrow_the_stream() {
    let house = House::start();
    let mut mother = house.signed_in("mother");
    let mut father = LiveStream::of(&house.signed_in("father"));
    house.school.end_guardianship(FATHER, CHILD);
    assert_eq!(father.next(SECOND), Heard::Pull);
    while father.next(A_WHILE) == Heard::Pull {}
    write_note(&mut mother, CHILD);
    assert_eq!(father.next(A_WHILE), Heard::Nothing);
}

#[test]
fn rights_that_begin_are_heard_of_and_widen_the_stream() {
    let house = House::start();
    let mut mother = house.signed_in("mother");
    let mut stranger = LiveStream::of(&house.signed_in("stranger"));
    house.school.run(store::work!(|tx| {
        let edge = Guardianship {
            child: CHILD,
            person: STRANGER,
            relation: "其他".to_owned(),
            legal: false,
            rights: Rights::all(),
            order: 9,
            from: None,
            to: None,
        };
        tx.set_guardianship(&edge).await?;
        people::refresh_around(tx, CHILD, DEMO_START).await
    }));
    assert_eq!(stranger.next(SECOND), Heard::Pull);
    while stranger.next(A_WHILE) == Heard::Pull {}
    write_note(&mut mother, CHILD);
    assert_eq!(stranger.next(SECOND), Heard::Pull);
}

#[test]
fn a_quiet_line_is_kept_open_by_a_comment() {
    let house = House::start();
    let mut mother = LiveStream::of(&house.signed_in("mother"));
    assert_eq!(mother.next(Duration::from_secs(22)), Heard::Beat);
    assert!(mother.text.ends_with(":\n\n"), "{}", mother.text);
}

#[test]
fn a_shutdown_waits_for_no_stream() {
    let data = tempfile::tempdir().expect("a folder");
    school::fill(data.path());
    let (mut child, mut client) = common::stream::serve(data.path());
    let fields = [("login", "mother"), ("password", school::PASSWORD)];
    assert_eq!(client.form("/sign-in", &fields).status, 303);
    let mut streams = [LiveStream::of(&client), LiveStream::of(&client)];
    let watch = Stopwatch::start();
    let killed = std::process::Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status()
        .expect("kill");
    assert!(killed.success());
    for stream in &mut streams {
        assert_eq!(stream.next(SECOND), Heard::End);
    }
    assert!(child.wait().expect("an end").success());
    assert!(watch.elapsed() < Duration::from_secs(2), "{:?}", watch.elapsed());
}

/// `end2end/measure_live.mjs` has the figures of the real binary; this one notices when they jump.
#[test]
fn an_idle_stream_costs_little() {
    const DEVICES: u8 = 100;
    let house = House::start();
    let sids: Vec<[u8; 32]> = (0..DEVICES).map(|n| [n; 32]).collect();
    let hashes: Vec<Secret> = sids
        .iter()
        .map(|sid| Secret(Sha256::digest(sid).into()))
        .collect();
    house.school.run(store::work!(|tx| {
        for sid_hash in hashes {
            let device = NewDevice {
                id: domain::DeviceId(school::new_id()),
                secret: Secret([0; 32]),
                sid_hash,
                browser: school::new_id(),
                name: String::new(),
            };
            accounts::sign_in(tx, MOTHER, device, DEMO_START).await?;
        }
        Ok(())
    }));
    let mut first = LiveStream::with_sid(&house.client(), &sids[0]);
    let before = rss_bytes();
    let streams: Vec<LiveStream> = sids[1..]
        .iter()
        .flat_map(|sid| (0..4).map(|_| LiveStream::with_sid(&house.client(), sid)))
        .collect();
    let each = (rss_bytes() - before) / streams.len();
    assert!(each < 60_000, "{each} bytes for each of {}", streams.len());
    write_note(&mut house.signed_in("father"), CHILD);
    assert_eq!(first.next(Duration::from_secs(3)), Heard::Pull);
    for mut stream in streams {
        assert_eq!(stream.next(Duration::from_secs(3)), Heard::Pull);
    }
}

fn rss_bytes() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").expect("Linux");
    let resident = pages
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<usize>().ok());
    resident.expect("a number") * 4_096
}
