"""The hits of many names, as an Arrow table."""

from __future__ import annotations

from typing import Protocol

__all__ = ["HitTable"]


class ArrowStream(Protocol):
    """Anything that gives Arrow data through the PyCapsule interface."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Give an Arrow C stream."""
        ...


class HitTable:
    """The hits of many names: an Arrow table for any library that takes one, without copying.

    ``pyarrow.table(hits)``, ``polars.DataFrame(hits)``, ``pandas.DataFrame.from_arrow(hits)`` and DuckDB's
    ``FROM hits`` read it.

    A row is a hit. A row whose ``rank`` is null is something that could not be used: where ``screened`` is false the
    name itself (it is null, empty, or says nothing), else what stood beside it; ``problem`` says what and why. No name
    is passed over in silence, so *no row* means *screened, and no hit*.

    ============== ============= ==================================================================
    column         type          is
    ============== ============= ==================================================================
    row            int64         the place of the name in the data, from 0
    name           string        the name as it was given
    rank           int32         1 for the best hit of the name
    score          float64       from 0 to 1
    list           string        the id of the list
    entity         string        the id of the entity on it
    entity_name    string        its primary name
    entity_kind    string        person, organization, vessel, aircraft or unknown
    matched_name   string        by which of its names it was found
    name_type      string        primary, strong-alias, weak-alias or former-name
    designated_by  list<string>  who designated it; empty: publicly named, or no authority is named
    screened       bool          false if the name was not screened
    problem        string        what could not be used, and why
    ============== ============= ==================================================================

    >>> import sanctions_screen
    >>> screener = sanctions_screen.Screener.bundled()
    >>> screener.screen_many(["Hikvison Digital Tech", "Acme Bakery GmbH", "--"])
    HitTable(3 names, 1 hit, 1 not screened)
    """

    __slots__ = ("_table", "hits", "names", "not_screened")

    def __init__(self, table: ArrowStream, names: int, hits: int, not_screened: int) -> None:
        """Keep the table, and what was counted while it was made."""
        self._table = table
        self.names = names
        """Names given."""
        self.hits = hits
        """Hits of all names."""
        self.not_screened = not_screened
        """Names that could not be screened: none of them is clear."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Give the table as an Arrow C stream."""
        return self._table.__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        """Give the counts."""
        hits = f"{self.hits} {'hit' if self.hits == 1 else 'hits'}"
        names = f"{self.names} {'name' if self.names == 1 else 'names'}"
        return f"HitTable({names}, {hits}, {self.not_screened} not screened)"
