// Where lines and their words stand so that none lies upon another.

/** A lane for each of `runs` ({from, to}), the short ones innermost; those that find none free share one. */
export function lanes(runs, most) {
  const taken = Array.from({ length: most }, () => []);
  const inner = runs.map((_, index) => index).sort((a, b) => length(runs[a]) - length(runs[b]) || a - b);
  const found = [];
  for (const index of inner) {
    const free = taken.findIndex((others) => !others.some((other) => meet(runs[index], other)));
    found[index] = free < 0 ? index % most : free;
    taken[found[index]].push(runs[index]);
  }
  return found;
}

const STEP = 6;
const APART = 3;

/**
 * A middle for the words of each of `labels` ({from, to, at, y, width, high}), as near to `at` as there is room on
 * the line from `from` to `to`; null where there is none.
 */
export function settled(labels) {
  const taken = [];
  const found = [];
  const tightest = labels.map((_, index) => index).sort((a, b) => room(labels[a]) - room(labels[b]) || a - b);
  for (const index of tightest) {
    const label = labels[index];
    const near = taken.filter(({ y }) => Math.abs(y - label.y) < label.high);
    const middle = places(label).find((x) => !near.some((other) => Math.abs(other.x - x) < (other.width + label.width) / 2 + APART));
    found[index] = middle ?? null;
    if (middle !== undefined) taken.push({ x: middle, y: label.y, width: label.width });
  }
  return found;
}

function places({ from, to, at, width }) {
  const [left, right] = [from + width / 2, to - width / 2];
  // Words longer than their line stand over the middle of it.
  if (left >= right) return [Math.max(width / 2, (from + to) / 2)];
  const first = Math.min(Math.max(at, left), right);
  const others = [];
  for (let x = left; x < right; x += STEP) others.push(x);
  return [first, ...[...others, right].sort((a, b) => Math.abs(a - first) - Math.abs(b - first))];
}

const length = ({ from, to }) => to - from;
const room = (label) => length(label) - label.width;
const meet = (one, other) => one.from < other.to && other.from < one.to;
