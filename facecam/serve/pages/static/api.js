// The public routes of /v1. A browser's cookie opens them; its key was changed for one (app.js).

import { t } from "./dom.js";

export class Problem extends Error {
  constructor(status, said) {
    super(said.message);
    Object.assign(this, { status, code: said.code, remedy: said.remedy, request: said.request_id, refused: said.refused ?? [] });
  }
}

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(`/v1${path}`, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, { code: "no_answer", message: t("no_answer"), remedy: "" });
  }
  if (answer.status === 204) return null;
  const said = await answer.json().catch(() => null);
  if (answer.ok) return said;
  if (answer.status === 401) dispatchEvent(new Event("locked"));
  throw new Problem(answer.status, said?.error ?? { code: "no_answer", message: t("no_answer"), remedy: "" });
}

const json = (method, value) => ({ method, headers: { "content-type": "application/json" }, body: JSON.stringify(value) });

/** A form: pictures are files or blobs, several under one name as a list. */
function form(fields) {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one instanceof Blob) made.append(name, one, one.name ?? "camera.jpg");
      else if (one !== null && one !== undefined) made.append(name, one);
    }
  }
  return { method: "POST", body: made };
}

const query = (values) => new URLSearchParams(Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== "" && value !== false)).toString();

export const api = {
  begin: (key) => ask("/session", { method: "POST", headers: { "x-api-key": key } }),
  mine: () => ask("/session"),
  end: () => ask("/session", { method: "DELETE" }),
  health: () => ask("/health"),
  identify: (file, signal) => ask("/identify", { ...form({ file, top: 5 }), signal }),
  thresholds: () => ask("/thresholds"),
  verify: (fields) => ask("/verify", form(fields)),
  people: (values) => ask(`/people?${query(values)}`),
  person: (id) => ask(`/people/${id}`),
  register: (name, files) => ask("/people", form({ name, files })),
  rename: (id, name) => ask(`/people/${id}`, json("PATCH", { name })),
  remove: (id) => ask(`/people/${id}`, { method: "DELETE" }),
  forget: (id) => ask(`/people/${id}/forget`, { method: "POST" }),
  faces: (id) => ask(`/people/${id}/faces`),
  addFaces: (id, files) => ask(`/people/${id}/faces`, form({ files })),
  removeFace: (id, face) => ask(`/people/${id}/faces/${face}`, { method: "DELETE" }),
  facePicture: (id, face) => `/v1/people/${id}/faces/${face}/picture`,
  confirm: (id, file) => ask(`/people/${id}/confirm`, form({ file })),
  deny: (id, visit) => ask(`/people/${id}/deny`, json("POST", { visit })),
  review: (correction) => ask(`/review?${query({ correction })}`),
  change: (correction, visits) => ask("/review", json("POST", { correction, visits })),
  undo: () => ask("/undo", { method: "POST" }),
  history: (values) => ask(`/history?${query(values)}`),
  historyCsv: (values) => `/v1/history?${query({ ...values, format: "csv" })}`,
  visitPicture: (id) => `/v1/history/${id}/picture`,
  clip: (id) => ask(`/history/${id}/clip`),
  unknowns: () => ask("/unknowns"),
  nameVisits: (visits, name) => ask("/unknowns/name", json("POST", { visits, name })),
  ignoreVisits: (visits) => ask("/unknowns/ignore", json("POST", { visits })),
  cameras: () => ask("/cameras"),
  addCamera: (camera) => ask("/cameras", json("POST", camera)),
  changeCamera: (name, change) => ask(`/cameras/${encodeURIComponent(name)}`, json("PATCH", change)),
  removeCamera: (name) => ask(`/cameras/${encodeURIComponent(name)}`, { method: "DELETE" }),
  cameraPicture: (name) => `/v1/cameras/${encodeURIComponent(name)}/picture`,
  rules: () => ask("/rules"),
  addRule: (rule) => ask("/rules", json("POST", rule)),
  removeRule: (rule) => ask(`/rules/${rule}`, { method: "DELETE" }),
  testRule: (rule) => ask(`/rules/${rule}/test`, { method: "POST" }),
  models: () => ask("/models"),
  runs: () => ask("/runs"),
  classify: (file, classifier) => ask("/classify", form({ file, classifier, top: 3 })),
  compare: (files) => ask("/compare", form({ files })),
};
