//! Notes at the office: a thread lies with the child's family; the subject teacher in it sees it in the
//! own scope, as long as that teacher teaches the child.

use crate::{
    rights, rows,
    tx::{Stored, Tx},
};
use domain::{ChildId, Instant, Scope};

/// Narrows a thread's homes to those that hold today. A class teacher reads it with the family, so needs no
/// copy; one who teaches the child no more loses it.
pub async fn audience(
    tx: &mut dyn Tx,
    homes: Vec<Scope>,
    child: ChildId,
    now: Instant,
) -> Stored<Vec<Scope>> {
    let mut kept = Vec::with_capacity(homes.len());
    for scope in homes {
        let holds = match rows::own(&scope) {
            Some(teacher) => {
                let standing = rights::standing(tx, teacher, child, now).await?;
                standing.teaches && !standing.class_teacher
            }
            None => true,
        };
        if holds {
            kept.push(scope);
        }
    }
    Ok(kept)
}
