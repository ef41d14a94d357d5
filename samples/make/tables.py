"""What several modules do with answers that stand in rows."""


def flat(answers, columns):
    """The paths of answers: `columns` names the columns of each table of rows."""
    values = {path: text for path, text in answers.items() if path not in columns}
    for table, names in columns.items():
        for i, row in enumerate(answers.get(table, [])):
            values |= {f"{table}[{i}].{name}": text for name, text in zip(names, row, strict=True) if text}
    return values


def type_rows(document, answers, columns, typing, first=0, skip=()):
    """Types rows into the controls of a blank, which have the same tag in each row."""
    for table, names in columns.items():
        for i, row in enumerate(answers.get(table, [])):
            for name, text in zip(names, row, strict=True):
                if text and name not in skip:
                    typing(document, f"{table}[].{name}", text, nth=i + first)
