//! Why something was not accepted: what happened to the text, and what to do next.

use domain::Refusal;

pub struct RefusalWords {
    pub not_found: &'static str,
    pub not_allowed: &'static str,
    pub empty: &'static str,
    pub too_long: &'static str,
    pub closed: &'static str,
    pub not_closed: &'static str,
    pub bad_date: &'static str,
    pub depends_on: &'static str,
    pub daily_limit: &'static str,
    pub guarded: &'static str,
    pub quiet_hours: &'static str,
    pub reminder_limit: &'static str,
    pub slot_taken: &'static str,
    pub withdrawn: &'static str,
    pub unknown: &'static str,
    pub conflict: &'static str,
}

impl RefusalWords {
    pub fn of(&self, reason: Refusal) -> &'static str {
        match reason {
            Refusal::NotFound => self.not_found,
            Refusal::NotAllowed => self.not_allowed,
            Refusal::Empty => self.empty,
            Refusal::TooLong => self.too_long,
            Refusal::Closed => self.closed,
            Refusal::NotClosed => self.not_closed,
            Refusal::BadDate => self.bad_date,
            Refusal::DependsOn => self.depends_on,
            Refusal::DailyLimit => self.daily_limit,
            Refusal::Guarded => self.guarded,
            Refusal::QuietHours => self.quiet_hours,
            Refusal::ReminderLimit => self.reminder_limit,
            Refusal::SlotTaken => self.slot_taken,
            Refusal::Withdrawn => self.withdrawn,
            Refusal::Unknown => self.unknown,
        }
    }
}

pub const ZH: RefusalWords = RefusalWords {
    not_found: "学校那边找不到这条联系单，可能孩子换了班级，或者名册有变动。文字都在这里：可以复制下来，或者换一种方式告诉老师。",
    not_allowed: "您的账户可以看，但还不能在这里写。文字都在这里：可以请另一位家长来发，或者请班主任开通。",
    empty: "这条没有文字。可以补上以后再发，也可以放弃。",
    too_long: "这条太长了。文字都在这里：请改短一些，或者分成两条再发。",
    closed: "在您写的时候，这张联系单结束了。文字都在这里：可以先重新打开它，再发一次。",
    not_closed: "这张联系单已经是打开的了，不用再打开。文字都在这里：可以改成回复发出去。",
    bad_date: "回头看的日期已经过了，或者太远。文字都在这里：换一个日期再发。",
    depends_on: "它前面的那一条还没有送达，所以这一条也先留着。处理好前一条，再发一次这一条。",
    daily_limit: "这个班那一天已经有三条通知了。文字都在这里：可以并进今天的通知，或者说明确有必要再发。",
    guarded: "里面有只属于个别孩子的内容（分数、名次、证件号、电话名单或病情），所以没有发给全班。文字都在这里：改一改再发，或者单独写给那一家。",
    quiet_hours: "现在是家长休息时间（20:30-07:00），提醒没有发出。早上七点以后再按一次就好。",
    reminder_limit: "一条通知最多提醒两次，中间隔二十小时。还没看到的家庭，可以打电话或发纸条。",
    slot_taken: "这个时间刚刚有别的家庭先选了。您的其他回答都还在：换一个时间再发。",
    withdrawn: "这条通知学校已经撤回，不用再回复了。您写的都在这里。",
    unknown: "学校那边暂时不认识这种内容。文字都在这里：换到新版本以后再发一次。",
    conflict: "在您写的时候，对方也改了这个约定。两份都在：看一看现在的，再决定要不要改。",
};

pub const EN: RefusalWords = RefusalWords {
    not_found: "The school cannot find this note; perhaps the child changed class. Your text is safe here: copy it, or tell the teacher another way.",
    not_allowed: "Your account may read but not write here. Your text is safe here: another guardian can send it, or the class teacher can give you the right to.",
    empty: "There is no text in it. Add some and send it again, or discard it.",
    too_long: "It is too long. Your text is safe here: shorten it, or send it as two.",
    closed: "The note was closed while you wrote. Your text is safe here: reopen the note, then send it again.",
    not_closed: "The note is open already. Your text is safe here: you can send it as a reply.",
    bad_date: "The day to look again has passed, or is too far away. Your text is safe here: choose another day and send it again.",
    depends_on: "The one before it is not delivered yet, so this one waits here. Settle that one first, then send this one again.",
    daily_limit: "The class has three notices for that day already. Your text is safe here: add it to today's, or send it all the same.",
    guarded: "It names what belongs to single children (scores, ranks, numbers, an illness), so it did not go to the class. Your text is safe here: change it, or write to that family alone.",
    quiet_hours: "Families are asleep now (20:30-07:00), so nobody was reminded. Tap once more after seven.",
    reminder_limit: "A notice is reminded of twice at most, twenty hours apart. Families who have not seen it can be called or get a slip.",
    slot_taken: "Another family just took that time. Your other answers are kept: choose another time and send it again.",
    withdrawn: "The school took this notice back, so no answer is needed. What you wrote is kept here.",
    unknown: "The school does not know this kind of entry yet. Your text is safe here: send it again from the new version.",
    conflict: "Somebody else changed the agreement while you wrote. Both are kept: look at the current one, then decide.",
};
