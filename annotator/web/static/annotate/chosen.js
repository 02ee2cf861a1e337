// The span that is looked at: its form in the inspector, its place in the text and in the list.
import { parsePlaces } from "./article.js";
import { $, article, chooser, closeFloating, desk, focusText, inspector, list, now, selecting, spotlight } from "./desk.js";
import { reveal } from "./selecting.js";

const shown = [];

/** Let `handler` know of the span that is looked at, or null, whenever it is shown anew. */
export function whenShown(handler) {
  shown.push(handler);
}

export function chosen() {
  const form = $("#inspected:not(.leaving)");
  if (!form) return null;
  const places = parsePlaces(form.dataset.places);
  return { id: form.dataset.span, label: form.dataset.label, places, start: places[0][0], end: places.at(-1)[1], form };
}

export function showChosen() {
  const span = chosen();
  spotlight("chosen", span?.places ?? []);
  for (const entry of list.querySelectorAll("[aria-current]")) entry.removeAttribute("aria-current");
  for (const handler of shown) handler(span);
  if (!span) return;
  const entry = document.getElementById(`s-${span.id}`);
  entry?.setAttribute("aria-current", "true");
  now.cursor = { start: span.start, end: span.end };
  if (matchMedia("(max-width: 760px)").matches) reveal(article.range(span.start, span.end)); // above its sheet
  if (!entry) return;
  // Only the column scrolls: the article stays where it is read.
  const column = $(".spans");
  const [box, frame] = [entry.getBoundingClientRect(), column.getBoundingClientRect()];
  column.scrollTop += Math.min(0, box.top - frame.top - 40) || Math.max(0, box.bottom - frame.bottom + 40);
}

export function open(id) {
  return look(inspector, `/spans/${id}`);
}

export function openAt(offset) {
  now.cursor = { start: offset, end: offset };
  return look(chooser, `/documents/${desk.dataset.document}/at/${offset}`);
}

function look(target, address) {
  closeFloating();
  selecting.drop();
  now.turn += 1;
  $("#inspected")?.classList.add("leaving"); // keys pressed by now are not for it
  return htmx.ajax("GET", address, { source: target, target, swap: "innerHTML" });
}

/** Whether something was still on its way to be looked at; it is left. */
export function leave() {
  const looking = document.querySelector(":is(#inspector, #chooser).htmx-request");
  if (looking) htmx.trigger(looking, "htmx:abort");
  return Boolean(looking);
}

export function close() {
  now.turn += 1;
  if (inspector.contains(document.activeElement)) focusText();
  inspector.replaceChildren();
  showChosen();
}
