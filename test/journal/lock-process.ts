import { DirectoryLocked, lockDirectory } from '#journal/data-directory-lock.ts';

/** A process that takes the data directory named on its command line, says whether it got it, and lives until it is killed. */
try {
  lockDirectory(process.argv[2] ?? '');
  process.stdout.write('locked\n');
} catch (error) {
  process.stdout.write(error instanceof DirectoryLocked ? 'in use\n' : `${String(error)}\n`);
}
process.stdin.resume();
