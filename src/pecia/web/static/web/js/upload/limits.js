// What can be told before a byte moves: the name of the message, or nothing when the file may go.
const HIDDEN = /^(\.|~\$|Thumbs\.db$|desktop\.ini$)/i;

export function refusalOf(file, { maxBytes, extensions }) {
  if (!extensions.split(",").includes(extensionOf(file.name))) return "wrongKind";
  if (file.size === 0) return "empty";
  if (file.size > Number(maxBytes)) return "tooLarge";
  return null;
}

/** Files that a system leaves in folders, which nobody means to upload. */
export function isLitter(file) {
  return HIDDEN.test(file.name);
}

export function extensionOf(name) {
  const at = name.lastIndexOf(".");
  return at > 0 ? name.slice(at).toLowerCase() : "";
}
