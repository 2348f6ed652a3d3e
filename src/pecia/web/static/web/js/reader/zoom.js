// Zoom in fixed steps, and fit to the width of the stage.
const STEPS = [75, 100, 125, 150, 200];

export function startZoom(pages) {
  const { element } = pages;
  const shown = element.querySelector("[data-zoomout]");
  const fit = element.querySelector("[data-fit]");
  const set = (percent) => keepPlace(pages, () => {
    element.dataset.zoom = percent;
    shown.value = `${percent} %`;
    setFit(false);
  });
  const setFit = (on) => {
    element.toggleAttribute("data-fitted", on);
    fit.ariaPressed = String(on);
  };
  const by = (steps) => {
    const next = STEPS[STEPS.indexOf(Number(element.dataset.zoom ?? 100)) + steps];
    if (next) set(next);
  };
  element.querySelector("[data-zoom-in]").addEventListener("click", () => by(1));
  element.querySelector("[data-zoom-out]").addEventListener("click", () => by(-1));
  fit.addEventListener("click", () => {
    const on = !element.hasAttribute("data-fitted");
    set(100);
    keepPlace(pages, () => setFit(on));
  });
  return { larger: () => by(1), smaller: () => by(-1) };
}

/** The page being read stays where it is while the sheets change their size. */
function keepPlace(pages, change) {
  const sheet = pages.find(pages.current);
  if (!sheet) return change();
  const before = sheet.getBoundingClientRect();
  change();
  const after = sheet.getBoundingClientRect();
  const part = Math.min(Math.max(-before.top / before.height, 0), 1);
  const drift = after.top + part * after.height - (before.top + part * before.height);
  const scroller = document.fullscreenElement ?? document.scrollingElement;
  scroller.scrollTop += drift;
}
