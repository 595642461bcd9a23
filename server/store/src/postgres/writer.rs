//! The writer of one instance: takes what waits as a group, each in its own savepoint, one commit, then answers.
//!
//! **Groups of all instances run one after another**, because each begins by locking the one row of `feed_head`
//! and raises it last. So
//! - the feed has no gaps: a number is given under the lock, and the lock ends with the commit. Whoever sees N+1
//!   sees N. Inside the group numbers are counted here and entries written at once, so later jobs read them, and
//!   a job that is undone gives its numbers back;
//! - a decision rests on what is true: versions, tries, seats and last numbers that a job reads cannot change
//!   before it commits, as on SQLite. Locking at the first feed write would leave what was read before it to
//!   chance, and SERIALIZABLE would refuse whole groups, which cannot be run again: work runs once.
//!
//! The price is that instances share the speed of one: while one group waits for the disk, no other runs. What
//! waits meanwhile grows the next group. `examples/rush.rs` measures it.

use super::{Held, PgTx, ask::within, error::broken, line::Line};
use crate::jobs::{GROUP_MAX, Job, answer_all};
use office::{StoreError, tx::Stored};
use sqlx_core::{executor::Executor, raw_sql::raw_sql, row::Row, sql_str::AssertSqlSafe};
use tokio::sync::mpsc::UnboundedReceiver;

pub(super) type Jobs = UnboundedReceiver<Box<dyn Job>>;

/// What others committed before the lock was ours is seen by every statement after it: each takes a snapshot.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
    SELECT seq FROM feed_head FOR NO KEY UPDATE;
    SELECT value FROM meta WHERE key = 'epoch'; SAVEPOINT job";

pub(super) async fn writer(mut line: Line, mut jobs: Jobs) {
    while let Some(first) = jobs.recv().await {
        let mut group = vec![first];
        let committed = commit_group(&mut line, &mut group, &mut jobs).await;
        if committed.is_err() {
            line.undo().await;
        }
        answer_all(group, &committed);
    }
    line.close().await;
}

async fn commit_group(line: &mut Line, group: &mut Vec<Box<dyn Job>>, jobs: &mut Jobs) -> Stored<()> {
    let held = begin(line).await?;
    // Those who came while another instance had the lock are part of the group.
    while group.len() < GROUP_MAX
        && let Ok(job) = jobs.try_recv()
    {
        group.push(job);
    }
    let mut tx = PgTx {
        conn: line.conn().await?,
        held: Some(held),
    };
    for job in group {
        savepoint(&mut tx, job.as_mut()).await?;
    }
    commit(tx, held.head).await
}

/// Waits for the groups of other instances.
async fn begin(line: &mut Line) -> Stored<Held> {
    let rows = line.begin(BEGIN).await?;
    let [head, epoch] = rows.as_slice() else {
        return Err(StoreError::Broken("no feed head, or no epoch".into()));
    };
    let (head, epoch): (i64, String) = (
        head.try_get(0).map_err(broken)?,
        epoch.try_get(0).map_err(broken)?,
    );
    let epoch = epoch.parse();
    let epoch = epoch.map_err(|_| StoreError::Broken("the epoch is no number".into()))?;
    Ok(Held { head, epoch })
}

/// One member of the group: its failure undoes it alone.
async fn savepoint(tx: &mut PgTx<'_>, job: &mut dyn Job) -> Stored<()> {
    let held = tx.held;
    if job.run(tx).await {
        match within(tx.conn.execute("RELEASE SAVEPOINT job; SAVEPOINT job")).await {
            Ok(_) => return Ok(()),
            // A statement failed and the work said nothing: PostgreSQL keeps none of it.
            Err(StoreError::Broken(text)) => job.fail(StoreError::Broken(text)),
            Err(error) => return Err(error),
        }
    }
    tx.held = held;
    within(tx.conn.execute("ROLLBACK TO SAVEPOINT job"))
        .await
        .map(drop)
}

/// The release comes first: in a transaction that has failed it is an error, where COMMIT alone would undo
/// everything and not say so.
async fn commit(tx: PgTx<'_>, start: i64) -> Stored<()> {
    let raise = match tx.held {
        Some(Held { head, .. }) if head != start => format!("UPDATE feed_head SET seq = {head};"),
        _ => String::new(),
    };
    let commit = format!("RELEASE SAVEPOINT job; {raise} COMMIT");
    within(raw_sql(AssertSqlSafe(commit)).execute(&mut *tx.conn))
        .await
        .map(drop)
}
