// The article's text: between places in the page and offsets in the document.
import { length, utf16Offset } from "./offsets.js";

export class Article {
  #starts;
  #ends;

  constructor(root) {
    this.root = root;
    // Blocks are swapped, but their places never change.
    this.#starts = Array.from(this.#blocks, (block) => Number(block.dataset.start));
    this.#ends = Array.from(this.#blocks, (block) => Number(block.dataset.end));
    this.end = this.#ends.at(-1) ?? 0;
    this.count = this.#ends.length;
  }

  get #blocks() {
    return this.root.querySelectorAll(".block");
  }

  /** The number of the block that holds `offset`, or of the one after it, or the last. */
  index(offset) {
    const index = this.#ends.findIndex((end) => end > offset);
    return index < 0 ? this.count - 1 : index;
  }

  block(index) {
    return document.getElementById(`b${index}`);
  }

  start(index) {
    return this.#starts[index];
  }

  isRightToLeft(offset) {
    return getComputedStyle(this.block(this.index(offset))).direction === "rtl";
  }

  /** The offset of a place in the page; of one outside a block, where the next one starts. */
  offset(node, position) {
    const block = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(".block");
    if (!this.root.contains(block)) return this.#outside(node, position);
    const before = new Range();
    before.selectNodeContents(block);
    before.setEnd(node, position);
    return Number(block.dataset.start) + length(before.toString());
  }

  range(start, end) {
    const range = new Range();
    range.setStart(...this.place(start));
    range.setEnd(...this.place(end, true));
    return range;
  }

  /** The text of `[start, end)`, what stands between blocks included. */
  text(start, end) {
    let words = "";
    let index = this.index(start);
    if (index && this.#starts[index] > start) index -= 1; // it begins between two blocks
    for (; index < this.count && this.#starts[index] < end; index += 1) {
      const block = this.block(index);
      words += slice(block.textContent + block.dataset.after, start - this.#starts[index], end - this.#starts[index]);
    }
    return words;
  }

  /** The node and position of `offset`; a `closing` one stays with the text before it. */
  place(offset, closing = false) {
    const index = this.index(closing ? offset - 1 : offset);
    const block = this.block(index);
    let rest = utf16Offset(block.textContent, Math.max(0, offset - this.#starts[index]));
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let last = [block, 0];
    for (let node; (node = walker.nextNode()); rest -= node.length) {
      if (rest < node.length || (closing && rest === node.length)) return [node, rest];
      last = [node, node.length];
    }
    return last;
  }

  // A triple click's selection ends between blocks.
  #outside(node, position) {
    const here = new Range();
    here.setStart(node, position);
    const next = [...this.#blocks].findIndex((block) => here.comparePoint(block, 0) >= 0);
    return this.#starts[next] ?? this.end;
  }
}

function slice(text, from, to) {
  return text.slice(utf16Offset(text, Math.max(0, from)), to > 0 ? utf16Offset(text, to) : 0);
}

/** `12-20 31-40` as pairs of offsets. */
export function parsePlaces(places) {
  return places.split(" ").map((one) => one.split("-").map(Number));
}

export function writePlaces(places) {
  return places.map((one) => one.join("-")).join(" ");
}
