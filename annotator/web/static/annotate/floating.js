// Small panels beside words: the palette, the chooser.

export function showAt(panel, box) {
  panel.hidden = false;
  const below = box.bottom + 10 + panel.offsetHeight < innerHeight;
  const left = Math.min(Math.max(8, box.left), document.documentElement.clientWidth - panel.offsetWidth - 8);
  panel.style.left = `${left + scrollX}px`;
  panel.style.top = `${(below ? box.bottom + 10 : Math.max(8, box.top - panel.offsetHeight - 10)) + scrollY}px`;
}

// In a list to choose from, a letter goes to the next that begins with it.
function typed(event, buttons) {
  if (!event.target.closest(".ends") || !/^\p{L}$/u.test(event.key)) return;
  const after = buttons.indexOf(document.activeElement) + 1;
  const wanted = event.key.toLocaleLowerCase();
  const begins = (button) => button.textContent.trim().replace(/^◇/, "").toLocaleLowerCase().startsWith(wanted);
  [...buttons.slice(after), ...buttons.slice(0, after)].find(begins)?.focus();
  event.stopPropagation(); // no command
}

export function goRound(panel) {
  panel.addEventListener("keydown", (event) => {
    const step = { Tab: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const buttons = [...panel.querySelectorAll("button")];
    if (!buttons.length) return;
    if (!step) return typed(event, buttons);
    event.preventDefault();
    event.stopPropagation();
    const index = buttons.indexOf(document.activeElement) + step;
    buttons[(index + buttons.length) % buttons.length].focus();
  });
}
