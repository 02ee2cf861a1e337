// Lines between spans, drawn over the text.
import { parsePlaces } from "./article.js";

const RADIUS = 6;

export class Arcs {
  /** `drawing` is an SVG over the text of `article`, with a group to draw in. */
  constructor(article, drawing) {
    Object.assign(this, { article, drawing });
  }

  /** Draw these ties, each once: elements' data with the places of both ends and a title. */
  show(wanted) {
    const ties = new Map(Array.from(wanted, ({ dataset }) => [`${dataset.title} ${dataset.tie} ${dataset.to}`, dataset]));
    this.#draw(...[...ties.values()].flatMap((tie, lane) => this.#drawn(tie, lane)));
  }

  /** A line from a span to where the pointer is. */
  pull({ start, end }, x, y) {
    const from = this.#boxes(start, end).at(-1);
    const origin = this.drawing.getBoundingClientRect();
    if (from) this.#draw(this.#path(`M${from.middle} ${from.bottom} L${x - origin.left} ${y - origin.top}`));
  }

  #draw(...several) {
    this.drawing.querySelector("g").replaceChildren(...several);
  }

  #drawn({ tie, to, title }, lane) {
    const [start, end] = [parsePlaces(tie), parsePlaces(to)];
    const [from, target] = [this.#boxes(start[0][0], start.at(-1)[1])[0], this.#boxes(end[0][0], end.at(-1)[1])[0]];
    if (!from || !target) return [];
    return Math.abs(from.top - target.top) < 4 ? this.#above(from, target, title) : this.#bracket(from, target, title, lane);
  }

  // On one line: through the gap above it.
  #above(from, to, title) {
    const high = Math.min(from.top, to.top) - 5;
    const turn = Math.sign(to.middle - from.middle) * Math.min(4, Math.abs(to.middle - from.middle) / 2);
    return [
      this.#path(
        `M${from.middle} ${from.top} Q${from.middle} ${high} ${from.middle + turn} ${high} H${to.middle - turn} Q${to.middle} ${high} ${to.middle} ${to.top + 1}`,
      ),
      this.#words(title, (from.middle + to.middle) / 2, high + 3),
    ];
  }

  // Elsewhere: through the gaps above the two lines, and down or up the margin; no word is crossed.
  #bracket(from, to, title, lane) {
    const margin = Math.max(5, this.article.root.offsetLeft - 8 - (lane % 6) * 4);
    const down = Math.sign(to.top - from.top);
    const [here, there] = [from.top - 2, to.top - 5];
    return [
      this.#path(
        `M${from.middle} ${from.top} L${from.middle} ${here} H${margin + RADIUS} Q${margin} ${here} ${margin} ${here + down * RADIUS} ` +
          `V${there - down * RADIUS} Q${margin} ${there} ${margin + RADIUS} ${there} H${to.middle - 3} Q${to.middle} ${there} ${to.middle} ${to.top + 1}`,
      ),
      this.#words(title, Math.min(to.middle - 24, margin + 40), there + 3), // on the line
    ];
  }

  #boxes(start, end) {
    const origin = this.drawing.getBoundingClientRect();
    return [...this.article.range(start, end).getClientRects()]
      .filter(({ width }) => width)
      .map((box) => ({ middle: Math.round((box.left + box.right) / 2 - origin.left), top: Math.round(box.top - origin.top), bottom: Math.round(box.bottom - origin.top) }));
  }

  #path(d) {
    return this.#made("path", { d, "marker-end": "url(#arrow)" });
  }

  #words(title, x, y) {
    const text = this.#made("text", { x: Math.round(x), y: Math.round(y) });
    text.textContent = title;
    return text;
  }

  #made(name, attributes) {
    const element = document.createElementNS(this.drawing.namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }
}
