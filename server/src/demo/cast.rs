//! Who can sign in to the demo, and how they belong together.

use super::broken;
use domain::{Instant, PersonId, SchoolId, people::Role};
use office::{
    StoreError, Tx, accounts,
    people::{RoleRow, refresh_person},
    roster::{RecordKey, RecordKind},
};

/// The one fixed password; only a demo has it, and every page of a demo says so.
pub const PASSWORD: &str = "jiaqiao-demo";

pub struct Part {
    pub login: &'static str,
    /// In the demo school's roster.
    pub sourced_id: &'static str,
    /// A role that a roster does not tell.
    role: Option<Role>,
    pub words: &'static str,
}

const SCHOOL: &str = "s01";

/// 三年级2班 is the stage: its class teacher, its mathematics teacher, and a family with a child in it and an
/// older one in 四年级2班, who is the student.
pub const CAST: [Part; 9] = [
    part(
        "guardian",
        "g000513",
        None,
        "家长 冯爱萍：赵俊熙（三年级2班）、赵知远（四年级2班）的母亲",
    ),
    part("guardian2", "g000514", None, "家长 赵辉：同两个孩子的父亲"),
    part("student", "p000341", None, "学生 赵知远（四年级2班）"),
    part("teacher", "t00018", None, "任课教师 常丽娟：三年级数学"),
    part("classteacher", "t00006", None, "班主任 李晓燕：三年级2班，语文"),
    part(
        "coordinator",
        "t00038",
        Some(Role::Coordinator),
        "课后服务负责人 张向东：体育",
    ),
    part(
        "gradehead",
        "t00005",
        Some(Role::GradeHead),
        "年级组长 任巧玲：三年级1班班主任",
    ),
    part("admin", "a0002", Some(Role::SchoolAdmin), "学校管理员 马建华"),
    part("bureau", "a0000", Some(Role::Bureau), "教育局 岳志远"),
];

const fn part(
    login: &'static str,
    sourced_id: &'static str,
    role: Option<Role>,
    words: &'static str,
) -> Part {
    Part {
        login,
        sourced_id,
        role,
        words,
    }
}

pub async fn open_accounts(tx: &mut dyn Tx, password_hash: &str, now: Instant) -> Result<(), StoreError> {
    let school = tx
        .record_id(&RecordKey::new(RecordKind::Org, SCHOOL))
        .await?
        .map(SchoolId);
    for part in &CAST {
        let person = person(tx, part.sourced_id).await?;
        if let Some(role) = part.role {
            let school = if role == Role::Bureau { None } else { school };
            tx.set_role(&RoleRow { person, role, school }).await?;
        }
        tx.add_login(part.login, person, now).await?;
        accounts::set_password(tx, person, password_hash.to_owned(), now).await?;
        refresh_person(tx, person, now).await?;
    }
    Ok(())
}

pub async fn person(tx: &mut dyn Tx, sourced_id: &str) -> Result<PersonId, StoreError> {
    let id = tx
        .record_id(&RecordKey::new(RecordKind::Person, sourced_id))
        .await?;
    id.map(PersonId)
        .ok_or_else(|| broken(format!("nobody is {sourced_id}")))
}
