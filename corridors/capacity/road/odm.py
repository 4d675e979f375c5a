"""The Russian method (ODM 218.2.020-2012): reduction coefficients, loading, and the lane beside roadside service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.capacity.arrays import divide, floats, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

TWO_LANE_PCU_PER_H = 3600.0


def beta_product(betas: Sequence[Any]) -> Any:
    """Product of the reduction coefficients; arrays in the sequence are multiplied one by one.

    Parameters
    ----------
    betas : sequence of float or array
        Reduction coefficients, each 0 to 1.

    Examples
    --------
    >>> round(beta_product([1, 0.9, 0.69, 0.73, 0.9]), 3)
    0.408
    """
    product = np.asarray(1.0)
    for beta in betas:
        product = product * floats(beta)[0]
    return plain(product)


def odm_capacity_pcu_per_h(betas: Sequence[Any] = (), p_max_pcu_per_h: Any = TWO_LANE_PCU_PER_H) -> Any:
    r"""Capacity P = P_max * product of beta_i (cars an hour, both directions of a two-lane road).

    Parameters
    ----------
    betas : sequence of float or array
        Reduction coefficients: lane width, shoulders, obstacles, trucks, grade, sight, curves, surface ...; 1 = none.
    p_max_pcu_per_h : float or array
        Greatest capacity; 3600 for two lanes.

    Notes
    -----
    .. math:: P = P_{max} \prod_i \beta_i

    :math:`\beta_i`: coefficients of the conditions of the road.

    References
    ----------
    [odm-garant]

    Examples
    --------
    >>> round(odm_capacity_pcu_per_h([1, 0.9, 0.69, 0.73, 0.9]))
    1469
    """
    return plain(divide(floats(p_max_pcu_per_h)[0] * beta_product(betas), 1.0))


def loading(demand_pcu_per_h: Any, capacity_pcu_per_h: Any) -> Any:
    """Loading coefficient z = N / P; above 1 the road is overloaded.

    Parameters
    ----------
    demand_pcu_per_h, capacity_pcu_per_h : float or array
        N and P, both in cars an hour and for the same directions.

    Examples
    --------
    >>> round(loading(1110, 1469), 3)
    0.756
    """
    return plain(divide(demand_pcu_per_h, capacity_pcu_per_h))


def odm_los(loading: Any) -> Any:
    """Level of service by the loading coefficient: A to 0.20, B 0.45, C 0.70, D 0.90, E 1.00, F above.

    Parameters
    ----------
    loading : float or array
        z; see `loading`.

    Returns
    -------
    str or array of str
        A to F. The limits are given from common knowledge of the trade.

    Examples
    --------
    >>> odm_los(0.756), odm_los([0.1, 1.2]).tolist()
    ('D', ['A', 'F'])
    """
    (full,) = floats(loading)
    letters = np.array(list("ABCDEF"))[sum((full > limit).astype(int) for limit in (0.2, 0.45, 0.7, 0.9, 1.0))]
    return str(letters) if letters.ndim == 0 else letters


def odm_roadside_lane_pcu_per_h(carriageway_width_m: Any, grade_permille: Any, radius_m: Any, cars_share: Any) -> Any:
    """Capacity of a lane beside roadside service: P = 413 + 27 B - 4.07 i + 0.065 R + 434.6 p (cars an hour).

    The source enters i as a hundredth of the grade in per mille: 30 per mille as 0.30. So does this function, and gives
    the printed results; the grade then hardly counts (1.2 cars an hour for 30 per mille). Whether the source means it
    so is not known: with 30 in place of 0.30 the same lane would carry 121 fewer.

    Parameters
    ----------
    carriageway_width_m : float or array
        B, width of the carriageway (m).
    grade_permille : float or array
        Longitudinal grade (per mille); i is a hundredth of it.
    radius_m : float or array
        R, radius of the curve (m).
    cars_share : float or array
        p, share of cars in the flow (0 to 1).

    References
    ----------
    [odm-garant]

    Examples
    --------
    >>> round(odm_roadside_lane_pcu_per_h(7.5, 30, 1000, 0.6), 2)  # 413 + 202.5 - 4.07 * 0.30 + 65 + 260.76
    940.04
    """
    width, grade, radius, cars = floats(carriageway_width_m, grade_permille, radius_m, cars_share)
    return plain(np.maximum(413.0 + 27.0 * width - 4.07 * grade / 100.0 + 0.065 * radius + 434.6 * cars, 0.0))
