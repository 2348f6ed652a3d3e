// Find in the document, over all pages that may be read. Rectangles come from the text layer's own
// geometry; the tally's words come from the markup. Words in the address (?find=) are marked at once:
// so a result of the search opens with what was looked for.
import { loadLayer, loadLayers } from "./layers.js";
import { matchesIn } from "./matches.js";
import { loadAllWindows } from "./windows.js";

const PAUSE_MS = 180;
const SVG = "http://www.w3.org/2000/svg";

export function startFind(pages) {
  const panel = pages.element.querySelector("#find");
  const search = new Search(pages, panel);
  const toggle = pages.element.querySelector("[data-find]");
  const set = (on) => {
    panel.hidden = !on;
    toggle.ariaExpanded = String(on);
    if (on) search.field.focus({ preventScroll: true });
    else search.clear();
  };
  const close = () => { set(false); toggle.focus(); };
  const open = () => { set(true); search.field.select(); };
  toggle.addEventListener("click", () => (panel.hidden ? open() : close()));
  panel.querySelector("[data-close]").addEventListener("click", close);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); close(); }
  });
  const asked = new URLSearchParams(window.location.search).getAll("find");
  if (asked.length) {
    panel.hidden = false;
    toggle.ariaExpanded = "true";
    search.mark(asked);
  }
  return { open };
}

class Search {
  constructor(pages, panel) {
    this.pages = pages;
    this.words = panel.dataset;
    this.field = panel.querySelector("input");
    this.tally = panel.querySelector("output");
    this.hits = [];
    this.at = 0;
    this.run = 0;
    this.field.addEventListener("input", () => this.#later());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    panel.querySelector("[data-find-next]").addEventListener("click", () => this.#step(1));
    panel.querySelector("[data-find-prev]").addEventListener("click", () => this.#step(-1));
  }

  /** Each of these, wherever it stands. */
  mark(words) {
    this.field.value = words.join(" ");
    this.#search(words);
  }

  clear() {
    this.run += 1;
    this.hits.flat().forEach((mark) => mark.remove());
    this.hits = [];
    this.at = 0;
    this.tally.value = "";
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#search(), PAUSE_MS);
  }

  async #search(wanted = [this.field.value.trim()]) {
    this.clear();
    const run = this.run;
    const words = wanted.filter(Boolean);
    if (!words.length) return;
    this.tally.value = this.words.loading;
    await loadAllWindows(this.pages);
    await loadLayers(this.pages.sheets);
    for (const sheet of this.pages.sheets) {
      const layer = await loadLayer(sheet);
      if (run !== this.run) return;
      if (layer) for (const match of allIn(layer, words)) this.hits.push(match.map(draw));
    }
    this.#show(this.#firstFromHere());
  }

  /** The first match on the page being read or after it, so that finding does not jump back. */
  #firstFromHere() {
    const here = this.pages.current;
    const number = (marks) => this.pages.numberOf(marks[0].closest(".sheet"));
    return Math.max(this.hits.findIndex((marks) => number(marks) >= here), 0);
  }

  #key(event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    this.#step(event.shiftKey ? -1 : 1);
  }

  #step(by) {
    if (this.hits.length) this.#show((this.at + by + this.hits.length) % this.hits.length);
  }

  #show(at) {
    if (!this.hits.length) { this.tally.value = this.words.none; return; }
    this.hits[this.at]?.forEach((mark) => mark.classList.remove("hit--now"));
    this.at = at;
    this.hits[at].forEach((mark) => mark.classList.add("hit--now"));
    this.hits[at][0].scrollIntoView({ block: "center", inline: "nearest" });
    this.tally.value = this.words.tally.replace("{at}", at + 1).replace("{all}", this.hits.length);
  }
}

/** The matches of several words, in the order of the page. */
function allIn(layer, words) {
  const lines = [...layer.querySelectorAll("text")];
  const place = ([{ line, first }]) => lines.indexOf(line) * 10_000 + first;
  return words.flatMap((word) => matchesIn(layer, word)).sort((one, other) => place(one) - place(other));
}

function draw({ line, first, last }) {
  const from = line.getExtentOfChar(first);
  const to = line.getExtentOfChar(last);
  const mark = document.createElementNS(SVG, "rect");
  mark.setAttribute("class", "hit");
  mark.setAttribute("x", (from.x - 1).toFixed(1));
  mark.setAttribute("y", from.y.toFixed(1));
  mark.setAttribute("width", (to.x + to.width - from.x + 2).toFixed(1));
  mark.setAttribute("height", from.height.toFixed(1));
  line.before(mark);
  return mark;
}
