// On phones the text may flow as the screen wants it: paragraphs put together from the text layer,
// in place of each page's image.
import { loadLayer } from "./layers.js";

const SENTENCE_END = /[。！？；：.!?:;][”’」』)）"]?\s*$/;

export function startReflow(pages) {
  const button = pages.element.querySelector("[data-reflow]");
  button?.addEventListener("click", () => {
    const on = pages.element.dataset.mode !== "text";
    if (on) pages.element.dataset.mode = "text";
    else delete pages.element.dataset.mode;
    button.ariaPressed = String(on);
    if (on) pages.each((sheet) => flow(sheet));
    pages.find(pages.current)?.scrollIntoView();
  });
}

async function flow(sheet) {
  if (sheet.querySelector(".sheet__flow")) return;
  const layer = await loadLayer(sheet);
  const text = document.createElement("div");
  text.className = "sheet__flow";
  text.append(...paragraphs(layer).map(asParagraph));
  if (text.childElementCount) sheet.querySelector(".sheet__paper").append(text);
}

function asParagraph(words) {
  const paragraph = document.createElement("p");
  paragraph.textContent = words;
  return paragraph;
}

/** Lines that follow closely, are not set in, and do not follow a short end belong to one paragraph. */
function paragraphs(layer) {
  const lines = [...(layer?.querySelectorAll("text") ?? [])].map(measured);
  const edge = Math.min(...lines.map((line) => line.x));
  const end = Math.max(...lines.map((line) => line.end));
  const result = [];
  lines.forEach((line, at) => {
    if (at === 0 || begins(line, lines[at - 1], edge, end)) result.push(line.text);
    else result.push(join(result.pop(), line.text));
  });
  return result;
}

const measured = (element) => ({
  x: Number(element.getAttribute("x")),
  y: Number(element.getAttribute("y")),
  size: Number(element.getAttribute("font-size")),
  end: Number(element.getAttribute("x")) + Number(element.getAttribute("textLength")),
  text: element.textContent,
});

function begins(line, before, edge, end) {
  if (SENTENCE_END.test(before.text) && before.end < end - 2 * before.size) return true;
  const gap = line.y - before.y;
  const isSetIn = line.x > edge + line.size && line.x > before.x + line.size / 2;
  return isSetIn || gap > 2.1 * line.size || gap < 0 || Math.abs(line.size - before.size) > 1.5;
}

function join(first, second) {
  const isLatin = /[\u0021-\u024f]$/.test(first) && /^[\u0021-\u024f]/.test(second);
  return first + (isLatin ? " " : "") + second;
}
