import { spawnGuarded } from './guarded-process.ts';

/** A process that starts a program with a folder named on the command line, says its process id, and waits to be killed. */
const { child } = spawnGuarded('/bin/sleep', ['600'], process.argv[2] ?? '');
process.stdout.write(`${child.pid}\n`);
