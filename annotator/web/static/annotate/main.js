// The annotation page, put together: what is selected, what is chosen, and the keys and clicks between them.
import { Article, parsePlaces } from "./article.js";
import { fillPalette, showAt } from "./floating.js";
import { Handles } from "./handles.js";
import { onKeys } from "./keys.js";
import { Outbox } from "./outbox.js";
import { savedText } from "./saved.js";
import { Selecting } from "./selecting.js";
import { entriesOver, Spotlight } from "./spotlight.js";
import { Words } from "./words.js";

const $ = (selector, root = document) => root.querySelector(selector);
const desk = $("#desk");
const root = $("#article");
const inspector = $("#inspector");
const palette = $("#palette");
const chooser = $("#chooser");
const list = $("#list");
const notice = $("#notice");
const labels = [...document.querySelectorAll(".labels .label")];
const locked = desk.dataset.locked === "yes";

document.documentElement.classList.add("scripted");
const article = new Article(root);
const words = new Words(article, desk.dataset.language);
const selecting = new Selecting(article, words);
const spotlight = new Spotlight(article);
const handles = new Handles($(".reading"), article, words, (place) => change([["fragments", `${place.start}-${place.end}`], ["words", article.text(place.start, place.end)]]));
const outbox = new Outbox($("#action"), `annotator:${desk.dataset.person}:${desk.dataset.document}:`, report);
let armed = null; // the label chosen first: every selection is marked with it
let cursor = { start: 0, end: 0 }; // where the keyboard goes on from
let wanted = null; // a span to look at once its answer is here

// -- what is chosen ----------------------------------------------------------------------------------

function chosen() {
  const form = $("#inspected");
  if (!form) return null;
  const places = parsePlaces(form.dataset.places);
  return { id: form.dataset.span, label: form.dataset.label, places, start: places[0][0], end: places.at(-1)[1], form };
}

function showChosen() {
  const span = chosen();
  spotlight.show("chosen", span?.places ?? []);
  for (const entry of list.querySelectorAll('[aria-current="true"]')) entry.removeAttribute("aria-current");
  if (!span) return handles.hide();
  const entry = document.getElementById(`s-${span.id}`);
  entry?.setAttribute("aria-current", "true");
  entry?.scrollIntoView({ block: "nearest" });
  cursor = { start: span.start, end: span.end };
  if (locked || span.places.length > 1) handles.hide();
  else handles.show(span.start, span.end);
}

function open(id) {
  closeFloating();
  dropSelection();
  wanted = id;
  return htmx.ajax("GET", `/spans/${id}`, { target: "#inspector", swap: "innerHTML" });
}

function openAt(offset) {
  closeFloating();
  dropSelection();
  cursor = { start: offset, end: offset };
  return htmx.ajax("GET", `/documents/${desk.dataset.document}/at/${offset}`, { target: "#chooser", swap: "innerHTML" });
}

function close() {
  inspector.replaceChildren();
  showChosen();
}

// -- actions -----------------------------------------------------------------------------------------

function act(name, fields = []) {
  if (locked) return;
  outbox.add([["do", name], ...fields]);
}

function change(fields) {
  const span = chosen();
  if (span) act("change", [["span", span.id], ["version", $("[name=version]", span.form).value], ...fields]);
}

function mark(label) {
  const place = selecting.place;
  const span = chosen();
  if (place) {
    create(label, [place]);
  } else if (span && span.label !== label) {
    change([["label", label]]);
  }
  closeFloating();
}

function create(label, places) {
  const fields = [["label", label]];
  for (const { start, end } of places) {
    fields.push(["span", crypto.randomUUID()], ["fragments", `${start}-${end}`], ["words", article.text(start, end)]);
  }
  cursor = places[0];
  dropSelection();
  act("create", fields);
  showPending();
}

function addFragment() {
  const [span, place] = [chosen(), selecting.place];
  if (!span || !place) return;
  const places = merged([...span.places, [place.start, place.end]]);
  dropSelection();
  change([["fragments", places.map((one) => one.join("-")).join(" ")], ["words", article.text(places[0][0], places.at(-1)[1])]]);
}

function merged(places) {
  const result = [];
  for (const [start, end] of places.sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

function remove() {
  const span = chosen();
  if (!span) return;
  act("delete", [["span", span.id], ["version", $("[name=version]", span.form).value]]);
  root.focus({ preventScroll: true });
}

function moveBorder(side, step, exact) {
  const span = chosen();
  if (!span || locked) return;
  const places = span.places.map((one) => [...one]);
  const fragment = side === "start" ? places[0] : places.at(-1);
  const index = side === "start" ? 0 : 1;
  fragment[index] = exact ? words.character(fragment[index], step) : wordBorder(side, step, fragment[index]);
  if (fragment[0] >= fragment[1]) return;
  const written = merged(places);
  change([["fragments", written.map((one) => one.join("-")).join(" ")], ["words", article.text(written[0][0], written.at(-1)[1])]]);
}

function wordBorder(side, step, offset) {
  const next = words.next(offset, step);
  if (!next) return offset;
  if (side === "end") return step > 0 ? next.end : (words.next(next.start, -1)?.end ?? offset);
  return step < 0 ? next.start : (words.next(next.end, 1)?.start ?? offset);
}

function mentions() {
  const span = chosen();
  if (span) htmx.ajax("GET", `/spans/${span.id}/mentions`, { target: "#chooser", swap: "innerHTML" });
}

function answerOpenQuestion(number) {
  const form = $("#inspected");
  const fieldset = form && ($("fieldset.open", form) ?? $("fieldset", form));
  fieldset?.querySelectorAll("input")[number - 1]?.click();
}

// -- what is shown -----------------------------------------------------------------------------------

function showPending() {
  const places = outbox.waiting.flatMap(({ fields }) =>
    fields.some(([name, value]) => name === "do" && value === "create")
      ? fields.filter(([name]) => name === "fragments").flatMap(([, value]) => parsePlaces(value))
      : [],
  );
  spotlight.show("pending", places);
}

function report(state) {
  const saved = $("#saved");
  saved.classList.toggle("waiting", Boolean(state.problem));
  saved.innerHTML = "";
  saved.append(...savedText(state));
  showPending();
}

function showPalette() {
  if (locked || !selecting.place || !labels.length) return;
  const range = article.range(selecting.place.start, selecting.place.end);
  showAt(palette, range.getBoundingClientRect());
}

function closeFloating() {
  palette.hidden = true;
  chooser.hidden = true;
  chooser.replaceChildren();
}

function dropSelection() {
  selecting.clear();
  getSelection().removeAllRanges();
}

function arm(label) {
  armed = armed === label ? null : label;
  for (const button of labels) button.setAttribute("aria-pressed", String(button.dataset.label === armed));
}

// -- mouse and touch ---------------------------------------------------------------------------------

function selected(exact) {
  const place = selecting.read(exact);
  if (!place) return false;
  cursor = place;
  if (armed && !locked) mark(armed);
  else showPalette();
  return true;
}

let pressed = false;
root.addEventListener("pointerdown", () => { pressed = true; });
document.addEventListener("pointerup", (event) => {
  if (!pressed || event.pointerType !== "mouse") return;
  pressed = false;
  // The browser settles a click's selection after this event.
  setTimeout(() => {
    if (selected(event.altKey) || !root.contains(event.target)) return;
    const caret = document.caretPositionFromPoint?.(event.clientX, event.clientY) ?? document.caretRangeFromPoint?.(event.clientX, event.clientY);
    const offset = caret && article.offset(caret.offsetNode ?? caret.startContainer, caret.offset ?? caret.startOffset);
    if (event.target.closest(".r") && offset !== null) openAt(Math.min(offset, runEnd(event.target) - 1));
    else {
      closeFloating();
      close();
      if (offset !== null) cursor = { start: offset, end: offset };
    }
  });
});

function runEnd(node) {
  const run = node.closest(".r");
  return article.offset(run, run.childNodes.length);
}

// By touch the system's own handles make the selection; it is taken when it comes to rest.
let resting = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(resting);
  if (!matchMedia("(pointer: coarse)").matches || getSelection().isCollapsed) return;
  resting = setTimeout(() => {
    const before = selecting.place;
    const selection = getSelection();
    if (!selection.rangeCount || !selection.getRangeAt(0).intersectsNode(root)) return;
    const place = selecting.read(false);
    if (place && (place.start !== before?.start || place.end !== before?.end)) {
      if (armed && !locked) mark(armed);
      else showPalette();
    }
  }, 350);
});
root.addEventListener("click", (event) => {
  const run = event.target.closest(".r");
  if (run && matchMedia("(pointer: coarse)").matches && getSelection().isCollapsed) {
    openAt(article.offset(run, 0));
  }
});

for (const button of labels) {
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
  button.addEventListener("click", () => (selecting.place ? mark(button.dataset.label) : arm(button.dataset.label)));
}
fillPalette(palette, labels, mark);
palette.addEventListener("pointerdown", (event) => event.preventDefault());

document.addEventListener("click", (event) => {
  const entry = event.target.closest("[data-span].entry");
  if (entry) {
    event.preventDefault();
    open(entry.dataset.span);
    const [[start, end]] = parsePlaces(entry.dataset.places);
    cursor = { start, end };
    article.range(start, Math.min(end, start + 1)).startContainer.parentElement.scrollIntoView({ block: "nearest" });
    if (event.target.closest("#chooser")) root.focus({ preventScroll: true });
    return;
  }
  const command = event.target.closest("[data-do]");
  if (command) {
    event.preventDefault();
    commands[command.dataset.do]();
  }
  if (event.target.closest("[data-close]") && !event.target.closest("a")) closeFloating();
  const accept = event.target.closest("[data-accept]");
  if (accept) acceptMentions(accept);
  const clear = event.target.closest("[data-clear]");
  if (clear) {
    for (const input of document.getElementsByName(clear.dataset.clear)) input.checked = false;
    sendAttributes(clear.form);
  }
});

function acceptMentions(button) {
  const all = [...chooser.querySelectorAll("li [data-accept]")];
  const taken = button.dataset.accept === "all" ? all : [button];
  const places = taken.map((one) => parsePlaces(one.dataset.accept)[0]).map(([start, end]) => ({ start, end }));
  const label = $("#choices").dataset.label;
  for (const one of taken) one.closest("li").remove();
  create(label, places);
  const left = chooser.querySelector("li [data-accept]");
  if (left) left.focus();
  else {
    closeFloating();
    root.focus({ preventScroll: true });
  }
}

inspector.addEventListener("change", (event) => sendAttributes(event.target.form));
inspector.addEventListener("submit", (event) => event.preventDefault());

function sendAttributes(form) {
  const data = new FormData(form);
  const fields = [...data].filter(([name]) => name.startsWith("attribute.") || name === "note" || name === "attributes");
  change(fields);
}

for (const [container, selector] of [[list, ".entry"], [chooser, ".entry"]]) {
  for (const type of ["pointerover", "focusin"]) {
    container.addEventListener(type, (event) => {
      const entry = event.target.closest(selector);
      if (entry) spotlight.show("pointed", entry.dataset.places);
    });
  }
  for (const type of ["pointerout", "focusout"]) container.addEventListener(type, () => spotlight.show("pointed", []));
}

root.addEventListener("pointerover", (event) => point(event.target.closest(".r")));
root.addEventListener("pointerout", () => point(null));

function point(run) {
  for (const entry of list.querySelectorAll(".pointed")) entry.classList.remove("pointed");
  if (run) for (const entry of entriesOver(list, article.offset(run, 0))) entry.classList.add("pointed");
}

// -- after an answer ---------------------------------------------------------------------------------

document.addEventListener("htmx:after:swap", () => {
  if (chooser.childElementCount && chooser.hidden) {
    const span = chosen();
    const near = article.range(cursor.start, Math.max(cursor.end, cursor.start + 1)).getBoundingClientRect();
    showAt(chooser, span && $("#choices").dataset.label ? article.range(span.start, span.end).getBoundingClientRect() : near);
    chooser.querySelector("button")?.focus({ preventScroll: true });
  }
  if (wanted || chosen()) showChosen();
  wanted = null;
});
window.addEventListener("resize", () => { if (chosen()) showChosen(); });

// A paragraph that is swapped must not take the keyboard's focus with it: the article keeps it.
document.addEventListener("htmx:finally:request", (event) => {
  if (event.detail.ctx.sourceElement?.id !== "action") return;
  showChosen();
  if (document.activeElement === document.body) root.focus({ preventScroll: true });
});

// -- keys --------------------------------------------------------------------------------------------

const commands = {
  undo: () => act("undo"),
  redo: () => act("redo"),
  delete: remove,
  mentions,
  keys: () => $("#keys").showModal(),
};

function step(direction) {
  const entries = [...list.querySelectorAll(".entry")];
  if (!entries.length) return;
  const index = entries.findIndex((entry) => entry.getAttribute("aria-current") === "true");
  const near = direction > 0 ? entries.findIndex((entry) => parsePlaces(entry.dataset.places)[0][0] >= cursor.end) : entries.findLastIndex((entry) => parsePlaces(entry.dataset.places)[0][0] < cursor.start);
  const next = index >= 0 ? index + direction : near;
  const entry = entries[Math.min(Math.max(next, 0), entries.length - 1)];
  article.block(parsePlaces(entry.dataset.places)[0][0]).scrollIntoView({ block: "nearest" });
  open(entry.dataset.span);
}

function back() {
  if ($("#keys").open) return;
  if (!chooser.hidden || !palette.hidden) {
    const hadFocus = chooser.contains(document.activeElement) || palette.contains(document.activeElement);
    closeFloating();
    if (hadFocus) root.focus({ preventScroll: true });
  } else if (inspector.contains(document.activeElement)) root.focus({ preventScroll: true });
  else if (selecting.place) dropSelection();
  else if (chosen()) close();
  else if (armed) arm(armed);
}

function enter() {
  if (palette.hidden === false) palette.querySelector("button").focus();
  else if (chosen()) $("#inspected input:not([type=hidden]), #inspected textarea")?.focus();
  else openAt((selecting.place ?? cursor).start);
}

function tab() {
  // Only over a span does Tab mean something of its own; elsewhere it leaves the text, as everywhere.
  const place = selecting.place ?? (chosen() ? null : cursor);
  const over = place && article.range(place.start, place.start + 1).startContainer.parentElement.closest(".r");
  if (over) openAt(place.start);
  return Boolean(over);
}

function keyMove(fn) {
  fn();
  if (selecting.place) cursor = selecting.place;
  showPalette();
}

onKeys({
  label: (key) => {
    const button = labels.find((one) => one.dataset.key === key);
    if (!button) return false;
    if (selecting.place || chosen()) mark(button.dataset.label);
    else arm(button.dataset.label);
    return true;
  },
  question: answerOpenQuestion,
  move: (direction, kind) => keyMove(() => selecting.move(direction, kind, cursor)),
  extend: (direction, kind) => keyMove(() => selecting.extend(direction, kind, cursor)),
  nudge: (direction) => keyMove(() => selecting.nudge(direction)),
  border: moveBorder,
  step,
  tab,
  enter,
  back,
  remove,
  mentions,
  fragment: addFragment,
  undo: commands.undo,
  redo: commands.redo,
  keys: commands.keys,
  leave: (rel) => $(`a[rel=${rel}]`)?.click(),
  inText: () => document.activeElement === root || document.activeElement === document.body,
});

chooser.addEventListener("keydown", (event) => {
  const buttons = [...chooser.querySelectorAll("button")];
  const step_ = { Tab: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step_ || !buttons.length) return;
  event.preventDefault();
  event.stopPropagation();
  buttons[(buttons.indexOf(document.activeElement) + step_ + buttons.length) % buttons.length].focus();
});
