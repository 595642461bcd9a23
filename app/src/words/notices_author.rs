//! Words of notices for those who write them.

use super::Words;
use crate::live::Lang;
use domain::{
    Day, Instant,
    notices::{FindingKind, numeral},
};

pub struct AuthorWords {
    pub new_title: &'static str,
    pub new_sub: &'static str,
    pub edit_title: &'static str,
    pub go_on: fn(&str) -> String,
    pub cannot_title: &'static str,
    pub cannot_text: &'static str,

    pub templates: &'static str,
    pub template_names: [&'static str; 3],
    /// Title and text of each, to be filled in.
    pub template_texts: [(&'static str, &'static str); 3],
    pub ask_time: &'static str,
    pub ask_consent: &'static str,
    pub consent_options: [&'static str; 2],
    pub clear: &'static str,
    pub cleared: &'static str,

    pub to_whom: &'static str,
    pub whole_grade: fn(u8) -> String,
    pub whole_school: fn(&str) -> String,
    pub reaches: fn(u32, u32) -> String,
    pub all_reachable: &'static str,
    pub unreachable: fn(u32) -> String,
    pub sizes_unknown: &'static str,
    pub may_not: &'static str,

    pub kind: &'static str,
    pub kind_hints: [&'static str; 3],
    pub reason: &'static str,
    pub reason_hint: &'static str,
    pub drill: &'static str,

    pub title: [&'static str; 2],
    pub body: [&'static str; 2],
    pub title_hint: &'static str,
    pub add_other: &'static str,

    pub ask: &'static str,
    pub asks: [&'static str; 4],
    pub ask_hints: [&'static str; 4],
    pub household: &'static str,
    pub households: [&'static str; 3],
    pub household_hints: [&'static str; 3],
    pub due: &'static str,
    pub due_hint: &'static str,
    pub when: &'static str,
    pub whens: [&'static str; 2],
    pub day: &'static str,
    pub time: &'static str,
    pub arrives_now: fn(&str) -> String,
    pub arrives_held: fn(&str, &str) -> String,
    pub arrives_at: fn(&str) -> String,
    pub arrives_emergency: &'static str,
    pub arrives_offline: &'static str,
    pub today: &'static str,
    pub tomorrow: &'static str,

    pub questions: &'static str,
    pub questions_hint: &'static str,
    pub add_choice: &'static str,
    pub add_text: &'static str,
    pub add_slots: &'static str,
    pub question: fn(usize) -> String,
    pub label: &'static str,
    pub options: &'static str,
    pub options_hint: &'static str,
    pub slots: &'static str,
    pub slots_hint: &'static str,
    pub places: &'static str,
    pub text_note: &'static str,
    pub remove: &'static str,
    pub maker_start: &'static str,
    pub maker_minutes: &'static str,
    pub maker_count: &'static str,
    pub maker_make: &'static str,
    pub slot: fn(Day, &str) -> String,

    pub family_view: &'static str,

    pub guarded: &'static str,
    pub findings: [&'static str; 5],
    pub despite: &'static str,
    pub despite_hint: &'static str,
    pub limit: fn(u32) -> String,
    pub append: fn(&str) -> String,
    pub send: &'static str,
    pub send_despite: &'static str,
    pub send_over_limit: &'static str,
    pub send_not_yet: &'static str,

    pub need_title: &'static str,
    pub need_body: &'static str,
    pub too_long: &'static str,
    pub need_reason: &'static str,
    pub need_question: &'static str,
    pub bad_due: &'static str,
    pub bad_when: &'static str,

    pub tools: &'static str,
    pub remind: &'static str,
    pub remind_left: fn(usize) -> String,
    pub remind_not_out: &'static str,
    pub remind_over: &'static str,
    pub remind_enough: &'static str,
    pub remind_quiet: fn(&str) -> String,
    pub remind_soon: fn(&str) -> String,
    pub correct: &'static str,
    pub withdraw: &'static str,
    pub withdraw_reason: &'static str,
    pub withdraw_hint: &'static str,
    pub withdraw_save: &'static str,
    pub all_clear: &'static str,
    pub all_clear_text: &'static str,
    pub all_clear_hint: &'static str,
    pub all_clear_save: &'static str,

    pub correct_title: &'static str,
    pub correct_hint: &'static str,
    pub material: &'static str,
    pub material_hint: &'static str,
    pub correct_save: &'static str,
    pub newer: fn(u32) -> String,
    pub newer_ok: &'static str,
    pub now_out: &'static str,
    pub unchanged: &'static str,
}

impl AuthorWords {
    pub fn finding(&self, kind: FindingKind) -> &'static str {
        self.findings[kind as usize % 5]
    }
}

impl Words {
    /// A moment that lies ahead: 今天 18:00, 明天 07:00, 11月27日 星期五 08:00.
    pub fn ahead(&self, at: Instant, today: Day) -> String {
        let day = match at.day().0 - today.0 {
            0 => self.author.today.to_owned(),
            1 => self.author.tomorrow.to_owned(),
            _ => self.date(at.day(), today),
        };
        let gap = if self.lang == Lang::Zh { " " } else { ", " };
        [&day, gap, &at.clock()].concat()
    }
}

pub const ZH: AuthorWords = AuthorWords {
    new_title: "写通知",
    new_sub: "写给家长，没有网络也能写",
    edit_title: "改好再发",
    go_on: |text| "接着写通知：".to_owned() + text,
    cannot_title: "这里还不能发通知",
    cannot_text: "任课老师给自己的班发，年级组长给自己的年级发，学校管理员给全校发。",

    templates: "从范本开始",
    template_names: ["家长会预约", "同意书", "假期安全告知书"],
    template_texts: [
        (
            "家长会，请选一个时间",
            "各位家长：\n我想和每一家单独聊十分钟，说说孩子这学期的情况。请在下面选一个方便的时间，一家一位到学校就好。\n地点：",
        ),
        (
            "活动同意书",
            "各位家长：\n学校将组织\n时间：\n地点：\n费用：无\n安全安排：\n参加与否都可以，请在下面选择并签名。",
        ),
        (
            "假期安全告知书",
            "各位家长：\n假期将至，请和孩子一起记住：\n一、不到河边、水库和工地玩水、玩耍，游泳要有大人带着。\n二、过马路走斑马线，坐车系安全带，未满十二岁不骑车上路，未满十六岁不骑电动车。\n三、不玩火，安全用电用气。\n四、上网有度，不把家里的信息告诉网上的人，不转账。\n五、有事请打电话给班主任或 110、119、120。\n看过以后请签名，作为回执。",
        ),
    ],
    ask_time: "您什么时候来",
    ask_consent: "是否同意孩子参加",
    consent_options: ["同意", "不同意"],
    clear: "清空，重新写",
    cleared: "已清空",

    to_whom: "发给谁",
    whole_grade: |grade| numeral(grade).to_owned() + "年级全体",
    whole_school: |name| name.to_owned() + "全校",
    reaches: |children, guardians| format!("{children} 个孩子，{guardians} 位家长"),
    all_reachable: "，每家都有手机能收到。",
    unreachable: |count| format!("，{count} 家手机收不到 → 发出以后，可以给他们打印通知单。"),
    sizes_unknown: "人数还没有取来，不影响发送。",
    may_not: "您的账户现在不能发给这里，请换一个。",

    kind: "是哪一种",
    kind_hints: [
        "看了就好",
        "请家长在某一天前做一件事",
        "只用于安全：不管几点都马上送到，不算每天的通知数",
    ],
    reason: "为什么不能等",
    reason_hint: "留在学校的记录里，家长不看",
    drill: "这是演练（家长看到的每一处都写着“演练”）",

    title: ["标题", "英文标题"],
    body: ["内容", "英文内容"],
    title_hint: "一行，说清是什么事",
    add_other: "加上英文",

    ask: "请家长怎么回",
    asks: ["不用回", "看到就算", "点“知道了”", "手写签名"],
    ask_hints: [
        "不统计谁看了",
        "在手机上打开过，就算看到",
        "家长点一下；有问题的话，回答问题",
        "家长用手指签名，可以打印成登记表存档",
    ],
    household: "一家要几位回",
    households: ["一位就够", "每位家长都要", "有签字权的一位"],
    household_hints: [
        "谁先回都算",
        "能回复的家长都回了，才算这家齐了",
        "只有登记为可以签字的家长算",
    ],
    due: "最晚哪天回",
    due_hint: "可以不填",
    when: "什么时候送到",
    whens: ["写好就送", "定个时间"],
    day: "日期",
    time: "时间",
    arrives_now: |clock| format!("现在 {clock}，家长马上收到"),
    arrives_held: |clock, at| format!("现在 {clock}，家长{at} 收到（晚上八点半到早上七点不打扰）"),
    arrives_at: |at| format!("家长 {at} 收到"),
    arrives_emergency: "家长马上收到，不管几点",
    arrives_offline: "；现在没有网络，联网后送出",
    today: "今天",
    tomorrow: "明天",

    questions: "要家长回答的问题",
    questions_hint: "可以没有。发出以后，问题不能再改。",
    add_choice: "加选择题",
    add_text: "加填空",
    add_slots: "加预约时间",
    question: |number| format!("第 {number} 题"),
    label: "问什么",
    options: "选项",
    options_hint: "一行一个，至少两个",
    slots: "可以约的时间",
    slots_hint: "一行一个；排好以后可以改，午休的可以删",
    places: "每个时间几家",
    text_note: "家长自己写，可以不写。",
    remove: "去掉这一题",
    maker_start: "几点开始",
    maker_minutes: "每家几分钟",
    maker_count: "一共几个",
    maker_make: "排出时间",
    slot: |day, clock| {
        let (_, month, date) = day.ymd();
        format!("{month}月{date}日 {clock}")
    },

    family_view: "家长看到的样子",

    guarded: "这里面有只属于个别孩子的内容，发给大家以前请改一改。",
    findings: [
        "像是证件号码，会被别人拿去用",
        "好几个电话号码，别家的号码不该公开",
        "名次不能公布给大家",
        "孩子的分数不能公布给大家",
        "孩子的病情不该让大家知道",
    ],
    despite: "仍然要发的理由",
    despite_hint: "学校管理员可以说明理由再发，会留在记录里",
    limit: |count| format!("这个班那一天已经有 {count} 条通知。再多，家长容易漏看。"),
    append: |title| "并进今天的通知：".to_owned() + title,
    send: "存好并发送",
    send_despite: "说明了理由，发送",
    send_over_limit: "仍然发送",
    send_not_yet: "改好以后再发",

    need_title: "还没有写标题。写好的都在。",
    need_body: "还没有写内容。写好的都在。",
    too_long: "太长了，请改短一些。写好的都在。",
    need_reason: "请写一句理由。",
    need_question: "有一题还没写全：问什么、选项（至少两个）或时间。",
    bad_due: "最晚的日子要在送到以后、半年以内。",
    bad_when: "送到的时间请定在六十天以内。",

    tools: "发通知的人可以做的事",
    remind: "提醒还没回的家长",
    remind_left: |times| format!("最多提醒两次，还可以 {times} 次"),
    remind_not_out: "家长还没有收到，先不用提醒",
    remind_over: "这条通知已经过了时间，不再提醒",
    remind_enough: "已经提醒过两次。还没看到的家庭，可以打电话或发通知单。",
    remind_quiet: |at| format!("家长在休息，{at} 以后可以提醒"),
    remind_soon: |at| format!("两次提醒隔二十小时，{at} 以后可以再提醒"),
    correct: "更正",
    withdraw: "撤回",
    withdraw_reason: "为什么撤回",
    withdraw_hint: "家长会看到这句话；标题留着，内容不再显示",
    withdraw_save: "撤回通知",
    all_clear: "解除紧急",
    all_clear_text: "告诉家长",
    all_clear_hint: "比如：孩子们都已安全回到教室",
    all_clear_save: "发布解除",

    correct_title: "更正通知",
    correct_hint: "原来的文字还能看到，家长会看到改了哪里",
    material: "内容有重要改动，请家长重新回复",
    material_hint: "不勾的话，已经回复的仍然算",
    correct_save: "存好更正",
    newer: |version| {
        format!("在您写的时候，这条通知已经更正到第 {version} 版。两份都在下面，请看一看再接着改。")
    },
    newer_ok: "看过了，接着改我的",
    now_out: "现在家长看到的",
    unchanged: "还没有改动。",
};

pub const EN: AuthorWords = AuthorWords {
    new_title: "Write a notice",
    new_sub: "To families; it works without a network, too",
    edit_title: "Edit and send again",
    go_on: |text| "Go on with the notice: ".to_owned() + text,
    cannot_title: "No notices can be written here yet",
    cannot_text: "Teachers write to their classes, grade heads to their grade, administrators to the school.",

    templates: "Start from",
    template_names: ["Parents' meeting", "Consent slip", "Holiday safety letter"],
    template_texts: [
        (
            "Parents' meeting: please choose a time",
            "Dear families,\nI would like to talk with each of you for ten minutes about this term. Please choose a time below; one of you is enough.\nPlace: ",
        ),
        (
            "Consent slip",
            "Dear families,\nWe are planning \nWhen: \nWhere: \nCost: none\nSafety: \nTaking part is up to you; please choose below and sign.",
        ),
        (
            "Holiday safety letter",
            "Dear families,\nPlease go through this with your child before the holidays:\n1. No playing at rivers, reservoirs or building sites; swimming only with an adult.\n2. Cross at crossings, wear seat belts; no cycling on roads under 12, no e-bikes under 16.\n3. No playing with fire; take care with electricity and gas.\n4. Online: in measure, tell strangers nothing about home, send no money.\n5. In need call the class teacher, or 110, 119, 120.\nPlease sign to say that you have read it.",
        ),
    ],
    ask_time: "When will you come",
    ask_consent: "May your child take part",
    consent_options: ["Yes", "No"],
    clear: "Clear and start anew",
    cleared: "Cleared",

    to_whom: "To whom",
    whole_grade: |grade| "All of grade ".to_owned() + &grade.to_string(),
    whole_school: |name| "All of ".to_owned() + name,
    reaches: |children, guardians| {
        let children = children.to_string() + if children == 1 { " child, " } else { " children, " };
        children + &guardians.to_string() + if guardians == 1 { " guardian" } else { " guardians" }
    },
    all_reachable: "; every family has a phone that gets it.",
    unreachable: |count| {
        let families = if count == 1 {
            "1 family has".to_owned()
        } else {
            format!("{count} families have")
        };
        format!("; {families} no phone that gets it → you can print slips once it is sent.")
    },
    sizes_unknown: "The numbers have not arrived yet; it can be sent all the same.",
    may_not: "Your account cannot write to these now; please choose another.",

    kind: "What kind",
    kind_hints: [
        "To be read, no more",
        "Families are to do something by a day",
        "Safety only: arrives at any hour, and does not count as one of the day's",
    ],
    reason: "Why it cannot wait",
    reason_hint: "For the school's records; families do not see it",
    drill: "This is a drill (marked as one wherever families see it)",

    title: ["Chinese title", "Title"],
    body: ["Chinese text", "Text"],
    title_hint: "One line that says what it is about",
    add_other: "Add Chinese",

    ask: "How families answer",
    asks: ["Not at all", "Seeing counts", "A tap on “Noted”", "A signature"],
    ask_hints: [
        "Nobody is counted",
        "It counts once it was open on a phone",
        "One tap; or the answers, if there are questions",
        "Drawn with a finger; prints as a signed register",
    ],
    household: "How many of a family",
    households: ["One is enough", "Every guardian", "One who may sign"],
    household_hints: [
        "Whoever answers first",
        "A family is complete when all who may reply have",
        "Only guardians with the right to sign count",
    ],
    due: "Answer by",
    due_hint: "May stay empty",
    when: "When it arrives",
    whens: ["As soon as it is sent", "At a time"],
    day: "Day",
    time: "Time",
    arrives_now: |clock| format!("It is {clock}: families get it at once"),
    arrives_held: |clock, at| {
        format!("It is {clock}: families get it {at} (they are left in peace 20:30-07:00)")
    },
    arrives_at: |at| format!("Families get it {at}"),
    arrives_emergency: "Families get it at once, at any hour",
    arrives_offline: "; there is no network now, so it goes out when there is",
    today: "today",
    tomorrow: "tomorrow",

    questions: "Questions to families",
    questions_hint: "There may be none. Once it is sent, questions stay as they are.",
    add_choice: "Add a choice",
    add_text: "Add a free answer",
    add_slots: "Add appointments",
    question: |number| format!("Question {number}"),
    label: "The question",
    options: "Options",
    options_hint: "One on each line, two at least",
    slots: "Times to book",
    slots_hint: "One on each line; change them or take some out as you like",
    places: "Families at each time",
    text_note: "Families write what they like, or nothing.",
    remove: "Remove this question",
    maker_start: "From",
    maker_minutes: "Minutes for each",
    maker_count: "How many",
    maker_make: "Make the times",
    slot: |day, clock| {
        let (_, month, date) = day.ymd();
        format!("{month}/{date} {clock}")
    },

    family_view: "As families see it",

    guarded: "Some of this belongs to single children. Please change it before everybody reads it.",
    findings: [
        "It looks like an identity number, which others could misuse",
        "Several telephone numbers; they are not for everybody",
        "Ranks are not for everybody",
        "A child's scores are not for everybody",
        "A child's illness is not for everybody",
    ],
    despite: "Why it has to go out all the same",
    despite_hint: "An administrator may give a reason; it is kept on record",
    limit: |count| {
        format!("The class has {count} notices for that day already. With more, families miss some.")
    },
    append: |title| "Add it to today's: ".to_owned() + title,
    send: "Save and send",
    send_despite: "Reason given, send",
    send_over_limit: "Send all the same",
    send_not_yet: "Change it first",

    need_title: "There is no title yet. All you wrote is here.",
    need_body: "There is no text yet. All you wrote is here.",
    too_long: "It is too long; please shorten it. All you wrote is here.",
    need_reason: "Please give a reason in a sentence.",
    need_question: "A question is not complete: what is asked, two options at least, or times.",
    bad_due: "The last day must lie after it arrives, and within half a year.",
    bad_when: "It can be scheduled for the next sixty days.",

    tools: "What its author can do",
    remind: "Remind families",
    remind_left: |times| match times {
        1 => "Twice at most; once more is possible".to_owned(),
        _ => format!("Twice at most; {times} times still"),
    },
    remind_not_out: "Families do not have it yet, so there is nothing to remind them of",
    remind_over: "Its time is over; nobody is reminded any more",
    remind_enough: "They have been reminded twice. Families who have not seen it can be called or get a slip.",
    remind_quiet: |at| format!("Families are left in peace now; from {at} on you can remind them"),
    remind_soon: |at| format!("Reminders are twenty hours apart; from {at} on you can remind them again"),
    correct: "Correct",
    withdraw: "Withdraw",
    withdraw_reason: "Why it is withdrawn",
    withdraw_hint: "Families see this; the title stays, the text does not",
    withdraw_save: "Withdraw the notice",
    all_clear: "All clear",
    all_clear_text: "Tell families",
    all_clear_hint: "For example: all children are safely back in class",
    all_clear_save: "Send the all clear",

    correct_title: "Correct the notice",
    correct_hint: "The earlier text can still be read; families see what changed",
    material: "It changes something important: families answer anew",
    material_hint: "Otherwise the answers so far go on counting",
    correct_save: "Save the correction",
    newer: |version| {
        format!(
            "While you wrote, the notice was corrected to version {version}. Both are below: look, then go on."
        )
    },
    newer_ok: "Seen, go on with mine",
    now_out: "What families see now",
    unchanged: "Nothing is changed yet.",
};
