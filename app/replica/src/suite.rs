//! The cases that every store of a device must pass: run natively on memory, and on IndexedDB in a real
//! browser, word for word the same.

mod restored;

use crate::{Change, Identity, Item, ItemState, Op, Replica, Store};
use domain::{
    Action, ChildId, Command, CommandId, DeviceId, EntryId, Instant, Json, NoteId, PersonId, Refusal, Scope,
    ScopeKind, notes,
};
use protocol::{Outcome, PullAnswer, PushAnswer, ScopeChange, Settled, WireRow};
use std::fmt::Debug;
use uuid::Uuid;

pub type Checked = Result<(), String>;

/// Opens the store of that name again, as after a crash: what was committed is all there is.
#[expect(async_fn_in_trait, reason = "a device has one thread")]
pub trait Opens {
    type Store: Store;
    async fn open(&self, name: &str) -> Self::Store;
}

/// Runs every case; the names and what went wrong, if something did.
pub async fn all(opens: &impl Opens) -> Vec<(&'static str, Checked)> {
    vec![
        ("an empty store is empty", empty(opens).await),
        ("what was committed is there after a crash", survives(opens).await),
        (
            "a dropped scope takes its rows and no others",
            drops_one_scope(opens).await,
        ),
        (
            "a row in two scopes stays while one holds it",
            two_scopes(opens).await,
        ),
        ("the outbox keeps its order", keeps_order(opens).await),
        (
            "a sent item is marked before it is sent",
            marked_before_sent(opens).await,
        ),
        ("an outcome settles its command once", settles_once(opens).await),
        ("rows and cursor come together", rows_with_cursor(opens).await),
        ("a late answer turns nothing back", late_answer(opens).await),
        (
            "a refused text stays until its writer lets go",
            refused_stays(opens).await,
        ),
        (
            "a restored office gets what it forgot",
            restored::new_epoch(opens).await,
        ),
        (
            "what builds on another phone's words waits for them",
            restored::waits(opens).await,
        ),
        (
            "what waited in vain is its writer's to decide",
            restored::waits_in_vain(opens).await,
        ),
        (
            "an older store put back without a word is noticed",
            restored::put_back(opens).await,
        ),
        (
            "a number that went back is noticed",
            restored::number_put_back(opens).await,
        ),
        (
            "a row of a later version is kept as it came",
            unknown_kind(opens).await,
        ),
        (
            "a draft is there after a crash, and gone with its command",
            drafts(opens).await,
        ),
    ]
}

const NOW: Instant = Instant(1_795_509_720_000);

fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n)
}

fn family(n: u128) -> Scope {
    Scope::new(ScopeKind::ChildFamily, id(n))
}

async fn load(opens: &impl Opens, name: &str) -> Result<Replica, String> {
    let identity = Identity {
        person: PersonId(id(1)),
        device: DeviceId(id(2)),
        name: "张兰".into(),
    };
    let contents = opens.open(name).await.load().await.map_err(text)?;
    Ok(Replica::new(identity, contents))
}

async fn keep(opens: &impl Opens, name: &str, change: &Change) -> Checked {
    opens.open(name).await.commit(change).await.map_err(text)
}

fn text(error: impl Debug) -> String {
    format!("{error:?}")
}

fn same<T: PartialEq + Debug>(what: &str, got: T, want: T) -> Checked {
    if got == want {
        Ok(())
    } else {
        Err(format!("{what}: {got:?} instead of {want:?}"))
    }
}

fn reply(n: u128) -> Command {
    let verb = notes::Verb::Reply {
        entry: EntryId(id(1_000 + n)),
        text: format!("第{n}条"),
    };
    Command {
        id: CommandId(id(2_000 + n)),
        written_at: NOW,
        depends_on: vec![],
        action: Action::Notes(notes::Action {
            child: ChildId(id(4)),
            note: NoteId(id(5)),
            verb,
        }),
    }
}

fn row(n: u128, version: u32) -> WireRow {
    WireRow {
        kind: "later".into(),
        id: id(n),
        version,
        body: Some(Json::of(&format!("v{version}"))),
    }
}

fn put(scope: Scope, n: u128, version: u32) -> Op {
    Op::PutRow {
        scope,
        row: row(n, version),
    }
}

async fn save(opens: &impl Opens, name: &str, commands: impl IntoIterator<Item = Command>) -> Checked {
    for command in commands {
        let replica = load(opens, name).await?;
        keep(
            opens,
            name,
            &replica.save(command, None, None, NOW).map_err(text)?,
        )
        .await?;
    }
    Ok(())
}

fn orders(replica: &Replica) -> Vec<u64> {
    replica.view(NOW).outbox.iter().map(|item| item.order).collect()
}

async fn empty(opens: &impl Opens) -> Checked {
    let replica = load(opens, "empty").await?;
    same("rows", replica.view(NOW).rows_count(), 0)?;
    same("outbox", replica.unsettled_count(), 0)
}

async fn survives(opens: &impl Opens) -> Checked {
    let ops = vec![
        put(family(4), 50, 3),
        Op::Cursor {
            scope: family(4),
            at: 9,
        },
    ];
    keep(opens, "survives", &Change::relaxed(ops)).await?;
    save(opens, "survives", [reply(1)]).await?;
    let replica = load(opens, "survives").await?;
    same("rows", replica.view(NOW).rows_count(), 1)?;
    same(
        "cursor",
        replica.plan_pull().request.cursors.get(&family(4)).copied(),
        Some(9),
    )?;
    same(
        "outbox",
        replica.item_of(reply(1).id).map(|item| item.command.clone()),
        Some(reply(1)),
    )
}

async fn drops_one_scope(opens: &impl Opens) -> Checked {
    // Scopes whose texts are neighbours: same id, another kind; same kind, the next id.
    let others = [
        family(5),
        Scope::new(ScopeKind::ChildStaff, id(4)),
        Scope::new(ScopeKind::ClassFamily, id(4)),
    ];
    let mut ops = vec![
        put(family(4), 50, 1),
        put(family(4), 51, 1),
        Op::Cursor {
            scope: family(4),
            at: 2,
        },
    ];
    ops.extend(others.iter().zip(60..).map(|(scope, n)| put(*scope, n, 1)));
    keep(opens, "drops", &Change::relaxed(ops)).await?;
    keep(
        opens,
        "drops",
        &Change::relaxed(vec![Op::DropScope { scope: family(4) }]),
    )
    .await?;
    let replica = load(opens, "drops").await?;
    same("rows", replica.view(NOW).rows_count(), others.len())?;
    same("cursors", replica.plan_pull().request.cursors.len(), 0)
}

async fn two_scopes(opens: &impl Opens) -> Checked {
    let own = Scope::new(ScopeKind::Person, id(1));
    keep(
        opens,
        "two",
        &Change::relaxed(vec![put(family(4), 50, 2), put(own, 50, 3)]),
    )
    .await?;
    let mut replica = load(opens, "two").await?;
    let version = |replica: &Replica| {
        replica
            .mirror()
            .merged()
            .values()
            .map(|held| held.wire.version)
            .max()
    };
    same("newest", version(&replica), Some(3))?;
    let leave = Change::relaxed(vec![Op::DeleteRow {
        scope: own,
        key: row(50, 3).key(),
    }]);
    keep(opens, "two", &leave).await?;
    replica.apply(&leave);
    same("in memory", version(&replica), Some(2))?;
    same("on disk", version(&load(opens, "two").await?), Some(2))
}

async fn keeps_order(opens: &impl Opens) -> Checked {
    save(opens, "order", (1..=12).map(reply)).await?;
    let replica = load(opens, "order").await?;
    same("order", orders(&replica), (1..=12).collect())?;
    let (_, request) = replica.plan_push().ok_or("nothing to push")?;
    let texts: Vec<u64> = request.items.iter().map(|item| item.seq).collect();
    same("numbers", texts, (1..=12).collect())?;
    same(
        "first",
        request.items.first().map(|item| item.id),
        Some(reply(1).id),
    )
}

async fn marked_before_sent(opens: &impl Opens) -> Checked {
    save(opens, "marked", [reply(1), reply(2)]).await?;
    let replica = load(opens, "marked").await?;
    let (mark, _) = replica.plan_push().ok_or("nothing to push")?;
    keep(opens, "marked", &mark).await?;
    let replica = load(opens, "marked").await?;
    same("discard", replica.discard(1, NOW).is_none(), true)?;
    let (mark, request) = replica.plan_push().ok_or("nothing to push again")?;
    same("marks", mark.is_empty(), true)?;
    same("again", request.items.len(), 2)
}

fn answer(epoch: u32, last_seq: u64, settled: Vec<(u128, Outcome)>) -> PushAnswer {
    let settled = settled.into_iter().map(|(n, outcome)| Settled {
        id: reply(n).id,
        outcome,
    });
    PushAnswer {
        epoch,
        server_now: NOW,
        last_seq,
        settled: settled.collect(),
    }
}

async fn settle(opens: &impl Opens, name: &str, answer: &PushAnswer) -> Checked {
    let replica = load(opens, name).await?;
    keep(opens, name, &replica.absorb_push(answer, NOW)).await
}

async fn settles_once(opens: &impl Opens) -> Checked {
    save(opens, "settles", [reply(1), reply(2)]).await?;
    let accepted = answer(1, 2, vec![(1, Outcome::Accepted), (2, Outcome::Conflict)]);
    settle(opens, "settles", &accepted).await?;
    // The same commands under another outcome, as a confused or doubled answer would have it.
    let refused = Outcome::Refused {
        reason: Refusal::NotFound,
    };
    settle(
        opens,
        "settles",
        &answer(1, 2, vec![(1, refused), (2, Outcome::Accepted)]),
    )
    .await?;
    let replica = load(opens, "settles").await?;
    let state = |n| replica.item_of(reply(n).id).map(|item| item.state.clone());
    same(
        "accepted",
        matches!(state(1), Some(ItemState::Accepted { .. })),
        true,
    )?;
    same("conflict", state(2), Some(ItemState::Conflict { at: NOW }))?;
    same("pushed", replica.plan_push().is_none(), true)
}

fn page(scope: Scope, rows: Vec<WireRow>, cursor: u64, rows_left: u32) -> PullAnswer {
    let changes = vec![ScopeChange {
        scope,
        reset: false,
        rows,
        cursor,
    }];
    PullAnswer {
        epoch: 1,
        server_now: NOW,
        last_seq: 0,
        drop: vec![],
        changes,
        rows_left,
    }
}

async fn rows_with_cursor(opens: &impl Opens) -> Checked {
    for (rows, cursor, left) in [(vec![row(50, 1), row(51, 1)], 2, 1), (vec![row(50, 2)], 3, 0)] {
        let replica = load(opens, "pages").await?;
        let change = replica.absorb_pull(&replica.plan_pull(), &page(family(4), rows, cursor, left), NOW);
        keep(opens, "pages", &change).await?;
        let as_of = load(opens, "pages").await?.view(NOW).as_of;
        same("complete", as_of.is_some(), left == 0)?;
    }
    let replica = load(opens, "pages").await?;
    same(
        "cursor",
        replica.plan_pull().request.cursors.get(&family(4)).copied(),
        Some(3),
    )?;
    let gone = WireRow {
        body: None,
        ..row(50, 2)
    };
    let change = replica.absorb_pull(&replica.plan_pull(), &page(family(4), vec![gone], 4, 0), NOW);
    keep(opens, "pages", &change).await?;
    same("rows", load(opens, "pages").await?.view(NOW).rows_count(), 1)
}

async fn late_answer(opens: &impl Opens) -> Checked {
    let replica = load(opens, "late").await?;
    let early = replica.plan_pull();
    keep(
        opens,
        "late",
        &replica.absorb_pull(&early, &page(family(4), vec![row(50, 1)], 5, 0), NOW),
    )
    .await?;
    let replica = load(opens, "late").await?;
    let newer = replica.absorb_pull(
        &replica.plan_pull(),
        &page(family(4), vec![row(50, 2)], 6, 0),
        NOW,
    );
    keep(opens, "late", &newer).await?;
    // The answer to the first question comes a second time.
    let replica = load(opens, "late").await?;
    keep(
        opens,
        "late",
        &replica.absorb_pull(&early, &page(family(4), vec![row(50, 1)], 5, 0), NOW),
    )
    .await?;
    let merged = load(opens, "late").await?.mirror().merged();
    same(
        "version",
        merged.values().map(|held| held.wire.version).max(),
        Some(2),
    )
}

async fn refused_stays(opens: &impl Opens) -> Checked {
    save(opens, "refused", [reply(1)]).await?;
    let refused = Outcome::Refused {
        reason: Refusal::Closed,
    };
    settle(opens, "refused", &answer(1, 1, vec![(1, refused)])).await?;
    let replica = load(opens, "refused").await?;
    let item = replica.item_of(reply(1).id).cloned().ok_or("the text is gone")?;
    same("text", item.command, reply(1))?;
    let discard = replica.discard(item.order, NOW).ok_or("cannot be discarded")?;
    keep(opens, "refused", &discard).await?;
    let replica = load(opens, "refused").await?;
    same("too early", replica.sweep(NOW.plus_ms(9_000)).is_empty(), true)?;
    let undo = replica.undo_discard(item.order).ok_or("cannot be undone")?;
    keep(opens, "refused", &undo).await?;
    same("back", load(opens, "refused").await?.unsent_count(), 1)?;
    keep(opens, "refused", &discard).await?;
    let swept = load(opens, "refused").await?.sweep(NOW.plus_ms(11_000));
    keep(opens, "refused", &swept).await?;
    same("let go", orders(&load(opens, "refused").await?), vec![])
}

async fn unknown_kind(opens: &impl Opens) -> Checked {
    keep(opens, "unknown", &Change::relaxed(vec![put(family(4), 50, 7)])).await?;
    let merged = load(opens, "unknown").await?.mirror().merged();
    same(
        "kept",
        merged.values().map(|held| held.wire.clone()).collect(),
        vec![row(50, 7)],
    )
}

async fn drafts(opens: &impl Opens) -> Checked {
    let key = "reply:1";
    let replica = load(opens, "drafts").await?;
    keep(opens, "drafts", &replica.draft(key, Some("写到一半".into()))).await?;
    let replica = load(opens, "drafts").await?;
    same(
        "kept",
        replica.view(NOW).drafts.get(key).cloned(),
        Some("写到一半".into()),
    )?;
    let change = replica
        .save(reply(1), None, Some(key.into()), NOW)
        .map_err(text)?;
    keep(opens, "drafts", &change).await?;
    let view = load(opens, "drafts").await?.view(NOW);
    same("gone", view.drafts.is_empty(), true)?;
    let states: Vec<ItemState> = view.outbox.iter().map(|item: &Item| item.state.clone()).collect();
    same("saved", states, vec![ItemState::Saved])
}
