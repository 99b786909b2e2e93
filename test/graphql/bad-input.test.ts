import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentLimits } from '#graphql/document-limits.ts';
import { openLedger, openTestApi, type TestApi } from './api.ts';
import { recordAnAccount } from './books.ts';

/** Stands in everything that is sent here; must never come back, nor be written to the log. */
const canary = 'Canary4711';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
  await api.record('OpenLedger', openLedger);
  const position = await recordAnAccount(api, 'account-1');
  await api.dependencies.readModels.view({ minPosition: position });
});
afterAll(() => api.close());

async function sent(body: unknown): Promise<{ status: number; text: string; errors: readonly Failure[] }> {
  const { status, text } = await api.send(typeof body === 'string' ? body : JSON.stringify(body));
  expect(text).not.toContain(canary);
  expect(api.logged.join('\n')).not.toContain(canary);
  expect(api.logged).toEqual([]);
  const answer = JSON.parse(text) as { errors?: readonly Failure[]; extensions?: object };
  expect(answer.extensions).toEqual({ requestId: 'request-of-a-test', livemode: false });
  return { status, text, errors: answer.errors ?? [] };
}

interface Failure {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly inputPath?: string };
}

const charge = {
  commandId: 'bad-1',
  accountId: 'account-1',
  chargeId: canary,
  category: 'SERVICE',
  currency: 'USD',
  amount: '10.00',
};
const postCharge = `mutation ($input: PostChargeInput!) { postCharge(input: $input) { __typename
  ... on CommandRejected { code message inputPath figures { name value } } } }`;

async function refused(change: object): Promise<Record<string, unknown>> {
  const { text, errors } = await sent({ query: postCharge, variables: { input: { ...charge, ...change } } });
  expect(errors).toEqual([]);
  return (JSON.parse(text) as { data: { postCharge: Record<string, unknown> } }).data.postCharge;
}

describe('a bad value in a command is a refusal that names its place', () => {
  test.each([
    ['more decimals than the currency has', { amount: '10.001' }, 'AMOUNT_SCALE', 'amount'],
    ['a huge amount', { amount: `1${'0'.repeat(20)}` }, 'AMOUNT_TOO_LARGE', 'amount'],
    ['an amount too long to be any', { amount: '9'.repeat(400) }, 'INPUT_INVALID', 'amount'],
    ['a negative amount', { amount: '-10.00' }, 'AMOUNT_NEGATIVE', 'amount'],
    ['an exponent', { amount: '1e3' }, 'INPUT_INVALID', 'amount'],
    ['a word for an amount', { amount: canary }, 'INPUT_INVALID', 'amount'],
    ['29 February 2023', { effectiveDate: '2023-02-29' }, 'INPUT_INVALID', 'effectiveDate'],
    ['a word for a date', { effectiveDate: canary }, 'INPUT_INVALID', 'effectiveDate'],
    ['a date before the ledger', { effectiveDate: '2025-12-31' }, 'BEFORE_LEDGER_OPENING', 'effectiveDate'],
    ['an unknown currency', { currency: 'XYZ' }, 'INPUT_INVALID', 'currency'],
    ['a currency that the account is not kept in', { currency: 'EUR' }, 'CURRENCY_MISMATCH', 'currency'],
    ['an unknown account', { accountId: canary }, 'ACCOUNT_UNKNOWN', 'accountId'],
    ['a name for an id', { chargeId: `Mr ${canary}` }, 'INPUT_INVALID', 'chargeId'],
    ['a lone surrogate', { chargeId: `${canary}\ud800` }, 'INPUT_INVALID', 'chargeId'],
    ['a null character', { chargeId: `${canary}\u0000` }, 'INPUT_INVALID', 'chargeId'],
    ['an oversized reference', { reference: canary.repeat(20) }, 'INPUT_INVALID', 'reference'],
    ['the number of a card', { reference: '4111111111111111' }, 'INPUT_INVALID', 'reference'],
    ['a bad part of a list', { items: [{ amount: '5.00' }, { amount: canary }] }, 'INPUT_INVALID', 'items.1.amount'],
    ['an empty command id', { commandId: '' }, 'INPUT_INVALID', 'commandId'],
  ])('%s', async (_what, change, code, inputPath) => {
    const answer = await refused(change);
    expect(answer).toMatchObject({ __typename: 'CommandRejected', code, inputPath });
    const submitted = Object.values(change).filter((value) => typeof value === 'string' && value.length > 3);
    for (const value of submitted) expect(JSON.stringify(answer)).not.toContain(value);
  });
});

describe('a value of another type is an error that names its place', () => {
  test.each([
    ['a number for an amount', { amount: 4711.25 }, 'amount'],
    ['a number for a date', { effectiveDate: 20230229 }, 'effectiveDate'],
    ['an object for a text', { chargeId: { [canary]: canary } }, 'chargeId'],
    ['a list for a text', { chargeId: [canary, canary] }, 'chargeId'],
    ['a word that is not in the list', { category: canary }, 'category'],
    ['a text for a yes or no', { dryRun: canary }, 'dryRun'],
    ['a text for an object', { source: canary }, 'source'],
    ['nothing where something is needed', { amount: null }, 'amount'],
    ['a text for a list of objects', { items: canary }, 'items'],
    [
      'a wrong type deep inside',
      { items: [{ amount: '5.00', payer: { payerId: 5, payerClass: canary } }] },
      'items.0.payer.payerId',
    ],
    ['an unknown field', { [canary]: canary }, undefined],
    ['an unknown field deep inside', { items: [{ amount: '1.00', [canary]: 1 }] }, 'items.0'],
  ])('%s', async (_what, change, inputPath) => {
    const { errors, text } = await sent({ query: postCharge, variables: { input: { ...charge, ...change } } });
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors[0]?.extensions.inputPath).toBe(inputPath);
    expect(text).not.toContain('4711');
    expect(text).not.toContain('20230229');
  });

  test.each([
    ['a variable that is missing', {}],
    ['a variable that is null', { input: null }],
    ['a variable that is a text', { input: canary }],
    ['an input without its fields', { input: { [canary]: canary } }],
  ])('%s', async (_what, variables) => {
    const { errors } = await sent({ query: postCharge, variables });
    expect(errors.map(({ extensions }) => extensions.code)).toContain('BAD_USER_INPUT');
  });

  test.each([
    ['a number', `{ balance(accountId: 4711) { balance } }`],
    ['a word of no list', `{ aging(basis: ${canary}) { asOf } }`],
    ['an unknown field of an input', `{ openItems(filter: { ${canary}: "x" }) { asOf } }`],
    ['an object', `{ balance(accountId: { ${canary}: "${canary}" }) { balance } }`],
    [
      'two ways to know',
      `{ balance(accountId: "a", knownAt: { position: "${canary}", instant: "${canary}" }) { balance } }`,
    ],
  ])('%s in the document itself', async (_what, query) => {
    const { errors, text } = await sent({ query });
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(text).not.toContain('4711');
  });
});

describe('a bad argument of a query is an error that names it', () => {
  test.each([
    ['29 February 2023', `{ balance(accountId: "account-1", asOf: "2023-02-29") { balance } }`, 'asOf'],
    ['a word for a day', `{ aging(asOf: "${canary}") { asOf } }`, 'asOf'],
    ['a word for an instant', `{ aging(knownAt: { instant: "${canary}" }) { asOf } }`, 'knownAt.instant'],
    ['an instant on no day', `{ aging(knownAt: { instant: "2023-02-29T00:00:00Z" }) { asOf } }`, 'knownAt.instant'],
    ['a page of 10,000 rows', `{ openItems(first: 10000) { asOf } }`, 'first'],
    ['a page of no rows', `{ accounts(first: 0) { asOf } }`, 'first'],
    ['a page of 10,000 entries', `{ journal(first: 10000) { pageInfo { hasNextPage } } }`, 'first'],
    ['a name for an id', `{ account(id: "Mr ${canary}") { accountId } }`, 'id'],
    [
      'a statement that ends before it begins',
      `{ statement(accountId: "a", from: "2026-02-02", to: "2026-02-01") { currency } }`,
      'to',
    ],
    [
      'an amount of no currency',
      `{ auditTrail(filter: { amountAtLeast: "1.${canary}" }) { asOf } }`,
      'filter.amountAtLeast',
    ],
    ...['usd', 'XXX', canary].flatMap((currency) => [
      ['no currency', `{ aging(currency: "${currency}") { asOf } }`, 'currency'],
      ['no currency', `{ trialBalance(currency: "${currency}") { asOf } }`, 'currency'],
      ['no currency', `{ clearing(currency: "${currency}") { asOf } }`, 'currency'],
      ...['accounts', 'openItems', 'receipts', 'unappliedPayments'].map((list) => [
        'no currency',
        `{ ${list}(filter: { currency: "${currency}" }) { asOf } }`,
        'filter.currency',
      ]),
    ]),
    ...['self', 'Medicare'].flatMap((partyClass) => [
      ['no class of parties', `{ aging(partyClass: "${partyClass}") { asOf } }`, 'partyClass'],
      ['no class of parties', `{ balance(accountId: "a", partyClass: "${partyClass}") { asOf } }`, 'partyClass'],
      ['no class of parties', `{ openItems(filter: { partyClass: "${partyClass}" }) { asOf } }`, 'filter.partyClass'],
    ]),
  ])('%s', async (_what, query, inputPath) => {
    const { errors, text } = await sent({ query });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', inputPath } }]);
    expect(errors[0]?.message).toMatch(/expected/);
    expect(text).not.toContain('10000');
  });

  test.each([
    ['of no ledger', canary, 'POSITION_UNKNOWN'],
    ['of another ledger', 'ffffffff-000000000000001', 'POSITION_UNKNOWN'],
  ])('a position %s', async (_what, position, code) => {
    const variables = { p: position };
    const known = await sent({
      query: `query ($p: Position!) { aging(knownAt: { position: $p }) { asOf } }`,
      variables,
    });
    const least = await sent({ query: `query ($p: Position!) { aging(minPosition: $p) { asOf } }`, variables });
    const after = await sent({
      query: `query ($p: Position!) { journal(after: $p) { pageInfo { hasNextPage } } }`,
      variables,
    });
    for (const { errors } of [known, least, after]) expect(errors[0]?.extensions.code).toBe(code);
  });

  test('a position beyond the last entry', async () => {
    const variables = { p: api.journal.tokenOf(9_999) };
    const { errors } = await sent({ query: `query ($p: Position!) { aging(minPosition: $p) { asOf } }`, variables });
    expect(errors[0]?.extensions).toMatchObject({ code: 'POSITION_UNKNOWN', retryable: false });
  });
});

describe('a bad document is an error without a word of it', () => {
  test.each([
    ['no GraphQL', `{ ${canary} (`, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', `{ ${canary} }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown argument', `{ aging(${canary}: 1) { asOf } }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown type', `query ($a: ${canary}) { aging { asOf } }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown fragment', `{ aging { ...${canary} } }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown directive', `{ aging @${canary} { asOf } }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['an undefined variable', `{ aging(asOf: $${canary}) { asOf } }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['an unused variable', `query ($${canary}: Int) { aging { asOf } }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['a leaf without its fields', `{ aging }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['fields of a leaf', `{ aging { asOf { ${canary} } } }`, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a fragment of itself',
      `{ aging { ...${canary} } } fragment ${canary} on Aging { ...${canary} }`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a conflict', `{ ${canary}: aging { asOf } ${canary}: ledger { ledgerId } }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['a missing argument', `{ balance { balance } }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['a definition of a type', `type ${canary} { a: Int }`, 'OPERATION_RESOLUTION_FAILURE'],
    ['no operation', `fragment ${canary} on Aging { asOf }`, 'OPERATION_RESOLUTION_FAILURE'],
  ])('%s', async (_what, query, code) => {
    const { errors } = await sent({ query });
    expect(errors[0]?.extensions.code).toBe(code);
    expect(errors[0]?.message.length).toBeGreaterThan(10);
  });

  test('says which type lacks the field', async () => {
    const { errors } = await sent({ query: `{ aging { ${canary} } }` });
    expect(errors[0]?.message).toBe('Aging has no such field.');
  });

  test('an operation that is not there', async () => {
    const { errors } = await sent({
      query: `query A { aging { asOf } } query B { aging { asOf } }`,
      operationName: canary,
    });
    expect(errors[0]?.extensions.code).toBe('OPERATION_RESOLUTION_FAILURE');
  });
});

const many = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

describe('a document that asks for too much is refused before anything is executed', () => {
  test.each([
    ['a flood of aliases', `{ aging { ${many(documentLimits.aliases + 1, (index) => `a${index}: asOf`)} } }`],
    ['a flood of reports', `{ ${many(documentLimits.rootFields + 1, (index) => `a${index}: aging { asOf }`)} }`],
    [
      'a flood of reports by fragments',
      `{ ${many(7, (index) => `...f${index}`)} } ${many(7, (index) => `fragment f${index} on Query { a${index}: aging { asOf } b${index}: aging { asOf } c${index}: aging { asOf } }`)}`,
    ],
    ['a flood of tokens', `{ ${many(documentLimits.tokens, () => '__typename')} }`],
    [
      'fragments that multiply',
      `{ aging { ...f0 } } ${many(12, (index) => `fragment f${index} on Aging { ${many(3, () => `...f${index + 1}`)} }`)} fragment f12 on Aging { asOf }`,
    ],
  ])('%s', async (_what, query) => {
    const { errors, status } = await sent({ query });
    expect(errors.map(({ extensions }) => extensions.code)).toContain('DOCUMENT_TOO_LARGE');
    expect(status).toBe(200);
  });

  test('levels upon levels', async () => {
    // Nothing in the schema nests that deep, so the field does not exist either; what counts is that nothing is executed.
    const query = `{ accounts ${'{ edges { node '.repeat(8)} { accountId } ${'} }'.repeat(8)} }`;
    const { errors } = await sent({ query });
    expect(errors.map(({ extensions }) => extensions.code)).toContain('DOCUMENT_TOO_LARGE');
  });

  test('the schema is shown, and only once', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    const { text, errors } = await sent({
      query: getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true }),
    });
    expect(errors).toEqual([]);
    expect(text).toContain('PostChargeInput');
    const nested = `{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`;
    expect((await sent({ query: nested })).errors[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('a bad request is an error without a word of it', () => {
  test.each([
    ['malformed JSON', `{"query": "${canary}`],
    ['JSON that is no object', JSON.stringify(canary)],
    ['JSON null', 'null'],
    ['an empty object', '{}'],
    ['a query that is no text', JSON.stringify({ query: { [canary]: canary } })],
    ['variables that are no object', JSON.stringify({ query: '{ aging { asOf } }', variables: canary })],
    ['a parameter that is not known', JSON.stringify({ query: '{ aging { asOf } }', [canary]: canary })],
    ['a batch', JSON.stringify([{ query: `{ aging { asOf } }` }, { query: `{ ${canary} }` }])],
  ])('%s', async (_what, body) => {
    const { errors, status } = await sent(body);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_REQUEST']);
    expect(status).toBe(400);
  });
});
