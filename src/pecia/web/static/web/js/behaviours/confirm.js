// <button data-behaviour="confirm" data-dialog="id">: asks in that dialog before the form goes.
// Without script the form goes at once; the server asks where it matters.
export default function confirm(button) {
  const dialog = document.getElementById(button.dataset.dialog);
  let sure = false;
  button.addEventListener("click", (event) => {
    if (sure || !dialog) return;
    event.preventDefault();
    dialog.returnValue = "";
    dialog.showModal();
  });
  dialog?.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    sure = true;
    button.click();
    sure = false;
  });
}
