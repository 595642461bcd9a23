//! What a phone does when its office was restored, by the command or by a file put back without a word.

use super::{Checked, NOW, Opens, answer, family, keep, load, page, reply, row, same, save, settle};
use crate::{Again, Change, ItemState, Op, Replica};
use domain::{Instant, Json, Refusal};
use protocol::{Outcome, PullAnswer, ScopeChange, WireRow};

const DAY_MS: i64 = 86_400_000;
const NOT_FOUND: Outcome = Outcome::Refused {
    reason: Refusal::NotFound,
};

fn queued(replica: &Replica) -> Vec<(u64, domain::CommandId)> {
    let planned = replica.plan_push();
    planned.map_or_else(Vec::new, |(_, request)| {
        request.items.iter().map(|item| (item.seq, item.id)).collect()
    })
}

async fn cursors(opens: &impl Opens, name: &str, at: &[(u128, u64)]) -> Checked {
    let cursor = |(n, at): &(u128, u64)| Op::Cursor {
        scope: family(*n),
        at: *at,
    };
    keep(opens, name, &Change::relaxed(at.iter().map(cursor).collect())).await
}

async fn pulled(opens: &impl Opens, name: &str, answer: &PullAnswer, now: Instant) -> Checked {
    let replica = load(opens, name).await?;
    let change = replica.absorb_pull(&replica.plan_pull(), answer, now);
    keep(opens, name, &change).await
}

pub async fn new_epoch(opens: &impl Opens) -> Checked {
    save(opens, "epoch", [reply(1)]).await?;
    settle(opens, "epoch", &answer(1, 1, vec![(1, Outcome::Accepted)])).await?;
    cursors(opens, "epoch", &[(4, 77)]).await?;
    let restored = PullAnswer {
        epoch: 2,
        ..page(family(9), vec![], 0, 0)
    };
    pulled(opens, "epoch", &restored, NOW).await?;
    let replica = load(opens, "epoch").await?;
    same(
        "cursor",
        replica.plan_pull().request.cursors.get(&family(4)).copied(),
        None,
    )?;
    same("again", queued(&replica), vec![(1, reply(1).id)])?;
    settle(opens, "epoch", &answer(2, 1, vec![(1, Outcome::Accepted)])).await?;
    let replica = load(opens, "epoch").await?;
    let item = replica.item_of(reply(1).id).ok_or("the item is gone")?;
    same("settled", (item.again, item.is_unsent()), (None, false))
}

/// A thread whose opening was forgotten too comes back with the phone of whoever opened it.
pub async fn waits(opens: &impl Opens) -> Checked {
    let name = "waits";
    forgotten(opens, name).await?;
    let replica = load(opens, name).await?;
    same(
        "kept, and not sent meanwhile",
        (replica.unsent_count(), queued(&replica).len()),
        (1, 0),
    )?;
    // Everything came anew, without the thread.
    pulled(opens, name, &restored(vec![]), NOW).await?;
    let replica = load(opens, name).await?;
    same("nothing to do", replica.sweep(NOW).is_empty(), true)?;
    pulled(opens, name, &restored(thread()), NOW).await?;
    keep(opens, name, &load(opens, name).await?.sweep(NOW)).await?;
    let replica = load(opens, name).await?;
    let item = replica
        .view(NOW)
        .outbox
        .first()
        .cloned()
        .ok_or("the text is gone")?;
    same("words", item.command.action.clone(), reply(1).action)?;
    same(
        "a new id, since the old one has its answer",
        item.command.id == reply(1).id,
        false,
    )?;
    same("goes up", queued(&replica), vec![(2, item.command.id)])
}

pub async fn waits_in_vain(opens: &impl Opens) -> Checked {
    let name = "vain";
    forgotten(opens, name).await?;
    let late = NOW.plus_ms(8 * DAY_MS);
    keep(opens, name, &load(opens, name).await?.sweep(late)).await?;
    let replica = load(opens, name).await?;
    let (_, request) = replica.plan_push().ok_or("nobody asks the office once more")?;
    let mut refused = answer(2, 2, vec![(1, NOT_FOUND)]);
    refused.settled[0].id = request.items[0].id;
    settle(opens, name, &refused).await?;
    let view = load(opens, name).await?.view(NOW);
    let left: Vec<_> = view.needs_you().map(|item| item.command.action.clone()).collect();
    same("its writer decides", left, vec![reply(1).action])
}

/// Numbers that went back within one epoch: a copy of the file was put in place, without `restore`.
pub async fn put_back(opens: &impl Opens) -> Checked {
    let name = "put back";
    save(opens, name, [reply(1)]).await?;
    settle(opens, name, &answer(1, 1, vec![(1, Outcome::Accepted)])).await?;
    cursors(opens, name, &[(4, 77), (5, 60)]).await?;
    let whole = ScopeChange {
        scope: family(4),
        reset: true,
        rows: vec![row(50, 1)],
        cursor: 12,
    };
    let on_top = ScopeChange {
        scope: family(5),
        reset: false,
        rows: vec![row(51, 1)],
        cursor: 61,
    };
    let told = PullAnswer {
        last_seq: 1,
        changes: vec![whole, on_top],
        ..page(family(4), vec![], 0, 0)
    };
    pulled(opens, name, &told, NOW).await?;
    let replica = load(opens, name).await?;
    let held: Vec<_> = replica.plan_pull().request.cursors.into_iter().collect();
    same("only what came whole is read on", held, vec![(family(4), 12)])?;
    same("again", queued(&replica), vec![(2, reply(1).id)])?;
    same("not called complete", replica.view(NOW).as_of, None)
}

/// As above, where only this phone's own number tells: its scopes did not change.
pub async fn number_put_back(opens: &impl Opens) -> Checked {
    let name = "number";
    save(opens, name, [reply(1)]).await?;
    settle(opens, name, &answer(1, 1, vec![(1, Outcome::Accepted)])).await?;
    let asked = load(opens, name).await?.plan_pull();
    let told = PullAnswer {
        changes: vec![],
        ..page(family(4), vec![], 0, 0)
    };
    let replica = load(opens, name).await?;
    keep(opens, name, &replica.absorb_pull(&asked, &told, NOW)).await?;
    let replica = load(opens, name).await?;
    same("again", queued(&replica), vec![(1, reply(1).id)])?;
    // An answer to a question from before the number rose proves nothing.
    let early = Replica::new(replica.identity.clone(), crate::Contents::default()).plan_pull();
    settle(opens, name, &answer(1, 1, vec![(1, Outcome::Accepted)])).await?;
    let replica = load(opens, name).await?;
    keep(opens, name, &replica.absorb_pull(&early, &told, NOW)).await?;
    same("late", load(opens, name).await?.unsent_count(), 0)
}

/// A reply that was accepted, an office that was restored, and refuses it for want of the thread.
async fn forgotten(opens: &impl Opens, name: &str) -> Checked {
    save(opens, name, [reply(1)]).await?;
    settle(opens, name, &answer(1, 1, vec![(1, Outcome::Accepted)])).await?;
    settle(opens, name, &answer(2, 0, vec![])).await?;
    settle(opens, name, &answer(2, 1, vec![(1, NOT_FOUND)])).await?;
    let replica = load(opens, name).await?;
    let item = replica
        .view(NOW)
        .outbox
        .first()
        .cloned()
        .ok_or("the text is gone")?;
    let waiting = Again {
        since: NOW,
        tries: 1,
        is_waiting: true,
    };
    same(
        "waits",
        (item.state, item.again),
        (ItemState::Sending, Some(waiting)),
    )
}

fn restored(rows: Vec<WireRow>) -> PullAnswer {
    let whole = ScopeChange {
        scope: family(4),
        reset: true,
        rows,
        cursor: 9,
    };
    PullAnswer {
        epoch: 2,
        last_seq: 1,
        changes: vec![whole],
        ..page(family(4), vec![], 0, 0)
    }
}

/// The child's card and the note that `reply` answers.
fn thread() -> Vec<WireRow> {
    let child = r#"{"id":"01900000-0000-7000-8000-000000000004","name":"白一诺","given_name":"一诺",
        "class":"01900000-0000-7000-8000-00000000000b","class_name":"三年级2班","school_name":"","staff":[],
        "guardians":[{"person":"01900000-0000-7000-8000-000000000001","name":"张兰","relation":"母亲",
        "rights":["read","reply"],"has_account":true}]}"#;
    let note = r#"{"id":"01900000-0000-7000-8000-000000000005","child":"01900000-0000-7000-8000-000000000004",
        "topic":"habits","from":"school","author":{"person":"01900000-0000-7000-8000-000000000007","name":"王芳"},
        "text":"这周书包有点乱","asks_reply":true,"state":"sent","written_at":1,"received_at":2,"last_at":2,
        "last_side":"school"}"#;
    [("child", 4, child), ("note", 5, note)]
        .into_iter()
        .map(|(kind, n, body)| WireRow {
            kind: kind.into(),
            body: Json::parse(body.to_owned()),
            ..row(n, 1)
        })
        .collect()
}
