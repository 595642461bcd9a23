//! The roster's records and the ids they have here.

use super::SqliteTx;
use office::{
    StoreError,
    roster::{Record, RecordKey, RecordKind},
    tx::Stored,
};
use rusqlite::params;
use std::collections::BTreeMap;
use uuid::Uuid;

impl SqliteTx<'_> {
    pub(super) fn read_records(&self) -> Stored<BTreeMap<RecordKey, Record>> {
        let texts: Vec<String> = self.list("SELECT record FROM roster", params![], |row| row.get(0))?;
        let read = |text: String| serde_json::from_str::<Record>(&text).map_err(broken_record);
        texts
            .into_iter()
            .map(|text| read(text).map(|record| (record.key.clone(), record)))
            .collect()
    }

    pub(super) fn read_record(&self, key: &RecordKey) -> Stored<Option<Record>> {
        let sql = "SELECT record FROM roster WHERE kind = ?1 AND sourced_id = ?2";
        let text: Option<String> = self.one(sql, params![kind(key.kind)?, key.sourced_id])?;
        text.map(|text| serde_json::from_str(&text).map_err(broken_record))
            .transpose()
    }

    pub(super) fn read_record_id(&self, key: &RecordKey) -> Stored<Option<Uuid>> {
        let sql = "SELECT id FROM roster WHERE kind = ?1 AND sourced_id = ?2";
        self.one(sql, params![kind(key.kind)?, key.sourced_id])
    }

    pub(super) fn write_record(&self, record: &Record, id: Uuid) -> Stored<()> {
        let text = serde_json::to_string(record).map_err(broken_record)?;
        self.execute(
            "INSERT OR REPLACE INTO roster (kind, sourced_id, id, record) VALUES (?1, ?2, ?3, ?4)",
            params![kind(record.key.kind)?, record.key.sourced_id, id, text],
        )
    }
}

fn kind(kind: RecordKind) -> Stored<String> {
    let word = serde_json::to_value(kind).map_err(broken_record)?;
    word.as_str()
        .map(str::to_owned)
        .ok_or_else(|| StoreError::Broken("a record kind without a word".into()))
}

fn broken_record(error: serde_json::Error) -> StoreError {
    StoreError::Broken(error.to_string())
}
