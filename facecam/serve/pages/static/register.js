// Make somebody known: a name and pictures, from files or the camera.

import { api } from "./api.js";
import { h, notice, problem, t, whole } from "./dom.js";
import { shown, source } from "./pictures.js";

export function show(page) {
  let pictures = [];
  const name = h("input", { id: "name", required: true, maxlength: 200, autocomplete: "off", dir: "auto" });
  const consent = h("input", { type: "checkbox", required: true });
  const chosen = h("div", { class: "grid" });
  const result = h("div", { "aria-live": "polite" });
  const button = h("button", { class: "first" }, t("add"));

  function draw() {
    chosen.replaceChildren(...pictures.map((file) => shown(file, { class: "thumb" })));
    count.replaceChildren(pictures.length === 1 ? t("chosen_one") : t("chosen", { n: whole(pictures.length) }));
    button.disabled = clear.hidden = pictures.length === 0;
  }

  async function save(event) {
    event.preventDefault();
    button.disabled = true;
    result.replaceChildren(h("p", { class: "muted" }, t("working")));
    try {
      const done = await api.register(name.value, pictures);
      const said = done.accepted === 1 ? t("added_one", { name: done.name }) : t("added", { name: done.name, n: whole(done.accepted) });
      result.replaceChildren(h("div", { class: "card" }, h("div", { class: "verdict" }, said),
        done.looks_like && h("p", {}, t("looks_like", { name: done.looks_like.name })),
        refused(done.refused), h("a", { class: "button", href: `#people/${done.person}` }, done.name)));
      notice(said, { label: t("undo"), act: () => api.undo().then(() => notice(t("undone"))) });
      pictures = [];
      name.value = "";
      consent.checked = false;
    } catch (error) {
      result.replaceChildren(problem(error), refused(error.refused ?? []) ?? "");
    }
    draw();
  }

  const count = h("span", { class: "muted" });
  const clear = h("button", { type: "button", onclick: () => { pictures = []; draw(); } }, t("clear"));
  const [area, end] = source((more) => { pictures.push(...more); draw(); });
  page.append(area, h("form", { class: "card", onsubmit: save }, h("div", { class: "row" }, count, clear), chosen,
    h("label", { class: "field" }, t("name"), name), h("label", { class: "line" }, consent, t("consent")), button), result);
  draw();
  return end;
}

/** Which pictures were not taken, and why; nothing where all were. */
export function refused(list) {
  if (!list.length) return null;
  return h("div", { class: "card" }, h("h2", {}, t("refused")),
    h("ul", { class: "rows" }, list.map((one) => h("li", {}, h("span", { class: "grow" }, `${one.file}: ${one.reason}`)))));
}
