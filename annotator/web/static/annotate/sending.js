// Whatever is done is put into the outbox.
import { $, locked, now, outbox } from "./desk.js";

export function act(name, fields = []) {
  const listed = $("#questions.unfinished") ? [["unfinished", "shown"]] : []; // the answer brings that list anew
  if (!locked) outbox.add([["do", name], ...fields, ...listed], now.turn);
}
