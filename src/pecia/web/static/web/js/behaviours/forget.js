// <button data-behaviour="forget">: this browser forgets what was read in it.
import { forgetRead } from "../reading.js";

export default function forget(button) {
  button.addEventListener("click", () => {
    forgetRead();
    button.disabled = true;
  });
}
