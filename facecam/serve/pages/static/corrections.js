// After a correction: it is said and can be taken back, and the past visits that it would decide otherwise are offered.

import { api } from "./api.js";
import { h, moment, notice, once, problem, t, whole } from "./dom.js";
import { kept } from "./pictures.js";

/** `said` is the server's answer to one; the offer comes into `where`; `changed` is called after each act. */
export function corrected(said, where, changed) {
  where.replaceChildren();
  taken(said, where, changed);
  if (said.past_visits) offer(said.operation, where, changed);
}

function taken(said, where, changed) {
  const undo = () => api.undo().then((back) => { where.replaceChildren(); notice(back.sentence); changed(); });
  notice(said.sentence, { label: t("undo"), act: undo });
  changed();
}

async function offer(correction, where, changed) {
  try {
    const found = await api.review(correction);
    const boxes = found.visits.map((one) => h("input", { type: "checkbox", checked: true, value: one.id, onchange: () => count() }));
    const chosen = () => boxes.filter((box) => box.checked).map((box) => Number(box.value));
    const change = h("button", { class: "first", onclick: once(() => api.change(correction, chosen()).then((said) => {
      where.replaceChildren();
      taken(said, where, changed);
      if (found.more) offer(correction, where, changed);
    }, (error) => failed.replaceChildren(problem(error)))) });
    const count = () => {
      const number = chosen().length;
      change.replaceChildren(number === 1 ? t("change_one") : t("change", { n: whole(number) }));
      change.disabled = number === 0;
    };
    const failed = h("div");
    const heading = found.visits.length === 1 ? t("past_one") : t("past", { n: whole(found.visits.length) });
    count();
    where.replaceChildren(h("section", { class: "card", "aria-label": heading }, h("h2", {}, heading),
      h("p", { class: "muted" }, t("past_why", { correction: found.sentence }), found.more && ` ${t("past_more")}`),
      h("ul", { class: "rows short" }, found.visits.map((one, index) => row(one, boxes[index]))),
      h("div", { class: "row" }, change, h("button", { onclick: () => where.replaceChildren() }, t("leave_them"))), failed));
    where.scrollIntoView({ block: "nearest" });
  } catch (error) {
    where.replaceChildren(problem(error));
  }
}

function row(visit, box) {
  return h("li", {}, h("label", { class: "line grow" }, box, kept(api.visitPicture(visit.id), visit.picture, { class: "thumb small" }),
    h("span", { class: "grow" }, h("span", { class: "name", dir: "auto" }, t("now", { name: visit.now.name ?? t("unknown") })), h("br"),
      h("span", { class: "muted", dir: "auto" }, `${t("until_now", { name: visit.name ?? t("unknown") })} · ${moment(visit.started)} · ${visit.source}`))));
}
