import { type GraphQLField, isNonNullType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mutationOf } from '#graphql/mutations.ts';
import { alsoNeeded, commandNames, permissions, type Role, roleFor, roles } from '#graphql/permissions.ts';
import { createGraphqlSchema } from '#graphql/schema.ts';
import { isOfLedger } from '#ledger/commands.ts';
import { type Answer, openTestApi, type TestApi } from './api.ts';
import { subscribe } from './event-stream.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

const schema = createGraphqlSchema();
const figures = [
  'account',
  'accounts',
  'aging',
  'balance',
  'clearing',
  'disputes',
  'explainBalance',
  'holds',
  'lateFeeRun',
  'lateFeeRuns',
  'ledger',
  'openItems',
  'paymentPlans',
  'promises',
  'periods',
  'reasons',
  'receipts',
  'rollForward',
  'statement',
  'trialBalance',
  'unappliedCash',
  'unappliedPayments',
  'unidentifiedCash',
];
const history = ['adjustments', 'auditTrail', 'cutOff', 'journal', 'lateEntries', 'replay'];
const figureStreams = ['accountChanged'];
const historyStreams = ['journalEntries'];
const checkers: readonly Role[] = ['finance', 'auditor', 'compliance_reviewer'];

/** What each role may do, written down a second time and in another form, so that a slip in the table is seen. */
const mayRun: Readonly<Record<Role, string>> = {
  billing_specialist:
    'openAccount postCharge adjustCharge transferResponsibility transferBalance assessLateFee placeHold openDispute recordPromise cancelPromise ' +
    'agreePaymentPlan revisePaymentPlan breakPaymentPlan completePaymentPlan',
  cash_poster:
    'receivePayment settlePayment failPayment applyPayment unapplyPayment applyCredit unapplyCredit recoverBadDebt transferBalance ' +
    'recordReceipt identifyReceipt',
  supervisor:
    'openAccount closeAccount reopenAccount postCharge adjustCharge receivePayment settlePayment failPayment applyPayment unapplyPayment reversePayment reinstatePayment ' +
    'transferResponsibility transferBalance assessLateFee waiveLateFee reinstateLateFee writeOff reverseWriteOff recoverBadDebt ' +
    'issueCredit applyCredit unapplyCredit voidCredit voidCharge refundPayment reverseRefund refundCredit revalueReceivables reopenPeriod ' +
    'placeHold releaseHold openDispute resolveDispute runLateFees recordPromise cancelPromise ' +
    'agreePaymentPlan revisePaymentPlan breakPaymentPlan completePaymentPlan ' +
    'recordReceipt identifyReceipt unidentifyReceipt returnReceipt reverseReceipt',
  finance: 'extendCalendar closePeriod',
  auditor: '',
  compliance_reviewer: '',
  admin: 'openLedger publishReasonList openAccount extendCalendar reopenPeriod',
  service:
    'openAccount closeAccount reopenAccount postCharge adjustCharge receivePayment settlePayment failPayment applyPayment unapplyPayment reversePayment reinstatePayment ' +
    'transferResponsibility transferBalance assessLateFee waiveLateFee reinstateLateFee writeOff reverseWriteOff recoverBadDebt ' +
    'issueCredit applyCredit unapplyCredit voidCredit voidCharge refundPayment reverseRefund refundCredit revalueReceivables ' +
    'placeHold releaseHold openDispute resolveDispute runLateFees recordPromise cancelPromise ' +
    'agreePaymentPlan revisePaymentPlan breakPaymentPlan completePaymentPlan ' +
    'recordReceipt identifyReceipt unidentifyReceipt returnReceipt reverseReceipt',
};

function isAllowed(role: Role, field: string): boolean {
  if (field === 'advanceClock') return role === 'admin' || role === 'service';
  if ([...figures, ...figureStreams].includes(field)) return true;
  if ([...history, ...historyStreams].includes(field)) return role !== 'billing_specialist' && role !== 'cash_poster';
  // Below, a debt is to be moved: the cash desk moves money only.
  if (field === 'transferBalance' && role === 'cash_poster') return false;
  return mayRun[role].split(' ').includes(field);
}

const values: Readonly<Record<string, string>> = {
  DateTime: '"2026-01-01T00:00:00Z"',
  CalendarDate: '"2026-01-01"',
  String: '"x"',
};

const wrap = (text: string): string => (text === '' ? '' : `(${text})`);

type Operation = 'query' | 'mutation' | 'subscription';

/** The shortest document for a field: required arguments filled in, `__typename` selected. */
function documentFor(operation: Operation, field: GraphQLField<unknown, unknown>): string {
  const required = field.args.filter((argument) => isNonNullType(argument.type));
  const variables = required.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const given = required.map(({ name }) => `${name}: $${name}`).join(', ');
  return `${operation} ${wrap(variables)} { ${field.name}${wrap(given)} { __typename } }`;
}

function variablesFor(field: GraphQLField<unknown, unknown>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    field.args
      .filter((argument) => isNonNullType(argument.type))
      .map(({ name, type }) => [
        name,
        JSON.parse(values[String(type).replace('!', '')] ?? 'null') ?? inputs[field.name],
      ]),
  );
}

const usd = { accountId: 'a', currency: 'USD', commandId: 'x', dryRun: true };
const receipt = { commandId: 'x', receiptId: 'r' };
const inputs: Readonly<Record<string, object>> = {
  openLedger: { commandId: 'x', dryRun: true, baseCurrency: 'USD', timeZone: 'UTC', mode: 'SANDBOX' },
  publishReasonList: {
    commandId: 'x',
    dryRun: true,
    version: 'v',
    reasons: [{ code: 'c', label: 'l', commands: ['WaiveLateFee'] }],
  },
  extendCalendar: { commandId: 'x', dryRun: true, periodEnds: ['2026-01-31'] },
  closePeriod: { commandId: 'x', periodEnd: '2026-01-31' },
  reopenPeriod: { commandId: 'x', periodEnd: '2026-01-31' },
  runLateFees: {
    commandId: 'x',
    dryRun: true,
    runId: 'r',
    period: '2026-01',
    currency: 'USD',
    terms: { method: 'FLAT', amount: '1' },
  },
  openAccount: usd,
  closeAccount: { accountId: 'a', commandId: 'x' },
  reopenAccount: { accountId: 'a', commandId: 'x' },
  postCharge: { ...usd, chargeId: 'c', category: 'SERVICE', amount: '1' },
  adjustCharge: { ...usd, adjustmentId: 'x', chargeId: 'c', kind: 'COURTESY', amount: '-1' },
  receivePayment: { ...usd, paymentId: 'p', amount: '1', method: 'CASH' },
  settlePayment: { ...usd, paymentId: 'p' },
  failPayment: { accountId: 'a', commandId: 'x', paymentId: 'p' },
  applyPayment: { ...usd, paymentId: 'p' },
  unapplyPayment: { ...usd, paymentId: 'p' },
  reversePayment: { accountId: 'a', commandId: 'x', paymentId: 'p' },
  reinstatePayment: { accountId: 'a', commandId: 'x', paymentId: 'p' },
  transferResponsibility: { ...usd, transferId: 't', chargeId: 'c', amount: '1' },
  assessLateFee: { ...usd, chargeId: 'f', amount: '1', feeOn: { chargeId: 'c' }, period: '2026-01' },
  waiveLateFee: { ...usd, waiverId: 'w', chargeId: 'f' },
  reinstateLateFee: { accountId: 'a', commandId: 'x', waiverId: 'w' },
  issueCredit: { ...usd, creditId: 'k', amount: '1' },
  applyCredit: { ...usd, creditId: 'k' },
  unapplyCredit: { ...usd, creditId: 'k' },
  voidCredit: { accountId: 'a', commandId: 'x', creditId: 'k' },
  voidCharge: { accountId: 'a', commandId: 'x', chargeId: 'c' },
  refundPayment: { ...usd, refundId: 'r', paymentId: 'p', amount: '1', method: 'CHECK' },
  reverseRefund: { accountId: 'a', commandId: 'x', refundId: 'r' },
  refundCredit: { ...usd, refundId: 'r', creditId: 'k', amount: '1', method: 'CHECK' },
  writeOff: { ...usd, writeOffId: 'x', chargeId: 'c', amount: '1' },
  reverseWriteOff: { ...usd, writeOffId: 'x', amount: '1' },
  placeHold: { accountId: 'a', commandId: 'x', holdId: 'h', kind: 'OTHER' },
  releaseHold: { accountId: 'a', commandId: 'x', holdId: 'h' },
  recordPromise: { ...usd, promiseId: 'm', amount: '1', promisedDate: '2026-01-31', covers: [{ chargeId: 'c' }] },
  cancelPromise: { accountId: 'a', commandId: 'x', promiseId: 'm' },
  agreePaymentPlan: {
    ...usd,
    planId: 'l',
    covers: [{ chargeId: 'c' }],
    equalParts: { count: 2, firstDueDate: '2026-01-31', every: 'MONTH' },
  },
  revisePaymentPlan: { ...usd, planId: 'l', instalments: [{ dueDate: '2026-01-31', amount: '1' }] },
  breakPaymentPlan: { accountId: 'a', commandId: 'x', planId: 'l' },
  completePaymentPlan: { accountId: 'a', commandId: 'x', planId: 'l' },
  openDispute: { ...usd, disputeId: 'd', chargeId: 'c' },
  resolveDispute: { accountId: 'a', commandId: 'x', disputeId: 'd', outcome: 'UPHELD' },
  recordReceipt: { commandId: 'x', dryRun: true, receiptId: 'r', currency: 'USD', amount: '1', method: 'CASH' },
  identifyReceipt: { ...receipt, currency: 'USD', parts: [{ accountId: 'a', paymentId: 'p', amount: '1' }] },
  unidentifyReceipt: { accountId: 'a', commandId: 'x', paymentId: 'p' },
  returnReceipt: { ...receipt, currency: 'USD', amount: '1' },
  reverseReceipt: receipt,
  transferBalance: { ...usd, transferId: 't', toAccountId: 'b', chargeId: 'c', amount: '1' },
  recoverBadDebt: { ...usd, paymentId: 'p', writeOffId: 'x', amount: '1', method: 'CASH' },
  revalueReceivables: { ...usd, rate: { rate: '1.1', source: 'r' } },
};

const operations = [
  ...Object.values(schema.getQueryType()?.getFields() ?? {}).map((field) => ['query', field] as const),
  ...Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => ['mutation', field] as const),
  ...Object.values(schema.getSubscriptionType()?.getFields() ?? {}).map((field) => ['subscription', field] as const),
];

/** A stream that ends as soon as it is open: its first event, if it is an error. */
async function opened(query: string, variables: object, role: Role): Promise<Pick<Answer, 'errors'>> {
  const events = await subscribe(api, { query, variables, role, streamEnds: () => AbortSignal.abort() });
  const first = await events.next();
  return first.done === true ? {} : first.value;
}

describe.each(roles)('a %s', (role) => {
  test.each(operations.map(([operation, field]) => ({ operation, field, name: field.name })))(
    'in $operation $name may do what the table says, and nothing else',
    async ({ operation, field, name }) => {
      const [query, variables] = [documentFor(operation, field), variablesFor(field)];
      const { errors } =
        operation === 'subscription' ? await opened(query, variables, role) : await api.ask(query, variables, role);
      const codes = errors?.map(({ extensions }) => extensions.code) ?? [];
      // These books go by a clock that nobody moves: whoever may move one is told so.
      const allowed = name === 'advanceClock' ? ['CLOCK_NOT_MANUAL'] : [];
      expect(codes).toEqual(isAllowed(role, name) ? allowed : ['FORBIDDEN']);
      if (operation !== 'mutation' || name === 'advanceClock' || codes[0] !== 'FORBIDDEN') return;
      // Who is refused hears whom to ask.
      const others = roles.filter((other) => isAllowed(other, name)).join(' or ');
      expect(errors?.[0]?.message).toBe(`No role of the caller may do this; it takes ${others}.`);
    },
  );
});

describe('the table of roles', () => {
  test('is tried with every query, mutation and subscription', () => {
    expect(operations).toHaveLength(
      [...figures, ...history, ...figureStreams, ...historyStreams, ...commandNames, 'advanceClock'].length,
    );
  });

  test('lets nobody who checks the books record in them', () => {
    for (const role of checkers) expect(permissions[role].commands.filter((name) => !isOfLedger(name))).toEqual([]);
  });

  test('lets every command be run by somebody', () => {
    for (const name of commandNames)
      expect(roles.some((role) => roleFor({ roles: [role] }, name) !== undefined)).toBe(true);
    expect(commandNames.map(mutationOf)).toContain('openLedger');
  });

  test('records a command under the first of a caller’s roles that may run it', () => {
    expect(roleFor({ roles: ['auditor', 'cash_poster', 'supervisor'] }, 'ReceivePayment')).toBe('cash_poster');
    expect(roleFor({ roles: ['auditor', 'cash_poster'] }, 'WaiveLateFee')).toBeUndefined();
  });

  test.each([
    [['cash_poster'], undefined],
    [['billing_specialist'], undefined],
    [['cash_poster', 'billing_specialist'], 'cash_poster'],
    [['cash_poster', 'supervisor'], 'supervisor'],
    [['service'], 'service'],
  ] as const)('lets %j give up with a payment what it leaves open as %s', (held, role) => {
    const { lines } = { lines: [{ chargeId: 'c' }, { chargeId: 'c', shortfall: {} }] };
    expect(roleFor({ roles: held }, 'ApplyPayment', alsoNeeded({ lines }))).toBe(role);
    expect(alsoNeeded({ lines: lines.slice(0, 1) })).toEqual([]);
  });
});
