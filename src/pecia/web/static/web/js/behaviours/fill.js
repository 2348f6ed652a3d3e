// <div data-behaviour="fill" data-from="…"> inside <details>: its content comes when it is opened.
import { start } from "../registry.js";

export default function fill(place) {
  const details = place.closest("details");
  details.addEventListener("toggle", async () => {
    if (!details.open || place.dataset.filled) return;
    place.dataset.filled = "true";
    const answer = await fetch(place.dataset.from);
    if (!answer.ok) { delete place.dataset.filled; return; }
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...document.adoptNode(parsed.body).children);
    start(place);
  });
}
