// Small panels that appear beside words: the palette of labels, the chooser of spans.

/** Show `panel` below (or above) a box of the window. */
export function showAt(panel, box) {
  panel.hidden = false;
  const width = panel.offsetWidth;
  const below = box.bottom + 10 + panel.offsetHeight < innerHeight;
  const left = Math.min(Math.max(8, box.left), document.documentElement.clientWidth - width - 8);
  panel.style.left = `${left + scrollX}px`;
  panel.style.top = `${(below ? box.bottom + 10 : Math.max(8, box.top - panel.offsetHeight - 10)) + scrollY}px`;
}

/** Fill `palette` with a button for each label; `pick` gets its name. */
export function fillPalette(palette, labels, pick) {
  palette.replaceChildren(
    ...labels.map((label) => {
      const button = label.cloneNode(true);
      button.removeAttribute("aria-pressed");
      button.removeAttribute("title");
      button.addEventListener("click", () => pick(label.dataset.label));
      return button;
    }),
  );
}
