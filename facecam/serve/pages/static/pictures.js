// Where pictures come from: dropped, pasted, chosen, or taken with the device's camera.

import { h, t } from "./dom.js";

/** An area that takes pictures and hands them on as a list of files; `several`: more than one at a time.
 *  Returns [element, end]; `end` gives the camera free. */
export function source(taken, { several = true, label = several ? t("drop") : t("drop_one") } = {}) {
  const give = (files) => {
    const pictures = [...files].filter((file) => file.size > 0);
    if (pictures.length) taken(several ? pictures : pictures.slice(0, 1));
  };
  const choose = h("input", { type: "file", accept: "image/*,.heic,.heif", multiple: several, hidden: true,
    onchange: () => { give(choose.files); choose.value = ""; } });
  const screen = h("div");
  const camera = h("button", { type: "button", onclick: () => start() }, t("camera"));
  const area = h("div", { class: "drop" }, h("div", {}, label),
    h("div", { class: "row" }, h("button", { type: "button", onclick: () => choose.click() }, several ? t("choose") : t("choose_one")), camera), choose, screen);
  let stream = null;

  async function start() {
    if (stream) return stop();
    if (!navigator.mediaDevices) return void screen.replaceChildren(h("p", { class: "muted" }, t("camera_insecure")));
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user", width: { ideal: 1280 } } });
    } catch (error) {
      return void screen.replaceChildren(h("p", { class: "muted" }, t("camera_none", { reason: error.message })));
    }
    const video = h("video", { autoplay: true, playsinline: true, muted: true });
    video.srcObject = stream;
    camera.replaceChildren(t("camera_off"));
    screen.replaceChildren(video, h("div", { class: "row" }, h("button", { type: "button", class: "first", onclick: () => take(video) }, t("take"))));
  }

  function take(video) {
    const canvas = h("canvas", { width: video.videoWidth, height: video.videoHeight });
    canvas.getContext("2d").drawImage(video, 0, 0);
    canvas.toBlob((blob) => blob && give([new File([blob], "camera.jpg", { type: "image/jpeg" })]), "image/jpeg", 0.95);
  }

  function stop() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    camera.replaceChildren(t("camera"));
    screen.replaceChildren();
  }

  area.addEventListener("dragover", (event) => { event.preventDefault(); area.classList.add("over"); });
  area.addEventListener("dragleave", () => area.classList.remove("over"));
  area.addEventListener("drop", (event) => { event.preventDefault(); area.classList.remove("over"); give(event.dataTransfer.files); });
  const pasted = (event) => { if (event.clipboardData.files.length) { event.preventDefault(); give(event.clipboardData.files); } };
  addEventListener("paste", pasted);
  return [area, () => { removeEventListener("paste", pasted); stop(); }];
}

/** A picture from a file, shown; its address is given free when it was loaded. */
export function shown(file, attributes = {}) {
  const url = URL.createObjectURL(file);
  return h("img", { src: url, alt: file.name ?? "", onload: () => URL.revokeObjectURL(url), ...attributes });
}

/** A picture of the server, or nothing where none was kept. */
export function kept(url, there, attributes = {}) {
  return there ? h("img", { src: url, alt: "", loading: "lazy", class: "thumb", ...attributes }) : h("div", { class: "thumb", ...attributes });
}
