// Which Node this project runs on. Plain JavaScript for Node 18 and later.

/** The first Node whose node:sqlite needs no flag and whose SQLite has the fix for its write-ahead log. */
export const oldestNode = '24.15';

/** Compares a version such as `24.21.0` with the oldest one that serves; anything unreadable is too old. */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestNode.split('.').map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
