// The borders of the selected span, to be dragged.

const SIDES = ["start", "end"];

export class Handles {
  #handles = [];
  #place = null;

  /** `moved` is called with the new {start, end} when a handle is let go. */
  constructor(container, article, words, moved) {
    this.container = container;
    this.article = article;
    this.words = words;
    this.moved = moved;
    // Paragraphs further up get their real height only when they come into sight.
    new ResizeObserver(() => this.#place && this.#put(this.#place)).observe(article.root);
  }

  show(start, end) {
    this.hide();
    this.#place = { start, end };
    this.#handles = SIDES.map((side) => this.#make(side));
    this.#put(this.#place);
  }

  hide() {
    for (const handle of this.#handles) handle.remove();
    this.#handles = [];
    this.#place = null;
  }

  #make(side) {
    const handle = document.createElement("span");
    handle.className = `handle ${side}`;
    handle.addEventListener("pointerdown", (event) => this.#drag(event, handle, side));
    this.container.append(handle);
    return handle;
  }

  #put({ start, end }) {
    const boxes = [...this.article.range(start, end).getClientRects()].filter((box) => box.width);
    if (!boxes.length) return;
    const origin = this.container.getBoundingClientRect();
    this.#handles.forEach((handle, index) => {
      const box = boxes.at(-index);
      const right = Boolean(index) !== this.article.isRightToLeft(index ? end - 1 : start);
      handle.style.left = `${(right ? box.right : box.left) - origin.left}px`;
      handle.style.top = `${box.top - origin.top}px`;
    });
  }

  #drag(event, handle, side) {
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const place = this.#place;
    const now = { ...place };
    let exact = event.altKey;
    const move = (moving) => {
      exact = moving.altKey;
      const offset = this.#under(moving.clientX, moving.clientY);
      if (offset === null) return;
      if (side === "start") now.start = Math.min(offset, place.end - 1);
      else now.end = Math.max(offset, place.start + 1);
      this.#put(now);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", () => {
      handle.removeEventListener("pointermove", move);
      const settled = exact ? this.words.trim(now.start, now.end) : this.#snapped(side, now);
      if (settled && (settled.start !== place.start || settled.end !== place.end)) this.moved(settled);
      else if (this.#place) this.#put(this.#place);
    }, { once: true });
  }

  // Only the border that was dragged snaps: the other one may have been set exactly.
  #snapped(side, now) {
    const snapped = this.words.snap(now.start, now.end);
    return snapped && { ...now, [side]: snapped[side] };
  }

  #under(x, y) {
    this.container.classList.add("pressed");
    const place = offsetAt(this.article, x, y);
    this.container.classList.remove("pressed");
    return place;
  }
}

export function offsetAt(article, x, y) {
  const caret = document.caretPositionFromPoint?.(x, y) ?? document.caretRangeFromPoint?.(x, y);
  const node = caret?.offsetNode ?? caret?.startContainer;
  return node && article.root.contains(node) ? article.offset(node, caret.offset ?? caret.startOffset) : null;
}
