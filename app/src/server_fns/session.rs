//! Session: who is signed in on this phone, and the key of its storage.

use super::NoAnswer;
use leptos::prelude::*;
use protocol::{Answer, SessionAnswer, SessionRequest};
use server_fn::codec::Json;

#[server(name = Session, prefix = "/api", endpoint = "v1/session", input = Json, output = Json)]
pub async fn session(request: SessionRequest) -> Result<Answer<SessionAnswer>, NoAnswer> {
    let desk = expect_context::<std::sync::Arc<dyn super::Desk>>();
    desk.session(request).await
}
