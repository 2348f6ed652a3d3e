// Pieces of pages from the server. The header says that the frame round them is not wanted.
const HEADERS = { "HX-Request": "true" };

const ANSWERS = [200, 201, 400, 404, 409, 410, 422];

/** The elements of the answer; null when there was none, or it was another page (such as sign-in). */
export async function fetchFragment(url, options = {}) {
  try {
    const answer = await fetch(url, { ...options, headers: HEADERS });
    if (answer.redirected || !ANSWERS.includes(answer.status)) return null;
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
