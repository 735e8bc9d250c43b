"""What a list says of an entity, as published: plain data. Absent parts are ``None`` or empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Address", "Country", "Designation", "Entity", "Identifier", "Kind", "Name", "NameType", "Remark"]

Kind = Literal["person", "organization", "vessel", "aircraft", "unknown"]
NameType = Literal["primary", "strong-alias", "weak-alias", "former-name"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands on the list."""

    full: str
    type: NameType = "primary"
    family: str = ""
    given: str = ""
    language: str | None = None
    """The language or script that the publisher states, in its words."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country as published, with its ISO 3166-1 code where it is known."""

    text: str
    code: str | None = None
    role: str | None = None
    """What it has to do with an entity: nationality, residence, birth, registration, flag or related."""


@dataclass(frozen=True, slots=True)
class Designation:
    """One listing: who put the entity on which programme, and when."""

    authority: str
    programme: str = ""
    listed_on: str | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier as published."""

    kind: str
    """The system it belongs to: lei, imo, bic, passport, tax-number, registration, ..."""
    value: str
    country: Country | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """An address as published, on one line."""

    full: str
    country: Country | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Text of a record that has no field of its own."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A listed entity, as published. Dates are texts, for parts may be unknown: ``1961-03-09``, ``1961``, ``~1961``."""

    id: str
    kind: Kind
    names: tuple[Name, ...]
    designations: tuple[Designation, ...] = ()
    """Who listed it. Empty: publicly named, but designated by nobody."""
    countries: tuple[Country, ...] = ()
    birth_dates: tuple[str, ...] = ()
    birth_places: tuple[str, ...] = ()
    gender: str | None = None
    addresses: tuple[Address, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    positions: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def primary_name(self) -> str:
        """The first primary name, else the first name of any standing."""
        primary = [name for name in self.names if name.type == "primary"] or self.names
        return primary[0].full if primary else ""


def entity_of(data: Mapping[str, Any]) -> Entity:
    """Make an entity of its JSON form."""
    return Entity(
        id=data["id"],
        kind=data["kind"],
        names=tuple(
            Name(name["full"], name["type"], language=name.get("language"), **name.get("parts") or {})
            for name in data["names"]
        ),
        designations=tuple(Designation(**designation) for designation in data.get("designations", ())),
        countries=tuple(Country(**country, role=role) for role, country in data.get("countries", ())),
        birth_dates=tuple(data.get("birth_dates", ())),
        birth_places=tuple(data.get("birth_places", ())),
        gender=data.get("gender"),
        addresses=tuple(
            Address(address["full"], _country(address.get("country"))) for address in data.get("addresses", ())
        ),
        identifiers=tuple(
            Identifier(**{**identifier, "country": _country(identifier.get("country"))})
            for identifier in data.get("identifiers", ())
        ),
        positions=tuple(data.get("positions", ())),
        remarks=tuple(Remark(**remark) for remark in data.get("remarks", ())),
    )


def _country(data: Mapping[str, Any] | None) -> Country | None:
    return None if data is None else Country(**data)
