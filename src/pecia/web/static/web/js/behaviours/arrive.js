// <div data-behaviour="arrive" data-from="…">: its content comes when one scrolls near it, with what this browser
// remembers of what was read; the server keeps nothing of that. data-only-read: not without having read something.
// data-member: an account may know it, so nothing is sent.
import { start } from "../registry.js";
import { numbersRead } from "../reading.js";

const NEAR = "600px";

export default function arrive(place) {
  const isMember = "member" in place.dataset;
  const read = isMember ? [] : numbersRead();
  if ("onlyRead" in place.dataset && !isMember && !read.length) return;
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    fill(place, read);
  }, { rootMargin: NEAR });
  watch.observe(place);
}

async function fill(place, read) {
  const answer = await fetch(place.dataset.from, {
    method: "POST",
    headers: { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content },
    body: new URLSearchParams({ read: read.join(",") }),
  });
  if (!answer.ok) return;
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!parsed.body.children.length) return;
  place.replaceChildren(...document.adoptNode(parsed.body).children);
  start(place);
}
