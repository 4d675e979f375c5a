"""Loops over flat arrays as machine code where numba is installed (extra `fast`), and as they stand where it is not.

The machine code is kept beside a file until the file changes; numba does not see that another one has. So a compiled
loop calls only loops of its own file, and fields of one type in a named tuple that loops take never change places.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

Loop = TypeVar("Loop", bound="Callable[..., object]")
COMPILES = find_spec("numba") is not None


def compiled(loop: Loop) -> Loop:
    """The loop as machine code, kept beside the file; as it stands (right, but slow) without numba."""
    if not COMPILES:
        return loop
    from numba import njit

    return cast("Loop", njit(cache=True, nogil=True)(loop))


def quick(array: NDArray[Any]) -> Any:
    """An array for loops that were compiled; as it stands Python is quicker with lists."""
    return array if COMPILES else array.tolist()


def touching(tail: Ints, head: Ints, count: int) -> tuple[Ints, Ints]:
    """Links by node: where each node's begin in the second array, and the links; loops are left out.

    Examples
    --------
    >>> start, links = touching(np.array([0, 1, 2]), np.array([1, 2, 2]), 3)
    >>> start.tolist(), links.tolist()
    ([0, 1, 3, 4], [0, 0, 1, 1])
    """
    proper = np.flatnonzero(tail != head)
    ends = np.concatenate([tail[proper], head[proper]])
    links = np.concatenate([proper, proper])
    order = np.lexsort((links, ends))
    start = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(ends, minlength=count), out=start[1:])
    return start, links[order]
