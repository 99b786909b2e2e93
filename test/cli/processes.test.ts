import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { cli, emptyDirectory, entriesIn } from './command-line.ts';
import { makeFixedBooks } from './fixed-books.ts';

const commandLine = fileURLToPath(import.meta.resolve('#app/cli.ts'));
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

interface Child {
  readonly pid: number;
  readonly said: () => string;
  /** Resolves when it has said something that matches. */
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<number | null>;
}

function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Child {
  const env = { ...process.env, PORT: '0', LOG_LEVEL: 'silent', NODE_ENV: '', ...environment };
  const child = spawn(process.execPath, [commandLine, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let text = '';
  const hear = (chunk: Buffer): void => {
    text += chunk.toString();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const says = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(text);
      if (found !== null) return found;
      const isOver = await Promise.race([ended.then(() => true), new Promise((resolve) => setTimeout(resolve, 25))]);
      if (isOver === true) throw new Error(`the process ended and had only said: ${text}`);
    }
  };
  return { pid: child.pid ?? 0, said: () => text, says, kill: (signal) => child.kill(signal), ended };
}

async function serve(data: string): Promise<Child & { readonly address: string }> {
  const child = start(['serve', '--data', data]);
  const [address = ''] = await child.says(/http:\/\/127\.0\.0\.1:[0-9]+/);
  await child.says(/Ctrl-C/);
  return { ...child, address };
}

describe('beside a running server', () => {
  test('reading verbs work, writing ones name the process, and both work again when it has stopped', async () => {
    const data = await makeFixedBooks();
    const server = await serve(data);
    for (const args of [
      ['aging'],
      ['balance', 'acct-a'],
      ['statement', 'acct-a'],
      ['replay', 'acct-a'],
      ['verify'],
      ['agreements', 'plans'],
    ]) {
      expect({ args, ...(await cli([...args, '--data', data])) }).toMatchObject({ args, code: 0, err: '' });
    }
    const opening = ['--currency', 'USD', '--time-zone', 'UTC', '--opening-date', '2026-01-01', '--mode', 'live'];
    const inUse = `ar-ledger: these books are in use by process ${server.pid}. Ask it (GraphQL has every command), stop it, or name other books with --data.`;
    for (const args of [
      ['rebuild'],
      ['extend-calendar', '--ends', '2026-01-31'],
      ['open', ...opening],
      ['serve'],
      ['demo', '--no-serve'],
    ]) {
      const ran = await cli([...args, '--data', data], { environment: { PORT: '0' } });
      expect({ args, ...ran }).toEqual({ args, code: 3, out: '', err: inUse });
    }
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(server.said()).toContain('Stopping: what is under way is answered first.');
    expect(await cli(['rebuild', '--data', data])).toMatchObject({ code: 0 });
  }, 90_000);

  test('what a mutation has recorded is in the next figure of the command line', async () => {
    const data = await makeFixedBooks();
    const server = await serve(data);
    const [, token = ''] = /billing_specialist\n +(\S+)/.exec(server.said()) ?? [];
    const query = 'mutation ($input: PostChargeInput!) { postCharge(input: $input) { __typename } }';
    const charge = {
      chargeId: 'c-9',
      category: 'SERVICE',
      currency: 'USD',
      amount: '7.00',
      effectiveDate: '2026-04-01',
    };
    const input = { commandId: 'api-1', accountId: 'acct-b', ...charge };
    const answer = await fetch(`${server.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables: { input } }),
    });
    expect(await answer.json()).toMatchObject({ data: { postCharge: { __typename: 'CommandRecorded' } } });
    const { out } = await cli(['balance', 'acct-b', '--as-of', '2026-04-15', '--data', data, '--json']);
    expect(JSON.parse(out)).toMatchObject({ position: 16, balance: '-3.00' });
    server.kill('SIGINT');
    expect(await server.ended).toBe(0);
  }, 60_000);

  test('a server that was killed leaves books that open again at once', async () => {
    const data = await makeFixedBooks();
    const server = await serve(data);
    server.kill('SIGKILL');
    await server.ended;
    expect(await cli(['rebuild', '--data', data])).toMatchObject({ code: 0 });
    expect(await cli(['aging', '--data', data])).toMatchObject({ code: 0 });
  }, 60_000);
});

describe('serve', () => {
  test('on an empty directory says what to do next, and takes the opening of the ledger', async () => {
    const data = join(emptyDirectory(), 'data');
    const server = await serve(data);
    expect(server.said()).toContain(`The books in ${data} have no ledger yet. Open one, for ever, in one of two ways:`);
    const [, token = ''] = /admin\n +(\S+)/.exec(server.said()) ?? [];
    const input = {
      commandId: 'open-1',
      baseCurrency: 'USD',
      timeZone: 'UTC',
      mode: 'SANDBOX',
      effectiveDate: '2026-01-01',
    };
    const answer = await fetch(`${server.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        query: 'mutation ($input: OpenLedgerInput!) { openLedger(input: $input) { __typename } }',
        variables: { input },
      }),
    });
    expect(await answer.json()).toMatchObject({ data: { openLedger: { __typename: 'CommandRecorded' } } });
    expect(await cli(['aging', '--data', data])).toMatchObject({ code: 0 });
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  }, 60_000);

  test('on a port that is taken names the variable to change', async () => {
    const server = await serve(await makeFixedBooks());
    const port = new URL(server.address).port;
    const second = await cli(['serve', '--data', await makeFixedBooks()], {
      environment: { PORT: port, LOG_LEVEL: 'silent' },
    });
    const message = `ar-ledger: Port ${port} is in use by another program. Name another one: PORT=4001.`;
    expect(second).toEqual({ code: 3, out: '', err: message });
  }, 60_000);
});

describe('demo', () => {
  test('makes its books, serves them, and keeps them the next time', async () => {
    const base = emptyDirectory();
    const environment = { DATA_DIR: join(base, 'books') };
    const first = start(['demo', '--today', '2026-06-30'], environment);
    await first.says(/Ctrl-C/);
    expect(first.said()).toMatch(/^Demo books in .*books, invented: [0-9,]+ entries, [0-9,]+ commands recorded in /);
    for (const role of ['finance', 'auditor', 'compliance_reviewer', 'billing_specialist', 'admin']) {
      expect(first.said()).toMatch(new RegExp(`^ {2}${role}\n {2}eyJ\\S+$`, 'm'));
    }
    first.kill('SIGINT');
    expect(await first.ended).toBe(0);
    const before = await entriesIn(join(base, 'books'));
    const second = await cli(['demo', '--no-serve'], { environment });
    expect(second.code).toBe(0);
    expect(second.out).toContain('entries, as they were.');
    expect(await entriesIn(join(base, 'books'))).toEqual(before);
    const other = await cli(['demo', '--no-serve', '--seed', '2'], { environment });
    const message = 'ar-ledger: the demo books there were made with --seed 1 --today 2026-06-30; name another --data';
    expect(other).toEqual({ code: 2, out: '', err: message });
    expect(await cli(['verify'], { environment })).toMatchObject({ code: 0, err: '' });
  }, 120_000);

  test('never mixes with books of another origin', async () => {
    const data = await makeFixedBooks();
    const { code, err } = await cli(['demo', '--no-serve', '--data', data]);
    expect(code).toBe(2);
    expect(err).toBe(`ar-ledger: The books in ${data} are not the demo's. Name another directory with --data.`);
  }, 60_000);

  test('stands beside the books of the data directory, where a reader is told to look', async () => {
    const cwd = process.cwd();
    const base = emptyDirectory();
    process.chdir(base);
    try {
      expect(await cli(['demo', '--no-serve'])).toMatchObject({ code: 0 });
      expect(existsSync(join(base, 'data', 'demo', 'journal.db'))).toBe(true);
      const { code, err } = await cli(['aging']);
      expect(code).toBe(4);
      expect(err).toBe('ar-ledger: There is no ledger in data. The demo books are there: add --data data/demo.');
    } finally {
      process.chdir(cwd);
    }
  }, 120_000);
});

test('a reader that closes the pipe is no fault', async () => {
  const data = await makeFixedBooks();
  const child = spawn(process.execPath, [commandLine, 'aging', '--json', '--data', data], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  child.stdout.destroy();
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
  expect(err).toBe('');
}, 30_000);
