// Text layers: fetched from the sheet's data-layer when it comes near, one request a page at most.
const NEAR = "150% 0px";
const AT_A_TIME = 6;
const loading = new WeakMap();

export function watchLayers(pages) {
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      observer.unobserve(entry.target);
      loadLayer(entry.target);
    }
  }, { rootMargin: NEAR });
  pages.each((sheet) => observer.observe(sheet));
}

/** The sheet's text layer, or null where there is none. */
export function loadLayer(sheet) {
  const present = sheet.querySelector(".sheet__text");
  if (present) return Promise.resolve(present);
  if (!loading.has(sheet)) loading.set(sheet, fetchLayer(sheet).catch(() => failed(sheet)));
  return loading.get(sheet);
}

export async function loadLayers(sheets) {
  const queue = [...sheets];
  const work = async () => { while (queue.length) await loadLayer(queue.shift()); };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
}

async function fetchLayer(sheet) {
  const answer = await fetch(sheet.dataset.layer);
  if (!answer.ok) return failed(sheet);
  const parsed = new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
  const layer = document.importNode(parsed.documentElement, true);
  if (!layer.matches("svg.sheet__text")) return null;
  sheet.querySelector(".sheet__paper").append(layer);
  return layer;
}

function failed(sheet) {
  loading.delete(sheet);
  return null;
}
