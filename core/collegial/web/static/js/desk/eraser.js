/* Takes out of the browser the rolls that the desk kept, of another day or of an assembly that is over. */

import { erasePage } from "./page.js";
import { eraseOldRolls, remove } from "./store.js";

const { assembly, page, over } = document.getElementById("desk-eraser").dataset;
await eraseOldRolls();
if (over) {
  await remove("rolls", Number(assembly));
  await erasePage(page);
}
