//! The demo's notices of the last days, and what other families made of them, so that a register has something to
//! show; the two guardians of the cast have not answered yet.

use super::{
    authors::{Authors, day, moment},
    broken,
    cast::person,
};
use domain::{
    Action, ChildId, ClassId, NoticeId, PersonId, SchoolId,
    notices::{
        Action as NoticeAction, Address, Ask, Draft, Form, Given, Household, Kind, Level, Notice, Question,
        QuestionKind, Slot, Text, Verb, may_answer,
    },
};
use office::{
    Ids, StoreError, Tx,
    roster::{RecordKey, RecordKind},
};

const SCHOOL: &str = "s01";
const CLASS: &str = "s01-0302";
const CLASS_TEACHER: &str = "t00006";
const ADMIN: &str = "a0002";
/// Their parents sign in to the demo and find something to answer.
const STAGE: &str = "p000342";

struct Post {
    at: &'static str,
    author: &'static str,
    draft: Draft,
    /// Of how many in ten other families somebody answered by now.
    answered_of_ten: usize,
}

pub async fn write(tx: &mut dyn Tx, ids: &mut dyn Ids, authors: &mut Authors) -> Result<(), StoreError> {
    let school = SchoolId(record(tx, RecordKind::Org, SCHOOL).await?);
    let class = ClassId(record(tx, RecordKind::Class, CLASS).await?);
    for post in posts(school, class)? {
        let at = moment(post.at)?;
        let id = NoticeId(ids.next());
        let publish = Verb::Publish(Box::new(post.draft));
        authors.push(tx, post.author, act(id, publish), at, ids).await?;
        let notice = notice(tx, id).await?;
        answer(tx, ids, authors, (&notice, class), post.answered_of_ten).await?;
    }
    Ok(())
}

/// The families of the class answer one after the other, in the minutes after it was published.
async fn answer(
    tx: &mut dyn Tx,
    ids: &mut dyn Ids,
    authors: &mut Authors,
    (notice, class): (&Notice, ClassId),
    of_ten: usize,
) -> Result<(), StoreError> {
    let stage = ChildId(person(tx, STAGE).await?.0);
    let pupils = tx.pupils(class, notice.visible_from.day()).await?;
    let mut slot = 0;
    for (at, pupil) in pupils
        .iter()
        .enumerate()
        .filter(|(at, pupil)| at % 10 < of_ten && pupil.child != stage)
    {
        let Some(card) = tx.child_card(pupil.child, notice.visible_from.day()).await? else {
            continue;
        };
        let able = |person: PersonId| may_answer(notice, &card, person);
        let Some(guardian) = card
            .guardians
            .iter()
            .find(|guardian| guardian.has_account && able(guardian.person))
        else {
            continue;
        };
        let Some(verb) = verb(notice, pupil.child, at, &mut slot) else {
            continue;
        };
        let minute = i64::try_from(at).unwrap_or(0) + 1;
        let when = notice.visible_from.plus_ms(minute * 60_000);
        authors
            .push_as(tx, guardian.person, act(notice.id, verb), when, ids)
            .await?;
    }
    Ok(())
}

fn verb(notice: &Notice, child: ChildId, at: usize, slot: &mut u16) -> Option<Verb> {
    let (version, base) = (notice.version(), 0);
    let answers = match &notice.form {
        None => Vec::new(),
        Some(form) => {
            let (_, slots) = form.slots()?;
            let wanted = *slot;
            *slot += 1;
            if usize::from(wanted) >= slots.len() {
                return None;
            }
            vec![Given::Option(wanted), Given::Text(String::new())]
        }
    };
    Some(match notice.ask {
        Ask::None | Ask::Read => Verb::See { child, version },
        Ask::Confirm => Verb::Confirm {
            child,
            version,
            answers,
            base,
        },
        Ask::Sign => Verb::Sign {
            child,
            version,
            strokes: signature(at),
            answers,
            base,
        },
    })
}

/// A different scrawl for each family.
fn signature(seed: usize) -> String {
    let point = |n: usize| {
        let wave = [50, 30, 22, 30, 50, 70, 78, 70];
        let x = 20 + n * 11;
        let y = (wave[(n * (2 + seed % 3)) % wave.len()] + seed % 7 * 3).min(98);
        format!("{x},{y}")
    };
    (0..24).map(point).collect::<Vec<_>>().join(" ")
}

fn act(notice: NoticeId, verb: Verb) -> Action {
    Action::Notices(NoticeAction { notice, verb })
}

async fn notice(tx: &mut dyn Tx, id: NoticeId) -> Result<Notice, StoreError> {
    let row = tx.row(&domain::RowKey::new("notice", id.0)).await?;
    let row = row.and_then(|row| domain::Row::decode(&row.kind, &row.body?));
    match row {
        Some(domain::Row::Notice(notice)) => Ok(notice),
        _ => Err(broken("a notice was lost")),
    }
}

async fn record(tx: &mut dyn Tx, kind: RecordKind, name: &str) -> Result<uuid::Uuid, StoreError> {
    tx.record_id(&RecordKey::new(kind, name))
        .await?
        .ok_or_else(|| broken(name))
}

fn posts(school: SchoolId, class: ClassId) -> Result<Vec<Post>, StoreError> {
    let to_class = || plain(Address::class(school, class));
    let whole = Address {
        school,
        level: Level::School,
        classes: Vec::new(),
    };
    Ok(vec![
        Post {
            at: "11-19 12:20",
            author: CLASS_TEACHER,
            draft: Draft {
                kind: Kind::Action,
                ask: Ask::Sign,
                household: Household::SignerOnly,
                due: Some(day("11-25")?),
                zh: text(
                    "冬季交通安全告知书",
                    "天黑得早了，请和孩子一起走一遍上学路，约定接送的人和地点；骑车送孩子请戴头盔。读完请签字，签好的回执由班级存档。",
                ),
                ..to_class()
            },
            answered_of_ten: 8,
        },
        Post {
            at: "11-20 10:05",
            author: ADMIN,
            draft: Draft {
                zh: text(
                    "冬季作息从12月1日开始",
                    "12月1日（周二）起，早上到校时间改为8:00，放学时间不变，课后服务照常到18:00。校门7:40开。",
                ),
                en: text(
                    "Winter hours from 1 December",
                    "From Tuesday 1 December school starts at 8:00 and ends as before; after-school service until 18:00. The gate opens at 7:40.",
                ),
                ..plain(whole)
            },
            answered_of_ten: 6,
        },
        Post {
            at: "11-23 12:15",
            author: CLASS_TEACHER,
            draft: Draft {
                kind: Kind::Action,
                ask: Ask::Confirm,
                due: Some(day("11-26")?),
                zh: text(
                    "周五去市科技馆",
                    "27日（周五）上午全班去市科技馆，8:20在校门口上车，11:40回校吃午饭。不收费用。请给孩子带水杯，穿校服和方便走路的鞋。",
                ),
                en: text(
                    "Science museum on Friday",
                    "On Friday 27 November the class visits the science museum: bus at 8:20 from the gate, back at 11:40 for lunch. Free. Please send water, uniform and comfortable shoes.",
                ),
                ..to_class()
            },
            answered_of_ten: 5,
        },
        Post {
            at: "11-23 12:40",
            author: CLASS_TEACHER,
            draft: Draft {
                kind: Kind::Action,
                ask: Ask::Confirm,
                due: Some(day("11-25")?),
                form: Some(meeting()),
                zh: text(
                    "家长约谈：选一个时间",
                    "这学期想和每一家坐下来聊十分钟，说说孩子的长处和习惯。请选一个方便的时间；都不方便的话，可以单独回复我，另外约。",
                ),
                ..to_class()
            },
            answered_of_ten: 2,
        },
    ])
}

fn meeting() -> Form {
    let slot = |n: u32| Slot {
        label: format!("11月26日 {}:{}0", 17 + (n + 1) / 6, (n + 1) % 6),
        places: 1,
    };
    let places = |n| (0..n).map(slot).collect();
    Form {
        questions: vec![
            Question {
                label: "时间".into(),
                kind: QuestionKind::Slots(places(18)),
            },
            Question {
                label: "想聊的事（可以不填）".into(),
                kind: QuestionKind::Text,
            },
        ],
    }
}

fn plain(address: Address) -> Draft {
    Draft {
        address,
        kind: Kind::Info,
        ask: Ask::Read,
        household: Household::AnyOne,
        zh: None,
        en: None,
        form: None,
        not_before: None,
        due: None,
        reason: String::new(),
        test: false,
        over_limit: false,
        despite: None,
    }
}

fn text(title: &str, body: &str) -> Option<Text> {
    Some(Text {
        title: title.into(),
        body: body.into(),
    })
}
