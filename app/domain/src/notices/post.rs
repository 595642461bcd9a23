//! The author's side: publishing, correcting, withdrawing, reminding, ending an emergency.

use super::{
    action::{Draft, Verb},
    audience::Audience,
    decide::No,
    form::{Form, QuestionKind, Slots},
    guard,
    row::{AllClear, Ask, Edition, Emergency, Kind, Notice, Text, Withdrawal},
};
use crate::{
    decide::{Context, Facts, Refusal},
    hours,
    ids::NoticeId,
    limits,
    notes::Author,
    row::Row,
    time::{Day, Instant},
};

const HOUR_MS: i64 = 3_600_000;

pub fn publish(
    id: NoticeId,
    draft: &Draft,
    written_at: Instant,
    context: &Context,
    facts: &Facts,
) -> Result<Vec<Row>, No> {
    let audience = facts
        .audiences
        .get(&draft.address)
        .filter(|audience| audience.may);
    let audience = audience.ok_or(Refusal::NotAllowed)?;
    let (zh, en) = texts(draft.zh.as_ref(), draft.en.as_ref())?;
    stopped(
        &all_words(&zh, &en, draft.form.as_ref()),
        draft.despite.as_deref(),
        audience,
    )?;
    let visible_from = visible_from(draft, context.now)?;
    let day = visible_from.day();
    let due = due(draft.due, day)?;
    let is_emergency = draft.kind == Kind::Emergency;
    let busy = audience.busiest.get(&day).copied().unwrap_or(0);
    if !is_emergency && !draft.over_limit && busy >= limits::NOTICES_PER_DAY {
        return Err(Refusal::DailyLimit.into());
    }
    if let Some(form) = &draft.form {
        form.check()?;
        if draft.ask < Ask::Confirm {
            return Err(Refusal::Empty.into());
        }
    }
    let notice = Notice {
        id,
        address: draft.address.clone(),
        to: audience.to.clone(),
        author: author(context),
        kind: draft.kind,
        ask: draft.ask,
        household: draft.household,
        edition: Edition {
            version: 1,
            zh,
            en,
            at: context.now,
            material: true,
        },
        earlier: Vec::new(),
        form: draft.form.clone(),
        written_at,
        received_at: context.now,
        visible_from,
        due,
        expires: due.unwrap_or(day).plus_days(limits::NOTICE_DAYS),
        reminded: Vec::new(),
        withdrawn: None,
        emergency: emergency(draft, audience)?,
        counts: audience.counts,
    };
    let slots = slots(&notice);
    Ok(std::iter::once(Row::Notice(notice))
        .chain(slots.map(Row::Slots))
        .collect())
}

/// What an author does later; school administrators may, too.
pub fn change(notice: &Notice, verb: &Verb, context: &Context, facts: &Facts) -> Result<Vec<Row>, No> {
    let audience = facts
        .audience_of
        .get(&notice.id)
        .filter(|audience| audience.may)
        .ok_or(Refusal::NotFound)?;
    if notice.author.person != context.actor.person && !audience.is_admin {
        return Err(Refusal::NotAllowed.into());
    }
    if notice.withdrawn.is_some() {
        return Err(Refusal::Withdrawn.into());
    }
    let mut changed = notice.clone();
    match verb {
        Verb::Correct {
            base,
            zh,
            en,
            due: to,
            material,
            despite,
        } => {
            if *base != notice.version() {
                return Err(No::Conflict);
            }
            let (zh, en) = texts(zh.as_ref(), en.as_ref())?;
            stopped(&all_words(&zh, &en, None), despite.as_deref(), audience)?;
            if changed.earlier.len() >= limits::EDITIONS_MAX {
                return Err(Refusal::TooLong.into());
            }
            changed.due = if *to == notice.due {
                *to
            } else {
                due(*to, context.now.day())?
            };
            changed.expires = changed.expires.max(changed.due.unwrap_or(Day(i32::MIN)));
            let edition = Edition {
                version: base + 1,
                zh,
                en,
                at: context.now,
                material: *material,
            };
            changed
                .earlier
                .push(std::mem::replace(&mut changed.edition, edition));
        }
        Verb::Withdraw { reason } => {
            stopped(reason, None, audience)?;
            changed.withdrawn = Some(Withdrawal {
                at: context.now,
                by: author(context),
                reason: written(reason, limits::REASON_CHARS_MAX)?,
            });
            // The title stays, so that who has read it knows what became of it; the text goes.
            changed.earlier.clear();
            for text in [&mut changed.edition.zh, &mut changed.edition.en]
                .into_iter()
                .flatten()
            {
                text.body.clear();
            }
        }
        Verb::Remind => remind(&mut changed, context.now)?,
        Verb::AllClear { text } => {
            stopped(text, None, audience)?;
            let emergency = changed.emergency.as_mut().ok_or(Refusal::NotFound)?;
            emergency.all_clear = Some(AllClear {
                at: context.now,
                text: written(text, limits::REASON_CHARS_MAX)?,
            });
        }
        _ => return Err(Refusal::NotFound.into()),
    }
    Ok(vec![Row::Notice(changed)])
}

/// Two at most, twenty hours apart, while families are awake.
fn remind(notice: &mut Notice, now: Instant) -> Result<(), Refusal> {
    if notice.ask < Ask::Read || notice.visible_from > now || !notice.is_open(now.day()) {
        return Err(Refusal::NotAllowed);
    }
    if hours::family_open(now) > now {
        return Err(Refusal::QuietHours);
    }
    let too_soon = |last: &Instant| now.0 - last.0 < limits::REMINDER_HOURS * HOUR_MS;
    if notice.reminded.len() >= limits::REMINDERS_MAX || notice.reminded.last().is_some_and(too_soon) {
        return Err(Refusal::ReminderLimit);
    }
    notice.reminded.push(now);
    Ok(())
}

/// When families get it: now or as scheduled, moved out of their quiet hours unless it is an emergency.
fn visible_from(draft: &Draft, now: Instant) -> Result<Instant, Refusal> {
    if draft.kind == Kind::Emergency {
        return Ok(now);
    }
    let wished = draft.not_before.unwrap_or(now).max(now);
    if wished.day().0 - now.day().0 > limits::SCHEDULE_DAYS_MAX {
        return Err(Refusal::BadDate);
    }
    Ok(hours::family_open(wished))
}

fn due(due: Option<Day>, from: Day) -> Result<Option<Day>, Refusal> {
    match due {
        Some(day) if day < from || day.0 - from.0 > limits::DUE_DAYS_MAX => Err(Refusal::BadDate),
        due => Ok(due),
    }
}

fn emergency(draft: &Draft, audience: &Audience) -> Result<Option<Emergency>, Refusal> {
    if draft.kind != Kind::Emergency {
        return Ok(None);
    }
    if !audience.is_admin {
        return Err(Refusal::NotAllowed);
    }
    Ok(Some(Emergency {
        reason: written(&draft.reason, limits::REASON_CHARS_MAX)?,
        test: draft.test,
        all_clear: None,
    }))
}

fn slots(notice: &Notice) -> Option<Slots> {
    let (_, slots) = notice.form.as_ref()?.slots()?;
    Some(Slots {
        notice: notice.id,
        author: notice.author.person,
        address: notice.address.clone(),
        left: slots.iter().map(|slot| slot.places).collect(),
    })
}

type Texts = (Option<Text>, Option<Text>);

/// Chinese, English or both; a language left empty is left out.
fn texts(zh: Option<&Text>, en: Option<&Text>) -> Result<Texts, Refusal> {
    let texts = (language(zh)?, language(en)?);
    if texts == (None, None) {
        Err(Refusal::Empty)
    } else {
        Ok(texts)
    }
}

fn language(text: Option<&Text>) -> Result<Option<Text>, Refusal> {
    let Some(text) = text.filter(|text| !text.title.trim().is_empty() || !text.body.trim().is_empty()) else {
        return Ok(None);
    };
    Ok(Some(Text {
        title: written(&text.title, limits::TITLE_CHARS_MAX)?,
        body: written(&text.body, limits::NOTICE_TEXT_CHARS_MAX)?,
    }))
}

/// The guard; an administrator may pass it with a reason.
fn stopped(words: &str, despite: Option<&str>, audience: &Audience) -> Result<(), Refusal> {
    if guard::check(words, &audience.names).is_empty() {
        return Ok(());
    }
    match despite {
        Some(reason) if audience.is_admin => written(reason, limits::REASON_CHARS_MAX).map(drop),
        _ => Err(Refusal::Guarded),
    }
}

/// Everything that a class would read.
fn all_words(zh: &Option<Text>, en: &Option<Text>, form: Option<&Form>) -> String {
    let texts = [zh, en]
        .into_iter()
        .flatten()
        .flat_map(|text| [text.title.as_str(), text.body.as_str()]);
    let questions = form.into_iter().flat_map(|form| &form.questions);
    let asked = questions.flat_map(|question| {
        let more: Vec<&str> = match &question.kind {
            QuestionKind::Choice(options) => options.iter().map(String::as_str).collect(),
            QuestionKind::Slots(slots) => slots.iter().map(|slot| slot.label.as_str()).collect(),
            QuestionKind::Text => Vec::new(),
        };
        std::iter::once(question.label.as_str()).chain(more)
    });
    texts.chain(asked).collect::<Vec<_>>().join("\n")
}

pub(super) fn author(context: &Context) -> Author {
    Author {
        person: context.actor.person,
        name: context.actor.name.clone(),
    }
}

/// The text without surrounding space; length counts characters, not bytes, as a writer does.
pub(super) fn written(text: &str, chars_max: usize) -> Result<String, Refusal> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Refusal::Empty),
        chars if chars > chars_max => Err(Refusal::TooLong),
        _ => Ok(text.to_owned()),
    }
}
