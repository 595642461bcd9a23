//! What is due is released by whoever asks first, also when the ticker is late.

mod common;

use common::{
    House,
    client::{Client, PUSH, rows},
    school::{self, CLASS, SCHOOL},
};
use domain::{
    Action, Command, CommandId, Instant, NoticeId, Row,
    notices::{self, Address, Ask, Draft, Household, Kind, Text, Verb},
};
use protocol::{Answer, Outcome, PushAnswer, PushItem, PushRequest};
use server::clock::DEMO_START;

const HOUR_MS: i64 = 3_600_000;

fn publish(teacher: &mut Client, not_before: Instant) {
    let draft = Draft {
        address: Address::class(SCHOOL, CLASS),
        kind: Kind::Info,
        ask: Ask::Read,
        household: Household::AnyOne,
        zh: Some(Text {
            title: "秋游".into(),
            body: "带水和帽子。".into(),
        }),
        en: None,
        form: None,
        not_before: Some(not_before),
        due: None,
        reason: String::new(),
        test: false,
        over_limit: false,
        despite: None,
    };
    let command = Command {
        id: CommandId(school::new_id()),
        written_at: DEMO_START,
        depends_on: vec![],
        action: Action::Notices(notices::Action {
            notice: NoticeId(school::new_id()),
            verb: Verb::Publish(Box::new(draft)),
        }),
    };
    let request = PushRequest {
        caller: teacher.caller(),
        items: vec![PushItem::new(1, &command)],
    };
    let answer: Answer<PushAnswer> = teacher.ask(PUSH, &request);
    let Answer::Ok(answer) = answer else {
        panic!("not pushed: {answer:?}")
    };
    assert_eq!(answer.settled[0].outcome, Outcome::Accepted);
}

fn notices_of(client: &mut Client) -> usize {
    rows(client)
        .iter()
        .filter(|row| matches!(row, Row::Notice(_)))
        .count()
}

#[test]
fn a_pull_at_the_moment_gets_what_is_due_before_the_ticker_has_looked() {
    let house = House::start();
    let (mut teacher, mut mother) = (house.signed_in("teacher"), house.signed_in("mother"));
    publish(&mut teacher, DEMO_START.plus_ms(2 * HOUR_MS));
    assert_eq!((notices_of(&mut teacher), notices_of(&mut mother)), (1, 0));
    // The ticker sleeps on a real clock: this one moves under it.
    house.clock.advance_ms(2 * HOUR_MS - 60_000);
    assert_eq!(notices_of(&mut mother), 0, "a minute too early");
    house.clock.advance_ms(60_000);
    assert_eq!(notices_of(&mut mother), 1);
    assert_eq!(
        notices_of(&mut house.signed_in("stranger")),
        1,
        "the class has another family"
    );
}
