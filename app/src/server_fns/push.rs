//! Push: the outbox goes up.

use super::NoAnswer;
use leptos::prelude::*;
use protocol::{Answer, PushAnswer, PushRequest};
use server_fn::codec::Json;

#[server(name = SyncPush, prefix = "/api", endpoint = "v1/sync/push", input = Json, output = Json)]
pub async fn sync_push(request: PushRequest) -> Result<Answer<PushAnswer>, NoAnswer> {
    let desk = expect_context::<std::sync::Arc<dyn super::Desk>>();
    desk.push(request).await
}
