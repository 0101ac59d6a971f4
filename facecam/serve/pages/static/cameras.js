// The cameras that are watched: what each shows now, how it does, and changes.

import { api } from "./api.js";
import { h, number, problem, t, whole } from "./dom.js";
import { undoable } from "./undo.js";

const PAUSE = 2000; // milliseconds between two looks: a stream each would take all connections that a browser has

export function show(page) {
  const [list, failed] = [h("div"), h("div")];
  const [name, source] = [nameField("camera-name"), sourceField({ id: "camera-source", required: true })];
  const form = h("form", { class: "card", onsubmit: add },
    field(t("camera_name"), name), field(t("camera_source"), source), h("p", {}), h("button", { class: "first" }, t("add_camera")), failed);
  page.append(h("p", { class: "muted" }, t("cameras_what")), list, form);
  let [cards, next, left] = [null, 0, false];

  async function add(event) {
    event.preventDefault();
    failed.replaceChildren();
    try {
      const made = await api.addCamera({ name: name.value.trim(), source: source.value.trim() });
      form.reset();
      changed(made);
    } catch (error) {
      failed.replaceChildren(problem(error));
    }
  }

  function changed(said) {
    undoable(said, load);
    load();
  }

  async function load() {
    clearTimeout(next);
    try {
      const { cameras } = await api.cameras();
      if (cards === null || [...cards.keys()].join("\n") !== cameras.map((one) => one.name).join("\n")) {
        cards = new Map(cameras.map((one) => [one.name, card(one.name, changed)]));
        list.replaceChildren(...(cameras.length ? [...cards.values()].map((one) => one.element) : [h("p", {}, t("no_cameras"))]));
      }
      for (const one of cameras) cards.get(one.name).update(one);
    } catch (error) {
      cards = null;
      list.replaceChildren(problem(error));
    }
    if (!left) next = setTimeout(load, PAUSE);
  }

  load();
  return () => { left = true; clearTimeout(next); };
}

const field = (name, input) => h("label", { class: "field" }, name, input);
const nameField = (id) => h("input", { id, required: true, maxlength: 200, dir: "auto", autocomplete: "off" });
const sourceField = (more) => h("input", { ...more, maxlength: 2000, placeholder: "rtsp://camera.local/live", dir: "ltr", autocomplete: "off" });

/** Changed where it stands at each look, for somebody may be typing in it. */
function card(name, changed) {
  const [state, how, trouble, said] = [h("p", {}), h("p", { class: "muted" }), h("p", { class: "muted", dir: "auto" }), h("div")];
  const picture = h("img", { alt: name, onload: () => { stage.hidden = false; }, onerror: () => { stage.hidden = true; } });
  const stage = h("div", { class: "stage", hidden: true }, picture);
  const [called, source] = [nameField(), sourceField({})];
  called.value = name;
  const refused = (error) => said.replaceChildren(problem(error));
  const save = (event) => {
    event.preventDefault();
    const wanted = {};
    if (called.value.trim() !== name) wanted.name = called.value.trim();
    if (source.value.trim()) wanted.source = source.value.trim();
    api.changeCamera(name, wanted).then(changed, refused);
  };
  const changes = h("div", {},
    h("details", {}, h("summary", {}, t("change_camera")), h("form", { onsubmit: save },
      field(t("camera_name"), called), field(t("other_source"), source), h("p", {}), h("button", {}, t("save")))),
    h("div", { class: "row" }, h("button", { onclick: () => api.removeCamera(name).then(changed, refused) }, t("remove"))));
  const element = h("div", { class: "card" }, h("h2", { class: "name" }, name), stage, state, how, trouble, changes, said);

  function update(now) {
    state.textContent = now.message;
    changes.hidden = !now.kept; // it was given when the server was started
    how.hidden = now.age_ms === null;
    if (now.age_ms !== null) how.textContent = t("camera_how", { results: number(now.results, 1), age: whole(now.age_ms), source: now.source });
    trouble.hidden = now.problem === null;
    trouble.textContent = now.problem ?? "";
    picture.src = `${api.cameraPicture(name)}?${Date.now()}`; // another address each time, or the browser shows the one it has
  }

  return { element, update };
}
