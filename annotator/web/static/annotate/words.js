// Words and sentences of a block, in code points of the document.
import { length } from "./offsets.js";

const POSSESSIVE = /(?=['’]s$)/i;

export class Words {
  #kept = {};

  constructor(article, language) {
    this.article = article;
    // An English possessive is told from its word: the codebook says which is meant.
    this.possessive = language.startsWith("en") ? POSSESSIVE : /$^/;
    this.language = language;
  }

  /** `[start, end)` moved out to whole words, without blanks at its ends. */
  snap(start, end) {
    const trimmed = this.trim(start, end);
    return trimmed && {
      start: this.at(trimmed.start)?.start ?? trimmed.start,
      end: this.at(trimmed.end - 1)?.end ?? trimmed.end,
    };
  }

  trim(start, end) {
    const words = this.article.text(start, end);
    if (!words.trim()) return null;
    return { start: end - length(words.trimStart()), end: start + length(words.trimEnd()) };
  }

  /** The word after (step 1) or before (step -1) `offset`, across blocks; null at an end. */
  next(offset, step, kind = "word") {
    for (let index = this.article.index(offset); index >= 0 && index < this.article.count; index += step) {
      const all = this.#of(index, kind).filter((one) => one.isWord);
      const found = step > 0 ? all.find((one) => one.start >= offset) : all.findLast((one) => one.end <= offset);
      if (found) return found;
    }
    return null;
  }

  at(offset, kind = "word") {
    return this.#segments(offset, kind).find((one) => one.isWord && one.start <= offset && offset < one.end) ?? null;
  }

  /** `offset` moved by one character as people see characters. */
  character(offset, step) {
    const all = this.#segments(step > 0 ? offset : Math.max(0, offset - 1), "grapheme");
    if (step > 0) return all.find((one) => one.end > offset)?.end ?? offset;
    return all.findLast((one) => one.start < offset)?.start ?? offset;
  }

  /** Where the `side` of something goes from `offset` by a word or sentence; undefined at an end. */
  border(side, step, offset, kind) {
    const next = this.next(offset, step, kind);
    if (!next || (side === "end") === step > 0) return next?.[side];
    return this.next(step > 0 ? next.end : next.start, step, kind)?.[side];
  }

  #segments(offset, kind) {
    return this.#of(this.article.index(offset), kind);
  }

  #of(index, kind) {
    return (this.#kept[kind + index] ??= [...this.#made(index, kind)]);
  }

  *#made(index, kind) {
    let start = this.article.start(index);
    const segments = new Intl.Segmenter(this.language, { granularity: kind });
    for (const { segment, isWordLike } of segments.segment(this.article.block(index).textContent)) {
      for (const part of kind === "word" ? segment.split(this.possessive) : [segment]) {
        const trimmed = kind === "sentence" ? part.trimEnd() : part;
        yield { start, end: start + length(trimmed), isWord: kind === "word" ? isWordLike : trimmed !== "" };
        start += length(part);
      }
    }
  }
}
