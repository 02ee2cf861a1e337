"""What a release says of itself, and of how far its annotators agree: the figures that others are made of."""

from typing import NotRequired, TypedDict


class Software(TypedDict):
    """What made it."""

    name: str
    version: str


class Filtered(TypedDict):
    """Which documents it was asked to hold: the filter as it stood, and its name where it had one."""

    name: str | None
    query: str


class Asked(TypedDict):
    """What it was asked to hold."""

    layers: list[str]
    formats: list[str]
    filter: Filtered | None


class Dates(TypedDict):
    """Of the earliest document, and of the latest; how many have none, which older releases do not say."""

    first: str
    last: str
    undated: NotRequired[int]


class Layer(TypedDict):
    """What is in one layer."""

    documents: int
    complete: int
    spans: int
    relations: int
    statements: int


class Book(TypedDict):
    """The codebook that it comes with."""

    name: str
    version: int
    labels: int
    relations: int


class About(TypedDict):
    """``release.json``."""

    release: str
    date: str
    project: str
    name: str
    authors: list[str]
    license: str | None
    software: Software
    text: bool
    wanted: Asked
    documents: int
    characters: int
    publications: dict[str, int]
    languages: dict[str, int]
    dates: Dates | None
    annotators: list[str]
    layers: dict[str, Layer]
    labels: dict[str, dict[str, int]]
    relations: dict[str, dict[str, int]]
    codebook: Book | None


class Measured(TypedDict):
    """A figure with the ends of its interval, or why there is none."""

    value: float | None
    low: NotRequired[float | None]
    high: NotRequired[float | None]
    why: NotRequired[str]


class OfLabel(TypedDict):
    """What is measured of one label, as far as a citation needs it."""

    u_alpha: NotRequired[Measured]


class Reported(TypedDict):
    """``agreement.json``, as far as a citation needs it."""

    documents: int
    annotators: list[str]
    measures: dict[str, Measured]
    labels: dict[str, OfLabel]
