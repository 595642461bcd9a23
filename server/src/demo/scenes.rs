//! What the demo's people wrote to each other in the week before it starts, in every state a thread can have.

use domain::notes::{Owner, Topic};

pub struct Scene {
    pub child: &'static str,
    pub steps: &'static [Step],
}

pub struct Step {
    /// Month, day and time of 2026 in Shanghai.
    pub at: &'static str,
    pub who: &'static str,
    pub say: Say,
}

pub enum Say {
    /// Topic, text, and whether an answer is asked for.
    Open(Topic, &'static str, bool),
    /// From home to one subject teacher.
    Ask(&'static str, Topic, &'static str),
    See,
    Reply(&'static str),
    Acknowledge,
    /// Text, who looks after it, and the day to look at it again.
    Agree(&'static str, Owner, &'static str),
    Close(&'static str),
    Reopen(&'static str),
}

use Owner::{Both, School};
use Say::{Acknowledge, Agree, Ask, Close, Open, Reopen, Reply, See};
use Topic::{Habits, Health, Learning, Mood, Praise, Request, Safety};

const fn step(at: &'static str, who: &'static str, say: Say) -> Step {
    Step { at, who, say }
}

// The class teacher, the mathematics teacher, both parents of 赵俊熙 and 赵知远, as in the roster.
const LI: &str = "t00006";
const CHANG: &str = "t00018";
const MOTHER: &str = "g000513";
const FATHER: &str = "g000514";
const JUNXI: &str = "p000342";
const ZHIYUAN: &str = "p000341";

pub const SCENES: [Scene; 12] = [
    // Waits for the family: new, from a subject teacher.
    Scene {
        child: JUNXI,
        steps: &[step(
            "11-23 11:35",
            CHANG,
            Open(
                Learning,
                "俊熙这一单元的两位数乘法，算理讲得很清楚，就是进位的小数字常常忘了加。课上我请他把进位写大一点，今天六道题对了五道。在家不用加练，您看到他算题时提醒一句“进位写清楚”就好。您觉得这样合适吗？",
                true,
            ),
        )],
    },
    // Waits for the school: written an hour ago.
    Scene {
        child: JUNXI,
        steps: &[step(
            "11-23 15:52",
            MOTHER,
            Open(
                Request,
                "李老师好，周三（25日）下午三点约了牙医，想两点半来接俊熙。第三节课的内容我们晚上自己看书补。麻烦您告诉门卫，可以吗？",
                true,
            ),
        )],
    },
    // Agreed, with a day to look at it again.
    Scene {
        child: JUNXI,
        steps: &[
            step(
                "11-18 12:20",
                LI,
                Open(
                    Habits,
                    "这两周俊熙有四次没带齐课本或水杯，都是借同学的，他自己也有点着急。想和您商量一个让他自己记得住的办法，不用批评他。",
                    true,
                ),
            ),
            step("11-18 18:41", FATHER, See),
            step(
                "11-18 18:47",
                FATHER,
                Reply(
                    "谢谢老师。我们一直是替他收书包的，可能反而让他不上心。从今天起让他自己收，我们只在旁边看。",
                ),
            ),
            step(
                "11-19 12:15",
                LI,
                Agree(
                    "睡前俊熙自己对着课表收书包，家长只看一眼、不动手；到校后他自己在记录卡上画勾，老师周五和他一起看。",
                    Both,
                    "11-27",
                ),
            ),
            step("11-19 19:03", MOTHER, See),
        ],
    },
    // Read and answered with one tap.
    Scene {
        child: JUNXI,
        steps: &[
            step(
                "11-20 16:05",
                LI,
                Open(
                    Praise,
                    "告诉您一件小事：今天小组读课文，同桌有个长句子总读不顺，俊熙没有笑他，陪他分成三小段读了四遍，读通了两个人一起拍手。全班都看见了。",
                    false,
                ),
            ),
            step("11-20 18:30", MOTHER, See),
            step("11-20 18:31", MOTHER, Acknowledge),
        ],
    },
    // Closed, with an outcome.
    Scene {
        child: JUNXI,
        steps: &[
            step(
                "11-16 07:25",
                MOTHER,
                Open(
                    Health,
                    "俊熙夜里有点咳嗽，不发烧，精神还好。今天照常上学，体育课能不能先不跑步？水杯里是温水。",
                    true,
                ),
            ),
            step("11-16 07:40", LI, See),
            step(
                "11-16 07:44",
                LI,
                Reply("好的，已经和体育张老师说了，今天他做裁判。课间我提醒他喝水，有情况马上给您打电话。"),
            ),
            step(
                "11-18 18:10",
                FATHER,
                Reply("这两天不咳了，可以正常上体育课了，谢谢老师。"),
            ),
            step("11-19 12:05", LI, Close("已恢复，11月19日起正常上体育课。")),
        ],
    },
    // From home to the mathematics teacher; read, not answered yet.
    Scene {
        child: JUNXI,
        steps: &[
            step(
                "11-20 19:12",
                FATHER,
                Ask(
                    CHANG,
                    Learning,
                    "常老师您好，俊熙说数学课上有时候听着听着就想别的去了，坐在最后一排看黑板也有些费劲。想问问您平时看到的是不是这样，要不要去查一下视力？",
                ),
            ),
            step("11-23 08:10", CHANG, See),
        ],
    },
    // The older child: waits for the family, seen by one parent.
    Scene {
        child: ZHIYUAN,
        steps: &[
            step(
                "11-20 12:30",
                "t00008",
                Open(
                    Mood,
                    "知远最近课间常一个人在座位上看书，问他说挺好的，就是想安静一会儿。不是什么问题，只是想听听您在家看到的他是什么样子。",
                    true,
                ),
            ),
            step("11-21 09:40", MOTHER, See),
        ],
    },
    // From the teacher of physical education, who also runs the clubs.
    Scene {
        child: ZHIYUAN,
        steps: &[
            step(
                "11-19 16:20",
                "t00038",
                Open(
                    Praise,
                    "知远跳绳从十月的每分钟 84 个到今天 121 个，每天大课间都自己练。明年春天的校运会想请他做班里的领绳员。",
                    false,
                ),
            ),
            step("11-19 20:02", FATHER, See),
            step(
                "11-19 20:04",
                FATHER,
                Reply("他回来说了三遍，特别高兴。谢谢张老师一直鼓励他。"),
            ),
        ],
    },
    // Other families of the class, so that its teacher has a full list.
    Scene {
        child: "p000145",
        steps: &[
            step(
                "11-17 20:10",
                "g000220",
                Open(
                    Mood,
                    "李老师，浩然这几天早上总说不想上学，问多了才说课间没有人叫他一起玩。我们有点担心，又怕问太多他更不说。",
                    true,
                ),
            ),
            step("11-18 07:50", LI, See),
            step(
                "11-18 12:40",
                LI,
                Reply(
                    "谢谢您告诉我。我这两天留心看了：原来一起玩的两个同学参加了合唱排练，课间不在。今天请他和启航一起管图书角，两个人聊得挺好。",
                ),
            ),
            step(
                "11-20 19:35",
                "g000220",
                Reply("昨天回来主动讲了图书角的事，早上也不磨蹭了。再看一周。"),
            ),
        ],
    },
    Scene {
        child: "p000549",
        steps: &[step(
            "11-23 12:25",
            LI,
            Open(
                Praise,
                "锦瑟写的《窗外的柿子树》被同学们选到了班级小报的头版，里面“柿子像没关的小灯”这一句是她自己想的。",
                false,
            ),
        )],
    },
    // Closed too early, and opened again.
    Scene {
        child: "p000367",
        steps: &[
            step(
                "11-16 18:20",
                "g000553",
                Open(
                    Safety,
                    "这周起改由奶奶田润莲接思晴，我上晚班。奶奶走得慢，大约四点五十到，请让思晴在门卫室里等。",
                    true,
                ),
            ),
            step(
                "11-17 07:45",
                LI,
                Agree(
                    "放学后思晴在门卫室等奶奶，见到奶奶本人才走；奶奶晚到时门卫给班主任打电话。",
                    School,
                    "11-30",
                ),
            ),
            step("11-19 12:00", LI, Close("三天都按约定接到，门卫已经认识奶奶。")),
            step(
                "11-22 17:05",
                "g000553",
                Reopen("下周一、三奶奶要去医院，改由姑姑来接，姑姑是第一次来，想再约定一下怎么认人。"),
            ),
        ],
    },
    // The grade head's own class.
    Scene {
        child: "p000003",
        steps: &[
            step(
                "11-20 12:10",
                "t00005",
                Open(
                    Learning,
                    "柏言的日记越写越长了，只是错别字偏多。我们约好：每篇自己挑三个拿不准的字查一查，其余的先不管。请您也先不要帮他全改。",
                    true,
                ),
            ),
            step("11-20 20:15", "g000004", See),
            step(
                "11-20 20:18",
                "g000004",
                Reply("明白，我们只陪着查三个字。他昨天查到“既”和“即”的区别，还讲给天佑听。"),
            ),
        ],
    },
];
