// The borders of the chosen span: moved by keys, dragged, or more words taken in.
import { change } from "./acting.js";
import { chosen, whenShown } from "./chosen.js";
import { article, closeFloating, locked, selecting, words } from "./desk.js";
import { Handles } from "./handles.js";

const handles = new Handles([...document.querySelectorAll(".handle:not(.join)")], article, words, ({ start, end }) => change({ places: [[start, end]] }));

whenShown((span) => handles.show(span && !locked && span.places.length === 1 ? { start: span.start, end: span.end } : null));

export function addFragment() {
  const [span, place] = [chosen(), selecting.place];
  if (!span || !place) return;
  selecting.drop();
  closeFloating();
  change({ places: merged([...span.places, [place.start, place.end]]) });
}

function merged(places) {
  const result = [];
  for (const [start, end] of places.sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (start <= last?.[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

export function border(side, step, exact) {
  const span = chosen();
  if (!span) return;
  const index = Number(side === "end");
  const fragment = span.places.at(-index);
  const before = String(fragment);
  let [from, place] = [];
  do {
    from = fragment[index];
    fragment[index] = exact ? words.character(from, step) : (words.border(side, step, from) ?? from);
    place = words.trim(...fragment); // blanks are stepped over
  } while (place && `${place.start},${place.end}` === before && fragment[index] !== from);
  if (!place) return;
  fragment.splice(0, 2, place.start, place.end);
  change({ places: merged(span.places) });
}
