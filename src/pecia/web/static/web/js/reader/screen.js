// Full screen, where the browser has it.
export function startFullScreen(element) {
  const button = element.querySelector("[data-full]");
  if (!element.requestFullscreen) {
    button.hidden = true;
    return { toggle() {} };
  }
  const toggle = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else element.requestFullscreen();
  };
  button.addEventListener("click", toggle);
  document.addEventListener("fullscreenchange", () => {
    button.ariaPressed = String(document.fullscreenElement === element);
  });
  return { toggle };
}
