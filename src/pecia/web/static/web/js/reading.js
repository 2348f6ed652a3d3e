// Which documents were read in this browser: their numbers, newest first, kept nowhere else.
import { forget, read, write } from "./storage.js";

const KEY = "pecia-read";
const MOST = 30;

export function numbersRead() {
  const known = read(KEY, []);
  return Array.isArray(known) ? known.filter(Number.isSafeInteger).slice(0, MOST) : [];
}

export function noteRead(number) {
  write(KEY, [number, ...numbersRead().filter((known) => known !== number)].slice(0, MOST));
}

export function forgetRead() {
  forget(KEY);
}
