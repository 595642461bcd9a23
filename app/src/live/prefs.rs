//! How a person wants to read: language, theme, size. Kept on the phone, not personal.

use serde::{Deserialize, Serialize};

pub const TEXT_PX_MIN: u8 = 17;
pub const TEXT_PX_MAX: u8 = 30;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prefs {
    pub lang: Lang,
    pub theme: Theme,
    /// 长辈版: larger text, larger targets, fewer things at once.
    pub elder: bool,
    /// Body size in CSS pixels, 17 to 30.
    pub text_px: u8,
}

impl Default for Prefs {
    fn default() -> Prefs {
        Prefs {
            lang: Lang::Zh,
            theme: Theme::System,
            elder: false,
            text_px: TEXT_PX_MIN,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    #[default]
    Zh,
    En,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Lang {
    /// The value of the `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    pub fn of_tag(tag: &str) -> Lang {
        if tag.starts_with("en") { Lang::En } else { Lang::Zh }
    }
}
