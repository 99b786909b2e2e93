import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseConfig } from '#app/config.ts';
import { openLedgerBooks, startServer } from '#app/main.ts';
import type { Role } from '#graphql/permissions.ts';

type Answer = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

let directory: string;
let stop: () => Promise<void>;
let ask: (query: string, role?: Role) => Promise<{ readonly data: Answer; readonly code: string | undefined }>;

async function start(variables: Readonly<Record<string, string>>): Promise<void> {
  const common = { DATA_DIR: directory, PORT: '0', LOG_LEVEL: 'silent' };
  const config = parseConfig({ ...common, ...variables });
  const books = await openLedgerBooks(config);
  const server = await startServer(config, books);
  stop = async () => {
    await server.close();
    await books.close();
  };
  ask = async (query, role = 'service') => {
    const authorization = `Bearer ${await server.developmentIssuer?.issueToken(role)}`;
    const response = await fetch(`http://127.0.0.1:${server.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query }),
    });
    const answer = (await response.json()) as { data: Answer; errors?: { extensions: { code: string } }[] };
    return { data: answer.data, code: answer.errors?.[0]?.extensions.code };
  };
}

const manual = { CLOCK: 'manual', CLOCK_START: '2026-01-01T12:00:00Z' };
const recorded = `... on CommandRecorded { position } ... on CommandRejected { code inputPath }`;
const openLedger = (mode: string) => `mutation { openLedger(input: { commandId: "l-${mode}", baseCurrency: "USD",
  timeZone: "America/New_York", mode: ${mode}, effectiveDate: "2026-01-01" }) { ${recorded} } }`;
const advance = (to: string) => `mutation { advanceClock(to: "${to}") { now today } }`;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ar-ledger-clock-'));
});
afterEach(async () => {
  await stop();
  rmSync(directory, { recursive: true, force: true });
});

describe('a sandbox with a clock that somebody moves', () => {
  test('lives through months in a moment, and goes on where it was', async () => {
    await start(manual);
    await ask(openLedger('SANDBOX'), 'admin');
    await ask(`mutation { openAccount(input: { commandId: "a", accountId: "a", currency: "USD" }) { ${recorded} } }`);
    const charge = `commandId: "c", accountId: "a", chargeId: "c", category: SERVICE, currency: "USD", amount: "10.00"`;
    const posted = await ask(`mutation { postCharge(input: { ${charge} }) { ${recorded} } }`);
    const balance = `{ balance(accountId: "a", minPosition: "${String(posted.data['postCharge']?.['position'])}") { asOf overdue } }`;
    expect((await ask(balance)).data['balance']).toEqual({ asOf: '2026-01-01', overdue: '0.00' });
    // In New York it is still the day before.
    expect((await ask(advance('2026-04-01T02:00:00Z'))).data['advanceClock']).toEqual({
      now: '2026-04-01T02:00:00.000Z',
      today: '2026-03-31',
    });
    expect((await ask(balance)).data['balance']).toEqual({ asOf: '2026-03-31', overdue: '10.00' });
    await ask(`mutation { openAccount(input: { commandId: "b", accountId: "b", currency: "USD" }) { ${recorded} } }`);
    const last = '{ ledger { lastRecordedAt } }';
    expect((await ask(last)).data['ledger']).toEqual({ lastRecordedAt: '2026-04-01T02:00:00.000Z' });
    expect((await ask(advance('2026-04-01T01:59:59Z'))).code).toBe('BAD_USER_INPUT');
    await stop();
    await start({ ...manual, CLOCK_START: '2030-01-01T00:00:00Z' });
    expect((await ask(`{ balance(accountId: "a") { asOf } }`)).data['balance']).toEqual({ asOf: '2026-03-31' });
    expect((await ask(advance('2026-04-01T02:00:00Z'))).code).toBeUndefined();
  });

  test('is moved by the roles that may, and nobody else', async () => {
    await start(manual);
    await ask(openLedger('SANDBOX'), 'admin');
    expect((await ask(advance('2026-02-01T00:00:00Z'), 'supervisor')).code).toBe('FORBIDDEN');
    expect((await ask(advance('2026-02-01T00:00:00Z'), 'admin')).code).toBeUndefined();
  });

  test('never becomes live, and live books never get such a clock', async () => {
    await start(manual);
    const refused = await ask(openLedger('LIVE'), 'admin');
    expect(refused.data['openLedger']).toEqual({ code: 'INPUT_INVALID', inputPath: 'mode' });
    expect((await ask(advance('2026-02-01T00:00:00Z'), 'admin')).code).toBe('CLOCK_NOT_MANUAL');
    await stop();
    await start({});
    await ask(openLedger('LIVE'), 'admin');
    expect((await ask(advance('2099-02-01T00:00:00Z'), 'admin')).code).toBe('CLOCK_NOT_MANUAL');
    await stop();
    await expect(start(manual)).rejects.toThrow('CLOCK=manual is for a sandbox');
    await start({});
  });
});
