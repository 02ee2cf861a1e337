// Mouse and touch: select words, open spans, point from list to text and back.
import { arm, mark } from "./acting.js";
import { parsePlaces } from "./article.js";
import { close, openAt } from "./chosen.js";
import { $, article, chooser, closeFloating, inspector, labels, list, locked, now, on, palette, root, selecting, spotlight } from "./desk.js";
import { showAt } from "./floating.js";
import { offsetAt } from "./handles.js";
import { showLines } from "./lines.js";
import { reveal } from "./selecting.js";
import { pointEntries } from "./spotlight.js";

let pressed = false;
let touched = false; // by touch the system's own handles make the selection
let resting = 0; // that selection is taken when it comes to rest

on("pointerdown", (event) => {
  touched = event.pointerType === "touch";
  pressed = root.contains(event.target);
  $(".reading").classList.toggle("pressed", pressed);
  if (event.target.closest("#article, .labels, .floating, .handle, #pair, dialog, .save-row")) return;
  if (selecting.place) selecting.drop();
  closeFloating();
});

for (const type of ["pointerup", "pointercancel"]) on(type, () => $(".reading").classList.remove("pressed"));
on("pointerup", (event) => {
  if (!pressed || touched) return;
  pressed = false;
  // The browser settles a click's selection after this event.
  setTimeout(() => {
    const place = selecting.read(event.altKey);
    if (place) take(place);
    else if (root.contains(event.target)) clicked(event);
  });
});

root.addEventListener("click", (event) => {
  if (touched && getSelection().isCollapsed) clicked(event);
});

on("selectionchange", () => {
  clearTimeout(resting);
  if (touched && !getSelection().isCollapsed) resting = setTimeout(rest, 350);
});

function rest() {
  const before = selecting.place;
  const place = selecting.read(false);
  if (place && (place.start !== before?.start || place.end !== before?.end)) take(place);
}

function take(place) {
  now.cursor = place;
  if (now.armed) mark(now.armed);
  else showPalette();
}

function clicked(event) {
  const offset = offsetAt(article, event.clientX, event.clientY);
  const run = event.target.closest(".r");
  if (run && offset !== null) return openAt(Math.min(offset, article.offset(run, run.childNodes.length) - 1));
  closeFloating();
  close();
  if (offset !== null) now.cursor = { start: offset, end: offset };
}

export function showPalette() {
  if (locked || !selecting.place || !labels.length) return;
  showAt(palette, article.range(selecting.place.start, selecting.place.end).getBoundingClientRect());
}

for (const button of [...labels, ...palette.children]) {
  button.addEventListener("click", () => (selecting.place ? mark(button.dataset.label) : arm(button.dataset.label)));
}
// A press on a label keeps the selection.
for (const region of [$(".labels"), palette]) region.addEventListener("mousedown", (event) => event.preventDefault());
inspector.addEventListener("mousedown", (event) => event.target.closest("#pair") && event.preventDefault());

for (const region of [list, chooser, inspector, $(".reading"), $("#questions-place")]) {
  for (const type of ["pointerover", "focusin"]) {
    region.addEventListener(type, (event) => {
      const pointed = event.target.closest("[data-places]:not(form)");
      if (pointed) spotlight("pointed", parsePlaces(pointed.dataset.places));
      if (type === "focusin" && pointed?.closest(".ends")) reveal(article.range(...parsePlaces(pointed.dataset.places)[0]));
    });
  }
  for (const type of ["pointerout", "focusout"]) region.addEventListener(type, () => spotlight("pointed", []));
}

root.addEventListener("pointerover", (event) => {
  const run = event.target.closest(".r");
  pointEntries(list, run && article.offset(run, 0));
  showLines();
});
root.addEventListener("pointerleave", () => {
  pointEntries(list, null);
  showLines();
});
