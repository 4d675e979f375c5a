"""What a map server answers, read within time and size: a whole map, or the reason why it is none."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_BYTES = 300 << 20
BUSY = (429, 502, 503, 504)


class Busy(Exception):
    """The server has no room now: how long to wait (s), and what it answered."""

    def __init__(self, pause_s: float | None, answer: str) -> None:
        super().__init__(answer)
        self.pause_s = pause_s


class Rubbish(Exception):
    """An answer that is no map."""


def checked(timeout_s: float) -> Callable[..., Any]:
    """A hook that reads an answer within time and size, and stops at everything that is no whole map."""

    def check(response: Any, **_: Any) -> Any:
        try:
            return whole(response)
        except BaseException:
            response.close()
            raise

    def whole(response: Any) -> Any:
        if response.url.endswith("/status"):
            return response
        if response.status_code in BUSY:
            raise Busy(
                _retry_after(response), sentence("{code} {reason}", code=response.status_code, reason=response.reason)
            )
        body = _body(response, timeout_s)
        response._content = body  # what requests itself would have read, without a limit
        if not response.ok:
            raise Rubbish(
                sentence(
                    "answered {code} {reason}: {text}",
                    code=response.status_code,
                    reason=response.reason,
                    text=_words(body),
                )
            )
        try:
            told = json.loads(body)
        except ValueError:
            raise Rubbish(sentence("answered with no map: {text}", text=_words(body))) from None
        if not isinstance(told, dict) or not isinstance(told.get("elements"), list):
            raise Rubbish(sentence("answered with no map: {text}", text=_words(body)))
        if "remark" in told:  # a query that ran out of time or memory gives half a map, and says so only here
            raise Rubbish(
                sentence(
                    "broke off: {remark}; raise --timeout, or try another server", remark=str(told["remark"])[:160]
                )
            )
        return response

    return check


def _body(response: Any, timeout_s: float) -> bytes:
    """The whole answer; a server that drips it out byte by byte is given up as well."""
    parts, size, end = [], 0, time.monotonic() + timeout_s
    for part in response.iter_content(1 << 16):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise Rubbish(sentence("more than {mib} MiB in one answer; survey in parts", mib=MOST_BYTES >> 20))
        if time.monotonic() > end:
            raise Rubbish(
                sentence(
                    "the answer was not whole within {timeout_s:.0f} s; raise --timeout, or try another server",
                    timeout_s=timeout_s,
                )
            )
    return b"".join(parts)


def _retry_after(response: Any) -> float | None:
    told = response.headers.get("Retry-After", "")
    return float(told) if re.fullmatch(r"\d{1,6}", told) else None


def _words(body: bytes) -> str:
    """The first words of an answer that is no map, without its mark-up."""
    text = re.sub(r"<[^>]*>", " ", body[:4000].decode("utf-8", errors="replace"))
    return " ".join("".join(c if c.isprintable() and c != "\ufffd" else " " for c in text).split())[:120] or "nothing"
