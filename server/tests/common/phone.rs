//! A phone's side of a push, by hand: commands, and numbers that follow what the office says.

use super::{
    client::{Client, PUSH, caller},
    school,
};
use domain::{
    Action, ChildId, Command, CommandId, Instant, NoteId,
    notes::{self, Topic, Verb},
};
use protocol::{Answer, Outcome, PUSH_COMMANDS_MAX, PushAnswer, PushItem, PushRequest};
use std::collections::BTreeMap;

pub fn open_note(child: ChildId, text: &str) -> Command {
    let verb = Verb::Open {
        topic: Topic::Health,
        text: text.to_owned(),
        asks_reply: false,
        staff: None,
        about: None,
    };
    let note = NoteId(school::new_id());
    Command {
        id: CommandId(school::new_id()),
        written_at: Instant(0),
        depends_on: Vec::new(),
        action: Action::Notes(notes::Action { child, note, verb }),
    }
}

/// Pushes until each command has its outcome, numbered on from what the office says.
pub fn push(client: &mut Client, commands: &[Command]) -> BTreeMap<CommandId, Outcome> {
    let session = client.me();
    let (caller, mut last_seq) = (caller(&session), session.last_seq);
    let mut outcomes = BTreeMap::new();
    for _ in 0..=commands.len() {
        let left: Vec<&Command> = commands
            .iter()
            .filter(|command| !outcomes.contains_key(&command.id))
            .take(PUSH_COMMANDS_MAX)
            .collect();
        if left.is_empty() {
            break;
        }
        let items = left.iter().zip(last_seq + 1..);
        let request = PushRequest {
            caller,
            items: items.map(|(command, seq)| PushItem::new(seq, command)).collect(),
        };
        let Answer::Ok(answer) = client.ask::<PushAnswer>(PUSH, &request) else {
            panic!("no answer to a push")
        };
        last_seq = answer.last_seq;
        outcomes.extend(answer.settled.iter().map(|settled| (settled.id, settled.outcome)));
    }
    outcomes
}

/// As [`push`], where all of them have to be accepted.
pub fn push_accepted(client: &mut Client, commands: &[Command]) {
    let outcomes = push(client, commands);
    assert_eq!(outcomes.len(), commands.len());
    assert!(
        outcomes.values().all(|outcome| *outcome == Outcome::Accepted),
        "{outcomes:?}"
    );
}
