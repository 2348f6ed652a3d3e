// Starts what the markup asks for: data-behaviour names one or more functions of the table.
// Starting twice is harmless, so a page may start again over a fragment it has just put in.
const table = new Map();
const started = new WeakMap();

export function register(behaviours) {
  for (const [name, behaviour] of Object.entries(behaviours)) table.set(name, behaviour);
}

export function start(root = document) {
  const own = root.matches?.("[data-behaviour]") ? [root] : [];
  for (const element of [...own, ...root.querySelectorAll("[data-behaviour]")]) startElement(element);
}

function startElement(element) {
  const done = started.get(element) ?? new Set();
  started.set(element, done);
  for (const name of element.dataset.behaviour.split(" ")) {
    if (!table.has(name) || done.has(name)) continue;
    done.add(name);
    table.get(name)(element);
  }
}
