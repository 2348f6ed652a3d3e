// <section data-behaviour="reader">: puts the parts of the reader together. Without it the pages are
// images with anchors, and the text view is a link away.
import { watchImages } from "../reader/images.js";
import { Pages } from "../reader/pages.js";
import { watchLayers } from "../reader/layers.js";
import { watchWindows } from "../reader/windows.js";
import { startFind } from "../reader/find.js";
import { startFullScreen } from "../reader/screen.js";
import { startKeys } from "../reader/keys.js";
import { startPosition } from "../reader/position.js";
import { startReflow } from "../reader/reflow.js";
import { startToolbar } from "../reader/toolbar.js";
import { startZoom } from "../reader/zoom.js";

export default function reader(element) {
  const pages = new Pages(element);
  watchImages(pages);
  watchLayers(pages);
  watchWindows(pages);
  const find = startFind(pages);
  const zoom = startZoom(pages);
  const screen = startFullScreen(element);
  startToolbar(pages);
  startReflow(pages);
  startPosition(pages);
  startKeys(pages, { find, zoom, screen });
}
