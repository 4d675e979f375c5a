"""Where blocks of draws are worked on: here, on several processors, or on a cluster; the same answers everywhere."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

from corridors.errors import BadInput
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Span = tuple[int, int]
# Processes, or the address of a Dask scheduler (tcp://host:8786).
Workers = int | str
# A block whose worker is lost is given to another, so often.
RETRIES = 5
WAIT_S = 10


def in_spans(
    work: Callable[[Any, int, int], Any], what: Any, spans: Sequence[Span], workers: Workers = 1
) -> Iterator[Any]:
    """`work(what, first, last)` of every span of draws, in order.

    Parameters
    ----------
    work : callable
        A function of a module.
    what : object
        What all spans share.
    workers : int or str
        Processes, or the address of a Dask scheduler.

    Raises
    ------
    BadInput
        No scheduler answers there, or Dask is not installed.
    """
    if isinstance(workers, str):
        yield from _on_cluster(work, what, spans, workers)
    elif workers <= 1 or len(spans) < 2:
        yield from (work(what, *span) for span in spans)
    else:
        # What all spans share is worked out with the first draw, and branches find it done.
        first = spans[0][0]
        work(what, first, first + 1)
        with ProcessPoolExecutor(min(workers, len(spans)), initializer=_share, initargs=(work, what)) as pool:
            yield from pool.map(_work, spans)


_SHARED: list[Any] = []


def _share(work: Any, what: Any) -> None:
    _SHARED[:] = [work, what]


def _work(span: Span) -> Any:
    work, what = _SHARED
    return work(what, *span)


def _on_cluster(work: Any, what: Any, spans: Sequence[Span], address: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError:
        raise BadInput(sentence('a cluster needs Dask: pip install "corridors[cluster]"')) from None
    try:
        client: Any = Client(address, timeout=WAIT_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as problem:
        raise BadInput(
            sentence(
                "no Dask scheduler answers at {address!r} ({problem}); `dask scheduler` starts one",
                address=address,
                problem=str(problem),
            )
        ) from None
    with client:
        # Made by a task, and so made again where the worker that holds it is lost.
        shared = client.submit(_itself, what, pure=False, retries=RETRIES)
        futures: list[Any] = client.map(_of_span, list(spans), work=work, what=shared, pure=False, retries=RETRIES)
        for k in range(len(futures)):
            yield futures[k].result()
            futures[k] = None


def _itself(what: Any) -> Any:
    return what


def _of_span(span: Span, work: Any, what: Any) -> Any:
    return work(what, *span)
