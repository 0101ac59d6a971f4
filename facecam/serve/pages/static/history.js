// Who was there when; new visits come by themselves where the server tells of them.

import { api } from "./api.js";
import { play } from "./clip.js";
import { corrected } from "./corrections.js";
import { h, length, moment, notice, once, problem, t } from "./dom.js";
import { kept } from "./pictures.js";

export function show(page, [person]) {
  const filter = { person: person ?? "", unknown: false, day: "" };
  const [list, past, more, live] = [h("ul", { class: "rows" }), h("div", { "aria-live": "polite" }), h("button", { hidden: true }, t("more")), h("span", { class: "badge" })];
  let next = "";

  async function load(anew) {
    try {
      const found = await api.history({ ...filter, cursor: anew ? "" : next, limit: 100 });
      const rows = found.visits.map((visit) => row(visit, past, () => load(true)));
      if (anew) list.replaceChildren(...rows);
      else list.append(...rows);
      if (!list.children.length) list.append(h("li", {}, t("nothing_seen")));
      next = found.next ?? "";
      more.hidden = !next;
      csv.href = api.historyCsv(filter);
    } catch (error) {
      list.replaceChildren(problem(error));
    }
  }

  const who = h("select", { "aria-label": t("people"), onchange: () => { filter.unknown = who.value === "unknown"; filter.person = filter.unknown ? "" : who.value; load(true); } },
    h("option", { value: "" }, t("all")), h("option", { value: "unknown" }, t("only_unknown")));
  const day = h("input", { type: "date", "aria-label": t("day"), onchange: () => { filter.day = day.value; load(true); } });
  const csv = h("a", { class: "button", download: "history.csv" }, t("export"));
  more.addEventListener("click", () => load(false));
  page.append(h("div", { class: "row" }, who, day, csv, live), past, list, more);
  api.people({ limit: 1000 }).then(({ people }) => {
    who.append(...people.map((one) => h("option", { value: one.person }, one.name)));
    who.value = filter.person;
  }, () => {});
  load(true);
  return listen(live, () => load(true));
}

function row(visit, past, changed) {
  const name = visit.name ?? t("unknown");
  const failed = (error) => past.replaceChildren(problem(error));
  const deny = () => api.deny(visit.person, visit.id).then((said) => corrected(said, past, changed), failed);
  return h("li", {}, kept(api.visitPicture(visit.id), visit.picture, { class: "thumb small" }),
    h("div", { class: "grow" }, h("div", { class: "name", dir: "auto" }, name),
      h("div", { class: "muted" }, `${moment(visit.started)} · ${length(visit.started, visit.ended)} · ${visit.source}`)),
    visit.clip && h("button", { onclick: () => play(visit.id, name).catch(failed) }, t("play")),
    visit.person !== null && h("button", { title: t("deny_what"), onclick: once(deny) }, t("deny")));
}

/** Look again when the server says that somebody came or went; returns how to stop. */
function listen(live, changed) {
  const stream = new EventSource("/v1/events");
  live.replaceChildren(t("not_live"));
  stream.addEventListener("open", () => live.replaceChildren(t("live")));
  stream.addEventListener("error", () => live.replaceChildren(t("not_live")));
  for (const kind of ["started", "named", "ended", "unknown"]) {
    stream.addEventListener(`visit.${kind}`, (event) => {
      const told = JSON.parse(event.data);
      if (kind === "named") notice(t("event", { name: told.name ?? t("unknown"), source: told.source }));
      changed();
    });
  }
  return () => stream.close();
}
