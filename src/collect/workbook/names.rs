//! Names of sheets, each once.

use std::collections::HashSet;

use crate::write::xlsx::{sheet_name, shortened};

/// The names of a workbook's sheets. Excel does not tell capitals apart.
pub(super) struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// Names that are kept for later, and the one that Excel keeps for itself.
    pub fn with<const N: usize>(kept: [&str; N]) -> Names {
        Names { taken: kept.into_iter().chain(["history"]).map(str::to_lowercase).collect() }
    }

    /// A legal name like `wanted` that no other sheet has.
    pub fn unique(&mut self, wanted: &str) -> String {
        let mut name = sheet_name(wanted);
        let mut number = 1;
        while !self.taken.insert(name.to_lowercase()) {
            number += 1;
            let suffix = format!("({number})");
            name = format!("{}{suffix}", shortened(wanted, 31 - suffix.len()));
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_used_twice() {
        let mut names = Names::with(["问题清单"]);
        assert_eq!(names.unique("问题清单"), "问题清单(2)");
        assert_eq!(names.unique("Plan"), "Plan");
        assert_eq!(names.unique("plan"), "plan(2)");
        let long = "很".repeat(40);
        let (first, second) = (names.unique(&long), names.unique(&long));
        assert!(first != second && second.encode_utf16().count() <= 31, "{second}");
    }
}
