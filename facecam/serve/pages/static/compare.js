// The same pictures through every model and classifier, side by side; and what training runs say of themselves.

import { api } from "./api.js";
import { h, number, problem, s, share, t, whole } from "./dom.js";
import { source, shown } from "./pictures.js";

const BINS = 24;

export function show(page) {
  const [table, runs, result] = [h("div", { class: "scroll" }), h("div"), h("div", { "aria-live": "polite" })];
  let classifiers = [];
  const known = api.models().then(({ models, classifiers: found, provider }) => {
    classifiers = found;
    table.replaceChildren(h("table", { class: "facts" }, models.map((one) => h("tr", {},
      h("th", { scope: "row" }, one.name, " ", one.in_use && h("span", { class: "badge" }, `${t("in_use")}, ${provider}`)),
      h("td", {}, typeof one.figures.lfw_accuracy === "number" ? `${t("lfw")}: ${share(one.figures.lfw_accuracy)}` : ""), h("td", { class: "muted" }, one.licence)))));
  }).catch((error) => table.replaceChildren(problem(error)));
  api.runs().then((said) => runs.replaceChildren(...said.runs.length ? [h("h2", {}, t("runs")), h("div", { class: "sides" }, said.runs.map(run))]
    : [h("p", { class: "muted" }, t("runs_none"))]),
    (error) => runs.replaceChildren(problem(error)));

  async function look(files) {
    result.replaceChildren(h("p", { class: "muted" }, t("working")));
    try {
      await known;
      const several = files.length > 1 ? await api.compare(files) : { models: [] };
      const named = [];
      for (const one of classifiers) named.push([one, await Promise.all(files.map((file) => api.classify(file, one.name)))]);
      result.replaceChildren(h("div", { class: "grid" }, files.map((file) => shown(file, { class: "thumb" }))),
        files.length > 1 ? h("div", { class: "sides" }, several.models.map(verdict)) : h("p", { class: "muted" }, t("compare_more")), ...named.map(([one, pictures]) => closedSet(one, pictures)));
    } catch (error) {
      result.replaceChildren(problem(error));
    }
  }
  const [area, end] = source(look);
  page.append(h("p", {}, t("compare_what")), area, result, table, runs);
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
  return bars([counted(model.pairs.map((pair) => at(pair.score)))], t("histogram"), at(model.threshold));
}

/** How many of the numbers, 0 to 1, are in each of the parts. */
function counted(values) {
  const counts = new Array(BINS).fill(0);
  for (const value of values) counts[Math.min(Math.floor(value * BINS), BINS - 1)] += 1;
  return counts;
}

/** Counts as bars, those of later rows in front; `line` is a place from 0 to 1. */
function bars(rows, label, line = null) {
  const most = Math.max(...rows.flat(), 1), width = 240 / rows[0].length;
  return s("svg", { class: "chart", viewBox: "0 0 240 70", preserveAspectRatio: "none", role: "img", "aria-label": label },
    ...rows.flatMap((counts, row) => counts.map((count, index) => s("rect", { class: row ? "wrong" : "", x: index * width + 1,
      y: 68 - 64 * count / most, width: width - 2, height: 64 * count / most + (row ? 0 : 1) }))),
    ...(line === null ? [] : [s("line", { x1: line * 240, x2: line * 240, y1: 0, y2: 70 })]));
}

/** Faces named by the gallery and by a classifier, whose confidence a slider asks for. */
function closedSet(classifier, pictures) {
  const faces = pictures.flatMap((picture) => picture.faces.map((face) => [picture, face]));
  const input = h("input", { type: "range", min: 0, max: 1, step: 0.01, value: 0.5 });
  const [label, chart, rows] = [h("span"), h("div"), h("table")];
  const draw = () => {
    const wanted = Number(input.value);
    label.replaceChildren(t("sure_from", { share: share(wanted) }));
    chart.replaceChildren(bars([counted(faces.map(([, face]) => face.guesses[0].confidence))], t("confidences"), wanted));
    rows.replaceChildren(h("tr", {}, h("th"), h("th", { scope: "col" }, t("by_enrolled")), h("th", { scope: "col" }, classifier.name)),
      ...faces.map(([picture, face]) => {
        const [best] = face.guesses;
        return h("tr", {}, h("td", { dir: "auto" }, picture.path), h("td", { dir: "auto" }, face.name ?? t("unknown")),
          h("td", { dir: "auto", class: "guess" }, best.confidence >= wanted ? best.name : t("unknown"), " ", h("span", { class: "muted" }, share(best.confidence))));
      }));
  };
  input.addEventListener("input", draw);
  draw();
  return h("div", { class: "card" }, h("h2", {}, classifier.name), h("p", {}, t("by_classifier", { n: whole(classifier.people) })),
    h("label", { class: "field" }, label, input), chart, h("div", { class: "scroll" }, rows));
}

function run(one) {
  const scores = Object.entries(one.scores).map(([name, score]) => h("tr", {}, h("td", {}, name), h("td", { class: "number" }, number(score, 3))));
  return h("div", { class: "card" }, h("h2", { dir: "auto" }, one.name), h("p", { class: "muted" }, t("run_of", { faces: whole(one.faces), people: whole(one.people) })),
    curves(one.losses), one.confidences && bars([one.confidences.right, one.confidences.wrong], t("tested")),
    h("div", { class: "scroll" }, h("table", {}, scores)));
}

/** Losses over the steps, each in its own shade, with its name and last value below. */
function curves(losses) {
  const all = Object.entries(losses), points = all.flatMap(([, curve]) => curve);
  if (points.length === 0) return null;
  const steps = Math.max(...points.map(([step]) => step), 1);
  const most = Math.max(...points.map(([, value]) => value)), least = Math.min(...points.map(([, value]) => value));
  const place = ([step, value]) => `${(step / steps * 236 + 2).toFixed(1)},${(66 - 62 * (value - least) / (most - least || 1)).toFixed(1)}`;
  return h("figure", {}, s("svg", { class: "chart", viewBox: "0 0 240 70", preserveAspectRatio: "none", role: "img", "aria-label": t("losses", { n: whole(steps) }) },
    ...all.map(([, curve], index) => s("polyline", { class: `loss shade${index % 4}`, points: curve.map(place).join(" ") }))),
    h("figcaption", { class: "muted" }, t("losses", { n: whole(steps) }), ": ", all.map(([name, curve], index) =>
      h("span", { class: `key shade${index % 4}` }, `${name} ${number(curve.at(-1)[1], 3)} `))));
}
