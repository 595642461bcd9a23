//! The replica's cases on real IndexedDB, and what only IndexedDB can show; run by `cargo xtask test` in
//! headless Chromium.

use crate::{crypto, idb::IdbStore};
use domain::{Instant, Scope, ScopeKind};
use protocol::WireRow;
use replica::{
    Change, Op, Store, StoreError, SyncState,
    suite::{self, Checked, Opens},
};
use std::cell::Cell;
use uuid::Uuid;
use wasm_bindgen::prelude::*;
use web_sys::CryptoKey;

const KEY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const OTHER_KEY: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

struct Idb {
    run: String,
    key: CryptoKey,
    opened: Cell<u32>,
}

impl Idb {
    async fn try_open(&self, name: &str, key: &CryptoKey) -> Result<IdbStore, StoreError> {
        self.opened.set(self.opened.get() + 1);
        IdbStore::open(&format!("{}-{name}", self.run), key.clone()).await
    }
}

impl Opens for Idb {
    type Store = IdbStore;
    async fn open(&self, name: &str) -> IdbStore {
        match self.try_open(name, &self.key).await {
            Ok(store) => {
                // As the app does: memory stands at the generation that was loaded.
                let _ = store.load().await;
                store
            }
            Err(error) => wasm_bindgen::throw_str(&format!("{error:?}")),
        }
    }
}

/// JSON: `[["name", null | "what went wrong"], …]`.
#[wasm_bindgen]
pub async fn run_suite(run: String) -> String {
    let Some(key) = crypto::import_key(KEY).await else {
        return "no key".to_owned();
    };
    let idb = Idb {
        run,
        key,
        opened: Cell::new(0),
    };
    let mut cases = suite::all(&idb).await;
    cases.push(("an aborted transaction leaves nothing", aborts_whole(&idb).await));
    cases.push(("under another key nothing can be read", other_key(&idb).await));
    cases.push((
        "a record moved elsewhere does not open",
        bound_to_its_place(&idb).await,
    ));
    cases.push(("one tab notices another tab's commit", noticed(&idb).await));
    cases.push(("forgetting the mirror keeps the outbox", forgets(&idb).await));
    let told: Vec<(&str, Option<String>)> = cases
        .into_iter()
        .map(|(name, checked)| (name, checked.err()))
        .collect();
    serde_json::to_string(&told).unwrap_or_default()
}

fn row(n: u128, kind: &str) -> Op {
    let scope = Scope::new(ScopeKind::ChildFamily, Uuid::from_u128(4));
    let body = Some(domain::Json::of(&"记号文字"));
    Op::PutRow {
        scope,
        row: WireRow {
            kind: kind.into(),
            id: Uuid::from_u128(n),
            version: 1,
            body,
        },
    }
}

async fn count(store: &IdbStore) -> Result<usize, String> {
    store
        .load()
        .await
        .map(|contents| contents.ops.len())
        .map_err(|error| format!("{error:?}"))
}

fn same(got: usize, want: usize) -> Checked {
    if got == want {
        Ok(())
    } else {
        Err(format!("{got} instead of {want}"))
    }
}

async fn commit(store: &IdbStore, ops: Vec<Op>) -> Checked {
    store
        .commit(&Change::strict(ops))
        .await
        .map_err(|error| format!("{error:?}"))
}

async fn aborts_whole(idb: &Idb) -> Checked {
    let store = idb.open("aborts").await;
    commit(&store, vec![row(1, "kept")]).await?;
    store
        .abort_halfway(&Change::strict(vec![row(2, "lost"), row(3, "lost")]))
        .await;
    same(count(&idb.open("aborts").await).await?, 1)
}

async fn other_key(idb: &Idb) -> Checked {
    let store = idb.open("other-key").await;
    commit(&store, vec![row(1, "secret")]).await?;
    let other = crypto::import_key(OTHER_KEY).await.ok_or("no key")?;
    let stranger = idb
        .try_open("other-key", &other)
        .await
        .map_err(|error| format!("{error:?}"))?;
    let contents = stranger.load().await.map_err(|error| format!("{error:?}"))?;
    same(contents.ops.len(), 0)?;
    same(contents.unreadable, 1)
}

async fn bound_to_its_place(idb: &Idb) -> Checked {
    let sealed = crypto::seal(&idb.key, "row|a", b"text")
        .await
        .ok_or("not sealed")?;
    let there = crypto::open(&idb.key, "row|a", &sealed).await;
    let elsewhere = crypto::open(&idb.key, "row|b", &sealed).await;
    match (there, elsewhere) {
        (Some(text), None) if text == b"text" => Ok(()),
        other => Err(format!("{other:?}")),
    }
}

async fn noticed(idb: &Idb) -> Checked {
    let (one, two) = (idb.open("tabs").await, idb.open("tabs").await);
    commit(&one, vec![row(1, "news")]).await?;
    match (one.is_stale().await, two.is_stale().await) {
        (Ok(false), Ok(true)) => Ok(()),
        other => Err(format!("{other:?}")),
    }
}

async fn forgets(idb: &Idb) -> Checked {
    let store = idb.open("forgets").await;
    let draft = Op::Draft {
        key: "reply:1".into(),
        text: Some("写到一半".into()),
    };
    let state = Op::State(SyncState {
        as_of: Some(Instant(1)),
        ..SyncState::default()
    });
    commit(&store, vec![row(1, "mirror"), draft, state]).await?;
    store
        .forget_mirror()
        .await
        .map_err(|error| format!("{error:?}"))?;
    same(count(&idb.open("forgets").await).await?, 1)
}
