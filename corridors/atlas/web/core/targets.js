// What a corridor is held against: its target, or the demand for its links; and how much is lacking.
const RARE = 1e-9;

// What is aimed at for a corridor: the target of the scenario, else the highest of the others.
export const targetOf = (data, { corridor, scenario }) => (corridor ? aimedAt(data, scenario, corridor) : null);

function aimedAt(data, scenario, c) {
  const own = scenario.target;
  if (own && own.c === c.id) return own;
  const others = data.scenarios.map((s) => s.target).filter((x) => x && x.c === c.id);
  return others.sort((a, b) => b.mtpa - a.mtpa)[0] || null;
}

// What is asked of a corridor: its target, else the link that demand would fill most if no link were too narrow; of one
// that is not open through, demand for parts of it asks nothing.
export function askedOf(data, answers, corridor) {
  const { scenario } = answers.world;
  const target = aimedAt(data, scenario, corridor);
  const value = answers.flow(corridor).value;
  if (target) return { kind: "target", mtpa: target.mtpa, year: target.year, has: value };
  if (!(value > RARE)) return null;
  const wanted = data.wanted[scenario.id] ?? Object.values(data.wanted)[0];
  const uses = corridor.links
    .filter((i) => wanted && wanted[i] > RARE && !answers.rows[i].clash)
    .map((i) => ({ kind: "demand", link: i, mtpa: wanted[i], has: answers.rows[i].capacity }));
  const worst = (a, b) => (b.mtpa - b.has > a.mtpa - a.has ? b : a);
  return uses.length ? uses.reduce(worst) : null;
}

// How much is lacking of what is asked, Mt/year.
export const shortOf = (asked) => (asked ? Math.max(0, asked.mtpa - asked.has) : 0);
