// <button data-behaviour="dialog" data-dialog="id">: opens the dialog of that id over the page.
export default function dialog(button) {
  button.addEventListener("click", () => document.getElementById(button.dataset.dialog)?.showModal());
}
