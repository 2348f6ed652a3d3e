// Files from wherever they come: dropped files and folders, the file chooser, the folder chooser.
// Each is given on as {file, path}; the path is empty for a file outside a folder.
export function watchFiles(element, take) {
  for (const input of element.querySelectorAll("[data-choose]")) {
    input.addEventListener("change", () => {
      take([...input.files].map((file) => ({ file, path: file.webkitRelativePath })));
      input.value = "";
    });
  }
  watchDrop(element.querySelector("[data-drop]"), take);
}

function watchDrop(area, take) {
  let depth = 0;
  const mark = (change) => {
    depth = Math.max(depth + change, 0);
    area.toggleAttribute("data-over", depth > 0);
  };
  area.addEventListener("dragenter", (event) => { event.preventDefault(); mark(1); });
  area.addEventListener("dragleave", () => mark(-1));
  area.addEventListener("dragover", (event) => event.preventDefault());
  area.addEventListener("drop", async (event) => {
    event.preventDefault();
    mark(-depth);
    take(await dropped(event.dataTransfer));
  });
  // A file dropped beside the area must not replace the page.
  for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());
}

/** Entries must be taken before the first wait: the browser empties the list then. */
async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ file, path: "" }));
  return (await Promise.all(entries.map(filesOf))).flat();
}

async function filesOf(entry) {
  if (entry.isFile) return [await fileOf(entry)].filter(Boolean);
  const found = [];
  for (const child of await childrenOf(entry.createReader())) found.push(...await filesOf(child));
  return found;
}

function fileOf(entry) {
  const path = entry.fullPath.replace(/^\//, "");
  return new Promise((resolve) => {
    entry.file((file) => resolve({ file, path: path.includes("/") ? path : "" }), () => resolve(null));
  });
}

/** A reader gives a folder's children by the hundred, and nothing when it is done. */
async function childrenOf(reader) {
  const all = [];
  for (;;) {
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (!some.length) return all;
    all.push(...some);
  }
}
