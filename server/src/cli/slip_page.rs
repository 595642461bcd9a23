//! Slips as a page to print: cards to cut out, each with a QR code.

use domain::{Day, Instant};
use office::accounts::printed;
use qrcode::{EcLevel, QrCode, render::svg};

/// One card. It is handed to one person; nobody else's data is on it.
pub struct Card {
    /// For whom: 赵俊熙的母亲, or the name of a teacher.
    pub title: String,
    pub name: String,
    /// School and class.
    pub place: String,
    pub login: String,
    /// The 8 characters to type.
    pub code: String,
    /// The 20 characters in the QR code.
    pub long_code: String,
}

impl Card {
    pub fn address(&self, base_url: &str) -> String {
        format!(
            "{}/claim?login={}&code={}",
            base_url.trim_end_matches('/'),
            self.login,
            self.long_code
        )
    }
}

const STYLE: &str = "
body { font: 11pt/1.5 system-ui, 'PingFang SC', 'HarmonyOS Sans SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif; margin: 0; color: #111; }
main { display: grid; grid-template-columns: 1fr 1fr; gap: 0; }
section { break-inside: avoid; border: .3mm dashed #999; padding: 6mm; display: grid; grid-template-columns: 1fr 34mm; gap: 0 4mm; min-height: 56mm; box-sizing: border-box; }
h2 { font-size: 13pt; margin: 0; grid-column: 1 / -1; }
p { margin: 0; }
.place { grid-column: 1 / -1; color: #444; }
.number { font: 700 15pt/1.4 ui-monospace, Consolas, monospace; letter-spacing: .06em; }
svg { width: 34mm; height: 34mm; }
.how { grid-column: 1 / -1; font-size: 9pt; color: #333; }
@page { size: A4; margin: 10mm; }
@media screen { body { padding: 1rem; } }
";

pub fn page(cards: &[Card], base_url: &str, until: Instant) -> anyhow::Result<String> {
    let mut html = format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>家桥认领单 · {}</title>\n\
         <meta name=\"robots\" content=\"noindex\">\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n",
        cards.len()
    );
    for card in cards {
        html.push_str(&section(card, base_url, until.day())?);
    }
    html.push_str("</main>\n</body>\n</html>\n");
    Ok(html)
}

fn section(card: &Card, base_url: &str, until: Day) -> anyhow::Result<String> {
    let (_, month, day) = until.ymd();
    Ok(format!(
        "<section>\n<h2>{title}</h2>\n<p class=\"place\">{place}　{name}</p>\n<div>\n\
         <p>登录号 Login</p><p class=\"number\">{login}</p>\n<p>认领码 Code</p><p class=\"number\">{code}</p>\n</div>\n\
         {qr}\n<p class=\"how\">扫码，或打开 {base_url}/claim 输入登录号和认领码，再设一个密码。\
         {month}月{day}日前有效，只能用一次，请不要拍照转发。</p>\n</section>\n",
        title = escape(&card.title),
        place = escape(&card.place),
        name = escape(&card.name),
        login = escape(&card.login),
        code = printed(&card.code),
        qr = qr(&card.address(base_url))?,
        base_url = escape(base_url.trim_end_matches('/')),
    ))
}

/// Medium correction: a fold or a thumb mark does not matter.
fn qr(address: &str) -> anyhow::Result<String> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M)?;
    let svg = code
        .render::<svg::Color>()
        .min_dimensions(120, 120)
        .quiet_zone(true)
        .build();
    // The XML declaration has no place inside a page.
    let svg = svg.find("<svg").map_or(svg.as_str(), |start| &svg[start..]);
    Ok(svg.replacen("<svg", "<svg role=\"img\" aria-label=\"QR\"", 1))
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_shows_what_its_reader_needs_and_runs_nothing() {
        let card = Card {
            title: "<script>的母亲".to_owned(),
            name: "冯爱萍".to_owned(),
            place: "云溪学校 三年级2班".to_owned(),
            login: "83920174".to_owned(),
            code: "7KQM01ZX".to_owned(),
            long_code: "A".repeat(20),
        };
        let page = page(&[card], "https://jq.example/", Instant(1_795_423_320_000)).expect("a page");
        for text in [
            "83920174",
            "7KQM-01ZX",
            "https://jq.example/claim",
            "11月23日前有效",
            "<svg role",
            "&lt;script&gt;的母亲",
        ] {
            assert!(page.contains(text), "{text}");
        }
        // The long code is in the picture only, where no eye over a shoulder reads it.
        assert!(!page.contains(&"A".repeat(20)) && !page.contains("<?xml"));
    }
}
