//! A coarse name for a device, so that people can tell their own apart; no version, no model.

/// `Android · 微信`, `iPhone · Safari`; the order matters, since browsers claim to be each other.
pub fn device_name(user_agent: &str) -> String {
    let first = |words: &[(&str, &'static str)]| {
        words
            .iter()
            .find(|(word, _)| user_agent.contains(word))
            .map(|(_, name)| *name)
    };
    let system = first(&[
        ("HarmonyOS", "HarmonyOS"),
        ("OpenHarmony", "HarmonyOS"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("Linux", "Linux"),
    ]);
    let browser = first(&[
        ("wxwork", "企业微信"),
        ("MicroMessenger", "微信"),
        ("DingTalk", "钉钉"),
        ("ArkWeb", "ArkWeb"),
        ("HuaweiBrowser", "华为浏览器"),
        ("MiuiBrowser", "小米浏览器"),
        ("HeyTapBrowser", "OPPO 浏览器"),
        ("VivoBrowser", "vivo 浏览器"),
        ("UCBrowser", "UC"),
        ("MQQBrowser", "QQ 浏览器"),
        ("QQBrowser", "QQ 浏览器"),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    match (system, browser) {
        (Some(system), Some(browser)) => format!("{system} · {browser}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "?".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::device_name;

    #[test]
    fn names_are_coarse() {
        for (user_agent, name) in [
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36",
                "Android · Chrome",
            ),
            (
                "Mozilla/5.0 (Linux; Android 12; wv) Chrome/116 Safari/537.36 XWEB/1160 MicroMessenger/8.0",
                "Android · 微信",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1",
                "iPhone · Safari",
            ),
            (
                "Mozilla/5.0 (Phone; OpenHarmony 5.0) Chrome/114 Safari/537.36 ArkWeb/4.1.6.1",
                "HarmonyOS · ArkWeb",
            ),
            ("curl/8", "?"),
        ] {
            assert_eq!(device_name(user_agent), name);
        }
    }
}
