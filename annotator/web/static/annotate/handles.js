// The borders of the selected span, to be dragged.

export class Handles {
  #place = null;

  /** `moved` gets the new {start, end} when one of both `handles` is let go. */
  constructor(handles, article, words, moved) {
    Object.assign(this, { handles, article, words, moved });
    ["start", "end"].forEach((side, index) => handles[index].addEventListener("pointerdown", (event) => this.#drag(event, side)));
    // Paragraphs further up get their real height only when they come into sight.
    new ResizeObserver(() => this.show(this.#place)).observe(article.root);
  }

  /** Stand at the borders of `place`; null puts them away. */
  show(place) {
    this.#place = place;
    for (const handle of this.handles) handle.hidden = !place;
    if (place) this.#put(place);
  }

  #put({ start, end }) {
    const boxes = [...this.article.range(start, end).getClientRects()].filter((box) => box.width);
    if (!boxes.length) return;
    const origin = this.handles[0].parentElement.getBoundingClientRect();
    this.handles.forEach((handle, index) => {
      const box = boxes.at(-index);
      const right = Boolean(index) !== this.article.isRightToLeft(index ? end - 1 : start);
      handle.style.left = `${(right ? box.right : box.left) - origin.left}px`;
      handle.style.top = `${box.top - origin.top}px`;
    });
  }

  #drag(event, side) {
    event.preventDefault();
    const { target } = event;
    const place = this.#place;
    const now = { ...place };
    let exact = event.altKey;
    const down = target.offsetHeight / 2 + 2; // the knob stands above its line
    target.setPointerCapture(event.pointerId);
    target.onpointermove = (moving) => {
      exact = moving.altKey;
      const offset = this.#under(moving.clientX, moving.clientY + down);
      if (offset === null) return;
      now[side] = side === "start" ? Math.min(offset, place.end - 1) : Math.max(offset, place.start + 1);
      this.#put(now);
    };
    target.onlostpointercapture = () => {
      target.onpointermove = null;
      const settled = exact ? this.words.trim(now.start, now.end) : this.#snapped(side, now);
      if (settled && settled[side] !== place[side]) this.moved(settled);
      else this.show(this.#place);
    };
  }

  // Only the border that was dragged snaps: the other one may have been set exactly.
  #snapped(side, now) {
    const snapped = this.words.snap(now.start, now.end);
    return snapped && { ...now, [side]: snapped[side] };
  }

  #under(x, y) {
    const { classList } = this.handles[0].parentElement;
    classList.add("pressed");
    const offset = offsetAt(this.article, x, y);
    classList.remove("pressed");
    return offset;
  }
}

export function offsetAt(article, x, y) {
  const caret = document.caretPositionFromPoint?.(x, y) ?? document.caretRangeFromPoint?.(x, y);
  const node = caret?.offsetNode ?? caret?.startContainer;
  return node && article.root.contains(node) ? article.offset(node, caret.offset ?? caret.startOffset) : null;
}
