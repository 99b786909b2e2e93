// Run by hand after a change of dependencies made behind a registry that does not mirror every platform's binaries:
//   node scripts/complete-lockfile.mjs
// npm leaves an optional dependency that it cannot look up out of the lockfile, and `npm ci` then calls the lockfile out of
// date. This writes the missing ones in, at the exact version their package asks for and for the platform in their name. They
// have no integrity until someone runs `npm install` where they can be looked up; on another platform nothing fetches them.
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../package-lock.json', import.meta.url);
const lockfile = JSON.parse(readFileSync(path, 'utf8'));
const { packages } = lockfile;

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];

/** `@oxlint/binding-linux-arm-musleabihf` is for linux, arm and musl. */
function platformIn(name) {
  const words = name.split(/[-/]/);
  const at = words.findIndex((word) => systems.includes(word));
  if (at < 0 || words[at + 1] === undefined) throw new Error(`No platform in the name ${name}`);
  const libc = words.at(at + 2)?.startsWith('musl') ? ['musl'] : ['glibc'];
  return { os: [words[at]], cpu: [words[at + 1]], ...(words[at] === 'linux' ? { libc } : {}) };
}

const missing = Object.values(packages).flatMap((parent) =>
  Object.entries(parent.optionalDependencies ?? {})
    .filter(([name]) => packages[`node_modules/${name}`] === undefined)
    .map(([name, version]) => ({ name, version, isDevelopment: parent.dev === true })),
);

for (const { name, version, isDevelopment } of missing) {
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`${name} is not asked for at an exact version`);
  const { os, cpu, libc } = platformIn(name);
  packages[`node_modules/${name}`] = {
    version,
    cpu,
    ...(isDevelopment ? { dev: true } : {}),
    ...(libc ? { libc } : {}),
    optional: true,
    os,
  };
  console.log(`${name} ${version}`);
}

const [root, ...others] = Object.entries(packages);
lockfile.packages = Object.fromEntries([root, ...others.toSorted(([a], [b]) => a.localeCompare(b, 'en'))]);
writeFileSync(path, `${JSON.stringify(lockfile, null, 2)}\n`);
console.log(`${missing.length} written in`);
