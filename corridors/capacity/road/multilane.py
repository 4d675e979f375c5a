"""Multilane highways by the Highway Capacity Manual: free-flow speed, capacity, speed, density, level of service.

Speeds are in mi/h and densities in cars per mile and lane, as the manual has them; 1 mile is 1.609344 km. The
edition of 2000 (and 2010, whose curves are the same up to 60 mi/h) is the default; `edition=2016` is the sixth.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors.capacity.arrays import divide, floats, plain

# Highways by free-flow speed in mi/h: fall of speed at capacity (mi/h), density at capacity (pc/mi/lane).
_FFS_MI_H = (45.0, 50.0, 55.0, 60.0)
_FALL_MI_H = (2.78, 3.49, 3.78, 5.0)
_DENSITY_E = (45.0, 43.0, 41.0, 40.0)
# The sixth edition: one density at capacity, and a greater greatest capacity.
_SIXTH, _DENSITY_SIXTH = 2016, 45.0

# Fall of the free-flow speed (mi/h) with lane width and with total lateral clearance, right and left side (ft).
_WIDTH_FT, _WIDTH_FALL = (10.0, 11.0, 12.0), (6.6, 1.9, 0.0)
_CLEAR_FT = (0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0)
_CLEAR_FALL_2, _CLEAR_FALL_3 = (5.4, 3.6, 1.8, 1.3, 0.9, 0.4, 0.0), (3.9, 2.8, 1.7, 1.3, 0.9, 0.4, 0.0)


def free_flow_speed_mi_h(
    base_mi_h: Any, lane_width: Any = 0.0, lateral_clearance: Any = 0.0, median: Any = 0.0, access: Any = 0.0
) -> Any:
    """Free-flow speed of a multilane road from its reductions, FFS = BFFS - f_LW - f_LC - f_M - f_A.

    Parameters
    ----------
    base_mi_h : float or array
        Base free-flow speed BFFS (mi/h; with all of them in km/h the answer is in km/h as well).
    lane_width, lateral_clearance, median, access : float or array
        Reductions of speed, not widths: f_LW, f_LC, f_M, f_A (mi/h). For widths see `road_free_flow_speed_mi_h`.

    Examples
    --------
    >>> free_flow_speed_mi_h(60, 1.9, 0.4, 1.6, 2.5)
    53.6
    """
    falls = np.sum(np.broadcast_arrays(*floats(lane_width, lateral_clearance, median, access)), 0)
    return plain(np.maximum(np.subtract(base_mi_h, falls), 0))


def road_free_flow_speed_mi_h(
    base_mi_h: Any,
    lane_width_ft: Any = 12.0,
    clearance_ft: Any = 12.0,
    divided: Any = True,
    access_points_per_mi: Any = 0.0,
    lanes_direction: Any = 2,
) -> Any:
    """Free-flow speed of a multilane road from what the road is like.

    Parameters
    ----------
    base_mi_h : float or array
        Base free-flow speed BFFS; where nothing is measured, the speed limit plus 5 mi/h (plus 7 below 50).
    lane_width_ft : float or array
        Lane width; 12 ft and more cost nothing, 11 ft 1.9 mi/h, 10 ft 6.6 mi/h, in proportion between.
    clearance_ft : float or array
        Total lateral clearance, right side and left side, each 6 ft at most.
    divided : bool or array
        False: no median (1.6 mi/h). A lane for left turns counts as a median.
    access_points_per_mi : float or array
        Entrances along the right side; 0.25 mi/h each, 10 mi/h at most.
    lanes_direction : float or array
        Lanes of the direction.

    Examples
    --------
    >>> road_free_flow_speed_mi_h(60, 11, 10, False, 10), road_free_flow_speed_mi_h(52, access_points_per_mi=10)
    (53.6, 49.5)
    """
    width, clear, lanes, access = floats(lane_width_ft, clearance_ft, lanes_direction, access_points_per_mi)
    two, three = (np.interp(clear, _CLEAR_FT, fall) for fall in (_CLEAR_FALL_2, _CLEAR_FALL_3))
    return free_flow_speed_mi_h(
        base_mi_h,
        np.interp(width, _WIDTH_FT, _WIDTH_FALL),
        np.where(lanes > 2, three, two),
        np.where(np.asarray(divided, dtype=bool), 0.0, 1.6),
        np.clip(0.25 * access, 0.0, 10.0),
    )


def multilane_base_capacity_pcu_per_h(ffs_mi_h: Any, edition: int = 2000) -> Any:
    """Base capacity of a lane of a multilane road: 1000 + 20 FFS, at most 2200 pc/h (2300 in the sixth edition).

    Parameters
    ----------
    ffs_mi_h : float or array
        Free-flow speed (mi/h).
    edition : int
        2000 or 2010; 2016 for the sixth.

    Examples
    --------
    >>> multilane_base_capacity_pcu_per_h(46.0), multilane_base_capacity_pcu_per_h([70.0, 70.0], 2016).tolist()
    (1920.0, [2300.0, 2300.0])
    """
    (ffs,) = floats(ffs_mi_h)
    return plain(np.where(ffs > 0, np.minimum(1000.0 + 20.0 * ffs, 2300.0 if edition >= _SIXTH else 2200.0), 0.0))


def multilane_speed_mi_h(ffs_mi_h: Any, flow_pcu_per_h_lane: Any, edition: int = 2000) -> Any:
    """Mean speed of passenger cars on a multilane road: FFS up to 1400 pc/h/lane, then falling to capacity.

    Parameters
    ----------
    ffs_mi_h : float or array
        Free-flow speed (mi/h). The curves hold for 45 to 60 (sixth edition: 70); beyond, the nearer end falls.
    flow_pcu_per_h_lane : float or array
        Flow rate; see `flow_rate`. Above capacity the speed at capacity is answered.
    edition : int
        2000 or 2010; 2016 for the sixth.

    Examples
    --------
    >>> multilane_speed_mi_h(60, [1400, 2200]).tolist(), round(multilane_speed_mi_h(60, 2200, 2016), 2)
    ([60.0, 55.0], 48.89)
    """
    ffs, flow = floats(ffs_mi_h, flow_pcu_per_h_lane)
    capacity = floats(multilane_base_capacity_pcu_per_h(ffs, edition))[0]
    fall = ffs - capacity / _DENSITY_SIXTH if edition >= _SIXTH else np.interp(ffs, _FFS_MI_H, _FALL_MI_H)
    above = divide(flow - 1400.0, capacity - 1400.0)
    return plain(np.maximum(ffs - fall * np.minimum(above, 1.0) ** 1.31, 0.0))


def density_pc_per_mi_lane(flow_pcu_per_h_lane: Any, speed_mi_h: Any) -> Any:
    """Density D = v_p / S (passenger cars per mile and lane; per km and lane if the speed is in km/h).

    Parameters
    ----------
    flow_pcu_per_h_lane : float or array
        v_p, flow rate of a lane (passenger cars an hour).
    speed_mi_h : float or array
        S, mean speed.

    Examples
    --------
    >>> round(density_pc_per_mi_lane(1128.4, 46.0), 2)
    24.53
    """
    return plain(divide(flow_pcu_per_h_lane, speed_mi_h))


def multilane_los(density: Any, ffs_mi_h: Any = 60.0, edition: int = 2000) -> Any:
    """Level of service of a multilane road from its density: A to 11, B 18, C 26, D 35, E 40 to 45, F above.

    Parameters
    ----------
    density : float or array
        Passenger cars per mile and lane.
    ffs_mi_h : float or array
        Free-flow speed (mi/h), on which the end of E hangs (45 for all in the sixth edition).
    edition : int
        2000 or 2010; 2016 for the sixth.

    Returns
    -------
    str or array of str
        A to F.

    Examples
    --------
    >>> multilane_los(24.53, 46.0), multilane_los([10.0, 36.0, 60.0]).tolist()
    ('C', ['A', 'E', 'F'])
    """
    dense, ffs = floats(density, ffs_mi_h)
    end = np.full(ffs.shape, _DENSITY_SIXTH) if edition >= _SIXTH else np.interp(ffs, _FFS_MI_H, _DENSITY_E)
    steps = sum((dense > limit).astype(int) for limit in (11.0, 18.0, 26.0, 35.0)) + (dense > end)
    letters = np.array(list("ABCDEF"))[np.minimum(steps, 5)]
    return str(letters) if letters.ndim == 0 else letters
