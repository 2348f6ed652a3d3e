// <button data-behaviour="copy" data-text="…"> or data-from="id of a field": puts text on the clipboard.
import { toast } from "./toasts.js";

export default function copy(button) {
  button.addEventListener("click", () => copyText(wanted(button)));
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("done");
  } catch {
    toast("failed");
  }
}

function wanted(button) {
  if (button.dataset.text) return button.dataset.text;
  const source = document.getElementById(button.dataset.from);
  source.select?.();
  return source.value ?? source.textContent;
}
