//! Pull: what changed in the scopes of this person.

use super::NoAnswer;
use leptos::prelude::*;
use protocol::{Answer, PullAnswer, PullRequest};
use server_fn::codec::Json;

#[server(name = SyncPull, prefix = "/api", endpoint = "v1/sync/pull", input = Json, output = Json)]
pub async fn sync_pull(request: PullRequest) -> Result<Answer<PullAnswer>, NoAnswer> {
    let desk = expect_context::<std::sync::Arc<dyn super::Desk>>();
    desk.pull(request).await
}
