// Long documents come in windows of pages. The next window is fetched as its place comes near;
// find and print ask for all of them. Without script the same links are followed.
const NEAR = "200% 0px";
let extending = Promise.resolve();

export function watchWindows(pages) {
  const observer = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) extend(pages, "later").then(watch);
  }, { rootMargin: NEAR });
  const watch = () => {
    observer.disconnect();
    const end = pages.stage.querySelector("[data-window-end]");
    if (end) observer.observe(end);
  };
  watch();
}

/** Brings in every page that may be read. */
export async function loadAllWindows(pages) {
  while (await extend(pages, "later"));
  while (await extend(pages, "earlier"));
}

/** Brings in one window; false when there is none on that side. Never two at once. */
function extend(pages, side) {
  extending = extending.then(() => bringIn(pages, side), () => bringIn(pages, side));
  return extending;
}

async function bringIn(pages, side) {
  const link = pages.stage.querySelector(`[data-${side}]`);
  if (!link) return false;
  const answer = await fetch(link.href);
  if (!answer.ok) return false;
  const other = new DOMParser().parseFromString(await answer.text(), "text/html");
  place(pages, link.parentElement, other, side);
  pages.adopt();
  return true;
}

function place(pages, marker, other, side) {
  const stage = other.querySelector("[data-stage]");
  stage.querySelector(side === "later" ? "[data-earlier]" : "[data-later]")?.parentElement.remove();
  if (side === "earlier") stage.querySelector(".endcard")?.remove();
  const heightBefore = pages.stage.scrollHeight;
  marker.replaceWith(...document.adoptNode(stage).children);
  const thumbnails = [...document.adoptNode(other.querySelector("[data-rail]")).children];
  if (side === "later") pages.rail.append(...thumbnails);
  else {
    pages.rail.prepend(...thumbnails);
    scrollBy(0, pages.stage.scrollHeight - heightBefore);
  }
}
