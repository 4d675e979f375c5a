"""Textbook cases: from the inputs as they are published to the public function that answers, and back to its names."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.capacity import border, rail, road, terminal
from corridors.flow.equilibrium import user_equilibrium
from corridors.flow.push_relabel import max_flow_arrays

if TYPE_CHECKING:
    from collections.abc import Callable

Case = dict[str, Any]


def _limiting(c: Case) -> Case:
    names, forward, backward = zip(*c["running_times_min"], strict=True)
    sums = rail.section_sums_min(forward, backward)
    return {"sums_min": sums.tolist(), "limiting": names[rail.limiting_section(forward, backward)]}


def _periods(c: Case) -> Case:
    start, slow = c.get("time_start_min", c.get("t_start_min")), c.get("time_slow_min", c.get("t_slow_min"))
    forward, backward = c["t_odd_min"], c["t_even_min"]
    cross, arrive = c["tau_crossing_min"], c["tau_non_simultaneous_min"]
    printed = []
    for starts, slows, crossings, arrivals in c["counts"].values():
        terms = (starts, slows, crossings, arrivals, start, slow, cross, arrive)
        printed.append(rail.period_of_terms_min(forward, backward, *terms))
    schemes = rail.timetable_periods_min(forward, backward, start, slow, cross, arrive)
    best = rail.timetable_period_min(forward, backward, start, slow, cross, arrive)
    return {
        "periods_min": printed,
        "chosen_scheme": list(schemes.values()).index(best) + 1,
        "chosen_min": best,
    }


def _pairs(c: Case) -> Case:
    pairs = rail.pairs_single_track(c["period_min"], c.get("window_min", 0), c.get("alpha", 1), c.get("k", 1))
    return {"pairs_day": pairs}


def _freight(c: Case) -> Case:
    counts, displacement = zip(*c["displacement"], strict=True)
    return {"freight_pairs_day": rail.freight_pairs(c["available_pairs"], counts, displacement)}


def _required(c: Case) -> Case:
    if "displacement" in c:
        ones = [1] * len(c["displacement"])
        return {"pairs_day": rail.required_pairs(c["freight_pairs"], ones, c["displacement"], 1, c["fill"])}
    counts, displacement = zip(c["passenger"], c["mixed"], strict=True)
    pairs = rail.required_pairs(c["freight"], counts, displacement, c["weekly"], c["fill"])
    return {"pairs_day": pairs, "reserve_pairs": c["available_pairs"] - math.floor(pairs)}


def _tonnage(c: Case) -> Case:
    forward, backward, both = rail.tonnage_two_ways_mtpa(
        c["pairs_day"], c["net_t_forward"], c["net_t_backward"], c["days"]
    )
    return {"mt_forward": forward, "mt_backward": backward, "mt_total": both}


def _multilane(c: Case) -> Case:
    heavy = road.heavy_vehicle_factor(c["truck_share"], c["E_T"], c["rv_share"], c["E_R"])
    flow = road.flow_rate(c["volume_veh_h"], c.get("phf", 1), c.get("lanes_direction", 1), heavy, c.get("f_p", 1))
    answer = {"f_hv": heavy, "v_p_pc_h_lane": flow, "pce_h": flow}
    if "ffs_mi_h" in c:
        dense = road.density_pc_per_mi_lane(flow, road.multilane_speed_mi_h(c["ffs_mi_h"], flow))
        answer |= {"density_pc_mi_lane": dense, "los": road.multilane_los(dense, c["ffs_mi_h"])}
    return answer


def _two_lane(c: Case) -> Case:  # noqa: ARG001 (every formula is asked alike)
    even = road.two_lane_capacity_pcu_per_h(0.5)
    one_way = road.two_lane_capacity_pcu_per_h(1.0)
    return {"pc_h_direction": one_way, "pc_h_both": even}


def _odm(c: Case) -> Case:
    capacity = road.odm_capacity_pcu_per_h(c["betas"], c["p_max"])
    return {
        "product": road.beta_product(c["betas"]),
        "p_pc_h": capacity,
        "z": road.loading(c["demand"], capacity),
    }


def _mmc(c: Case) -> Case:
    unit = "min" if "lambda_min" in c else "h"
    found = border.mmc(c[f"lambda_{unit}"], c[f"mu_{unit}"], c["c"])
    return found | {f"wq_{unit}": found["wq"], f"w_{unit}": found["w"]}


def _mdc(c: Case) -> Case:
    rates = np.array(c["rho"]) * c["c"] / c["service"]
    near = border.allen_cunneen_wait(rates, 1 / c["service"], c["c"], service_cv=0)
    return {"wq": border.mdc_wait(rates, c["service"], c["c"]).tolist(), "allen_cunneen": near.tolist()}


def _wagons(c: Case) -> Case:
    loads = c["t_per_wagon"]
    if isinstance(loads, list):
        found = [terminal.wagons_mtpa(c["wagons_day"], t, c["days"]) for t in loads]
        return {"mt_y": found, "stated_mt_y": min(found)}
    most = terminal.wagons_mtpa(c["wagons_day"], loads, c["days"])
    return {"max_mt_y": most, "feasible": c["expected_mt_y"] <= most}


def _utilisation(c: Case) -> Case:
    pairs = (("design_veh_day", "actual_veh_day"), ("capacity_mt_y", "actual_mt_y"))
    capacity, actual = next((c[a], c[b]) for a, b in pairs if a in c)
    return {"utilisation": border.utilisation(actual, capacity, 1)}


def _trains(c: Case) -> Case:
    counts = {"trains_day": (c["freight_container"], c["days"])}
    counts["trains_day_to_20_nov"] = (c["to_20_nov"], c["days_to_20_nov"])
    return {name: [sum(pair) / days for pair in lists] for name, (lists, days) in counts.items()}


def _cut(c: Case) -> Case:
    crossings = list(c["parallel_mt_y"].values())
    tail, head = np.zeros(len(crossings), dtype=int), np.ones(len(crossings), dtype=int)
    found = max_flow_arrays(tail, head, np.array(crossings, dtype=float), np.array([0]), np.array([1]))
    return {"min_cut_mt_y": found.value_mtpa, "feasible": [t <= found.value_mtpa for t in c["targets_mt_y"]]}


# The five links of Braess' network, from node 0 to node 1, in the order of the costs; the fourth is the bridge.
BRAESS = ((0, 2), (0, 3), (2, 1), (2, 3), (3, 1))


def _braess(c: Case) -> Case:
    costs = [_line(text) for text in c["costs"]]

    def solve(links: list[int]) -> Case:
        tail, head = zip(*(BRAESS[i] for i in links), strict=True)
        # A cost without a constant is stored as 1e-8 + slope x, as the TNTP files do.
        free = np.array([max(costs[i][0], 1e-8) for i in links])
        slope = np.array([costs[i][1] for i in links]) / free
        found = user_equilibrium(tail, head, free, 1.0, [0], [1], [c["demand"]], b=slope, power=1.0)
        return {
            "flows": found.flow.tolist(),
            "path_cost": found.total_cost / c["demand"],
            "tstt": found.total_cost,
            "beckmann": found.beckmann,
        }

    return solve([0, 1, 2, 3, 4]) | {"without_bridge": solve([0, 1, 2, 4])}


def _line(text: str) -> tuple[float, float]:
    """Constant and slope of a cost as it is written: "50+x", "10x"."""
    constant, _, slope = text.rpartition("+")
    return float(constant or 0), float(slope.removesuffix("x") or 1)


def _assignment(c: Case) -> Case:
    """Equilibrium, or system optimum with the price of anarchy, of a road network given link by link."""
    tail, head, capacity, free = np.array(c["links"], dtype=float).T
    trips = np.array([[float(n) for n in row.split()] for row in c["hundred_trips"]]) * 100
    origin, destination = np.nonzero(trips)
    network = (tail.astype(int) - 1, head.astype(int) - 1, free, capacity)
    demand = (origin, destination, trips[origin, destination])
    found = user_equilibrium(*network, *demand, system_optimum=c["system_optimum"])
    answer = {"beckmann": found.beckmann, "beckmann_at_so": found.beckmann, "tstt": found.total_cost}
    if c["system_optimum"]:
        answer["price_of_anarchy"] = user_equilibrium(*network, *demand).total_cost / found.total_cost
    zones = int(network[0].max()) + 1
    return answer | {"nodes": zones, "zones": zones, "links": len(free), "demand": float(trips.sum())}


def _neighbours(c: Case) -> Case:
    names, forward, backward = zip(*c["gaps_min_odd_even"], strict=True)
    leaving, entering = rail.shares_of_meeting_min(c["tau_c"], c["tau_np"], c["t_start"], c["t_slow"])
    sums = rail.section_sums_min(forward, backward)
    periods = rail.periods_from_hardest_min(sums.tolist(), leaving, entering, c["terminal_term"])
    return dict(zip(names, periods, strict=True))


def _schemes(c: Case) -> Case:
    odd, even = c["t"]
    periods = rail.timetable_periods_min(odd, even, c["t_start"], c["t_slow"], c["tau_c"], c["tau_np"])
    return periods | {"one_through": periods["forward_through"]}


def _throat(c: Case) -> Case:
    most = rail.throat_trains(c["trains_now"], c["K_use"])
    return {"N": most, "reserve": most - c["trains_now"]}


def _tracks(c: Case) -> Case:
    peak, trains, hold = zip(*((p["gamma"], p["N"], p["t"]) for p in c["pass"]), strict=True)
    return {"tracks": rail.tracks_by_occupation(trains, hold, peak, c["alpha"])}


def _inspection(c: Case) -> Case:
    wagons = [c["wagons4"], c["wagons8"]]
    alone = [rail.inspection_min(wagons, norms) for norms in zip(c["norm4"], c["norm8"], strict=True)]
    return {"T": alone, "groups": [rail.gangs_needed(*pair) for pair in zip(alone, c["type_norm_min"], strict=True)]}


def _fleets(c: Case) -> Case:
    return {"pairs_day": rail.pairs_fleeting(c["T_per"], c["alpha_p"], c["I1"], c["I2"]).tolist()}


def _use(c: Case) -> Case:
    trains = rail.trains_double_track(c["I_min"])
    return {"N": trains, "fill": rail.used_share(c["N_actual"], trains)}


ADAPTERS: dict[str, Callable[[Case], Case]] = {
    "rail.limiting_section": _limiting,
    "rail.timetable_periods_min": _periods,
    "rail.pairs_single_track": _pairs,
    "rail.freight_pairs": _freight,
    "rail.required_pairs": _required,
    "rail.trains_double_track": lambda c: {"trains_direction_day": rail.trains_double_track(c["interval_min"])},
    "rail.trains_double_semiautomatic": lambda c: {
        "pairs_day": rail.trains_double_semiautomatic(c["t_run_min"], c["tau_follow_min"], c["window_min"], c["alpha"])
    },
    "rail.scott": lambda c: {"trains_day": rail.scott(c["T_min"], c["t_min"], c["efficiency"])},
    "rail.tonnage_two_ways_mtpa": _tonnage,
    "rail.t_per_wagon": lambda c: {"t_per_wagon": [rail.t_per_wagon(t, w) for t, w in c["cases"]]},
    "arithmetic": _trains,
    "road.flow_rate": _multilane,
    "road.two_lane_capacity_pcu_per_h": _two_lane,
    "road.odm_capacity_pcu_per_h": _odm,
    "road.bpr": lambda c: {"ratio": [road.bpr(1.0, x, c["alpha"], c["beta"]) for x in c["x"]]},
    "border.mmc": _mmc,
    "border.mdc_wait": _mdc,
    "border.utilisation": _utilisation,
    "terminal.wagons_mtpa": _wagons,
    "speed": lambda c: {"km_h": c["km"] / c["hours"]},
    "day_speed": lambda c: {"km_day_at_least": c["km_at_least"] / max(c["days"])},
    "cost": lambda c: {"usd_per_tkm": c["usd_500km_20t"] / (500.0 * 20.0)},
    "post_ratio": lambda c: {
        name: border.post_veh_per_day(c["lanes"][1], 24, 10) / border.post_veh_per_day(c["lanes"][0], 24, 10)
        for name in ("veh_ratio", "persons_ratio")
    },
    "flow.max_flow": _cut,
    "flow.user_equilibrium": _braess,
    "flow.assignment": _assignment,
    "rail.periods_from_hardest_min": _neighbours,
    "rail.timetable_periods_of_a_gap": _schemes,
    "rail.throat_trains": _throat,
    "rail.merged_interval_min": lambda c: {"interval_min": rail.merged_interval_min(c["I_B"], c["I_V"])},
    "rail.design_interval_min": lambda c: {
        "interval_min": [rail.design_interval_min(c["I_min"], mean) for mean in c["I_mean"]]
    },
    "rail.tracks_by_occupation": _tracks,
    "rail.station_hold_min": lambda c: {"hold_min": [rail.station_hold_min(*parts) for parts in c.values()]},
    "rail.inspection_min": _inspection,
    "rail.pairs_fleeting": _fleets,
    "rail.trains_and_use": _use,
    "ratio": lambda c: {"ratio": c["above"] / c["below"]},
}
