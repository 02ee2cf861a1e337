// Lines between spans, drawn over the text.
import { parsePlaces } from "./article.js";
import { lanes, settled } from "./lanes.js";

const RADIUS = 6;
const ABOVE = { lanes: 3, first: 5, step: 4 }; // in the gap above a line of text
const ASIDE = { lanes: 6, first: 6, step: 4 }; // in the margin
const HIGH = 10; // of the words on a line

export class Arcs {
  #widths = new Map(); // of titles, as they are drawn

  /** `drawing` is an SVG over the text of `article`, with a group to draw in. */
  constructor(article, drawing) {
    Object.assign(this, { article, drawing });
  }

  /** Draw these ties, each once: elements' data with the places of both ends and a title. */
  show(wanted) {
    const ties = new Map(Array.from(wanted, ({ dataset }) => [`${dataset.title} ${dataset.tie} ${dataset.to}`, dataset]));
    const arcs = [...ties.values()].map((tie) => this.#arc(tie)).filter(Boolean);
    this.#spread(arcs);
    this.#draw(...arcs.map((arc) => this.#path(course(arc)))); // no line crosses the words of another
    this.#name(arcs);
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

  #arc({ tie, to, title }) {
    const [start, end] = [parsePlaces(tie), parsePlaces(to)];
    const [from, target] = [this.#boxes(start[0][0], start.at(-1)[1])[0], this.#boxes(end[0][0], end.at(-1)[1])[0]];
    return from && target && { from, to: target, title, over: Math.abs(from.top - target.top) < 4 };
  }

  /** Give each arc its height above the lines of text that it leads over, and its place in the margin. */
  #spread(arcs) {
    const aside = arcs.filter(({ over }) => !over);
    const edge = this.article.root.offsetLeft;
    const step = Math.min(ASIDE.step, Math.max(1, (edge - ASIDE.first) / ASIDE.lanes));
    const found = lanes(aside.map(({ from, to }) => between(from.top, to.top)), ASIDE.lanes);
    for (const [index, arc] of aside.entries()) arc.margin = Math.round(edge - ASIDE.first - found[index] * step);
    const rows = Map.groupBy(arcs.flatMap(runs), ({ box }) => Math.round(box.top / 4));
    for (const row of rows.values()) {
      const heights = lanes(row, ABOVE.lanes);
      for (const [index, run] of row.entries()) run.arc[run.side] = run.box.top - ABOVE.first - heights[index] * ABOVE.step;
    }
  }

  #name(arcs) {
    const drawn = arcs.map(({ title }) => this.#words(title));
    this.drawing.querySelector("g").append(...drawn);
    const labels = arcs.map((arc, index) => ({ ...label(arc), width: this.#width(drawn[index]), high: HIGH }));
    for (const [index, middle] of settled(labels).entries()) {
      if (middle === null) drawn[index].remove(); // the chips beside the text say it
      else for (const [name, value] of Object.entries({ x: middle, y: labels[index].y + 3 })) drawn[index].setAttribute(name, Math.round(value));
    }
  }

  #width(words) {
    const title = words.textContent;
    if (!this.#widths.has(title)) this.#widths.set(title, words.getComputedTextLength());
    return this.#widths.get(title);
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

  #words(title) {
    const text = this.#made("text", {});
    text.textContent = title;
    return text;
  }

  #made(name, attributes) {
    const element = document.createElementNS(this.drawing.namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }
}

const between = (one, other) => ({ from: Math.min(one, other), to: Math.max(one, other) });

/** The stretches of an arc that lead along lines of text, each with the side of it whose height it is. */
function runs(arc) {
  const { from, to, over, margin } = arc;
  if (over) return [{ arc, side: "there", box: from.top < to.top ? from : to, ...between(from.middle, to.middle) }];
  return [
    { arc, side: "here", box: from, ...between(margin, from.middle) },
    { arc, side: "there", box: to, ...between(margin, to.middle) },
  ];
}

function course({ from, to, over, margin, here, there }) {
  if (over) {
    // On one line: through the gap above it.
    const turn = Math.sign(to.middle - from.middle) * Math.min(4, Math.abs(to.middle - from.middle) / 2);
    return `M${from.middle} ${from.top} Q${from.middle} ${there} ${from.middle + turn} ${there} H${to.middle - turn} Q${to.middle} ${there} ${to.middle} ${to.top + 1}`;
  }
  // Elsewhere: through the gaps above the two lines, and down or up the margin; no word is crossed.
  const turn = Math.sign(to.top - from.top) * Math.min(RADIUS, Math.abs(there - here) / 2);
  return (
    `M${from.middle} ${from.top} L${from.middle} ${here} H${margin + RADIUS} Q${margin} ${here} ${margin} ${here + turn} ` +
    `V${there - turn} Q${margin} ${there} ${margin + RADIUS} ${there} H${to.middle - 3} Q${to.middle} ${there} ${to.middle} ${to.top + 1}`
  );
}

/** Where the words of an arc may stand, and where they would best: on its line, near to what it leads to. */
function label({ from, to, over, margin, there }) {
  const along = between(over ? from.middle : margin + RADIUS, to.middle);
  return { ...along, at: over ? (along.from + along.to) / 2 : along.from + 34, y: there };
}
