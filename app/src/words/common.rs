//! Words that several screens share.

pub struct CommonWords {
    pub app: &'static str,
    pub back: &'static str,
    pub cancel: &'static str,
    pub more: &'static str,
    pub all: &'static str,
    pub me: &'static str,
    pub colon: &'static str,
    /// A teacher's name as families say it.
    pub teacher: fn(&str) -> String,
    /// How a guardian is related to the child, as the roster says it.
    pub relation: fn(&str) -> &str,
    pub with_relation: fn(&str, &str) -> String,
    pub children_label: &'static str,
    pub saved: &'static str,
    pub sending: &'static str,
    pub delivered: &'static str,
    pub needs_you: &'static str,
    pub save_full: &'static str,
    pub save_gone: &'static str,
    pub letters_left: fn(usize) -> String,
    pub letters_over: fn(usize) -> String,
}

pub const ZH: CommonWords = CommonWords {
    app: "家桥",
    back: "返回",
    cancel: "取消",
    more: "显示更多",
    all: "全部",
    me: "我",
    colon: "：",
    teacher: |name| {
        if name.ends_with("老师") {
            name.to_owned()
        } else {
            name.to_owned() + "老师"
        }
    },
    relation: |relation| relation,
    with_relation: |name, relation| format!("{name}（{relation}）"),
    children_label: "选择孩子",
    saved: "已存本机",
    sending: "发送中",
    delivered: "已送达",
    needs_you: "需要您处理",
    save_full: "这台手机没有空间了，所以还没存上。文字还在这里，请先清理一些空间，再按一次。",
    save_gone: "这次没能存到本机。文字还在这里，请再按一次；还不行的话，先复制文字，再重新打开家桥。",
    letters_left: |count| "还可以写 ".to_owned() + &count.to_string() + " 字",
    letters_over: |count| "多了 ".to_owned() + &count.to_string() + " 字，请分成两条写",
};

pub const EN: CommonWords = CommonWords {
    app: "Jiaqiao",
    back: "Back",
    cancel: "Cancel",
    more: "Show more",
    all: "All",
    me: "Me",
    colon: ": ",
    teacher: |name| "Teacher ".to_owned() + name,
    relation: |relation| match relation {
        "母亲" => "mother",
        "父亲" => "father",
        "祖父" | "外祖父" => "grandfather",
        "祖母" | "外祖母" => "grandmother",
        other => other,
    },
    with_relation: |name, relation| format!("{name} ({relation})"),
    children_label: "Choose a child",
    saved: "Saved on this phone",
    sending: "Sending",
    delivered: "Delivered",
    needs_you: "Needs you",
    save_full: "This phone has no room left, so it is not saved yet. Your text is still here: free some space, then press again.",
    save_gone: "It could not be saved on this phone just now. Your text is still here: press again; if that does not help, copy the text and reopen Jiaqiao.",
    letters_left: |count| count.to_string() + " characters left",
    letters_over: |count| count.to_string() + " characters too many; please write two notes",
};
