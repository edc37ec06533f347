"""A declaration proposed for a workbook's layout: YAML for a person to edit, with what was guessed and what was not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

import yaml

from ingest.unit_reports.header_words import Role, path_key
from ingest.unit_reports.layout import Column, Header, Shape, guess_header
from ingest.unit_reports.preview import SeenTable
from ingest.unit_reports.workbook import Sheet
from warehouse.catalogue import Catalogue
from warehouse.vietnamese import plain_key

_MOST_LABELS = 60
_SAMPLED_ROWS = 40
_LABEL_LENGTH = 80
_NUMBER = re.compile(r"[-+(]?\d[\d.,\s]*%?\)?")


def propose_layout(sheets: Sequence[Sheet], tables: Sequence[SeenTable], path: str, catalogue: Catalogue) -> str:
    """The proposal for the first table of a workbook, understood or not."""
    seen = tables[0] if tables else None
    sheet = seen.reader.sheet if seen is not None else sheets[0]
    header = seen.reader.table.header if seen is not None else guess_header(sheet)
    if header is None or len(header.columns) < 2:
        return "# Không thấy dòng nào giống tiêu đề bảng.\n# No row looks like a header: nothing to propose.\n"
    return "".join(_proposal(sheet, header, path, catalogue))


def _proposal(sheet: Sheet, header: Header, path: str, catalogue: Catalogue) -> Iterator[str]:
    roles = _guessed_roles(sheet, header)
    shape = Shape.INDICATOR_ROWS if Role.INDICATOR in roles.values() else Shape.UNIT_ROWS
    code = re.sub(r"\W+", "_", plain_key(PurePosixPath(path.replace("\\", "/")).stem)).strip("_")[:50] or "new_layout"
    yield (
        f"# Save as {code}.yml in the folder layouts of the federation's catalogue (code and name go together).\n"
        f"# Proposed from sheet {_quoted(sheet.name)}, header rows {header.top + 1}-{header.bottom + 1}. Correct every "
        "line marked (?).\n"
        f"# Roles: {', '.join(role.value for role in Role)}; of these `ignored` columns are not read.\n"
        f"code: {code}\ndescribes: (?) One sentence on who sends this form and when.\n"
        f"shape: {shape.value}  # indicator_rows: a row is an indicator; unit_rows: a row is a unit\n"
        "priority: 5\nfingerprint:\n"
        f"  roles: [{', '.join(sorted({role.value for role in roles.values() if role in _KEYS[shape]}))}]\n"
        "# money_unit: nghìn đồng  # where the form does not print its unit of money\n"
        '# Headings from top to bottom joined by " / "; a file has to have all of them. Years do not matter.\n'
        "columns:\n"
    )
    told: set[str] = set()
    for column in header.columns:
        key = path_key(column.heading)
        if key in told:
            yield f"  # {_quoted(column.heading)} stands there more than once\n"
            continue
        told.add(key)
        role = roles.get(column.index)
        if role is None:
            yield f"  # {_quoted(column.heading)}: result  # (?) {_samples(sheet, header, column)}\n"
        else:
            guess = "" if column.role is role else f"  # (?) {_samples(sheet, header, column)}"
            yield f"  {_quoted(column.heading)}: {role.value}{guess}\n"
    yield from _indicators(sheet, header, roles, shape, catalogue)


_KEYS = {
    Shape.INDICATOR_ROWS: (Role.INDICATOR, Role.RESULT, Role.TARGET),
    Shape.UNIT_ROWS: (Role.ORG_UNIT,),
}


def _guessed_roles(sheet: Sheet, header: Header) -> dict[int, Role]:
    """Roles by the vocabulary; where it names no key column, the first column of words is taken for one."""
    roles = {column.index: column.role for column in header.columns if column.role is not None}
    if not {Role.INDICATOR, Role.ORG_UNIT} & set(roles.values()):
        worded = [
            column for column in header.columns if column.index not in roles and _is_worded(sheet, header, column)
        ]
        if worded:
            roles[worded[0].index] = Role.INDICATOR
    if Role.INDICATOR in roles.values() and not {Role.RESULT, Role.RATIO} & set(roles.values()):
        numbered = [c for c in header.columns if c.index not in roles and _is_numbered(sheet, header, c)]
        if numbered:
            roles[numbered[-1].index] = Role.RESULT
    return roles


def _cells(sheet: Sheet, header: Header, column: Column) -> list[str]:
    rows = range(header.first_row, min(sheet.bottom, header.first_row + _SAMPLED_ROWS) + 1)
    return [text for row in rows if (text := sheet.text(row, column.index))]


def _is_worded(sheet: Sheet, header: Header, column: Column) -> bool:
    cells = _cells(sheet, header, column)
    return bool(cells) and 2 * sum(len(text) > 3 and not _NUMBER.fullmatch(text) for text in cells) > len(cells)


def _is_numbered(sheet: Sheet, header: Header, column: Column) -> bool:
    cells = _cells(sheet, header, column)
    return bool(cells) and 2 * sum(_NUMBER.fullmatch(text) is not None for text in cells) > len(cells)


def _samples(sheet: Sheet, header: Header, column: Column) -> str:
    return "holds " + ", ".join(_quoted(text[:30]) for text in _cells(sheet, header, column)[:3])


def _indicators(
    sheet: Sheet, header: Header, roles: dict[int, Role], shape: Shape, catalogue: Catalogue
) -> Iterator[str]:
    yield (
        "# Labels → codes of indicators.csv, for those the catalogue does not know or means otherwise here.\n"
        "# Delete what is no figure of the federation.\nindicators:\n"
    )
    told: set[str] = set()
    for label in _labels(sheet, header, roles, shape):
        if label.casefold() in told or len(told) >= _MOST_LABELS:
            continue
        told.add(label.casefold())
        found = catalogue.resolve_indicator(label)
        if found.code is not None:
            yield f"  # {_quoted(label)}: {found.code}  # known already\n"
        else:
            near = ", ".join(f"{candidate.code} ({candidate.score})" for candidate in found.candidates)
            yield f"  # {_quoted(label)}:   # (?) nearest: {near or 'none'}\n"


def _labels(sheet: Sheet, header: Header, roles: dict[int, Role], shape: Shape) -> Iterator[str]:
    if shape is Shape.UNIT_ROWS:
        for column in header.columns:
            role = roles.get(column.index)
            if role is None or role in (Role.RATIO, Role.RESULT):
                yield (" / ".join(column.path[:-1]) if role is Role.RESULT else column.heading)[:_LABEL_LENGTH]
        return
    main = next(index for index, role in roles.items() if role is Role.INDICATOR)
    for row in range(header.first_row, sheet.bottom + 1):
        text = sheet.text(row, main)
        if text and not _NUMBER.fullmatch(text):
            yield text[:_LABEL_LENGTH]


def _quoted(text: str) -> str:
    """A text as one YAML scalar on one line, whatever it holds."""
    clean = " ".join(text.split())
    return yaml.safe_dump(clean, allow_unicode=True, default_style='"', width=10_000).strip()
