// The keys of the reader. Page and Home keys turn pages only while the focus is in the reader;
// elsewhere they scroll as they always do.
export function startKeys(pages, { find, zoom, screen }) {
  const help = pages.element.querySelector("[data-keys]");
  pages.element.querySelector("[data-help]").addEventListener("click", () => help.showModal());
  const anywhere = {
    ArrowRight: () => pages.go(pages.current + 1),
    ArrowLeft: () => pages.go(pages.current - 1),
    "+": zoom.larger,
    "=": zoom.larger,
    "-": zoom.smaller,
    f: screen.toggle,
    "/": find.open,
    "?": () => help.showModal(),
  };
  const inside = {
    PageDown: () => pages.go(pages.current + 1),
    PageUp: () => pages.go(pages.current - 1),
    Home: () => pages.go(1),
    End: () => pages.go(pages.readable),
  };
  document.addEventListener("keydown", (event) => {
    if (isTaken(event)) return;
    const isInside = pages.element.contains(document.activeElement);
    const act = anywhere[event.key] ?? (isInside ? inside[event.key] : undefined);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function isTaken(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  const { target } = event;
  if (document.querySelector("dialog[open]")) return true;
  return target.isContentEditable || target.matches?.("input, textarea, select, [role=tablist] *");
}
