//! Words of the class lists.

pub struct ClassListWords {
    pub title: &'static str,
    pub hint: &'static str,
    pub empty_title: &'static str,
    pub empty_text: &'static str,
    pub pupils: fn(usize) -> String,
    pub waits: &'static str,
}

pub const ZH: ClassListWords = ClassListWords {
    title: "班级",
    hint: "点孩子的名字，就可以给家里写联系单",
    empty_title: "这里还没有班级",
    empty_text: "学校导入名册以后，您任教的班级会出现在这里。",
    pupils: |count| count.to_string() + " 人",
    waits: "等您回复",
};

pub const EN: ClassListWords = ClassListWords {
    title: "Class",
    hint: "Tap a child to write a note to the family",
    empty_title: "No classes here yet",
    empty_text: "Once the school has imported its roster, the classes you teach will appear here.",
    pupils: |count| count.to_string() + if count == 1 { " pupil" } else { " pupils" },
    waits: "Waits for you",
};
