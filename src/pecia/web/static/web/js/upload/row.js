// One file in the list while only the browser knows of it.
import { extensionOf } from "./limits.js";
import { sizeOf } from "./words.js";

export class Row {
  constructor(element, name, size) {
    this.templates = element;
    this.item = clone(element, "row");
    this.part("type").textContent = extensionOf(name).slice(1).toUpperCase();
    this.part("type").dataset.ft = extensionOf(name).slice(1);
    this.part("name").textContent = name;
    this.part("size").textContent = sizeOf(size);
    element.querySelector("[data-joblist]").append(this.item);
  }

  part(name) {
    return this.item.querySelector(`[data-${name}]`);
  }

  on(button, act) {
    this.part(button).addEventListener("click", act);
  }

  /** A sentence, and how far it is; without a part the bar is hidden. */
  show(note, part = null) {
    this.part("note").textContent = note;
    this.part("progress").hidden = part === null;
    this.part("progress").value = part ?? 0;
  }

  buttons({ pause = false, resume = false }) {
    this.part("pause").hidden = !pause;
    this.part("resume").hidden = !resume;
  }

  refuse(why) {
    this.show("");
    this.buttons({});
    this.item.querySelector(".field__error")?.remove();
    const error = clone(this.templates, "refusal");
    error.querySelector("[data-why]").textContent = why;
    this.item.append(error);
    this.item.toggleAttribute("data-stuck", true);
  }

  remove() {
    this.item.remove();
  }
}

function clone(element, name) {
  const { content } = element.querySelector(`template[data-template="${name}"]`);
  return content.firstElementChild.cloneNode(true);
}
