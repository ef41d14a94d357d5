//! Content controls and legacy form fields.

/// A content control (`w:sdt`, ECMA-376 Part 1, 17.5.2): what its properties say.
#[derive(Default)]
pub(super) struct Control {
    /// `w:tag`, which programs go by.
    pub(super) tag: Option<String>,
    /// `w:alias`, which people see; LibreOffice keeps this one only.
    pub(super) alias: Option<String>,
    /// The state of a `w14:checkbox`.
    pub(super) check_box: Option<bool>,
    /// Whether it says that it shows a prompt to the person who fills it in.
    pub(super) placeholder: bool,
}

impl Control {
    /// The name of the range that the control makes.
    pub(super) fn name(&self) -> Option<&str> {
        let given = |name: &'_ Option<String>| name.as_ref().is_some_and(|name| !name.is_empty());
        if given(&self.tag) { self.tag.as_deref() } else { self.alias.as_deref().filter(|name| !name.is_empty()) }
    }
}

/// What is left of a check box's content: the glyph that shows its state is
/// taken away, since the state itself is known.
pub(super) fn without_glyph(text: &str) -> &str {
    let glyph = |c: char| {
        matches!(
            c,
            '√' | '×' | '○' | '●' | 'þ' | '¨'
                | '\u{25A0}' | '\u{25A1}' | '\u{25FB}'..='\u{25FE}'
                | '\u{2610}'..='\u{2612}' | '\u{2713}'..='\u{2718}'
                | '\u{2B1B}' | '\u{2B1C}' | '\u{1F5F4}'..='\u{1F5F9}' | '\u{F020}'..='\u{F0FF}'
        )
    };
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        // Any one character: a form may choose its own glyphs.
        (Some(_), None) => "",
        _ => text.trim_start_matches(glyph),
    }
}

/// Whether a glyph is a tick. Somebody who types √ over the box does not change
/// the state that the control holds.
pub(super) fn is_tick(glyph: char) -> bool {
    matches!(glyph, '☑' | '☒' | '■' | '√' | '✓' | '✔')
}

/// Whether text is a prompt of Word's or WPS's, or nothing to see. A control
/// may say that it shows its placeholder although somebody has typed in it, so
/// other text is kept.
pub(super) fn is_prompt(text: &str) -> bool {
    const PROMPTS: &[&str] = &[
        "单击",
        "点击",
        "此处输入",
        "输入文字",
        "输入日期",
        "选择一项",
        "Click",
        "tap here",
        "Choose an item",
        "enter text",
    ];
    text.trim().is_empty() || PROMPTS.iter().any(|prompt| text.contains(prompt))
}

/// A legacy form field (`w:ffData`, ECMA-376 Part 1, 17.16.17).
#[derive(Default)]
pub(super) struct FormField {
    pub(super) is_check_box: bool,
    pub(super) default: Option<bool>,
    pub(super) checked: Option<bool>,
    /// The entries of a drop-down list, and the index of the chosen one.
    pub(super) entries: Vec<String>,
    pub(super) default_entry: Option<usize>,
    pub(super) chosen: Option<usize>,
}

impl FormField {
    /// The state of a check box; `None` if the field is none.
    pub(super) fn state(&self) -> Option<bool> {
        self.is_check_box.then(|| self.checked.or(self.default).unwrap_or(false))
    }

    /// What a drop-down list shows.
    pub(super) fn entry(&self) -> Option<&str> {
        let index = self.chosen.or(self.default_entry).unwrap_or(0);
        self.entries.get(index).map(String::as_str)
    }
}
