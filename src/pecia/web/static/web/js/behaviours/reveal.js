// <fieldset data-behaviour="reveal">: shows the [data-when="value"] parts that belong to the chosen radio.
// Hidden parts are disabled, so that their fields are neither sent nor required.
export default function reveal(group) {
  const show = () => {
    const values = [...group.querySelectorAll("input:checked")].map((input) => input.value);
    for (const part of group.querySelectorAll("[data-when]")) {
      const wanted = part.dataset.when.split(" ").some((value) => values.includes(value));
      part.hidden = !wanted;
      part.disabled = !wanted;
    }
  };
  group.addEventListener("change", show);
  show();
}
