"""Where shared facts must lie given what was carried: a normal distribution of their scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# So many draws are always as they were before: no draw can then weigh more than ten of them for being favoured.
PLAIN_SHARE = 0.1
# The distribution is fitted to few draws: a little wider, and its correlations a little weaker, is safer.
WIDER, WEAKER = 1.1, 0.4


@dataclass(frozen=True, eq=False)
class Focus:
    """Streams of shared facts, and the distribution of their normal scores.

    Attributes
    ----------
    streams : tuple of str
        Those that what was carried has moved.
    mean : float array
        Of their scores.
    scale : float array
        Lower triangle whose square is their covariance.
    """

    streams: tuple[str, ...]
    mean: Floats
    scale: Floats

    def drawn(self, plain: Floats, mixture: Floats) -> tuple[Floats, Floats]:
        """Uniforms of the streams, shape (streams, draws), and by how much each draw is favoured.

        Parameters
        ----------
        plain : float array
            Uniforms as they were before.
        mixture : float array
            Uniforms that say which draws stay so.
        """
        from scipy.special import ndtr, ndtri

        score = ndtri(np.clip(plain, 1e-12, 1 - 1e-12))
        stay = mixture < PLAIN_SHARE
        # Sums in an order of our own: those of a library differ by machine, and its threads keep other workers waiting.
        moved = np.where(stay, score, self.mean[:, None] + np.einsum("ij,jk->ik", self.scale, score))
        away = score.copy()
        away[:, stay] = _unscaled(self.scale, score[:, stay] - self.mean[:, None])
        log_ratio = 0.5 * (moved**2 - away**2).sum(axis=0) - np.log(np.diag(self.scale)).sum()
        favoured = PLAIN_SHARE + (1 - PLAIN_SHARE) * np.exp(np.minimum(log_ratio, 600.0))
        return np.where(stay, plain, ndtr(moved)), favoured


def _unscaled(scale: Floats, moved: Floats) -> Floats:
    """What a lower triangle makes these of, column by column.

    >>> _unscaled(np.array([[2.0, 0.0], [1.0, 1.0]]), np.array([[2.0], [4.0]])).tolist()
    [[1.0], [3.0]]
    """
    plain = np.empty_like(moved)
    for row, own in enumerate(scale):
        known = np.einsum("j,jk->k", own[:row], plain[:row])
        plain[row] = (moved[row] - known) / own[row]
    return plain


NOWHERE = Focus((), np.zeros(0), np.zeros((0, 0)))


def fitted(streams: list[str], uniform: Floats, weight: Floats, least_move: float) -> Focus:
    """The focus that weighted draws show.

    Parameters
    ----------
    streams : list of str
        All shared facts.
    uniform : float array
        Shape (streams, draws).
    weight : float array
        Sums to 1.
    least_move : float
        A stream whose mean and spread moved by less is left as it was.
    """
    from scipy.special import ndtri

    mean = uniform @ weight
    spread = np.sqrt(np.maximum((uniform**2) @ weight - mean**2, 0.0))
    moved = np.flatnonzero((np.abs(mean - 0.5) > least_move) | (np.abs(spread - np.sqrt(1 / 12)) > least_move))
    if not len(moved):
        return NOWHERE
    score = ndtri(np.clip(uniform[moved], 1e-12, 1 - 1e-12))
    centre = score @ weight
    away = score - centre[:, None]
    covariance = WIDER * (away * weight) @ away.T
    covariance = WEAKER * covariance + (1 - WEAKER) * np.diag(np.diag(covariance)) + 1e-3 * np.eye(len(moved))
    return Focus(tuple(streams[k] for k in moved), centre, np.linalg.cholesky(covariance))
