// <select data-behaviour="submit">: a change sends the form; its own button is for pages without script.
export default function submit(field) {
  field.addEventListener("change", () => field.form.requestSubmit());
}
