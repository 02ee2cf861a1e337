// The adjudication page: keys press the buttons that are there, and the text shows what is being decided.
import { Joining } from "./adjudicate/joining.js";
import { Article, parsePlaces } from "./annotate/article.js";
import { reveal } from "./annotate/selecting.js";
import { light } from "./annotate/spotlight.js";
import { Words } from "./annotate/words.js";

const $ = (selector, root = document) => root.querySelector(selector);
const EDITABLE = "input:not([type=radio], [type=checkbox]), textarea, select, dialog";
const article = new Article($("#article"));
const words = new Words(article, $("#bench").dataset.language);
const joining = new Joining(article);
let asking = 0; // requests under way: what they change is not decided about before it is there

document.documentElement.classList.add("scripted");

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  if (event.key === "Escape") return back();
  if (event.target.closest?.(EDITABLE) || document.body.dataset.keys) return;
  // On many keyboards brackets are typed with AltGr, which counts as Ctrl and Alt.
  if ((event.ctrlKey || event.metaKey || event.altKey) && event.key !== "]") return;
  const target = event.key.length === 1 && $(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (!asking) press(target);
});

function press(target) {
  if (target.matches("textarea")) return target.focus();
  const details = target.matches("summary") && target.parentElement;
  if (!details) return target.click();
  details.open = true;
  $("input:not([type=hidden]), textarea, select", details).focus();
}

function back() {
  if (joining.leave()) return $("#case").focus({ preventScroll: true });
  const { activeElement } = document;
  const details = activeElement.closest?.("#case details");
  if (details) details.open = false;
  if (activeElement.closest?.("#case")) $("#case").focus({ preventScroll: true });
}

function show() {
  const { places, unit } = $("#case").dataset;
  light(article, "chosen", places ? parsePlaces(places) : []);
  joining.show();
  for (const entry of document.querySelectorAll("#queue [aria-current]")) entry.removeAttribute("aria-current");
  const entry = unit && $(`#queue [data-unit="${unit}"]`);
  if (!entry) return;
  entry.setAttribute("aria-current", "true");
  $(".spans").scrollTop = 0;
  reveal(article.range(...parsePlaces(places)[0]));
  // Only the column beside the text scrolls.
  const column = $(".labels");
  const [box, frame] = [entry.getBoundingClientRect(), column.getBoundingClientRect()];
  column.scrollTop += Math.min(0, box.top - frame.top - 40) || Math.max(0, box.bottom - frame.bottom + 40);
}

function place(start, end) {
  const field = $("#place");
  if (start >= end) return;
  field.value = `${start}-${end}`;
  point(field);
}

function point(field) {
  const places = field.value.trim().split(/\s+/).map((one) => one.split("-").map(Number));
  const known = places.every(([start, end]) => start < end && end <= article.end);
  light(article, "pointed", known ? places : []);
  $("#place-words").textContent = known ? places.map(([start, end]) => article.text(start, end)).join(" … ") : $("#place-words").dataset.unknown;
}

document.addEventListener("input", (event) => event.target.id === "place" && point(event.target));

document.addEventListener("click", ({ target }) => {
  const opens = target.closest("[data-opens]");
  if (opens) $(`#${opens.dataset.opens}`).showModal();
  const { side, step } = target.closest("[data-side]")?.dataset ?? {};
  if (!side) return;
  const all = parsePlaces($("#place").value);
  const [start, end] = [all[0][0], all.at(-1)[1]];
  const moved = words.border(side, Number(step), side === "start" ? start : end);
  if (moved !== undefined) place(side === "start" ? moved : start, side === "end" ? moved : end);
});

article.root.addEventListener("pointerup", () => setTimeout(() => {
  const selection = getSelection();
  if (selection.isCollapsed || !$(".new[open] #place")) return;
  const range = selection.getRangeAt(0);
  const [start, end] = [article.offset(range.startContainer, range.startOffset), article.offset(range.endContainer, range.endOffset)];
  const snapped = start !== null && end !== null && words.snap(start, end);
  if (snapped) place(snapped.start, snapped.end);
}));

function ask(more) {
  asking = Math.max(0, asking + more);
  $("#bench").ariaBusy = String(asking > 0);
}

document.addEventListener("htmx:before:request", () => ask(1));
document.addEventListener("htmx:finally:request", () => {
  ask(-1);
  // What is swapped must not take the keyboard's focus with it.
  if (document.activeElement === document.body) $("#case").focus({ preventScroll: true });
});
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const at = $("#saved-at")?.dataset.at;
  if (at) $("#saved").textContent = $("#saved").dataset.saved.replace("#", new Date(at).toLocaleTimeString([], { hourCycle: "h23" }));
  if (ctx.target?.id === "ends") joining.offer();
  else if (ctx.target?.id === "offered") joining.show();
  else if (ctx.target?.id !== "values") show();
});
document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (!ctx?.response) $("#saved").textContent = $("#saved").dataset.unsaved;
});

show();
