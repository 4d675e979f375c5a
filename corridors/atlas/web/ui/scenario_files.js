// Scenario files taken away and brought back: saved, chosen by a button, or dropped anywhere on the page.
import { saveText } from "../output/export.js";
import { scenarioFrom, scenarioText } from "../output/scenario_file.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";

const PLAIN = "application/toml;charset=utf-8";

export function scenarioFiles(data, store) {
  let message = "";
  const words = (key, n) => data.words[key][n];

  function save() {
    const { state } = store;
    const name = `${state.corridor ? state.corridor.id : "corridors"}-${state.scenario.id}-changed.toml`;
    saveText(name, scenarioText(data, state, store.built(), words), PLAIN);
  }
  async function take(file) {
    const found = scenarioFrom(data, await file.text());
    const [key, holes] = found.problem ?? [];
    message = key ? t(key, { ...holes, file: file.name }) : "";
    if (found.unknown?.length) message = t("file_unknown_measures", { names: found.unknown.join(", ") });
    store.set({ ...found.changes, panel: "whatif" });
    message = "";
  }
  function choose() {
    const input = el("input", { type: "file", accept: ".toml" });
    input.addEventListener("change", () => input.files[0] && take(input.files[0]));
    input.click();
  }
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    take(file);
  });
  return { save, choose, message: () => message };
}
