//! Notices in PostgreSQL: snapshots of audiences.

use super::{PgTx, ask::ask, engine::unreadable};
use async_trait::async_trait;
use domain::{ChildId, ClassId, Day, NoticeId};
use office::{
    notices::{NoticesTx, Snapshot},
    tx::Stored,
};
use sqlx_core::row::Row;
use sqlx_postgres::PgRow;

#[async_trait(?Send)]
impl NoticesTx for PgTx<'_> {
    async fn set_snapshot(&mut self, snapshot: &Snapshot) -> Stored<()> {
        let children = serde_json::to_string(&snapshot.children).map_err(unreadable)?;
        let set = ask(
            "INSERT INTO notice_snapshot (notice, class, day, counts, children) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (notice, class) DO UPDATE
             SET day = excluded.day, counts = excluded.counts, children = excluded.children",
        );
        let set = set
            .bind(snapshot.notice.0)
            .bind(snapshot.class.0)
            .bind(snapshot.day.0);
        self.execute(set.bind(snapshot.counts).bind(children)).await
    }

    async fn snapshots(&mut self, notice: NoticeId) -> Stored<Vec<Snapshot>> {
        let find =
            ask("SELECT class, day, counts, children FROM notice_snapshot WHERE notice = $1 ORDER BY class");
        let read = |row: &PgRow| {
            let snapshot = Snapshot {
                notice,
                class: ClassId(row.try_get(0)?),
                day: Day(row.try_get(1)?),
                counts: row.try_get(2)?,
                children: Vec::new(),
            };
            Ok((snapshot, row.try_get::<String, _>(3)?))
        };
        let rows = self.list(find.bind(notice.0), read).await?;
        let whole = |(snapshot, children): (Snapshot, String)| {
            let children: Vec<ChildId> = serde_json::from_str(&children).map_err(unreadable)?;
            Ok(Snapshot { children, ..snapshot })
        };
        rows.into_iter().map(whole).collect()
    }

    async fn notices_by_day(&mut self, class: ClassId, from: Day) -> Stored<Vec<(Day, u32)>> {
        let find = ask("SELECT day, count(*)::integer FROM notice_snapshot
             WHERE class = $1 AND day >= $2 AND counts GROUP BY day ORDER BY day");
        let read = |row: &PgRow| Ok((Day(row.try_get(0)?), super::ask::number(row, 1)?));
        self.list(find.bind(class.0).bind(from.0), read).await
    }
}
