//! The roster's records and the ids they have here.

use super::{
    PgTx,
    ask::ask,
    engine::{text, unreadable},
};
use office::{
    StoreError,
    roster::{Record, RecordKey, RecordKind},
    tx::Stored,
};
use sqlx_core::row::Row;
use std::collections::BTreeMap;
use uuid::Uuid;

impl PgTx<'_> {
    pub(super) async fn read_records(&mut self) -> Stored<BTreeMap<RecordKey, Record>> {
        let texts = self.list(ask("SELECT record FROM roster"), text).await?;
        let read = |text: String| serde_json::from_str::<Record>(&text).map_err(unreadable);
        texts
            .into_iter()
            .map(|text| read(text).map(|record| (record.key.clone(), record)))
            .collect()
    }

    pub(super) async fn read_record(&mut self, key: &RecordKey) -> Stored<Option<Record>> {
        let find = ask("SELECT record FROM roster WHERE kind = $1 AND sourced_id = $2");
        let find = find.bind(kind(key.kind)?).bind(&key.sourced_id);
        let text = self.first(find, text).await?;
        text.map(|text| serde_json::from_str(&text).map_err(unreadable))
            .transpose()
    }

    pub(super) async fn read_record_id(&mut self, key: &RecordKey) -> Stored<Option<Uuid>> {
        let find = ask("SELECT id FROM roster WHERE kind = $1 AND sourced_id = $2");
        let find = find.bind(kind(key.kind)?).bind(&key.sourced_id);
        self.first(find, |row| row.try_get(0)).await
    }

    pub(super) async fn write_record(&mut self, record: &Record, id: Uuid) -> Stored<()> {
        let text = serde_json::to_string(record).map_err(unreadable)?;
        let set = ask(
            "INSERT INTO roster (kind, sourced_id, id, record) VALUES ($1, $2, $3, $4)
             ON CONFLICT (kind, sourced_id) DO UPDATE SET id = excluded.id, record = excluded.record",
        );
        let set = set.bind(kind(record.key.kind)?).bind(&record.key.sourced_id);
        self.execute(set.bind(id).bind(text)).await
    }
}

fn kind(kind: RecordKind) -> Stored<String> {
    let word = serde_json::to_value(kind).map_err(unreadable)?;
    word.as_str()
        .map(str::to_owned)
        .ok_or_else(|| StoreError::Broken("a record kind without a word".into()))
}
