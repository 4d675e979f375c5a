// The state of the page as a scenario file of the package (TOML), and such a file read back: only what it needs to be.
import { builtIn } from "../core/model.js";

const MOST_BYTES = 200_000;
const list = (ids) => `[${ids.map((id) => `\n  ${JSON.stringify(id)},`).join("")}${ids.length ? "\n" : ""}]`;
const table = (name, texts) =>
  `\n[${name}]\n${texts.map(([key, text]) => `${key} = ${JSON.stringify(text)}`).join("\n")}\n`;

// The text of a file that builds what the page builds.
export function scenarioText(data, state, built, words) {
  const { scenario } = state;
  const base = builtIn(scenario);
  const ids = (places) => [...places].map((i) => data.measures[i].id).sort();
  const more = ids([...built].filter((i) => !base.has(i)));
  const less = ids([...base].filter((i) => !built.has(i)));
  const { target } = scenario;
  const lines = [`extends = ${JSON.stringify(scenario.id)}`, `year = ${state.year}`, `build = ${list(more)}`];
  if (less.length) lines.push(`leave_out = ${list(less)}`);
  if (target) {
    const source = data.sources[target.src[0]][0];
    const of = `corridor = ${JSON.stringify(target.c)}, mtpa = ${target.mtpa}, year = ${target.year}`;
    lines.push(`target = { ${of}, source = ${JSON.stringify(source)} }`);
  }
  const texts = (make) => ["en", "ru", "kk"].map((key, n) => [key, make(n)]);
  const names = texts((n) => `${scenario.n[n]}: ${words("scenario_changed", n)}`);
  const why = texts((n) => words("scenario_why", n));
  return `${lines.join("\n")}\n${table("names", names)}${table("why", why)}`;
}

// Key -> value of the lines before the first table; texts, lists of texts and whole numbers, nothing else.
function headOf(text) {
  const found = new Map();
  const head = text.replace(/^\uFEFF/, "").split(/^\s*\[/m)[0];
  const plain = head.replace(/("(?:[^"\\\n]|\\.)*")|#[^\n]*/g, (_, quoted) => quoted ?? "");
  for (const [, key, value] of plain.matchAll(/^\s*([a-z_]+)\s*=\s*("(?:[^"\\\n]|\\.)*"|\[[^\]]*\]|-?\d+)/gm)) {
    try {
      found.set(key, JSON.parse(value.replace(/,(\s*\])/g, "$1")));
    } catch {
      // What this does not know it leaves to the package.
    }
  }
  return found;
}

// {changes} of the state that a file asks for, or {problem: [key of the words, holes]}.
export function scenarioFrom(data, text) {
  if (text.length > MOST_BYTES) return { problem: ["file_too_large", {}] };
  const head = headOf(text);
  const [build, leaveOut] = ["build", "leave_out"].map((key) => head.get(key) ?? []);
  const texts = (all) => Array.isArray(all) && all.every((id) => typeof id === "string");
  if (!texts(build) || !texts(leaveOut) || !(head.has("build") || head.has("leave_out") || head.has("extends")))
    return { problem: ["file_no_scenario", {}] };
  const base = head.get("extends") ?? data.scenarios[0].id;
  if (!data.scenarioAt.has(base)) return { problem: ["file_extends_unknown", { name: String(base) }] };
  const unknown = [...build, ...leaveOut].filter((id) => !data.measureAt.has(id));
  const places = (ids) => new Set(ids.flatMap((id) => data.measureAt.get(id)?.i ?? []));
  const scenario = data.scenarioAt.get(base);
  const inBase = builtIn(scenario);
  const added = new Set([...places(build)].filter((i) => !inBase.has(i)));
  const removed = new Set([...places(leaveOut)].filter((i) => inBase.has(i)));
  return { changes: { scenario, year: scenario.year, added, removed }, unknown };
}
