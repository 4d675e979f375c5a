"""A day at a post: arrivals by the hour against lanes that open and close; peaks, growing queues, backlog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from corridors.capacity.arrays import divide, floats

HOURS = 24
# Beyond so many events an hour chance is nothing beside the flow, and following each one takes too long.
BUSIEST_PER_H = 5000.0
# A post that serves less than this many vehicles a day is shut.
LEAST_A_DAY = 1e-6


def day_profile(peak_to_mean: float = 1.6, peak_hour: float = 14.0) -> np.ndarray:
    """Shares of a day's arrivals by the hour (they sum to 1): one smooth peak, `peak_to_mean` times the mean hour.

    Parameters
    ----------
    peak_to_mean : float
        Busiest hour over the mean hour, 1 to 2.
    peak_hour : float
        Hour of the day of the peak, 0 to 24.

    Examples
    --------
    >>> shares = day_profile(1.5, 12)
    >>> round(float(shares.sum()), 9), int(shares.argmax()), round(float(shares.max() * 24), 3)
    (1.0, 12, 1.5)
    """
    swing = float(np.clip(peak_to_mean - 1.0, 0.0, 1.0))
    angle = 2 * np.pi * (np.arange(HOURS) - peak_hour) / HOURS
    return (1.0 + swing * np.cos(angle)) / HOURS


def open_profile(open_h_per_day: float, peak_hour: float = 14.0) -> np.ndarray:
    """Share of each hour of the day in which a post is open, its hours lying around the peak.

    Parameters
    ----------
    open_h_per_day : float
        Hours open, 0 to 24.
    peak_hour : float
        Middle of the open hours.

    Examples
    --------
    >>> open_profile(12, 12).sum(), open_profile(12, 12)[0], open_profile(12, 12)[12]
    (np.float64(12.0), np.float64(0.0), np.float64(1.0))
    """
    left = float(np.clip(np.nan_to_num(open_h_per_day), 0.0, HOURS))
    away = np.abs((np.arange(HOURS) - peak_hour + HOURS / 2) % HOURS - HOURS / 2)
    shares = np.zeros(HOURS)
    for hour in np.argsort(away, kind="stable"):
        shares[hour] = min(1.0, left)
        left -= shares[hour]
    return shares


def fluid_queue(arrivals_per_step: Any, served_per_step: Any, start: Any = 0.0) -> np.ndarray:
    """Queue at the end of each step: max(0, queue + arrivals - what can be served); many posts in one call.

    Parameters
    ----------
    arrivals_per_step, served_per_step : array
        Vehicles in each step (last axis: steps); any shapes that go together.
    start : float or array
        Queue before the first step.

    Examples
    --------
    >>> fluid_queue([5, 9, 9, 2], [6, 6, 6, 6]).tolist()
    [0.0, 3.0, 6.0, 2.0]
    """
    come, go = np.broadcast_arrays(*np.atleast_1d(*floats(arrivals_per_step, served_per_step)))
    queue = np.broadcast_to(floats(start)[0], come.shape[:-1]).astype(float)
    path = np.empty(come.shape)
    for step in range(come.shape[-1]):
        queue = np.maximum(np.nan_to_num(queue + come[..., step] - go[..., step]), 0.0)
        path[..., step] = queue
    return path


def transient_queue(
    arrivals_per_h: Any, service_per_h: float, lanes_open: Any, start: int = 0, most: int = 4000
) -> tuple[np.ndarray, np.ndarray]:
    """Mean queue and wait by the hour of M(t)/M/c(t), from its chain: chance, peaks and overload together.

    Two steps an event, of second order: within 0.3 % of the exact chain.

    Parameters
    ----------
    arrivals_per_h : array
        Arrivals in each hour.
    service_per_h : float
        Vehicles that one lane serves in an hour.
    lanes_open : array of float
        Lanes at work in each hour; a broken number is rounded down and each lane made that much faster.
    start : int
        Vehicles at the post at the beginning.
    most : int
        Largest number of vehicles that is kept count of.

    Returns
    -------
    queue, wait_h : arrays
        Means over each hour: vehicles waiting, and hours that a vehicle which comes in this hour will wait if the
        lanes stay as they are.

    Examples
    --------
    >>> queue, wait = transient_queue([50.0] * 48, 20.0, [3] * 48)
    >>> round(float(wait[-1]), 3)  # steady state 0.0702
    0.07
    """
    come, open_ = np.broadcast_arrays(*np.atleast_1d(*floats(arrivals_per_h, lanes_open)))
    come = np.maximum(np.nan_to_num(come), 0.0)
    busiest = start + come.sum() + 6 * np.sqrt(come.sum() + 1) + 10
    size = int(min(most, busiest)) + 1
    count = np.arange(size)
    chance = np.zeros(size)
    chance[min(start, size - 1)] = 1.0
    queues, waits = [], []
    for arrivals, lanes in zip(come, open_, strict=True):
        whole = int(lanes) if lanes >= 1 else int(lanes > 0)
        speed = service_per_h * lanes / whole if whole else 0.0
        leave = speed * np.minimum(count, whole)
        waiting = np.maximum(count - whole, 0)
        ahead = np.where(count >= whole, divide(count - whole + 1.0, speed * whole), 0.0)
        path = _hour(chance, float(arrivals), leave)
        chance, mean = path
        queues.append(float(mean @ waiting))
        waits.append(float(mean @ ahead))
    return np.array(queues), np.array(waits)


def _hour(chance: np.ndarray, arrivals: float, leave: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Chances at the end of an hour and their mean over it."""
    rate = arrivals + leave.max(initial=0.0)
    steps = max(20, int(np.ceil(2.0 * rate)))
    up, down = arrivals / steps, leave / steps
    mean = np.zeros_like(chance)
    for _ in range(steps):
        # Two half steps (Heun) keep the error below what the inputs can bear, in one pass over the states.
        first = _flow(chance, up, down)
        second = _flow(chance + first, up, down)
        after = chance + 0.5 * (first + second)
        mean += 0.5 * (chance + after) / steps
        chance = after
    return chance, mean


def _flow(chance: np.ndarray, up: float, down: np.ndarray) -> np.ndarray:
    rise, fall = chance[:-1] * up, chance[1:] * down[1:]
    change = np.zeros_like(chance)
    change[:-1] -= rise
    change[1:] += rise
    change[1:] -= fall
    change[:-1] += fall
    return change


@dataclass(frozen=True)
class PostDay:
    """A day at a post, hour by hour."""

    arrivals_per_h: np.ndarray
    capacity_per_h: np.ndarray
    queue: np.ndarray
    wait_h: np.ndarray
    backlog: float

    @property
    def wait_mean_h(self) -> float:
        """Mean wait over the vehicles of the day."""
        total = self.arrivals_per_h.sum()
        return float(self.wait_h @ self.arrivals_per_h / total) if total > 0 else 0.0

    @property
    def queue_most(self) -> float:
        """Longest queue of the day (mean over its hour)."""
        return float(self.queue.max(initial=0.0))


def post_day(
    arrivals_per_day: float,
    service_per_h: float,
    lanes: float,
    open_h_per_day: float = 24.0,
    service_cv: float = 1.0,
    arrival_cv: float = 1.0,
    peak_to_mean: float = 1.6,
    start: float = 0.0,
    days: int = 1,
) -> PostDay:
    """The last of some days at a post: a fluid queue for peaks and overload, and chance on top of it.

    Queue = fluid + (exact M(t)/M/c - fluid) * (c_a^2 + c_s^2) / 2: what overload builds up does not depend on the
    variation, what chance adds does.

    Parameters
    ----------
    arrivals_per_day : float
        Vehicles a day.
    service_per_h : float
        Vehicles that one lane serves in an hour.
    lanes : float
        Lanes.
    open_h_per_day : float
        Hours open, around the peak.
    service_cv, arrival_cv : float
        Coefficients of variation.
    peak_to_mean : float
        Busiest hour over the mean hour.
    start : float
        Queue at midnight before the first day.
    days : int
        Like days in a row; the last is answered.

    Examples
    --------
    >>> day = post_day(600, 6.0, 4, peak_to_mean=1.0)   # 600 come, 576 can be served
    >>> round(day.backlog) >= 24
    True
    """
    days = max(int(days), 1)
    come = np.tile(max(arrivals_per_day, 0.0) * day_profile(peak_to_mean), days)
    lanes_open = np.tile(max(lanes, 0.0) * open_profile(open_h_per_day), days)
    can = lanes_open * max(service_per_h, 0.0)
    fluid = fluid_queue(come, can, start)
    before = np.concatenate([[start], fluid[:-1]])
    flowing = 0.5 * (before + fluid)
    random = flowing
    if come.max() + can.max() < BUSIEST_PER_H:
        random, _ = transient_queue(come, max(service_per_h, 0.0), lanes_open, int(start))
    factor = (service_cv**2 + arrival_cv**2) / 2.0
    queue = flowing + np.maximum(random - flowing, 0.0) * factor
    last = slice(-HOURS, None)
    return PostDay(come[last], can[last], queue[last], _waits(queue, can, days)[last], float(fluid[-1]))


def _waits(queue: np.ndarray, can: np.ndarray, days: int) -> np.ndarray:
    """Hours until what stands in the queue has been served, through the hours in which the post is closed."""
    last = np.concatenate([[0.0], np.cumsum(can[-HOURS:])])
    if last[-1] < LEAST_A_DAY:
        return np.where(queue > 0, float(HOURS), 0.0)
    served, hours = np.concatenate([[0.0], np.cumsum(can)]), np.arange(len(can) + 1)
    middle = np.arange(HOURS * days) + 0.5
    done = np.interp(middle, hours, served) + queue
    # The clock at which that many have been served; after the last day there are more days like it.
    more = np.maximum(done - served[-1], 0.0)
    wholes = np.floor(more / last[-1])
    after = HOURS * wholes + np.interp(more - wholes * last[-1], last + 1e-9 * hours[: HOURS + 1], hours[: HOURS + 1])
    clock = np.interp(done, served + 1e-9 * hours, hours) + after
    return np.maximum(clock - middle, 0.0) * (queue > 0)
