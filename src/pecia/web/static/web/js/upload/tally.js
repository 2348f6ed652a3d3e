// One sentence for the whole batch, said politely and not more often than people can listen.
import { fill } from "./words.js";

const PAUSE_MS = 1200;

export function startTally(element, jobs) {
  const place = element.querySelector("[data-tally]");
  const nothing = element.querySelector("[data-nothing]");
  let timer = null;
  const say = () => {
    const count = (selector) => jobs.list.querySelectorAll(selector).length;
    const all = count(".job");
    nothing.hidden = all > 0;
    const words = fill(place.dataset.words, {
      all, ready: count("[data-ready]"), stuck: count("[data-stuck]"),
    });
    place.textContent = all ? words : "";
  };
  jobs.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(say, PAUSE_MS);
  });
  say();
}
