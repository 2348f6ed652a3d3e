// Page field, previous and next, the mark in the rail, and the download button that joins the bar
// once the slip has left the view.
export function startToolbar(pages) {
  const { element } = pages;
  const field = element.querySelector("[data-pageno]");
  field.addEventListener("change", () => pages.go(Number(field.value)));
  field.addEventListener("focus", () => field.select());
  element.querySelector("[data-prev]").addEventListener("click", () => pages.go(pages.current - 1));
  element.querySelector("[data-next]").addEventListener("click", () => pages.go(pages.current + 1));
  pages.addEventListener("turn", (event) => {
    field.value = event.detail.number;
    markThumbnail(pages, event.detail.number);
    updateLink(element, event.detail.number);
  });
  joinDownload(element);
}

function markThumbnail(pages, number) {
  pages.rail.querySelector("[aria-current]")?.removeAttribute("aria-current");
  const thumbnail = pages.rail.querySelector(`[data-thumb="${number}"]`);
  if (!thumbnail) return;
  thumbnail.setAttribute("aria-current", "page");
  keepInView(pages.rail, thumbnail);
}

function keepInView(rail, thumbnail) {
  const top = thumbnail.offsetTop - rail.offsetTop;
  const isAbove = top < rail.scrollTop;
  const isBelow = top + thumbnail.offsetHeight > rail.scrollTop + rail.clientHeight;
  if (isAbove || isBelow) rail.scrollTop = top - rail.clientHeight / 3;
}

function updateLink(element, number) {
  const link = element.querySelector("[data-page-link]");
  if (link) link.value = `${link.dataset.pageLink}#p${number}`;
}

function joinDownload(element) {
  const slip = document.getElementById("download");
  const button = element.querySelector("[data-stuck]");
  if (!slip || !button) return;
  new IntersectionObserver(([entry]) => { button.hidden = entry.isIntersecting; }).observe(slip);
}
