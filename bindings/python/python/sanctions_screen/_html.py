"""Hits and explanations as a notebook shows them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sanctions_screen.hit import Explanation, Hit, Line, Part

# Half transparent, so that they are read on white and on black; what they mean is written beside them as well.
EQUAL = "rgba(46, 160, 67, .35)"
ALIKE = "rgba(227, 179, 0, .4)"
AGAINST = "rgba(218, 54, 51, .4)"
LEFT_OUT = "rgba(128, 128, 128, .35)"


def hits(found: Sequence[Hit]) -> str:
    """Show all hits of a name, or that there is none."""
    return "".join(map(hit, found)) or "<p>no hit</p>"


def hit(found: Hit) -> str:
    """Show who was hit, who designated it, and why."""
    by = ", ".join(found.designated_by) or "nobody that the list names"
    return (
        f"<div><b>{found.score:.4f}</b> {escape(found.entity.primary_name)} "
        f"<small>({escape(found.list)}: {escape(found.entity.id)}; designated by {escape(by)})</small>"
        f"{explanation(found.explanation)}</div>"
    )


def explanation(why: Explanation) -> str:
    """Show both names with their words marked, and every line with its points."""
    rows = [
        f"<tr><td>{line.points / 10_000:+.4f}</td><td>{_words(line, line.query)}</td>"
        f"<td>{_words(line, line.listed)}</td><td>{escape(line.says)}</td></tr>"
        for line in why.lines
    ]
    return (
        f"<p>query: {_marked(why.query, [(part, line) for line in why.lines for part in line.query])}<br>"
        f"listed: {_marked(why.listed, [(part, line) for line in why.lines for part in line.listed])}</p>"
        "<table><thead><tr><th>points</th><th>query</th><th>listed</th><th>evidence</th></tr></thead><tbody>"
        f"{''.join(rows)}<tr><td><b>{why.score:.4f}</b></td><td colspan=3>score</td></tr></tbody></table>"
    )


def _words(line: Line, side: Sequence[Part]) -> str:
    return " ".join(_mark(part.text, line) for part in side)


def _marked(name: str, parts: Sequence[tuple[Part, Line]]) -> str:
    text, end = "", 0
    for part, line in sorted(parts, key=lambda pair: pair[0].start):
        if part.start >= end:
            text += escape(name[end : part.start]) + _mark(name[part.start : part.end], line)
            end = part.end
    return text + escape(name[end:])


def _mark(text: str, line: Line) -> str:
    colour = {"match": EQUAL if line.detail == "equal" else ALIKE, "contradicted": AGAINST}.get(line.reason, LEFT_OUT)
    return f'<mark style="background: {colour}; color: inherit" title="{escape(line.says)}">{escape(text)}</mark>'
