//! Readers: each job on a snapshot of its own, in which all its statements see the same moment.

use super::{PgTx, line::Line, writer::Jobs};
use crate::jobs::Job;
use office::tx::Stored;
use std::sync::Arc;
use tokio::sync::Mutex;

const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

pub(super) async fn reader(mut line: Line, jobs: Arc<Mutex<Jobs>>) {
    loop {
        let next = jobs.lock().await.recv().await;
        let Some(mut job) = next else { break };
        let read = snapshot(&mut line, job.as_mut()).await;
        // Nothing is to be committed, so the caller need not wait for the end.
        job.answer(read);
        line.undo().await;
    }
    line.close().await;
}

async fn snapshot(line: &mut Line, job: &mut dyn Job) -> Stored<()> {
    line.begin(BEGIN).await?;
    let mut tx = PgTx {
        conn: line.conn().await?,
        held: None,
    };
    // A failed read has its own answer; there is nothing to undo.
    job.run(&mut tx).await;
    Ok(())
}
