// The sheets in the stage, which of them is being read, and the way to any other.
const MIDDLE_OF_THE_VIEW = "-45% 0px -50% 0px";

export class Pages extends EventTarget {
  constructor(element) {
    super();
    this.element = element;
    this.stage = element.querySelector("[data-stage]");
    this.rail = element.querySelector("[data-rail]");
    this.readable = Number(element.dataset.readable);
    this.current = 0;
    this.sheets = [];
    this.observer = new IntersectionObserver((entries) => this.#seen(entries), {
      rootMargin: MIDDLE_OF_THE_VIEW,
    });
    this.adopt();
  }

  /** Takes in the sheets that are new in the stage, and tells the parts about each. */
  adopt() {
    const known = new Set(this.sheets);
    this.sheets = [...this.stage.querySelectorAll(".sheet")];
    const fresh = this.sheets.filter((sheet) => !known.has(sheet));
    for (const sheet of fresh) this.observer.observe(sheet);
    this.#tell("sheets", { sheets: fresh });
    return fresh;
  }

  /** Calls back for every sheet there is, and for those that come later. */
  each(callback) {
    this.sheets.forEach(callback);
    this.addEventListener("sheets", (event) => event.detail.sheets.forEach(callback));
  }

  numberOf(sheet) {
    return Number(sheet.dataset.page);
  }

  find(number) {
    return this.sheets.find((sheet) => this.numberOf(sheet) === number);
  }

  go(number) {
    const wanted = Math.min(Math.max(Math.round(number) || 1, 1), this.readable);
    const sheet = this.find(wanted);
    if (sheet) sheet.scrollIntoView();
    else location.assign(`${this.element.dataset.window}${wanted}#p${wanted}`);
  }

  #seen(entries) {
    for (const entry of entries) {
      if (entry.isIntersecting) this.#turnTo(this.numberOf(entry.target));
    }
  }

  #turnTo(number) {
    if (number === this.current) return;
    this.current = number;
    this.#tell("turn", { number });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
