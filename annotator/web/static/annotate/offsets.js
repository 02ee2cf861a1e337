// Code points and UTF-16 units: the twin of annotator/domain/offsets.py, tested with the same table of cases.

/** Length of `text` in code points. */
export function length(text) {
  return codePointOffset(text, text.length);
}

/** The code-point offset of the UTF-16 offset `units`; inside a surrogate pair, the character's start. */
export function codePointOffset(text, units) {
  return [...text.slice(0, units).replace(/[\ud800-\udbff]$/, "")].length;
}

/** The UTF-16 offset of the code-point `offset`. */
export function utf16Offset(text, offset) {
  return [...text].slice(0, offset).join("").length;
}
