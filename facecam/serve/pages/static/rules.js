// What is told, and to whom: the rules there are, and a new one.

import { api } from "./api.js";
import { h, problem, t, whole } from "./dom.js";
import { undoable } from "./undo.js";

const KINDS = { known: { events: ["named"] }, strangers: { strangers: true }, everybody: { events: ["named", "unknown"] } };

export function show(page) {
  const [list, failed, secret] = [h("div"), h("div"), h("div")];
  const target = h("input", { id: "target", required: true, maxlength: 2000, placeholder: "https://example.org/hook", dir: "ltr", autocomplete: "off", inputmode: "url" });
  const kind = h("select", { onchange: fit }, h("option", { value: "known" }, t("of_known")), h("option", { value: "strangers" }, t("of_strangers")), h("option", { value: "everybody" }, t("of_everybody")));
  const person = h("select", {}, h("option", { value: "" }, t("anybody")));
  const stays = h("input", { type: "number", min: 0, max: 86400, step: 1, value: 0 });
  const quiet = h("input", { maxlength: 20, placeholder: "22:00-07:00", pattern: "\\s*\\d{1,2}:\\d\\d\\s*-\\s*\\d{1,2}:\\d\\d\\s*" });
  const daily = h("input", { type: "time" });
  const [once, picture] = [h("input", { type: "checkbox" }), h("input", { type: "checkbox" })];
  const [personField, staysField] = [field(t("only_person"), person), field(t("stays"), stays)];
  const form = h("form", { class: "card", onsubmit: add },
    field(t("target"), target), field(t("told_of"), kind), personField, staysField, field(t("quiet"), quiet), field(t("daily"), daily),
    h("label", { class: "line" }, once, t("once_a_day")), h("label", { class: "line" }, picture, t("with_picture")),
    h("button", { class: "first" }, t("add_rule")), failed);
  page.append(h("p", { class: "muted" }, t("rules_what")), list, secret, form);

  function fit() {
    personField.hidden = kind.value !== "known";
    staysField.hidden = kind.value !== "strangers";
  }

  async function add(event) {
    event.preventDefault();
    const rule = { target: target.value.trim(), ...KINDS[kind.value], once_a_day: once.checked, picture: picture.checked };
    if (kind.value === "known" && person.value) rule.persons = [Number(person.value)];
    if (kind.value === "strangers") rule.stays = Number(stays.value);
    if (rule.stays) delete rule.events;
    if (quiet.value.trim()) rule.quiet = quiet.value.replaceAll(" ", "");
    if (daily.value) rule.daily = daily.value;
    failed.replaceChildren();
    try {
      const made = await api.addRule(rule);
      form.reset();
      fit();
      secret.replaceChildren(...(made.secret ? [h("p", { class: "card", role: "status" }, t("secret", { secret: made.secret }))] : []));
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
    try {
      const { rules } = await api.rules();
      list.replaceChildren(...(rules.length ? rules.map((rule) => card(rule, changed)) : [h("p", {}, t("no_rules"))]));
    } catch (error) {
      list.replaceChildren(problem(error));
    }
  }

  fit();
  load();
  api.people({ limit: 200 }).then(({ people }) => person.append(...people.map((one) => h("option", { value: one.person }, one.name))), () => {});
}

const field = (name, input) => h("label", { class: "field" }, name, input);

function card(rule, changed) {
  const said = h("div");
  const act = (work, done) => () => work(rule.rule).then(done, (error) => said.replaceChildren(problem(error)));
  return h("div", { class: "card" }, h("p", { dir: "auto" }, rule.sentence, "."),
    rule.waiting > 0 && h("p", { class: "muted" }, t("waiting", { n: whole(rule.waiting) }), rule.problem && `: ${rule.problem}`),
    rule.dropped > 0 && h("p", { class: "muted" }, t("lost", { n: whole(rule.dropped) })),
    h("div", { class: "row" },
      h("button", { onclick: act(api.testRule, ({ problem: why }) => said.replaceChildren(h("p", { role: "status", dir: "auto" }, why ? `${why}.` : t("arrived")))) }, t("try")),
      h("button", { onclick: act(api.removeRule, changed) }, t("remove"))), said);
}
