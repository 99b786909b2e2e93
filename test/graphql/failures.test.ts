import { describe, expect, test } from 'vitest';
import { ProjectionBehind } from '#read-models/read-models.ts';
import { openTestApi } from './api.ts';

/** Stands in the message of every error here; must never come back, nor be written to the log. */
const canary = 'Canary4711';

const openAccount = `mutation ($input: OpenAccountInput!) { openAccount(input: $input) { __typename } }`;
const input = { commandId: 'c1', accountId: 'a1', currency: 'USD' };

describe('what nobody foresaw', () => {
  test('shows nothing of itself, and is logged by where it happened', async () => {
    const broken = await openTestApi();
    const { readModels } = broken.dependencies;
    Object.defineProperty(readModels, 'aging', { value: () => Promise.reject(new Error(`broken by ${canary}`)) });
    const answer = await broken.ask(`{ aging { asOf } reasons { version } }`);
    expect(answer.errors).toMatchObject([{ path: ['aging'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(JSON.stringify(answer)).not.toContain(canary);
    expect(broken.logged).toHaveLength(1);
    expect(broken.logged[0]).toContain('request-of-a-test');
    expect(broken.logged[0]).toContain('failures.test.ts');
    expect(broken.logged[0]).not.toContain(canary);
    await broken.close();
  });

  test.each([
    ['OutcomeUnknown', 'OUTCOME_UNKNOWN'],
    ['Unavailable', 'JOURNAL_UNAVAILABLE'],
    ['Denied', 'INTERNAL_SERVER_ERROR'],
  ])('in the journal, %s, is told apart by its code', async (name, code) => {
    const broken = await openTestApi();
    const error = Object.assign(new Error(`broken by ${canary}`), { name });
    Object.defineProperty(broken.dependencies, 'handleCommand', { value: () => Promise.reject(error) });
    const answer = await broken.ask(openAccount, { input });
    expect(answer.errors).toMatchObject([{ extensions: { code, retryable: code !== 'INTERNAL_SERVER_ERROR' } }]);
    expect(JSON.stringify(answer) + broken.logged.join('')).not.toContain(canary);
    await broken.close();
  });

  test('on the read side, a projection that is behind, may be asked again', async () => {
    const broken = await openTestApi();
    const behind = new ProjectionBehind(canary);
    Object.defineProperty(broken.dependencies.readModels, 'view', { value: () => Promise.reject(behind) });
    const answer = await broken.ask(`{ aging { asOf } }`);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'PROJECTION_BEHIND', retryable: true } }]);
    expect(JSON.stringify(answer)).not.toContain(canary);
    await broken.close();
  });
});
