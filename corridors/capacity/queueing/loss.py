"""Queues that lose arrivals: nobody may wait (Erlang B, M/M/c/c), or only so many may be there (M/M/c/K)."""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors.capacity.arrays import divide, floats, plain

# More servers than this count as so many at the same utilisation: nobody waits for long either way.
MOST_SERVERS = 20_000
MOST_PLACES = 10_000


def erlang_b(offered_load: Any, servers: Any) -> Any:
    r"""Probability that all servers are busy where nobody waits, so that arrivals are lost (M/M/c/c, Erlang B).

    Parameters
    ----------
    offered_load : float or array
        Arrivals over services of one server (erlangs).
    servers : int or array
        Servers; whole numbers.

    Notes
    -----
    .. math:: B_k = \frac{a B_{k-1}}{k + a B_{k-1}}, \quad B_0 = 1

    a: offered load, k: servers.

    Examples
    --------
    >>> round(erlang_b(2.0, 2), 6)
    0.4
    """
    load, count = np.broadcast_arrays(*floats(offered_load, servers))
    load, count = np.nan_to_num(np.maximum(load, 0.0)), np.nan_to_num(np.maximum(count, 0.0))
    scale = np.minimum(1.0, MOST_SERVERS / np.maximum(count, 1.0))
    load, count = load * scale, np.floor(count * scale)
    blocked = np.ones(load.shape)
    answer = np.ones(load.shape)
    for k in range(1, int(count.max(initial=0)) + 1):
        blocked = load * blocked / (k + load * blocked)
        answer = np.where(count == k, blocked, answer)
    return plain(answer)


def mmck(arrival_rate: Any, service_rate: Any, servers: Any, places: Any) -> dict[str, Any]:
    """All figures of M/M/c/K: whoever finds all places taken does not come in.

    Parameters
    ----------
    arrival_rate, service_rate, servers
        As `erlang_c`.
    places : int or array
        K, places at the servers and in the queue together; no fewer than servers, no more than 10 000.

    Returns
    -------
    dict
        `p_empty`, `p_lost` (an arrival finds all places taken), `accepted` (arrivals that come in, per unit of time),
        `lq`, `l`, `wq`, `w` (means; the waits of those that come in). There is always a steady state.

    Examples
    --------
    >>> {k: round(v, 4) for k, v in mmck(2, 3, 1, 3).items()}["p_lost"]  # (2/3)^3 (1 - 2/3) / (1 - (2/3)^4)
    0.1231
    """
    arrivals, service, count, room = np.broadcast_arrays(*floats(arrival_rate, service_rate, servers, places))
    count = np.clip(np.floor(np.nan_to_num(count)), 0.0, MOST_PLACES)
    room = np.clip(np.floor(np.nan_to_num(room)), count, MOST_PLACES)
    load = divide(arrivals, service)
    state = np.arange(int(room.max(initial=0)) + 1).reshape(-1, *[1] * load.ndim)
    # Chances by their logarithms: n customers to n - 1 as the load to min(n, c).
    with np.errstate(divide="ignore"):
        step = np.log(load) - np.log(np.minimum(np.maximum(state, 1), np.maximum(count, 1)))
    logs = np.where(state == 0, 0.0, np.where(state <= room, step, -np.inf)).cumsum(axis=0)
    chance = np.exp(logs - logs.max(axis=0))
    chance = chance / chance.sum(axis=0)
    serves = (load > 0) & (count > 0)
    lost = np.where(serves, np.where(state == room, chance, 0.0).sum(axis=0), np.where(arrivals > 0, 1.0, 0.0))
    accepted = np.where(serves, arrivals * (1.0 - lost), 0.0)
    lq = np.where(serves, (chance * np.maximum(state - count, 0)).sum(axis=0), 0.0)
    wq = divide(lq, accepted)
    answer = {"p_empty": np.where(serves, chance[0], 1.0), "p_lost": lost, "accepted": accepted, "lq": lq}
    answer |= {"l": lq + divide(accepted, service), "wq": wq, "w": wq + divide(serves, service)}
    return {name: plain(value) for name, value in answer.items()}
