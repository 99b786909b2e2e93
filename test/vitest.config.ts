import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root,
  // graphql 17 has a `development` export condition. vitest would set it for our own code but not for the packages it
  // leaves to Node, and two copies of graphql then refuse each other's types ("another module or realm"). Node gets this
  // list too: with `import` in it a require() would be given the module half of a package, and express could not start.
  ssr: { resolve: { conditions: ['node', 'module-sync'] } },
  test: {
    include: ['test/**/*.test.ts'],
    // An EventStoreDB for all suites that need one; it is not started before one of them asks.
    globalSetup: ['test/eventstoredb/server-of-the-run.ts'],
    // A worker thread or a child process of our own must be ended by the test that started it, never by the runner.
    pool: 'forks',
    // Half the time of most tests is spent waiting: on two cores the one worker that vitest would take leaves one of them idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Every thread and process that a test starts would strip the types of all it imports, with a WebAssembly module of its
    // own. Out of the cache a journal opens in a third of the time; and V8 has been seen to fail ("jit_page.has_value()")
    // where hundreds of such modules come and go in one process.
    env: { NODE_COMPILE_CACHE: `${root}node_modules/.cache/ar-ledger` },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
