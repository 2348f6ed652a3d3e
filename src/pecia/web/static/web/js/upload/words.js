// Sentences come from the page; here their gaps are filled, with numbers as the language writes them.
const UNITS = ["B", "KB", "MB", "GB"];

export function wordsOf(element) {
  const words = element.querySelector("[data-words]:not([data-tally])").dataset;
  const say = (name, gaps = {}) => fill(words[name], gaps);
  return { say, left: (seconds) => leftOf(say, seconds) };
}

export function fill(sentence, gaps) {
  return sentence.replace(/\{(\w+)\}/g, (gap, name) => gaps[name] ?? gap);
}

export function sizeOf(bytes) {
  let amount = bytes;
  let unit = 0;
  while (amount >= 1000 && unit < UNITS.length - 1) { amount /= 1024; unit += 1; }
  const format = { maximumSignificantDigits: 3 };
  return `${new Intl.NumberFormat(document.documentElement.lang, format).format(amount)} ${UNITS[unit]}`;
}

function leftOf(say, seconds) {
  if (seconds < 90) return say("seconds", { count: Math.max(Math.ceil(seconds), 1) });
  if (seconds < 5400) return say("minutes", { count: Math.round(seconds / 60) });
  return say("hours", { count: Math.round(seconds / 3600) });
}
