// What was done is said, with the way back.

import { api } from "./api.js";
import { notice, t } from "./dom.js";

/** `changed`: shows what is there now, once it was taken back. */
export const undoable = (said, changed) => notice(said.sentence, { label: t("undo"), act: () => api.undo().then((back) => { notice(back.sentence); changed(); }) });
