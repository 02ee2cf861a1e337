// One thing after another to decide: a key presses the button, or follows the link, that has it.
const EDITABLE = "input:not([type=radio], [type=checkbox]), textarea, select, dialog";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.target.closest?.(EDITABLE) || document.body.dataset.keys || event.key.length !== 1) return;
  document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
});
document.documentElement.classList.add("scripted"); // from here on the keys that the page tells of work
