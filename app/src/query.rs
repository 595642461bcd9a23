//! Query strings, read and written the same on the server and in the app.

/// The value of the first `key` in `a=1&b=2`, decoded; a leading `?` is no matter.
pub fn value(query: &str, key: &str) -> Option<String> {
    let pairs = query.trim_start_matches('?').split('&');
    let mut found = pairs.filter_map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (name == key).then(|| decode(value))
    });
    found.next()
}

/// `?a=1&b=2`, without what is empty.
pub fn with(pairs: &[(&str, &str)]) -> String {
    let mut query = String::new();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(name);
        query.push('=');
        encode(value, &mut query);
    }
    query
}

fn encode(value: &str, into: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => into.push(char::from(byte)),
            _ => {
                into.push('%');
                into.push(char::from(HEX[usize::from(byte >> 4)]));
                into.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
}

fn decode(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = match bytes[at] {
            b'%' => value
                .get(at + 1..at + 3)
                .and_then(|hex| u8::from_str_radix(hex, 16).ok()),
            _ => None,
        };
        decoded.push(match (escaped, bytes[at]) {
            (Some(byte), _) => byte,
            (None, b'+') => b' ',
            (None, byte) => byte,
        });
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for text in ["g00017", "李 一诺", "a&b=c%?+", ""] {
            let query = with(&[("login", text), ("code", "x")]);
            assert_eq!(value(&query, "login").unwrap_or_default(), text);
            assert_eq!(value(&query, "code").as_deref(), Some("x"));
        }
    }

    #[test]
    fn broken_escapes_stay_as_they_came() {
        assert_eq!(value("a=%zz%4&a=2", "a").as_deref(), Some("%zz%4"));
        assert_eq!(value("?demo", "demo").as_deref(), Some(""));
        assert_eq!(value("a=%E4%B8", "a").as_deref(), Some("\u{fffd}"));
        assert_eq!(value("ab=1", "a"), None);
    }
}
