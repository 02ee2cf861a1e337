// Passing marks in the text that no span makes: what is chosen, pointed at, or not yet saved.
import { parsePlaces } from "./article.js";

export class Spotlight {
  constructor(article) {
    this.article = article;
  }

  /** Mark `places` (pairs of offsets, or their written form) as `kind`; nothing clears it. */
  show(kind, places) {
    if (!window.Highlight) return;
    const pairs = typeof places === "string" ? parsePlaces(places) : places;
    if (!pairs?.length) CSS.highlights.delete(kind);
    else CSS.highlights.set(kind, new Highlight(...pairs.map(([start, end]) => this.article.range(start, end))));
  }
}

/** The entries of the list whose spans stand over `offset`. */
export function entriesOver(list, offset) {
  return [...list.querySelectorAll(".entry")].filter((entry) =>
    parsePlaces(entry.dataset.places).some(([start, end]) => start <= offset && offset < end),
  );
}
