// The same pictures through every model, side by side.

import { api } from "./api.js";
import { h, number, problem, s, share, t, whole } from "./dom.js";
import { source, shown } from "./pictures.js";

const BINS = 24;

export function show(page) {
  const [table, result] = [h("div", { class: "scroll" }), h("div", { "aria-live": "polite" })];
  api.models().then(({ models, provider }) => table.replaceChildren(h("table", {}, models.map((one) => h("tr", {},
    h("th", { scope: "row" }, one.name, " ", one.in_use && h("span", { class: "badge" }, `${t("in_use")}, ${provider}`)),
    h("td", {}, typeof one.figures.lfw_accuracy === "number" ? `${t("lfw")}: ${share(one.figures.lfw_accuracy)}` : ""), h("td", { class: "muted" }, one.licence))))),
    (error) => table.replaceChildren(problem(error)));

  async function look(files) {
    result.replaceChildren(h("p", { class: "muted" }, t("working")));
    try {
      const said = await api.compare(files);
      result.replaceChildren(h("div", { class: "grid" }, files.map((file) => shown(file, { class: "thumb" }))),
        h("div", { class: "sides" }, said.models.map((model) => verdict(model))));
    } catch (error) {
      result.replaceChildren(problem(error));
    }
  }
  const [area, end] = source(look);
  page.append(h("p", {}, t("compare_what")), area, result, table);
  return end;
}

function verdict(model) {
  const same = model.pairs.filter((pair) => pair.same).length;
  return h("div", { class: "card" }, h("h2", {}, model.model), h("p", {}, t("pairs_same", { n: whole(same), all: whole(model.pairs.length) })),
    histogram(model), h("div", { class: "scroll" }, h("table", {}, model.pairs.map((pair) => h("tr", {},
      h("td", { dir: "auto" }, `${pair.a} – ${pair.b}`), h("td", { class: "number" }, number(pair.score)), h("td", {}, pair.same ? t("same") : t("different")))))));
}

/** How the scores lie, from -0.2 to 1, and where the threshold is. */
function histogram(model) {
  const at = (score) => (Math.min(Math.max(score, -0.2), 1) + 0.2) / 1.2;
  const counts = new Array(BINS).fill(0);
  for (const pair of model.pairs) counts[Math.min(Math.floor(at(pair.score) * BINS), BINS - 1)] += 1;
  const most = Math.max(...counts, 1);
  return s("svg", { class: "chart", viewBox: "0 0 240 70", preserveAspectRatio: "none", role: "img", "aria-label": t("histogram") },
    ...counts.map((count, index) => s("rect", { x: index * 10 + 1, y: 68 - 64 * count / most, width: 8, height: 64 * count / most + 1 })),
    s("line", { x1: at(model.threshold) * 240, x2: at(model.threshold) * 240, y1: 0, y2: 70 }));
}
