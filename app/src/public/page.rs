//! Which public page an address means: a pure reading, without the server's means.

use crate::query;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    Welcome,
    SignIn {
        problem: Option<Problem>,
    },
    Claim {
        login: String,
        code: String,
        problem: Option<Problem>,
    },
    Help,
    NotFound,
}

/// Why a form came back; the address carries it as `?problem=wrong`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    Wrong,
    Limited,
    Expired,
    Mismatch,
    Weak,
    Used,
}

const PROBLEMS: [(Problem, &str); 6] = [
    (Problem::Wrong, "wrong"),
    (Problem::Limited, "limited"),
    (Problem::Expired, "expired"),
    (Problem::Mismatch, "mismatch"),
    (Problem::Weak, "weak"),
    (Problem::Used, "used"),
];

impl Page {
    pub fn of(path: &str, query: &str) -> Page {
        let value = |key| query::value(query, key).unwrap_or_default();
        let problem = Problem::named(&value("problem"));
        match path.trim_end_matches('/') {
            "" => Page::Welcome,
            "/sign-in" => Page::SignIn { problem },
            "/claim" => Page::Claim {
                login: value("login"),
                code: value("code"),
                problem,
            },
            "/help" => Page::Help,
            _ => Page::NotFound,
        }
    }

    /// The address of this page in another language, with what was filled in.
    pub fn in_language(&self, lang: &str) -> String {
        let named = |problem: &Option<Problem>| problem.map_or("", Problem::name);
        match self {
            Page::SignIn { problem } => query::with(&[("lang", lang), ("problem", named(problem))]),
            Page::Claim { login, code, problem } => query::with(&[
                ("lang", lang),
                ("login", login),
                ("code", code),
                ("problem", named(problem)),
            ]),
            _ => query::with(&[("lang", lang)]),
        }
    }
}

impl Problem {
    pub fn named(name: &str) -> Option<Problem> {
        PROBLEMS
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(problem, _)| *problem)
    }

    pub fn name(self) -> &'static str {
        PROBLEMS
            .iter()
            .find(|(problem, _)| *problem == self)
            .map_or("", |(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_written_back() {
        assert_eq!(Page::of("/", "lang=en"), Page::Welcome);
        assert_eq!(Page::of("/help/", ""), Page::Help);
        assert_eq!(Page::of("/none", ""), Page::NotFound);
        for (_, name) in PROBLEMS {
            let page = Page::of("/sign-in", &format!("?problem={name}"));
            assert_eq!(
                page,
                Page::SignIn {
                    problem: Problem::named(name)
                }
            );
            assert_eq!(page.in_language("en"), format!("?lang=en&problem={name}"));
        }
        let claim = Page::of("/claim", "login=g1&code=ABCD%20EFGH&problem=nonsense");
        let want = Page::Claim {
            login: "g1".into(),
            code: "ABCD EFGH".into(),
            problem: None,
        };
        assert_eq!(claim, want);
        assert_eq!(Page::of("/claim", &claim.in_language("zh")), want);
    }
}
