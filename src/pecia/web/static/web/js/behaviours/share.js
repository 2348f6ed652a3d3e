// <button data-behaviour="share" data-url data-title>: the device's own sheet, or else a copied address.
import { copyText } from "./copy.js";

export default function share(button) {
  button.addEventListener("click", async () => {
    const { url, title } = button.dataset;
    if (!navigator.share) return copyText(url);
    try {
      await navigator.share({ url, title });
    } catch { /* the reader closed the sheet */ }
  });
}
