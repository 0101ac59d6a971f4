// Elements, and words. Everything that came from outside becomes text here, never markup.

let words = {};
let spoken = "en";

export async function loadWords() {
  const answer = await fetch("/pages/words.json");
  ({ words, language: spoken } = await answer.json());
  document.documentElement.lang = spoken;
}

/** A sentence of words.py, its places filled. */
export function t(key, places = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
}

/** An element: h("button", {class: "first", onclick: save}, "Save", ...). */
export function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  set(made, attributes);
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** The same of SVG. */
export function s(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  set(made, attributes);
  made.append(...children);
  return made;
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
}

export const number = (value, digits = 2) => value.toLocaleString(spoken, { minimumFractionDigits: digits, maximumFractionDigits: digits });
export const whole = (value) => Math.round(value).toLocaleString(spoken);
export const share = (value) => value.toLocaleString(spoken, { style: "percent", maximumSignificantDigits: 2 });
export const moment = (text) => new Date(text).toLocaleString(spoken, { dateStyle: "medium", timeStyle: "medium" });

export function length(started, ended) {
  const seconds = Math.max(Math.round((new Date(ended) - new Date(started)) / 1000), 0);
  return seconds < 90 ? t("seconds", { n: whole(seconds) }) : t("minutes", { n: whole(seconds / 60) });
}

/** A button's work, which a second click does not begin again while it lasts. */
export const once = (work) => async ({ currentTarget: button }) => {
  button.disabled = true;
  await work().finally(() => { button.disabled = false; });
};

/** A line at the bottom that goes by itself; with a button where something can be done about it. */
export function notice(text, action = null) {
  const line = h("div", { class: "notice" }, h("span", {}, text));
  const gone = () => line.remove();
  if (action) line.append(h("button", { onclick: () => { gone(); action.act(); } }, action.label));
  document.getElementById("notices").append(line);
  setTimeout(gone, 10000);
}

/** What went wrong, as a card: the sentence, what to do, the request's number. */
export function problem(error) {
  const id = error.request ? t("request", { id: error.request }) : "";
  return h("div", { class: "card error", role: "alert" },
    h("p", {}, [error.message, error.remedy].filter(Boolean).join(". "), "."),
    id && h("div", { class: "muted" }, id));
}
