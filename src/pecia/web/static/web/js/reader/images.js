// Page images: as wide as they are shown, and asked for again while the server is still painting
// them (503 with Retry-After).
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 10_000;
const MOST_TRIES = 20;

export function watchImages(pages) {
  pages.each((sheet) => {
    const image = sheet.querySelector(".sheet__img");
    image.addEventListener("error", () => retry(sheet, image));
    if (image.complete && !image.naturalWidth) retry(sheet, image);
  });
  watchWidth(pages);
}

function watchWidth(pages) {
  const observer = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      if (contentRect.width) target.sizes = `${Math.ceil(contentRect.width)}px`;
    }
  });
  pages.each((sheet) => observer.observe(sheet.querySelector(".sheet__img")));
}

async function retry(sheet, image) {
  if (sheet.ariaBusy === "true") return;
  sheet.ariaBusy = "true";
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const answer = await ask(image.currentSrc || image.src);
    if (answer === "there") return show(sheet, image);
    if (answer === "gone") break;
    await wait(Math.max(answer, backOff(tries)));
  }
  sheet.ariaBusy = "false";
  sheet.dataset.failed = "";
}

/** "there", "gone", or how many milliseconds the server wants us to wait. */
async function ask(url) {
  try {
    const answer = await fetch(url);
    if (answer.ok) return "there";
    if (answer.status !== 503) return "gone";
    return 1000 * Number(answer.headers.get("Retry-After")) || 0;
  } catch {
    return 0;
  }
}

function show(sheet, image) {
  sheet.ariaBusy = "false";
  const { srcset } = image;
  image.srcset = "";
  image.srcset = srcset;
}

const backOff = (tries) => Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS);
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
