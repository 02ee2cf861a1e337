// Passing marks in the text: chosen, pointed at, not yet saved.
import { parsePlaces } from "./article.js";

export function light(article, kind, places) {
  if (window.Highlight) CSS.highlights.set(kind, new Highlight(...places.map(([start, end]) => article.range(start, end))));
}

/** Let the list's entries whose spans stand over `offset` be seen; null: none. */
export function pointEntries(list, offset) {
  for (const entry of [...list.getElementsByClassName("pointed")]) entry.classList.remove("pointed");
  if (offset === null) return;
  for (const entry of list.getElementsByClassName("entry")) {
    const { places } = entry.dataset;
    if (parseInt(places, 10) > offset) return; // the list is in reading order
    if (parsePlaces(places).some(([start, end]) => start <= offset && offset < end)) entry.classList.add("pointed");
  }
}
