// Words in the lines of a page. A match may run over the end of a line; letters match whatever
// their case or width.
const HAN = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]/;

/** The matches in a text layer: each a list of {line, first, last}, one part a line. */
export function matchesIn(layer, words) {
  const { text, places } = flatten([...layer.querySelectorAll("text")]);
  const wanted = fold(words);
  const found = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    found.push(parts(places.slice(at, at + wanted.length)));
  }
  return found;
}

function flatten(lines) {
  let text = "";
  const places = [];
  for (const line of lines) {
    const own = fold(line.textContent);
    if (text && own && !(HAN.test(text.at(-1)) || HAN.test(own[0]))) {
      text += " ";
      places.push(null);
    }
    for (let at = 0; at < own.length; at += 1) places.push({ line, at });
    text += own;
  }
  return { text, places };
}

/** Folds unit by unit, so that places in the folded text are places in the line. */
function fold(text) {
  return Array.from({ length: text.length }, (_, at) => {
    const folded = text[at].normalize("NFKC").toLowerCase();
    return folded.length === 1 ? folded : text[at];
  }).join("");
}

function parts(places) {
  const result = [];
  for (const place of places) {
    if (!place) continue;
    const last = result.at(-1);
    if (last?.line === place.line) last.last = place.at;
    else result.push({ line: place.line, first: place.at, last: place.at });
  }
  return result;
}
