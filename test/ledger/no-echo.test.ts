import { describe, expect, it } from 'vitest';
import { type CommandName, commandInputs, isOfAccount, parseCommand } from '#ledger/commands.ts';
import { isRejection, type Rejection } from '#ledger/rejections.ts';
import {
  adjust,
  apply,
  applyCredit,
  charge,
  credit,
  failed,
  fee,
  line,
  medicare,
  paid,
  payment,
  pended,
  recover,
  refund,
  refundCredit,
  reinstate,
  reinstateFee,
  reverse,
  reverseRefund,
  reverseWriteOff,
  settled,
  transfer,
  unapply,
  unapplyCredit,
  voidCharge,
  voidCredit,
  waive,
  writeOff,
} from './commands.ts';
import { revalue } from './foreign/foreign-books.ts';
import { after, decideSent, type Sent } from './given-when-then.ts';
import { agreementsThere, soundAgreements } from './sound-agreements.ts';
import { transferBalance } from './transfers/transfers.ts';

/** What a refusal says may be logged and shown; what was sent may be a name or a diagnosis, and is never in it. */
const canaries = ['Jane Q. Patient', 'HIV-positive', '123-45-6789', '\uD800', '<script>', 'a'.repeat(4000)];
const identifierCanary = 'canary.patient-4711';

const sound: Readonly<Record<CommandName, Readonly<Record<string, unknown>>>> = {
  OpenLedger: {
    baseCurrency: 'USD',
    timeZone: 'UTC',
    mode: 'LIVE',
    fiscalYearStartMonth: 1,
    effectiveDate: '2024-01-01',
  },
  PublishReasonList: {
    version: 'canary-list',
    reasons: [
      {
        code: 'NEW_REASON',
        label: 'A new reason',
        commands: ['AdjustCharge'],
        kinds: ['COURTESY'],
        contraAccount: 'CourtesyAllowances',
        validFrom: '2024-04-01',
        validTo: '2024-12-31',
      },
    ],
  },
  ExtendCalendar: { periodEnds: ['2024-01-31', '2024-02-29'] },
  ClosePeriod: { periodEnd: '2024-01-31' },
  ReopenPeriod: { periodEnd: '2024-01-31', reasonCode: 'AUDIT_FINDING' },
  RunLateFees: {
    runId: 'r1',
    effectiveDate: '2024-03-25',
    period: '2024-03',
    currency: 'USD',
    terms: { method: 'FLAT', amount: '15.00', graceDays: 1, mostAmount: '15.00', leastAmount: '1.00', noticeDays: 1 },
    importsWithinDays: 3,
  },
  RecordReceipt: { receiptId: 'r1', amount: '10.00', method: 'CHECK', receivedDate: '2024-03-19' },
  IdentifyReceipt: {
    receiptId: 'r1',
    parts: [
      {
        accountId: 'account-1',
        paymentId: 'new',
        amount: '9.00',
        payer: medicare,
        lines: [{ chargeId: 'c1', item: 1, amount: '9.00' }],
        strategy: 'BY_PRIORITY',
        priority: ['SERVICE'],
      },
    ],
  },
  ReturnReceipt: { receiptId: 'r1', amount: '1.00', reasonCode: 'NOT_FOR_US' },
  ReverseReceipt: { receiptId: 'r1', reasonCode: 'NSF' },
  UnidentifyReceipt: { paymentId: 'p1', reasonCode: 'WRONG_PAYER' },
  OpenAccount: {},
  CloseAccount: {},
  ReopenAccount: {},
  PostCharge: {
    ...charge('new', '10.00', '03-20')[1],
    origin: 'ORIGINAL',
    taxAmount: '1.00',
    dueDate: '2024-04-01',
    serviceDate: '2024-03-01',
    code: 'X',
    units: '1',
    unitPrice: '10.00',
    invoiceId: 'i',
    encounterId: 'e',
    claimId: 'c',
    modifiers: ['25'],
    placeOfService: '11',
    items: [{ amount: '10.00', dueDate: '2024-04-01', payer: medicare }],
    justification: { orderId: 'o', feeScheduleId: 'f', feeScheduleVersion: 'v', providerId: 'p', providerType: 't' },
  },
  AdjustCharge: adjust('new', 'c1', '-10.00', '03-20', { item: 1, taxAmount: '0.00', undoes: 'a1' })[1],
  ReceivePayment: payment('new', '10.00', '03-20', {
    payer: medicare,
    receivedDate: '2024-03-19',
    pending: false,
    strategy: 'BY_PRIORITY',
    priority: ['SERVICE'],
    lines: [line('c1', '1.00', 1)],
  })[1],
  SettlePayment: settled('q1', '03-20', {
    amount: '10.00',
    strategy: 'BY_PRIORITY',
    priority: ['SERVICE'],
    lines: [line('c1', '1.00', 1)],
  })[1],
  FailPayment: failed('q1', '03-20')[1],
  ApplyPayment: {
    ...apply('p1', '03-20', line('c1', '1.00', 1))[1],
    strategy: 'BY_PRIORITY',
    priority: ['SERVICE'],
    amount: '1.00',
  },
  UnapplyPayment: unapply('p1', '03-20', line('c1', '1.00', 1))[1],
  ReversePayment: reverse('p1', '03-20')[1],
  ReinstatePayment: reinstate('p2', '03-20')[1],
  VoidCharge: voidCharge('c1', '03-20')[1],
  IssueCredit: credit('new', '10.00', '03-20', { payer: medicare })[1],
  ApplyCredit: {
    ...applyCredit('k1', '03-20', line('c1', '1.00', 1))[1],
    strategy: 'BY_PRIORITY',
    priority: ['SERVICE'],
    amount: '1.00',
  },
  UnapplyCredit: unapplyCredit('k1', '03-20', line('c1', '1.00', 1))[1],
  VoidCredit: voidCredit('k1', '03-20')[1],
  RefundPayment: refund('new', 'p1', '03-20', '5.00', line('c1', '1.00', 1))[1],
  RefundCredit: refundCredit('new', 'k1', '1.00', '03-20')[1],
  ReverseRefund: reverseRefund('r1', '03-21')[1],
  TransferResponsibility: transfer('new', 'c1', '1.00', '03-20', {
    item: 1,
    toPayer: medicare,
    dueDate: '2024-05-01',
  })[1],
  AssessLateFee: fee('new', '1.00', '03-25', 'c1', {
    category: 'INTEREST',
    period: '2024-04',
    dueDate: '2024-05-01',
    payer: medicare,
    runId: 'r',
  })[1],
  WaiveLateFee: waive('new', 'f1', '1.00', '03-25', { item: 1 })[1],
  ReinstateLateFee: reinstateFee('w1', '03-25')[1],
  WriteOff: writeOff('new', 'c1', '1.00', '03-25', { item: 1 })[1],
  ReverseWriteOff: reverseWriteOff('x1', '1.00', '03-25')[1],
  ...soundAgreements,
  RecoverBadDebt: recover('new', 'x1', '1.00', '03-25', { payer: medicare, receivedDate: '2024-03-19' })[1],
  RevalueReceivables: revalue('1.10', '03-31')[1],
  TransferBalance: transferBalance('new', '1.00', '03-20', {
    chargeId: 'c1',
    item: 1,
    dueDate: '2024-05-01',
    paymentId: 'p1',
    creditId: 'k1',
  })[1],
};

const desk = after([
  charge('c1', '100.00', '03-01'),
  fee('f1', '12.00', '03-20', 'c1'),
  paid('p1', '50.00', '03-10', line('c1', '30.00')),
  payment('p2', '40.00', '03-10'),
  reverse('p2', '03-15'),
  pended('q1', '40.00', '03-10'),
  adjust('a1', 'c1', '-5.00', '03-05'),
  writeOff('x1', 'c1', '5.00', '03-06'),
  credit('k1', '20.00', '03-10'),
  waive('w1', 'f1', '1.00', '03-21'),
  refund('r1', 'p1', '03-12', '1.00'),
  ...agreementsThere,
]);

function full(name: CommandName): Readonly<Record<string, unknown>> {
  const fields = {
    commandId: 'command-1',
    reference: 'ref-1',
    source: { system: 's', id: 'i' },
    dryRun: false,
    effectiveDate: '2024-03-20',
  };
  const expected = {
    revision: -1,
    balanceAtLeast: '-900000.00',
    balanceAtMost: '900000.00',
    unappliedAtLeast: '0.00',
    openChargesAtLeast: '0.00',
  };
  const ofAccount = !isOfAccount(name) ? {} : { accountId: 'account-1', expect: expected, corrects: 'command-0' };
  const currency = 'currency' in commandInputs[name].shape ? { currency: 'USD' } : {};
  // Not stated, or everything else would be refused for them; a canary is planted in each all the same.
  const inBase = 'baseAmount' in commandInputs[name].shape ? { baseAmount: undefined, rate: undefined } : {};
  return { ...fields, ...ofAccount, ...currency, ...inBase, ...sound[name] };
}

/** The same value with the canary at one place, for every place in it. */
function planted(value: unknown, canary: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    const parts: readonly unknown[] = value;
    return parts.flatMap((part, index) => planted(part, canary).map((one) => parts.with(index, one)));
  }
  if (typeof value !== 'object' || value === null) return [canary];
  return Object.entries(value).flatMap(([name, part]) =>
    planted(part, canary).map((one) => ({ ...value, [name]: one })),
  );
}

function said({ message, figures, inputPath }: Rejection): string {
  return JSON.stringify([message, figures, inputPath]);
}

describe('a refusal never repeats what was sent', () => {
  it('and every field of every command is tried here', () => {
    for (const [name, schema] of Object.entries(commandInputs)) {
      const tried = Object.entries(sound).find(([one]) => one === name)?.[1] ?? {};
      const common = [
        'commandId',
        'reference',
        'source',
        'dryRun',
        'effectiveDate',
        'accountId',
        'currency',
        'expect',
        'corrects',
      ];
      const inBase = ['baseAmount', 'rate'];
      const shape: readonly string[] = Object.keys(schema.shape);
      expect([...new Set([...common, ...inBase, ...Object.keys(tried)])]).toEqual(expect.arrayContaining([...shape]));
    }
  });

  describe.each(Object.keys(sound).filter((name): name is CommandName => name in commandInputs))('%s', (name) => {
    it('whatever stands in a field that has another form', () => {
      for (const canary of canaries) {
        for (const input of planted(full(name), canary)) {
          const parsed = parseCommand(name, input);
          if (!isRejection(parsed)) continue;
          expect(said(parsed)).not.toContain(JSON.stringify(canary).slice(1, -1));
        }
        const unknownField = parseCommand(name, { ...full(name), [canary]: canary });
        expect(isRejection(unknownField) && said(unknownField)).not.toContain(JSON.stringify(canary).slice(1, -1));
      }
    });

    it('also where it has the right form and the books refuse it', () => {
      if (!isOfAccount(name)) return;
      let refused = 0;
      for (const canary of [identifierCanary, '918273645.11', '-918273645.11', 'CANARY_CLASS', 271828]) {
        for (const input of planted(full(name), canary)) {
          const sent: Sent = [name, Object.fromEntries(Object.entries(input ?? {}))];
          const decision = decideSent(desk.account, sent);
          if (decision.outcome === 'ACCEPTED') continue;
          refused += 1;
          expect(said(decision)).not.toContain(String(canary));
        }
      }
      expect(refused).toBeGreaterThan(20);
    });
  });

  it.each([null, undefined, 'text', 7, [], [[]], { commandId: null }])('and %j is no command', (raw) => {
    expect(parseCommand('PostCharge', raw)).toMatchObject({ code: 'INPUT_INVALID' });
  });

  it.each(['4111-1111-1111-1111', '4111111111111111', '123-45-6789'])(
    'and a reference like %s is not taken',
    (reference) => {
      expect(parseCommand('OpenAccount', { ...full('OpenAccount'), reference })).toMatchObject({
        code: 'INPUT_INVALID',
        figures: { expected: 'an opaque reference; this looks like the number of a card or a person' },
        inputPath: 'reference',
      });
    },
  );
});
