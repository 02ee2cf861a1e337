// Relations: the chosen span joined with another one, out of a list of those that are allowed or by dragging to it.
import { parsePlaces } from "./article.js";
import { chosen, whenShown } from "./chosen.js";
import { $, article, chooser, closeFloating, focusText, inspector, locked, now, on, root, spotlight } from "./desk.js";
import { showAt } from "./floating.js";
import { offsetAt } from "./handles.js";
import { pull, showLines } from "./lines.js";
import { newId } from "./outbox.js";
import { act } from "./sending.js";

const ends = $("#ends");
const knob = $(".handle.join");
let dragging = false;

/** Offer the spans that the chosen one may be joined with by the relation of a button. */
export function join(button) {
  const span = chosen();
  if (span && !locked) look(chooser, span, `?relation=${encodeURIComponent(button.dataset.relation)}`);
}

/** The same by the relation's key. */
export function joinBy(key) {
  const button = $(`[data-relation][data-key="${CSS.escape(key)}"]`, inspector);
  if (button && chosen()) join(button);
  return Boolean(button);
}

function look(target, span, asked = "") {
  return htmx.ajax("GET", `/spans/${span.id}/ends${asked}`, { source: target, target, swap: "innerHTML" });
}

/** Make the relation that was chosen. */
export function relate(button) {
  act("relate", [["relation", newId()], ["join", button.value], ["look", button.form.elements.look.value]]);
  closeFloating();
  focusText();
}

/** Let an entry of the registry fill a place of the stance, or take it out. */
export function fill(button) {
  act("fill", [["span", button.form.span.value], ["slot", button.value]]);
  closeFloating();
  focusText();
}

export function part(button) {
  act("part", [["part", button.value], ["look", chosen().id]]);
}

/** Let what is allowed be seen in the text, and the nearest of it be at hand. */
export function showEnds() {
  spotlight("allowed", places(chooser.querySelectorAll(".ends [data-places]")));
  return $("[data-nearest]", chooser);
}

/** Stand below the end of the chosen span, where it can be joined with another. */
function showKnob(span = chosen()) {
  knob.hidden = locked || dragging || !span || !$("[data-relation]", inspector);
  if (knob.hidden) return;
  const box = [...article.range(span.start, span.end).getClientRects()].filter(({ width }) => width).at(-1);
  const origin = knob.parentElement.getBoundingClientRect();
  if (box) Object.assign(knob.style, { left: `${(box.left + box.right) / 2 - origin.left}px`, top: `${box.bottom - origin.top}px` });
}

whenShown(showKnob);
new ResizeObserver(() => showKnob()).observe(article.root);

knob.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  const span = chosen();
  dragging = true;
  knob.setPointerCapture(event.pointerId);
  closeFloating();
  ends.replaceChildren();
  look(ends, span).then(() => dragging && spotlight("allowed", places(offers())));
  knob.onpointermove = ({ clientX, clientY }) => {
    spotlight("pointed", places(under(clientX, clientY)));
    pull(span, clientX, clientY);
  };
  knob.onlostpointercapture = (last) => {
    knob.onpointermove = knob.onlostpointercapture = null;
    dragging = false;
    for (const kind of ["allowed", "pointed"]) spotlight(kind, []);
    showLines();
    dropped(under(last.clientX, last.clientY));
    showKnob();
  };
});

// Where they stand, each place once: it may be allowed in several ways.
function places(several) {
  return [...new Set(Array.from(several, ({ dataset }) => dataset.places))].flatMap(parsePlaces);
}

function offers() {
  return [...ends.querySelectorAll("[data-places]")];
}

function under(x, y) {
  root.parentElement.classList.add("pressed");
  const offset = offsetAt(article, x, y);
  root.parentElement.classList.remove("pressed");
  return offset === null ? [] : offers().filter(({ dataset }) => parsePlaces(dataset.places).some(([start, end]) => start <= offset && offset < end));
}

// One that is allowed is meant; of several one is chosen.
function dropped(found) {
  if (found.length === 1) return relate(found[0]);
  if (!found.length) return;
  for (const one of offers()) if (!found.includes(one)) one.closest("li").remove();
  const [[start, end]] = parsePlaces(found[0].dataset.places);
  chooser.replaceChildren(...ends.childNodes);
  now.cursor = { start, end };
  showAt(chooser, article.range(start, end).getBoundingClientRect());
  $("button", chooser).focus({ preventScroll: true });
}
