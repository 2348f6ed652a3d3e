// <button data-behaviour="theme">: the other theme, remembered in this browser.
const root = document.documentElement;

export default function theme(button) {
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("pecia-theme", root.dataset.theme);
    } catch { /* holds for this page only */ }
  });
}

function isDark() {
  if (root.dataset.theme) return root.dataset.theme === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}
