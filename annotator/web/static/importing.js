// Files may be dropped anywhere on the page of an import: they are those of its first field from then on.
const field = document.querySelector("input[type=file]:not([webkitdirectory])");

document.addEventListener("dragover", (event) => {
  if (!ofADirectoryField(event)) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  // A folder goes into the field for folders, as the browser itself sees to.
  if (ofADirectoryField(event) || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  field.files = event.dataTransfer.files;
  field.focus();
});

function ofADirectoryField(event) {
  return event.target.closest?.("input[webkitdirectory]") !== null;
}
