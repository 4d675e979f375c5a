// Maximum flow over undirected links (Dinic), the minimum cut nearest to the origins, and the ladder of bottlenecks.

// Whole units, as the package counts them: a kilogram a year.
const UNITS = 1e9;
const SAME = 1e-8;
const UNLIMITED = 2 ** 51;

function arcs(problem, capacity) {
  const { count, tail, head, sources, sinks } = problem;
  const to = [];
  const left = [];
  const out = Array.from({ length: count + 2 }, () => []);
  const add = (a, b, forward, backward) => {
    out[a].push(to.length);
    to.push(b);
    left.push(forward);
    out[b].push(to.length);
    to.push(a);
    left.push(backward);
  };
  tail.forEach((a, i) => {
    const units = Number.isFinite(capacity[i]) ? Math.floor(capacity[i] * UNITS + 1e-6) : UNLIMITED;
    add(a, head[i], units, units);
  });
  for (const s of sources) add(count, s, UNLIMITED, 0);
  for (const s of sinks) add(s, count + 1, UNLIMITED, 0);
  return { to, left, out };
}

function levels(net, source) {
  const level = new Array(net.out.length).fill(-1);
  level[source] = 0;
  const queue = [source];
  for (let i = 0; i < queue.length; i += 1) {
    for (const arc of net.out[queue[i]]) {
      if (net.left[arc] > 0 && level[net.to[arc]] < 0) {
        level[net.to[arc]] = level[queue[i]] + 1;
        queue.push(net.to[arc]);
      }
    }
  }
  return level;
}

// One path at a time, without recursion: long corridors are deep.
function push(net, level, next, source, sink) {
  const path = [];
  let node = source;
  for (;;) {
    if (node === sink) {
      const amount = Math.min(...path.map((arc) => net.left[arc]));
      for (const arc of path) {
        net.left[arc] -= amount;
        net.left[arc ^ 1] += amount;
      }
      return amount;
    }
    const own = net.out[node];
    while (next[node] < own.length) {
      const arc = own[next[node]];
      if (net.left[arc] > 0 && level[net.to[arc]] === level[node] + 1) break;
      next[node] += 1;
    }
    if (next[node] < own.length) {
      path.push(own[next[node]]);
      node = net.to[own[next[node]]];
    } else {
      if (node === source) return 0;
      const arc = path.pop();
      node = net.to[arc ^ 1];
      next[node] += 1;
    }
  }
}

// problem: {count, tail, head, sources, sinks}; capacity in Mt/year. Answers {value, flow, cut} by position.
export function maxFlow(problem, capacity) {
  const size = problem.tail.length;
  if (!size || !problem.sources.length || !problem.sinks.length) {
    return { value: 0, flow: new Array(size).fill(0), cut: [] };
  }
  const net = arcs(problem, capacity);
  const start = problem.count;
  const end = problem.count + 1;
  let total = 0;
  let level = levels(net, start);
  while (level[end] >= 0) {
    const next = new Array(net.out.length).fill(0);
    for (let amount = push(net, level, next, start, end); amount > 0; amount = push(net, level, next, start, end)) {
      total += amount;
      if (total >= UNLIMITED) return { value: Number.POSITIVE_INFINITY, flow: new Array(size).fill(0), cut: [] };
    }
    level = levels(net, start);
  }
  const cut = [];
  let value = 0;
  const flow = problem.tail.map((a, i) => {
    if (level[a] >= 0 !== level[problem.head[i]] >= 0) {
      cut.push(i);
      value += capacity[i];
    }
    return (net.left[2 * i + 1] - net.left[2 * i]) / 2 / UNITS;
  });
  return { value, flow, cut };
}

// The bottleneck, then the one when that is relieved, and the next: [{value, cut}].
export function ladderOf(problem, capacity, most) {
  const free = capacity.slice();
  const rungs = [];
  for (;;) {
    const found = maxFlow(problem, free);
    const last = rungs[rungs.length - 1];
    // Cuts of one capacity stand on one rung.
    const same = last && found.value <= last.value + SAME;
    if (!found.cut.length || (!same && rungs.length >= most)) return rungs;
    if (same) last.cut.push(...found.cut);
    else rungs.push({ value: found.value, cut: found.cut.slice() });
    for (const i of found.cut) free[i] = Number.POSITIVE_INFINITY;
  }
}

// The flow that would carry a target: links that hold it are taken as wide as it needs.
export function targetFlow(problem, capacity, target) {
  const free = capacity.map((c) => c);
  for (;;) {
    const found = maxFlow(problem, free);
    if (found.value >= target || !found.cut.length) {
      const factor = Number.isFinite(found.value) && found.value > 0 ? target / found.value : 1;
      return found.flow.map((f) => f * factor);
    }
    for (const i of found.cut) free[i] = Math.max(target, free[i] * 2);
  }
}
