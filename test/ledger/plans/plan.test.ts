import { describe, it } from 'vitest';
import { agreePlan, breakPlan, byAmount, completePlan, dispute, monthly, revisePlan } from '../agreement-commands.ts';
import {
  adjust,
  charge,
  close,
  fee,
  instalments,
  line,
  medicare,
  paid,
  payment,
  reverse,
  transfer,
  voidCharge,
  writeOff,
} from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const c2 = charge('c2', '50.00', '03-05');
const both = [{ chargeId: 'c1' }, { chargeId: 'c2' }];
const planned = [c1, c2, agreePlan('l1', '03-10', monthly(3, '04-01'), both)];

describe('AgreePaymentPlan', () => {
  it('re-dates what is open in equal parts, the cents that do not divide first, the oldest item first', () => {
    given(charge('c1', '100.01', '03-01'), c2)
      .when(agreePlan('l1', '03-10', monthly(3, '04-30'), both))
      .thenFacts(
        'PaymentPlanAgreed 2024-03-10 l1 150.01: c1#1 to #2 50.01 due 2024-04-30, ' +
          'c1#1 to #3 50.00 due 2024-05-30, c2#1 to #2 50.00 due 2024-06-30',
      )
      .thenFigures({ '2024-03-10': '150.01 0.00 150.01' })
      .thenOpen('2024-03-10', { 'c1#1': '0.00', 'c1#2': '50.01', 'c1#3': '50.00', 'c2#1': '0.00', 'c2#2': '50.00' });
  });

  it('takes instalments by amount that are exactly what is open from its day on', () => {
    given(c1, c2)
      .when(agreePlan('l1', '03-10', byAmount(['04-01', '120.00'], ['04-15', '30.00']), both))
      .thenFacts(
        'PaymentPlanAgreed 2024-03-10 l1 150.00: c1#1 to #2 100.00 due 2024-04-01, ' +
          'c2#1 to #2 20.00 due 2024-04-01, c2#1 to #3 30.00 due 2024-04-15',
      );
    given(c1, paid('p1', '40.00', '03-20', line('c1', '40.00')))
      .when(agreePlan('l1', '03-10', byAmount(['04-01', '100.00'])))
      .thenRefused('PLAN_DOES_NOT_COVER', { open: '60.00' });
  });

  it('leaves what is disputed where it is', () => {
    given(c1, dispute('d1', 'c1', '03-05', { amount: '30.00' }))
      .when(agreePlan('l1', '03-10', monthly(1, '04-01')))
      .thenFacts('PaymentPlanAgreed 2024-03-10 l1 70.00: c1#1 to #2 70.00 due 2024-04-01');
  });

  it('is with one party, on items of no other plan, and lists the fees inside', () => {
    const two = instalments('c3', '03-01', [
      ['60.00', '04-01'],
      ['40.00', '05-01', medicare],
    ]);
    given(two)
      .when(
        agreePlan(
          'l1',
          '03-10',
          monthly(2, '04-01'),
          [1, 2].map((item) => ({ chargeId: 'c3', item })),
        ),
      )
      .thenRefused('MORE_THAN_ONE_PARTY', {}, 'covers');
    given(...planned)
      .when(agreePlan('l2', '03-12', monthly(2, '04-01'), [{ chargeId: 'c1', item: 2 }]))
      .thenRefused('ITEM_ON_PLAN', { planId: 'l1' }, 'covers');
    given(c1, fee('f1', '9.00', '03-20', 'c1'))
      .when(agreePlan('l1', '03-10', monthly(1, '04-01')))
      .thenFacts('PaymentPlanAgreed 2024-03-10 l1 100.00: c1#1 to #2 100.00 due 2024-04-01, fees inside: f1');
  });

  it('is paid like any items: the oldest instalment first', () => {
    given(...planned)
      .when(payment('p1', '70.00', '03-20', { strategy: 'OLDEST_DUE_FIRST' }))
      .thenFacts('PaymentReceived 2024-03-20 p1 70.00', 'PaymentApplied 2024-03-20 p1: c1#2 50.00, c1#3 20.00');
  });

  it('asks for days in order, from its own on, and for one kind of schedule', () => {
    given(c1)
      .when(agreePlan('l1', '03-10', byAmount(['04-01', '50.00'], ['04-01', '50.00'])))
      .thenRefused('INPUT_INVALID', { expected: 'days one after another, none before the plan itself' });
    given(c1)
      .when(agreePlan('l1', '03-10', monthly(2, '03-09')))
      .thenRefused('INPUT_INVALID', { expected: 'the effective date of the plan, or a later day' });
    given(c1)
      .when(agreePlan('l1', '03-10', {}))
      .thenRefused('INPUT_INVALID', { expected: 'either instalments or equalParts' }, 'instalments');
  });
});

describe('a plan', () => {
  it('keeps late fees away while nothing of it is overdue; due today is not', () => {
    const period = { period: '2024-03-31', feeOn: { chargeId: 'c1', item: 2 } };
    given(...planned)
      .when(fee('f1', '9.00', '04-01', 'c1', period))
      .thenRefused('ITEM_PROTECTED', { protectedBy: 'PLAN', protectionId: 'l1', since: '2024-03-10' }, 'feeOn');
    given(...planned)
      .when(fee('f1', '9.00', '04-02', 'c1', period))
      .thenFigures({ '2024-04-02': '159.00 0.00 159.00' });
    given(...planned, paid('p1', '50.00', '04-01', line('c1', '50.00', 2)))
      .when(fee('f1', '9.00', '04-02', 'c1', { ...period, feeOn: { chargeId: 'c1', item: 3 } }))
      .thenRefused('ITEM_PROTECTED');
  });

  it('lets items be adjusted, written off and given to another party, and not voided', () => {
    given(...planned)
      .when(adjust('a1', 'c1', '-60.00', '03-20'))
      .thenOpen('2024-03-20', { 'c1#1': '0.00', 'c1#2': '0.00', 'c1#3': '40.00', 'c2#1': '0.00', 'c2#2': '50.00' });
    given(...planned)
      .when(writeOff('x1', 'c2', '50.00', '03-20'))
      .thenFigures({ '2024-03-20': '100.00 0.00 100.00' });
    given(...planned)
      .when(transfer('t1', 'c2', '50.00', '03-20', { toPayer: medicare }))
      .thenFacts('ResponsibilityTransferred 2024-03-20 c2 to MEDICARE/cms: #2 to #3 50.00 due 2024-06-01');
    given(...planned)
      .when(voidCharge('c2', '03-20'))
      .thenRefused('CHARGE_HAS_PLAN', { planId: 'l1' }, 'chargeId');
  });

  it('keeps an account from being closed until it is completed', () => {
    const paidUp = [...planned, payment('p1', '150.00', '03-20', { strategy: 'OLDEST_DUE_FIRST' })];
    given(...paidUp)
      .when(close('03-20'))
      .thenRefused('ACCOUNT_NOT_EMPTY', {
        openItems: '0',
        unapplied: '0.00',
        pending: '0.00',
        plans: '1',
        bindingDate: '2024-03-20',
      });
    given(...paidUp, completePlan('l1', '03-21'))
      .when(close('03-21'))
      .thenFacts('AccountClosed 2024-03-21');
  });
});

describe('RevisePaymentPlan', () => {
  it('puts what is still open on new days; what was paid stays where it was', () => {
    given(...planned, paid('p1', '70.00', '03-20', line('c1', '50.00', 2), line('c1', '20.00', 3)))
      .when(revisePlan('l1', '03-25', byAmount(['05-15', '80.00'])))
      .thenFacts(
        'PaymentPlanRevised 2024-03-25 l1 80.00: c1#3 to #4 30.00 due 2024-05-15, c2#2 to #3 50.00 due 2024-05-15',
      );
  });

  it('is not effective before the plan, or before its last revision', () => {
    given(...planned, revisePlan('l1', '03-25', monthly(2, '05-01')))
      .when(revisePlan('l1', '03-24', monthly(2, '05-01')))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-25' }, 'effectiveDate');
  });
});

describe('BreakPaymentPlan', () => {
  it('gives what is still open back its old due dates, through any revision', () => {
    given(
      ...planned,
      paid('p1', '50.00', '03-20', line('c1', '50.00', 2)),
      revisePlan('l1', '03-25', monthly(1, '05-01')),
    )
      .when(breakPlan('l1', '05-10'))
      .thenFacts(
        'PaymentPlanBroken 2024-05-10 l1 100.00: c1#4 to #5 50.00 due 2024-03-01, c2#3 to #4 50.00 due 2024-03-05',
      )
      .thenFigures({ '2024-05-10': '100.00 0.00 100.00' });
  });

  it('comes once, and ends the protection', () => {
    given(...planned, breakPlan('l1', '03-20'))
      .when(breakPlan('l1', '03-21'))
      .thenRefused('ALREADY_ENDED', { endedOn: '2024-03-20' }, 'planId');
    given(...planned, breakPlan('l1', '03-20'))
      .when(fee('f1', '9.00', '03-21', 'c1', { feeOn: { chargeId: 'c1', item: 4 } }))
      .thenFigures({ '2024-03-21': '159.00 0.00 159.00' });
  });
});

describe('CompletePaymentPlan', () => {
  const paidUp = [...planned, payment('p1', '150.00', '03-20', { strategy: 'OLDEST_DUE_FIRST' })];

  it('is for a plan of which nothing is open, on any day from then on', () => {
    given(...paidUp)
      .when(completePlan('l1', '03-20'))
      .thenFacts('PaymentPlanCompleted 2024-03-20 l1');
    given(...paidUp)
      .when(completePlan('l1', '03-19'))
      .thenRefused(
        'PLAN_NOT_PAID',
        { open: '150.00', bindingDate: '2024-03-19', earliestDate: '2024-03-20' },
        'planId',
      );
    given(...paidUp, reverse('p1', '03-25'))
      .when(completePlan('l1', '03-20'))
      .thenRefused('PLAN_NOT_PAID', { open: '150.00', bindingDate: '2024-03-25' }, 'planId');
  });
});
