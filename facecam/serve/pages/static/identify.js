// Who is in a picture: all faces boxed and named, the threshold under a slider.

import { api } from "./api.js";
import { corrected } from "./corrections.js";
import { h, number, once, problem, s, share, t, whole } from "./dom.js";
import { shown, source } from "./pictures.js";

export function show(page) {
  const [result, past] = [h("div", { "aria-live": "polite" }), h("div", { "aria-live": "polite" })];
  let asked = null;

  async function look([file]) {
    past.replaceChildren();
    await again(file);
  }

  async function again(file) {
    asked?.abort();
    asked = new AbortController();
    result.replaceChildren(h("p", { class: "muted" }, t("working")));
    try {
      const [found, curve] = await Promise.all([api.identify(file, asked.signal), api.thresholds()]);
      result.replaceChildren(...answer(file, found, curve), ...confirmation(file, found));
    } catch (error) {
      if (error.name !== "AbortError") result.replaceChildren(problem(error));
    }
  }

  /** One face that got no name: whether it is who is likeliest. */
  function confirmation(file, found) {
    const best = found.faces.length === 1 && found.faces[0].state === "unknown" ? found.faces[0].candidates[0] : null;
    if (!best) return [];
    const act = () => api.confirm(best.person, file).then((said) => corrected(said, past, () => again(file)), (error) => past.replaceChildren(problem(error)));
    return [h("button", { dir: "auto", onclick: once(act) }, t("confirm", { name: best.name }))];
  }

  const [area, end] = source(look, { several: false });
  page.append(area, past, result);
  return () => { asked?.abort(); end(); };
}

function answer(file, found, curve) {
  const boxes = s("svg", { viewBox: `0 0 ${found.width} ${found.height}`, "aria-hidden": "true" });
  const captions = h("div");
  const rows = h("ul", { class: "rows" });
  const stage = h("div", { class: "stage" }, h("div", { class: "fit" }, shown(file, { alt: t("picture_of") }), boxes, captions));
  const title = found.faces.length === 0 ? t("no_face") : found.faces.length === 1 ? t("one_face") : t("faces", { n: whole(found.faces.length) });

  const draw = (threshold) => {
    const raised = threshold - found.threshold;
    const named = found.faces.map((face) => nameOf(face, raised));
    boxes.replaceChildren(...found.faces.map((face, index) => box(face, named[index])));
    captions.replaceChildren(...found.faces.map((face, index) => caption(face, named[index], found)));
    rows.replaceChildren(...found.faces.map((face, index) => row(face, named[index])));
  };
  draw(found.threshold);
  const empty = found.faces.length > 0 && found.faces.every((face) => face.candidates.length === 0);
  return [stage, h("h2", {}, title), empty ? h("p", {}, t("nobody")) : null,
    found.faces.length && !empty ? slider(found, curve, draw) : null, rows].filter(Boolean);
}

/** The best candidate, where the score reaches the face's own threshold, moved by as much as the slider. */
function nameOf(face, raised) {
  const best = face.candidates[0];
  return best && best.score >= face.threshold + raised ? best.name : null;
}

function box(face, name) {
  const [x1, y1, x2, y2] = face.box;
  return s("rect", { class: name === null ? "box" : "box known", x: x1, y: y1, width: x2 - x1, height: y2 - y1, rx: 4 });
}

function caption(face, name, picture) {
  const [x1, , x2, y2] = face.box;
  const low = y2 > 0.8 * picture.height;  // then it stands in the box, for below it there is no picture any more
  const made = h("div", { class: low ? "caption low" : "caption", dir: "auto" }, name ?? t("unknown"));
  made.style.left = `${Math.min(Math.max((x1 + x2) / 2 / picture.width, 0.05), 0.95) * 100}%`;
  made.style.top = `${Math.min(y2 / picture.height, 1) * 100}%`;
  return made;
}

function row(face, name) {
  const others = face.candidates.map((one) => `${one.name} ${number(one.score)}`).join(", ");
  const ahead = face.margin === null ? "" : ` · ${t("margin", { margin: number(face.margin) })}`;
  const score = face.candidates.length ? t("score", { score: number(face.candidates[0].score) }) + ahead : "";
  return h("li", {}, h("div", { class: "grow" }, h("div", { class: "name", dir: "auto" }, name ?? t("unknown")),
    h("div", { class: "muted" }, score), others && h("div", { class: "muted", title: t("likeliest") }, others)));
}

function slider(found, curve, draw) {
  const points = curve.points;
  const closest = (value) => points.reduce((best, one) => Math.abs(one.threshold - value) < Math.abs(best.threshold - value) ? one : best);
  // At the promise's own threshold it says what the promise says, not what a point beside it would.
  const nearest = (value) => value === found.threshold ? { ...closest(value), fpir: found.fpir } : closest(value);
  const says = h("div", { class: "muted", id: "says" });
  const lowest = Math.min(points[0].threshold, found.threshold), highest = Math.max(points.at(-1).threshold, found.threshold);
  const input = h("input", { type: "range", min: lowest, max: highest, step: "any", value: found.threshold, "aria-describedby": "says" });
  const label = h("label", { class: "field" }, h("span"), input);
  const move = () => {
    const threshold = Number(input.value), at = nearest(threshold);
    label.firstChild.replaceChildren(t("threshold", { threshold: number(threshold) }));
    const rates = [t("strangers", { n: whole(1 / Math.max(at.fpir, 1e-9)) })];
    if (at.fnmr !== null) rates.push(t("missed", { share: share(at.fnmr) }));
    says.replaceChildren(`${rates.join(". ")}.`);
    draw(threshold);
  };
  input.addEventListener("input", move);
  const reset = h("button", { type: "button", title: t("measured"), onclick: () => { input.value = found.threshold; move(); } }, t("reset"));
  const card = h("div", { class: "card" }, label, says, reset);
  move();
  return card;
}
