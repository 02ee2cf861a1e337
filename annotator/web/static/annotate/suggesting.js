// Suggestions: shown when they are asked for, taken by Enter, let go by Del.
import { parsePlaces } from "./article.js";
import { $, article, chooser, closeFloating, desk, focusText, locked, now, spotlight } from "./desk.js";
import { newId } from "./outbox.js";
import { reveal } from "./selecting.js";
import { act } from "./sending.js";

export function suggest() {
  if (locked) return;
  htmx.ajax("GET", `/documents/${desk.dataset.document}/suggestions`, { source: chooser, target: chooser, swap: "innerHTML" });
}

export function take(button) {
  judge("take", button, [["span", newId()]]);
}

export function refuse(button) {
  judge("refuse", button);
}

function judge(name, button, fields = []) {
  const line = button.closest("li");
  const { label, places, model } = $("[data-do=take]", line).dataset;
  const [[start, end]] = parsePlaces(places);
  act(name, [...fields, ["label", label], ["fragments", places], ["words", article.text(start, end)], ...(model ? [["model", model]] : [])]);
  now.turn += 1;
  const left = line.nextElementSibling ?? line.previousElementSibling;
  line.remove();
  if (left) return $("button", left).focus();
  closeFloating();
  focusText();
}

chooser.addEventListener("focusin", ({ target }) => {
  const line = target.closest(".suggestions li");
  if (!line) return;
  const places = parsePlaces($("[data-do=take]", line).dataset.places);
  reveal(article.range(...places[0]));
  spotlight("allowed", places);
});

chooser.addEventListener("keydown", (event) => {
  const line = event.target.closest(".suggestions li");
  if (!line || !["Delete", "Backspace"].includes(event.key)) return;
  event.preventDefault();
  event.stopPropagation(); // it would delete the span that is chosen
  refuse(line.firstElementChild);
});
