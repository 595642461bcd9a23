//! Sign-out of one device.

use super::NoAnswer;
use leptos::prelude::*;
use protocol::{Answer, SignOutRequest};
use server_fn::codec::Json;

#[server(name = SignOut, prefix = "/api", endpoint = "v1/sign-out", input = Json, output = Json)]
pub async fn sign_out(request: SignOutRequest) -> Result<Answer<()>, NoAnswer> {
    let desk = expect_context::<std::sync::Arc<dyn super::Desk>>();
    desk.sign_out(request).await
}
