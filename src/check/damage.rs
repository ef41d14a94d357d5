//! What a spreadsheet has done to an answer.

use super::value::shown;
use crate::document::Damage;
use crate::finding::Words;
use crate::form::{Field, FieldKind};
use crate::{Code, FieldPath, Finding};

/// Why a date may not be what was meant.
pub(crate) const ZERO_LOST: Words =
    Words { zh: "按数字输入的“.10”会变成“.1”", en: "`.10` typed as a number becomes `.1`" };

/// Why an answer may not be what was meant.
pub(crate) const STRUCK: Words = Words { zh: "其中有划掉的文字", en: "some of it is struck out" };

/// Why a value may not be what was seen in its cell.
const FORMAT: Words = Words {
    zh: "单元格格式隐藏或改变了它的显示",
    en: "the cell's format hides it or shows it otherwise",
};

/// The finding about an answer that a spreadsheet has damaged. A zero that is
/// lost matters to dates alone, and only makes them doubtful: [`loses_zero`].
pub(crate) fn damage(field: &Field, path: &FieldPath, text: &str, damage: &Damage) -> Option<Finding> {
    let finding = match damage {
        Damage::Rounded => Finding::new(Code::NumberRounded),
        Damage::Cut => Finding::new(Code::NumberCut).with("value", shown(field, text)),
        Damage::ErrorValue => Finding::new(Code::CellError).with("value", shown(field, text)),
        Damage::NotComputed => Finding::new(Code::FormulaBlank),
        Damage::Shown { exact } => {
            Finding::new(Code::ShownRounded).with("value", shown(field, text)).with("exact", shown(field, exact))
        }
        Damage::Format => Finding::new(Code::Doubtful).with("value", shown(field, text)).with_words("reason", FORMAT),
        Damage::ZeroLost | Damage::Struck => return None,
    };
    Some(finding.about(path))
}

/// Whether a lost zero changes what an answer to a field is.
pub(crate) fn loses_zero(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Date | FieldKind::YearMonth | FieldKind::Period)
}

/// [`damage`], and the doubts about a lost zero and about words struck out.
pub(crate) fn damage_or_doubt(field: &Field, path: &FieldPath, text: &str, of: &Damage) -> Option<Finding> {
    let doubt = match of {
        Damage::ZeroLost => Some(ZERO_LOST).filter(|_| loses_zero(field)),
        Damage::Struck => Some(STRUCK),
        _ => None,
    };
    let doubtful = |reason| {
        let finding = Finding::new(Code::Doubtful).about(path).with("value", shown(field, text));
        finding.with_words("reason", reason)
    };
    damage(field, path, text, of).or_else(|| doubt.map(doubtful))
}
