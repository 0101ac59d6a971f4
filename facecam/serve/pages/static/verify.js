// Are two pictures, or a picture and a person, one?

import { api } from "./api.js";
import { h, number, problem, share, t, whole } from "./dom.js";
import { shown, source } from "./pictures.js";

export function show(page) {
  let [a, b] = [null, null];
  const [left, right] = [h("div"), h("div")];
  const person = h("select", { "aria-label": t("or_person"), onchange: () => look() }, h("option", { value: "" }, t("two_pictures")));
  const result = h("div", { "aria-live": "polite" });
  const put = (where, file) => where.replaceChildren(shown(file, { class: "thumb" }));

  async function look() {
    const fields = person.value ? a && { file: a, person: person.value } : a && b && { a, b };
    second.hidden = Boolean(person.value);
    if (!fields) return result.replaceChildren();
    result.replaceChildren(h("p", { class: "muted" }, t("working")));
    try {
      result.replaceChildren(verdict(await api.verify(fields)));
    } catch (error) {
      result.replaceChildren(problem(error));
    }
  }

  const [first, endFirst] = source(([file]) => { a = file; put(left, file); look(); }, { several: false, label: t("first") });
  const [second, endSecond] = source(([file]) => { b = file; put(right, file); look(); }, { several: false, label: t("second") });
  page.append(h("div", { class: "row" }, person), h("div", { class: "sides" }, h("div", {}, first, left), h("div", {}, second, right)), result);
  api.people({ limit: 1000 }).then((found) => person.append(...found.people.map((one) => h("option", { value: one.person, dir: "auto" }, one.name))),
    (error) => result.replaceChildren(problem(error)));
  return () => { endFirst(); endSecond(); };
}

function verdict(said) {
  const words = { true: t("same"), false: t("different"), null: t("undecided") }[said.same];
  const rates = said.score === null ? [] : [
    `${t("score", { score: number(said.score) })}; ${t("taken_from", { threshold: number(said.threshold) })}.`,
    said.fmr === null || said.fmr === undefined ? "" : `${t("as_high", { n: whole(1 / Math.max(said.fmr, 1e-9)) })}.`,
    said.fnmr === null || said.fnmr === undefined ? "" : `${t("missed", { share: share(said.fnmr) })}.`];
  return h("div", { class: "card" }, h("div", { class: "verdict" }, words),
    [...rates, ...(said.remarks ?? [])].filter(Boolean).map((line) => h("p", { class: "muted" }, line)));
}
