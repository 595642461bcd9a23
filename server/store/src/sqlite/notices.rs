//! Notices in SQLite: snapshots of audiences.

use super::SqliteTx;
use async_trait::async_trait;
use domain::{ChildId, ClassId, Day, NoticeId};
use office::{
    StoreError,
    notices::{NoticesTx, Snapshot},
    tx::Stored,
};
use rusqlite::params;

#[async_trait(?Send)]
impl NoticesTx for SqliteTx<'_> {
    async fn set_snapshot(&mut self, snapshot: &Snapshot) -> Stored<()> {
        let children = serde_json::to_string(&snapshot.children).map_err(unreadable)?;
        self.execute(
            "INSERT OR REPLACE INTO notice_snapshot (notice, class, day, counts, children)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                snapshot.notice.0,
                snapshot.class.0,
                snapshot.day.0,
                snapshot.counts,
                children
            ],
        )
    }

    async fn snapshots(&mut self, notice: NoticeId) -> Stored<Vec<Snapshot>> {
        let sql = "SELECT class, day, counts, children FROM notice_snapshot WHERE notice = ?1 ORDER BY class";
        let rows = self.list(sql, params![notice.0], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?))
        })?;
        let read = |(class, day, counts, children): (_, _, _, String)| {
            let children: Vec<ChildId> = serde_json::from_str(&children).map_err(unreadable)?;
            Ok(Snapshot {
                notice,
                class: ClassId(class),
                day: Day(day),
                counts,
                children,
            })
        };
        rows.into_iter().map(read).collect()
    }

    async fn notices_by_day(&mut self, class: ClassId, from: Day) -> Stored<Vec<(Day, u32)>> {
        let sql = "SELECT day, count(*) FROM notice_snapshot
                   WHERE class = ?1 AND day >= ?2 AND counts GROUP BY day ORDER BY day";
        self.list(sql, params![class.0, from.0], |row| {
            Ok((Day(row.get(0)?), row.get(1)?))
        })
    }
}

fn unreadable(error: serde_json::Error) -> StoreError {
    StoreError::Broken(error.to_string())
}
