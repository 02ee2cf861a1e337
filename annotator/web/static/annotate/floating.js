// Small panels beside words: the palette, the chooser.

export function showAt(panel, box) {
  panel.hidden = false;
  const width = panel.offsetWidth;
  const below = box.bottom + 10 + panel.offsetHeight < innerHeight;
  const left = Math.min(Math.max(8, box.left), document.documentElement.clientWidth - width - 8);
  panel.style.left = `${left + scrollX}px`;
  panel.style.top = `${(below ? box.bottom + 10 : Math.max(8, box.top - panel.offsetHeight - 10)) + scrollY}px`;
}

export function goRound(panel) {
  panel.addEventListener("keydown", (event) => {
    const forward = { Tab: !event.shiftKey, ArrowDown: true, ArrowRight: true, ArrowUp: false, ArrowLeft: false }[event.key];
    const buttons = [...panel.querySelectorAll("button")];
    if (forward === undefined || !buttons.length) return;
    event.preventDefault();
    event.stopPropagation();
    const index = buttons.indexOf(document.activeElement) + (forward ? 1 : -1);
    buttons[(index + buttons.length) % buttons.length].focus();
  });
}
