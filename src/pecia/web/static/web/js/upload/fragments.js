// Pieces of pages from the server. The header says that the frame round them is not wanted.
const HEADERS = { "HX-Request": "true" };

/** The elements of the answer, or null when there was none. */
export async function fetchFragment(url, options = {}) {
  try {
    const answer = await fetch(url, { ...options, headers: HEADERS });
    if (answer.status >= 500) return null;
    return parse(await answer.text());
  } catch {
    return null;
  }
}

export function postForm(form, submitter) {
  return fetchFragment(form.action, { method: "POST", body: new FormData(form, submitter) });
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}
