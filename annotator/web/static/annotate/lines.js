// Relations drawn over the text: those of the span that is looked at or pointed at, or all of them.
import { parsePlaces } from "./article.js";
import { $, article, inspector, list } from "./desk.js";

const drawing = $("#lines");
const SVG = drawing.namespaceURI;
const RADIUS = 6;
let every = false;

/** Draw all relations, or only those of the chosen span again. */
export function lines(button) {
  every = !every;
  (button?.dataset ? button : $("[data-do=lines]"))?.setAttribute("aria-pressed", String(every));
  showLines();
}

export function showLines() {
  const ties = new Map();
  const wanted = [...inspector.querySelectorAll("[data-tie]"), ...list.querySelectorAll(every ? "[data-tie]" : ".pointed [data-tie]")];
  for (const { dataset } of wanted) ties.set(`${dataset.title} ${dataset.tie} ${dataset.to}`, dataset);
  $("g", drawing).replaceChildren(...[...ties.values()].flatMap(drawn));
}

/** A line from a span to where the pointer is. */
export function pull({ start, end }, x, y) {
  const from = boxes(start, end).at(-1);
  const origin = drawing.getBoundingClientRect();
  if (from) $("g", drawing).replaceChildren(path(`M${from.middle} ${from.bottom} L${x - origin.left} ${y - origin.top}`));
}

function drawn({ tie, to, title }, lane) {
  const [start, end] = [parsePlaces(tie), parsePlaces(to)];
  const [from, target] = [boxes(start[0][0], start.at(-1)[1])[0], boxes(end[0][0], end.at(-1)[1])[0]];
  if (!from || !target) return [];
  if (Math.abs(from.top - target.top) < 4) return above(from, target, title);
  return bracket(from, target, title, lane);
}

// On one line: through the gap above it.
function above(from, to, title) {
  const high = Math.min(from.top, to.top) - 5;
  const turn = Math.sign(to.middle - from.middle) * Math.min(4, Math.abs(to.middle - from.middle) / 2);
  return [
    path(
      `M${from.middle} ${from.top} Q${from.middle} ${high} ${from.middle + turn} ${high} H${to.middle - turn} Q${to.middle} ${high} ${to.middle} ${to.top + 1}`,
    ),
    words(title, (from.middle + to.middle) / 2, high + 3),
  ];
}

// Elsewhere: through the gaps above the two lines, and down or up the margin; no word is crossed.
function bracket(from, to, title, lane) {
  const margin = Math.max(5, article.root.offsetLeft - 8 - (lane % 6) * 4);
  const down = Math.sign(to.top - from.top);
  const [here, there] = [from.top - 2, to.top - 5];
  return [
    path(
      `M${from.middle} ${from.top} L${from.middle} ${here} H${margin + RADIUS} Q${margin} ${here} ${margin} ${here + down * RADIUS} ` +
        `V${there - down * RADIUS} Q${margin} ${there} ${margin + RADIUS} ${there} H${to.middle - 3} Q${to.middle} ${there} ${to.middle} ${to.top + 1}`,
    ),
    words(title, Math.min(to.middle - 24, margin + 40), there + 3), // on the line
  ];
}

function boxes(start, end) {
  const origin = drawing.getBoundingClientRect();
  return [...article.range(start, end).getClientRects()]
    .filter(({ width }) => width)
    .map((box) => ({ middle: Math.round((box.left + box.right) / 2 - origin.left), top: Math.round(box.top - origin.top), bottom: Math.round(box.bottom - origin.top) }));
}

function path(d) {
  return made("path", { d, "marker-end": "url(#arrow)" });
}

function words(title, x, y) {
  const text = made("text", { x: Math.round(x), y: Math.round(y) });
  text.textContent = title;
  return text;
}

function made(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

new ResizeObserver(showLines).observe(article.root);
