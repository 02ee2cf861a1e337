"""Colours of labels: a palette that people who see colours differently tell apart, and how far each stands out.

The palette is that of Okabe and Ito (2008). How far a colour stands out from the page is WCAG's contrast ratio;
lines and marks need 3 to 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

PALETTE = (
    ("#0072B2", "blue"),
    ("#D55E00", "vermilion"),
    ("#009E73", "green"),
    ("#CC79A7", "purple"),
    ("#56B4E9", "sky blue"),
    ("#E69F00", "orange"),
    ("#F0E442", "yellow"),
    ("#000000", "black"),
)
ENOUGH = 3.0
LIGHT_PAGE, DARK_PAGE = "#fdfcf9", "#1a1d20"
_IN_THE_DARK = 0.62
"""In the dark a label's colour is mixed with white: this much of it stays, in Oklab, as in its style sheet."""

_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_LMS = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
_WEIGHTS = (0.2126, 0.7152, 0.0722)


@dataclass(frozen=True, slots=True)
class Contrast:
    """How far a colour stands out from the light and from the dark page, each as a ratio to 1."""

    light: float
    dark: float

    @property
    def too_weak(self) -> tuple[str, ...]:
        """On which pages it does not stand out enough."""
        ratios = (("light", self.light), ("dark", self.dark))
        return tuple(name for name, ratio in ratios if round(ratio, 1) < ENOUGH)


def contrast(color: str) -> Contrast:
    """The contrast of a colour like ``#0072B2`` as its label's line is drawn."""
    shown = _linear(color)
    return Contrast(_ratio(shown, _linear(LIGHT_PAGE)), _ratio(_lightened(shown), _linear(DARK_PAGE)))


def _linear(color: str) -> list[float]:
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]  # noqa: PLR2004 - sRGB


def _lightened(linear: Sequence[float]) -> list[float]:
    lab = _times(_TO_LAB, [max(0.0, one) ** (1 / 3) for one in _times(_TO_LMS, linear)])
    mixed = [_IN_THE_DARK * one + (1 - _IN_THE_DARK) * white for one, white in zip(lab, (1.0, 0, 0), strict=True)]
    return [min(1.0, max(0.0, one)) for one in _times(_FROM_LMS, [one**3 for one in _times(_FROM_LAB, mixed)])]


def _ratio(one: Sequence[float], other: Sequence[float]) -> float:
    darker, lighter = sorted(sum(map(float.__mul__, _WEIGHTS, color)) for color in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def _times(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> list[float]:
    return [sum(one * other for one, other in zip(row, vector, strict=True)) for row in matrix]
