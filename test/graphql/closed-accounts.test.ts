import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, at, type Json, openLedger, openTestApi, type TestApi } from './api.ts';

let api: TestApi;
let positions: readonly string[] = [];

const of = (accountId: string, effectiveDate: string) => ({ accountId, effectiveDate });

/** closed-1 is closed on 1 May, opened again on 1 June and closed on 1 July; other is only opened. */
beforeAll(async () => {
  api = await openTestApi();
  await api.record('OpenLedger', openLedger);
  positions = [
    await api.record('OpenAccount', { ...of('closed-1', '2026-01-05'), currency: 'USD' }),
    await api.record('OpenAccount', { ...of('other', '2026-01-05'), currency: 'USD' }),
    await api.record('CloseAccount', of('closed-1', '2026-05-01')),
    await api.record('ReopenAccount', of('closed-1', '2026-06-01')),
    await api.record('CloseAccount', of('closed-1', '2026-07-01')),
  ];
  await api.dependencies.readModels.view({ minPosition: positions.at(-1) ?? '' });
});
afterAll(() => api.close());

const closedOn = async (asOf: string, position?: string): Promise<Json | undefined> => {
  const knownAt = position === undefined ? {} : { knownAt: { position } };
  const answer = await api.ask(
    `query ($asOf: CalendarDate, $knownAt: KnownAt) {
      account(id: "closed-1", asOf: $asOf, knownAt: $knownAt) { closedOn }
      accounts(asOf: $asOf, knownAt: $knownAt) { edges { node { accountId closedOn } } } }`,
    { asOf, ...knownAt },
  );
  const own = at(answer, 'account', 'closedOn');
  expect(at(answer, 'accounts', 'edges', 0, 'node')).toEqual({ accountId: 'closed-1', closedOn: own });
  expect(at(answer, 'accounts', 'edges', 1, 'node')).toEqual({ accountId: 'other', closedOn: null });
  return own;
};

describe('an account', () => {
  test.each([
    ['2026-04-30', null],
    ['2026-05-01', '2026-05-01'],
    ['2026-05-31', '2026-05-01'],
    ['2026-06-01', null],
    ['2026-06-30', null],
    ['2026-07-01', '2026-07-01'],
    ['2030-01-01', '2026-07-01'],
  ])('as of %s is closed since %s', async (asOf, since) => {
    expect(await closedOn(asOf)).toBe(since);
  });

  test.each([
    [1, null],
    [2, '2026-05-01'],
    [3, null],
    [4, '2026-07-01'],
  ])('at the end of the year, after command %i, is known to be closed since %s', async (command, since) => {
    expect(await closedOn('2026-12-31', positions[command])).toBe(since);
  });

  test('is closed at the position that closing it answered', async () => {
    const input = { commandId: 'close-other', accountId: 'other', effectiveDate: '2026-08-01' };
    const answer: Answer = await api.ask(
      `mutation ($input: CloseAccountInput!) { closeAccount(input: $input) { __typename
        ... on CommandRecorded { position } } }`,
      { input },
    );
    const minPosition = at(answer, 'closeAccount', 'position');
    const after = await api.ask(
      `query ($minPosition: Position) { account(id: "other", asOf: "2026-08-01", minPosition: $minPosition) { closedOn } }`,
      { minPosition },
    );
    expect(at(after, 'account', 'closedOn')).toBe('2026-08-01');
  });
});
