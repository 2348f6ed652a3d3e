// <div data-behaviour="remember" data-number="…">: this browser remembers that the document was read.
import { noteRead } from "../reading.js";

export default function remember(place) {
  noteRead(Number(place.dataset.number));
}
