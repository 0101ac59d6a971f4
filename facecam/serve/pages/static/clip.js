// The last seconds of a visit, played once.

import { api } from "./api.js";
import { h, t } from "./dom.js";

const LAST = 600;  // milliseconds for which the last picture stays

export async function play(visit, title) {
  const { pictures } = await api.clip(visit);
  const shown = h("img", { class: "clip", alt: t("clip_of", { name: title }) });
  let [timer, url] = [null, null];
  const show = (index) => {
    URL.revokeObjectURL(url);
    url = URL.createObjectURL(new Blob([Uint8Array.from(atob(pictures[index].jpeg), (letter) => letter.charCodeAt(0))], { type: "image/jpeg" }));
    shown.src = url;
    const next = pictures[index + 1];
    timer = next ? setTimeout(() => show(index + 1), 1000 * (next.seconds - pictures[index].seconds)) : setTimeout(() => again.hidden = false, LAST);
  };
  const begin = () => { again.hidden = true; show(0); };
  const again = h("button", { onclick: begin }, t("play_again"));
  const box = h("dialog", { "aria-label": t("clip_of", { name: title }) }, h("h2", { dir: "auto" }, title), shown,
    h("div", { class: "row" }, again, h("button", { autofocus: true, onclick: () => box.close() }, t("close"))));
  box.addEventListener("close", () => { clearTimeout(timer); URL.revokeObjectURL(url); box.remove(); });
  document.body.append(box);
  box.showModal();
  begin();
}
