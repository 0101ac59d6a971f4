// Everybody who is enrolled; one person with their samples.

import { api } from "./api.js";
import { h, moment, notice, problem, t, whole } from "./dom.js";
import { refused } from "./register.js";
import { kept, source } from "./pictures.js";
import { undoable } from "./undo.js";

const again = () => dispatchEvent(new Event("hashchange"));
const samplesOf = (one) => one.templates === 1 ? t("sample_one") : t("samples", { n: whole(one.templates) });

export function show(page, [id]) {
  if (id) return void one(page, Number(id));
  const [list, more] = [h("div", { class: "grid" }), h("button", { hidden: true }, t("more"))];
  let [next, wanted] = ["", 0];

  async function load(anew) {
    const mine = ++wanted;
    try {
      const found = await api.people({ q: search.value, cursor: anew ? "" : next, limit: 60 });
      if (mine !== wanted) return;
      const cards = found.people.map((person) => tile(person));
      if (anew) list.replaceChildren(...cards);
      else list.append(...cards);
      if (!list.children.length) list.append(h("p", {}, search.value ? t("nobody_found") : t("nobody_yet")));
      next = found.next ?? "";
      more.hidden = !next;
    } catch (error) {
      list.replaceChildren(problem(error));
    }
  }

  const search = h("input", { type: "search", placeholder: t("search"), "aria-label": t("search"), oninput: () => load(true) });
  more.addEventListener("click", () => load(false));
  page.append(h("div", { class: "row" }, search, h("a", { class: "button", href: "#register" }, t("register"))), list, more);
  load(true);
}

function tile(person) {
  const seen = person.last_seen ? t("last_seen", { when: moment(person.last_seen) }) : t("never_seen");
  const picture = h("div", { class: "thumb letter", "aria-hidden": "true" }, [...person.name][0]);
  api.faces(person.person).then(({ faces }) => {
    const best = faces.filter((face) => face.picture).sort((a, b) => b.quality - a.quality)[0];
    if (best) picture.replaceWith(kept(api.facePicture(person.person, best.face), true));
  }, () => {});
  return h("a", { class: "button tile", href: `#people/${person.person}` }, picture,
    h("span", { class: "name", dir: "auto" }, person.name), h("span", { class: "muted" }, samplesOf(person)), h("span", { class: "muted" }, seen));
}

async function one(page, id) {
  page.replaceChildren();
  try {
    const [person, { faces }] = await Promise.all([api.person(id), api.faces(id)]);
    const failed = h("div");
    const act = (work) => work().then((said) => { undoable(said, again); again(); }, (error) => failed.replaceChildren(problem(error)));
    const name = h("input", { value: person.name, "aria-label": t("name"), dir: "auto", maxlength: 200 });
    const rename = (event) => {
      event.preventDefault();
      api.rename(id, name.value).then(again, (error) => failed.replaceChildren(problem(error)));
    };
    const [area] = source((files) => api.addFaces(id, files).then(again,
      (error) => failed.replaceChildren(problem(error), refused(error.refused ?? []) ?? "")));
    page.replaceChildren(
      h("div", { class: "row" }, h("a", { class: "button", href: "#people" }, t("back")), h("a", { class: "button", href: `#history/${id}` }, t("their_visits"))),
      h("form", { class: "row", onsubmit: rename }, name, h("button", {}, t("rename")),
        h("button", { type: "button", onclick: () => act(() => api.remove(id).then((said) => { location.hash = "people"; return said; })) }, t("remove")),
        h("button", { type: "button", class: "danger", onclick: () => forget(person, failed) }, t("forget"))),
      failed, h("p", { class: "muted" }, samplesOf(person)),
      h("div", { class: "grid" }, faces.map((face) => h("div", { class: "card tile" }, kept(api.facePicture(id, face.face), face.picture),
        !face.picture && h("span", { class: "muted" }, t("no_picture")),
        h("span", { class: "muted", dir: "auto" }, face.source), h("button", { onclick: () => act(() => api.removeFace(id, face.face)) }, t("remove_sample"))))), area);
  } catch (error) {
    page.replaceChildren(problem(error));
  }
}

/** The one act that asks: it cannot be undone. */
function forget(person, failed) {
  const box = h("dialog", {}, h("p", {}, t("forget_sure", { name: person.name })),
    h("div", { class: "row" }, h("button", { autofocus: true, onclick: () => box.close() }, t("cancel")),
      h("button", { class: "danger", onclick: () => { box.close(); api.forget(person.person).then((receipt) => { notice(receipt.sentence); location.hash = "people"; }, (error) => failed.replaceChildren(problem(error))); } }, t("forget"))));
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}
