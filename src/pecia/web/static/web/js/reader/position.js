// The last page read, kept in this browser only, and offered when one comes back.
import { read, write } from "../storage.js";

export function startPosition(pages) {
  const key = `pecia-page-${pages.element.dataset.document}`;
  offer(pages, Number(read(key, 1)));
  // The first turn is only the page that stands there on arrival.
  pages.addEventListener("turn", () => {
    pages.addEventListener("turn", (event) => write(key, event.detail.number));
  }, { once: true });
}

function offer(pages, number) {
  const link = pages.element.querySelector("[data-resume]");
  if (!link || location.hash || number <= 1 || number > pages.readable) return;
  link.hidden = false;
  link.href = `#p${number}`;
  link.querySelector("[data-number]").textContent = number;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    link.hidden = true;
    pages.go(number);
  });
}
