//! The author's side: publishing, correcting, withdrawing, reminding, ending an emergency.

use super::{
    action::{Draft, Verb},
    audience::Audience,
    decide::No,
    form::Slots,
    guard::{self, Finding},
    row::{AllClear, Ask, Edition, Emergency, Kind, Notice, Text, Withdrawal},
};
use crate::{
    decide::{Context, Facts, Refusal},
    hours,
    ids::NoticeId,
    limits,
    row::Row,
    time::{Day, Instant},
    writing::{author, written},
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
    let found = guard::findings(zh.as_ref(), en.as_ref(), draft.form.as_ref(), &audience.names);
    stopped(&found, draft.despite.as_deref(), audience)?;
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
            let found = guard::findings(zh.as_ref(), en.as_ref(), None, &audience.names);
            stopped(&found, despite.as_deref(), audience)?;
            if changed.earlier.len() >= limits::EDITIONS_MAX {
                return Err(Refusal::TooLong.into());
            }
            changed.due = if *to == notice.due {
                *to
            } else {
                due(*to, context.now.max(notice.visible_from).day())?
            };
            let expires = changed.due.map(|day| day.plus_days(limits::NOTICE_DAYS));
            changed.expires = changed.expires.max(expires.unwrap_or(notice.expires));
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
            stopped(&guard::check(reason, &audience.names), None, audience)?;
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
            if let Some(form) = &mut changed.form {
                form.blank();
            }
            if let Some(emergency) = &mut changed.emergency {
                emergency.all_clear = None;
            }
        }
        Verb::Remind => remind(&mut changed, context.now)?,
        Verb::AllClear { text } => {
            stopped(&guard::check(text, &audience.names), None, audience)?;
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
    if wished.day().0.saturating_sub(now.day().0) > limits::SCHEDULE_DAYS_MAX {
        return Err(Refusal::BadDate);
    }
    Ok(hours::family_open(wished))
}

fn due(due: Option<Day>, from: Day) -> Result<Option<Day>, Refusal> {
    match due {
        Some(day) if day < from || day.0.saturating_sub(from.0) > limits::DUE_DAYS_MAX => {
            Err(Refusal::BadDate)
        }
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
    // Why it could not wait is for the school's records: the office logs it, families' phones do not get it.
    written(&draft.reason, limits::REASON_CHARS_MAX)?;
    Ok(Some(Emergency {
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

/// The guard; an administrator may pass it with a reason, nobody else may bring one.
fn stopped(found: &[Finding], despite: Option<&str>, audience: &Audience) -> Result<(), Refusal> {
    match (found.is_empty(), despite) {
        (true, None) => Ok(()),
        (false, None) => Err(Refusal::Guarded),
        (_, Some(reason)) if audience.is_admin => written(reason, limits::REASON_CHARS_MAX).map(drop),
        (true, Some(_)) => Err(Refusal::NotAllowed),
        (false, Some(_)) => Err(Refusal::Guarded),
    }
}
