// <div data-behaviour="toasts" data-done="…" data-failed="…">: short news, which goes away by itself.
const SHOWN_MS = 4000;
let place = null;

export function toasts(element) {
  place = element;
}

export function toast(kind) {
  const text = place?.dataset[kind];
  if (!text) return;
  const card = document.createElement("div");
  card.className = "toast";
  card.textContent = text;
  place.replaceChildren(card);
  setTimeout(() => card.remove(), SHOWN_MS);
}
