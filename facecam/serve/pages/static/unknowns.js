// Strangers, grouped by face: named, or ignored.

import { api } from "./api.js";
import { h, moment, problem, t, whole } from "./dom.js";
import { kept } from "./pictures.js";
import { undoable } from "./undo.js";

export function show(page) {
  const list = h("div");
  page.append(list);

  async function load() {
    list.replaceChildren(h("p", { class: "muted" }, t("working")));
    try {
      const { groups } = await api.unknowns();
      list.replaceChildren(...(groups.length ? groups.map((group) => card(group, load)) : [h("p", {}, t("no_unknowns"))]));
    } catch (error) {
      list.replaceChildren(problem(error));
    }
  }
  load();
}

function card(group, changed) {
  const visits = group.visits.map((one) => one.visit);
  const failed = h("div");
  const done = (said) => {
    undoable(said, changed);
    changed();
  };
  const name = h("input", { placeholder: t("who"), "aria-label": t("who"), required: true, maxlength: 200, dir: "auto", value: group.perhaps ?? "" });
  const save = (event) => { event.preventDefault(); api.nameVisits(visits, name.value).then(done, (error) => failed.replaceChildren(problem(error))); };
  const when = moment(group.last);
  return h("div", { class: "card" }, h("div", { class: "row" },
    group.visits.slice(0, 6).map((one) => kept(api.visitPicture(one.visit), one.picture, { class: "thumb small" })),
    h("span", { class: "muted" }, visits.length === 1 ? t("seen_once", { when }) : t("seen_times", { n: whole(visits.length), when })),
    group.perhaps && h("span", { class: "badge", dir: "auto" }, t("perhaps", { name: group.perhaps }))),
    h("form", { class: "row", onsubmit: save }, name, h("button", { class: "first" }, t("name")),
      h("button", { type: "button", onclick: () => api.ignoreVisits(visits).then(done, (error) => failed.replaceChildren(problem(error))) }, t("ignore"))), failed);
}
