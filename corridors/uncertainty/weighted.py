"""Statistics of weighted draws: quantiles, the interval of their own sampling, shares, what decides a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Classes of a fact within which the result is averaged.
CLASSES = 10
# Of a normal distribution, 95 % lie within so many standard deviations.
TWO_SIDED = 1.959964
# Capacities are compared with a target to within a kilogram.
NEAR_MTPA = 1e-9


def effective(weight: Floats) -> float:
    """Draws of equal weight that say as much (Kish).

    >>> effective(np.ones(4)), effective(np.array([1.0, 0.0]))
    (4.0, 1.0)
    """
    return float(weight.sum() ** 2 / (weight**2).sum()) if weight.sum() > 0 else 0.0


def quantiles(value: Floats, weight: Floats, shares: Floats | list[float]) -> Floats:
    """Values below which shares of the weight lie, between draws in proportion.

    >>> quantiles(np.array([3.0, 1.0, 2.0]), np.ones(3), [0.5]).tolist()
    [2.0]
    """
    order = np.argsort(value, kind="stable")
    value, weight = value[order], weight[order]
    below = np.cumsum(weight) - weight / 2
    keep = weight > 0
    return np.interp(np.asarray(shares) * weight.sum(), below[keep], value[keep])


def difference(first: Floats, other: Floats, weight: Floats, shares: list[float]) -> list[float]:
    """Quantiles of the other less the first, draw by draw; none where both are unlimited in some draw.

    >>> difference(np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.ones(2), [0.5])
    [2.0]
    """
    with np.errstate(invalid="ignore"):
        change = other - first
    return [] if np.isnan(change).any() else quantiles(change, weight, shares).tolist()


def quantile_interval(value: Floats, weight: Floats, share: float) -> tuple[float, float]:
    """Where another run of as many draws would put a quantile, nineteen times of twenty."""
    spread = TWO_SIDED * np.sqrt(share * (1 - share) / max(effective(weight), 1.0))
    low, high = quantiles(value, weight, [max(share - spread, 0.0), min(share + spread, 1.0)])
    return float(low), float(high)


def share_interval(share: float, draws: float) -> tuple[float, float]:
    """The same of a share (Wilson's interval), from the effective number of draws.

    >>> [round(v, 3) for v in share_interval(0.0, 100)]
    [0.0, 0.037]
    """
    z = TWO_SIDED**2 / max(draws, 1.0)
    middle = (share + z / 2) / (1 + z)
    half = np.sqrt(z * (share * (1 - share) + z / 4)) / (1 + z)
    return max(float(middle - half), 0.0), min(float(middle + half), 1.0)


class ClassSums:
    """Weight and weighted result by class of each fact, added up block by block."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.weight = np.zeros((len(names), CLASSES))
        self.value = np.zeros((len(names), CLASSES))

    def add(self, uniform: list[Floats], value: Floats, weight: Floats) -> None:
        """Another block: uniforms of each fact, results, weights."""
        for k, u in enumerate(uniform):
            place = np.minimum((u * CLASSES).astype(np.int64), CLASSES - 1)
            self.weight[k] += np.bincount(place, weight, CLASSES)
            self.value[k] += np.bincount(place, weight * value, CLASSES)

    def __iadd__(self, other: ClassSums) -> ClassSums:
        self.weight += other.weight
        self.value += other.value
        return self

    def index(self, value: Floats, weight: Floats) -> Floats:
        """Share of the variance of the result that each fact explains alone (first-order Sobol' index, given data).

        References
        ----------
        Plischke, Borgonovo and Smith, Global sensitivity measures from given data, 2013.
        """
        total = weight.sum()
        mean = (weight * value).sum() / total
        variance = (weight * (value - mean) ** 2).sum() / total
        if not variance > 0:
            return np.zeros(len(self.names))
        with np.errstate(invalid="ignore", divide="ignore"):
            within = np.where(self.weight > 0, self.value / self.weight, mean)
        explained = (self.weight * (within - mean) ** 2).sum(axis=1) / total / variance
        # Chance alone explains something in every class; what remains is of the fact.
        draws = max(effective(weight), CLASSES + 1.0)
        return np.clip(1 - (1 - explained) * (draws - 1) / (draws - CLASSES), 0.0, 1.0)
