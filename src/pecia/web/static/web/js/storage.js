// What this browser remembers. Where storage is closed or full, nothing is remembered and nothing breaks.
export function read(key, fallback = null) {
  try {
    const value = localStorage.getItem(key);
    return value === null ? fallback : JSON.parse(value);
  } catch {
    return fallback;
  }
}

export function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch { /* full or closed */ }
}

export function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch { /* closed */ }
}
