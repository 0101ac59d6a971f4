// The frame: the key, the rail, and which page is shown.

import { api } from "./api.js";
import { h, loadWords, notice, problem, t } from "./dom.js";
import * as cameras from "./cameras.js";
import * as compare from "./compare.js";
import * as history from "./history.js";
import * as identify from "./identify.js";
import * as people from "./people.js";
import * as register from "./register.js";
import * as rules from "./rules.js";
import * as unknowns from "./unknowns.js";
import * as verify from "./verify.js";

const PAGES = { identify, register, verify, people, history, unknowns, cameras, rules, compare };
const rail = document.getElementById("rail");
const page = document.getElementById("page");
let leaving = () => {};

/** "#people/3" is the page `people` with "3". */
function place() {
  const [name, ...rest] = decodeURIComponent(location.hash.slice(1)).split("/");
  return Object.hasOwn(PAGES, name) ? [name, rest] : ["identify", []];
}

async function show() {
  leaving();
  const [name, rest] = place();
  const [title, body] = [h("h1", {}, t(name)), h("div")];
  document.title = `${t(name)} · facecam`;
  rail.replaceChildren(
    ...Object.keys(PAGES).map((one) => h("a", { href: `#${one}`, "aria-current": one === name ? "page" : null }, t(one))),
    h("button", { onclick: leave }, t("leave")));
  rail.querySelector("[aria-current]").scrollIntoView({ block: "nearest", inline: "center" });
  page.replaceChildren(title, body);
  page.focus({ preventScroll: true });
  scrollTo(0, 0);
  leaving = PAGES[name].show(body, rest) ?? (() => {});
}

async function leave() {
  await api.end().catch(() => {});
  askForKey();
}

function askForKey(error = null) {
  leaving();
  leaving = () => {};
  rail.replaceChildren();
  const field = h("input", { type: "password", id: "key", autocomplete: "current-password", required: true });
  const open = async (event) => {
    event.preventDefault();
    await api.begin(field.value.trim()).then(show, askForKey);
  };
  page.replaceChildren(h("form", { class: "card", onsubmit: open },
    h("h1", {}, t("key_wanted")), h("p", {}, t("key_where")), error?.code === "wrong_key" || error?.code === "no_answer" ? problem(error) : null,
    h("label", { class: "field" }, t("key"), field),
    h("p", {}), h("button", { class: "first" }, t("open"))));
  field.focus();
}

/** Change the key of the printed address for a cookie, and take it out of the address at once. */
async function begin() {
  await loadWords();
  const key = new URLSearchParams(location.hash.slice(1)).get("key");
  if (key !== null) {
    changeAddress("#identify");
    await api.begin(key).then(show, askForKey);
  } else {
    await api.mine().then(show, askForKey);
  }
  addEventListener("hashchange", show);
  addEventListener("locked", () => askForKey());
  addEventListener("unhandledrejection", (event) => notice(event.reason?.message ?? String(event.reason)));
}

function changeAddress(hash) {
  window.history.replaceState(null, "", hash);
}

begin();
