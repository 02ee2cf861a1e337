// Relations drawn over the text: those of the span that is looked at or pointed at, or all of them.
import { Arcs } from "./arcs.js";
import { whenShown } from "./chosen.js";
import { $, article, inspector, list } from "./desk.js";

const arcs = new Arcs(article, $("#lines"));
let every = false;

/** Draw all relations, or only those of the chosen span again. */
export function lines(button) {
  every = !every;
  (button?.dataset ? button : $("[data-do=lines]"))?.setAttribute("aria-pressed", String(every));
  showLines();
}

export function showLines() {
  arcs.show([...inspector.querySelectorAll("[data-tie]"), ...list.querySelectorAll(every ? "[data-tie]" : ".pointed [data-tie]")]);
}

/** A line from a span to where the pointer is. */
export function pull(span, x, y) {
  arcs.pull(span, x, y);
}

whenShown(showLines);
new ResizeObserver(showLines).observe(article.root);
