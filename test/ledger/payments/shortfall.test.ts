import { describe, expect, it } from 'vitest';
import {
  adjust,
  apply,
  charge,
  fee,
  instalments,
  line,
  medicare,
  paid,
  payment,
  short,
  transfer,
  unapply,
  writeOff,
} from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const three = instalments('c1', '03-01', [
  ['80.00', '04-01'],
  ['80.00', '05-01'],
  ['80.00', '06-01'],
]);

describe('a line with a shortfall', () => {
  it('pays what it says and gives up the rest in the same command, on the same day', () => {
    const { facts } = given(c1)
      .when(paid('p1', '80.00', '03-10', short('c1', '80.00', 's1')))
      .thenFacts(
        'PaymentReceived 2024-03-10 p1 80.00',
        'PaymentApplied 2024-03-10 p1: c1#1 80.00',
        'ChargeAdjusted 2024-03-10 c1 -20.00: #1 -20.00',
      )
      .thenFigures({ '2024-03-09': '100.00 0.00 100.00', '2024-03-10': '0.00 0.00 0.00' });
    expect(facts[2]).toMatchObject({
      reasonCode: 'CONTRACT_RATE',
      data: {
        adjustmentId: 's1',
        kind: 'CONTRACTUAL',
        contraAccount: 'ContractualAllowances',
        shortfallOf: { paymentId: 'p1', allocation: 1 },
      },
    });
    expect(facts[2]?.data).not.toHaveProperty('undoes');
  });

  it('does the same with money that is there already', () => {
    given(c1, payment('p1', '200.00', '03-05'))
      .when(apply('p1', '03-10', short('c1', '80.00', 's1')))
      .thenFacts('PaymentApplied 2024-03-10 p1: c1#1 80.00', 'ChargeAdjusted 2024-03-10 c1 -20.00: #1 -20.00')
      .thenFigures({ '2024-03-10': '0.00 120.00 -120.00' });
  });

  it('gives up what others have left open, not what the charge was', () => {
    given(c1, paid('p0', '15.00', '03-05', line('c1', '15.00')), writeOff('x1', 'c1', '5.00', '03-06'))
      .when(paid('p1', '60.00', '03-10', short('c1', '60.00', 's1')))
      .thenFacts(
        'PaymentReceived 2024-03-10 p1 60.00',
        'PaymentApplied 2024-03-10 p1: c1#1 60.00',
        'ChargeAdjusted 2024-03-10 c1 -20.00: #1 -20.00',
      );
  });

  it('on a charge with several items gives up the rest of all of them, because of its last allocation', () => {
    const { facts } = given(three)
      .when(paid('p1', '100.00', '03-10', short('c1', '100.00', 's1')))
      .thenFacts(
        'PaymentReceived 2024-03-10 p1 100.00',
        'PaymentApplied 2024-03-10 p1: c1#1 80.00, c1#2 20.00',
        'ChargeAdjusted 2024-03-10 c1 -140.00: #2 -60.00, #3 -80.00',
      );
    expect(facts[2]?.data).toMatchObject({ shortfallOf: { paymentId: 'p1', allocation: 2 } });
  });

  it('on a named item gives up the rest of that item alone', () => {
    given(three)
      .when(paid('p1', '50.00', '03-10', short('c1', '50.00', 's1', {}, 2)))
      .thenOpen('2024-03-10', { 'c1#1': '80.00', 'c1#2': '0.00', 'c1#3': '80.00' });
  });

  it('never gives up what another party owes: the item has to be named', () => {
    const two = instalments('c1', '03-01', [
      ['60.00', '04-01'],
      ['40.00', '05-01', medicare],
    ]);
    given(two)
      .when(paid('p1', '50.00', '03-10', short('c1', '50.00', 's1')))
      .thenRefused('ITEM_REQUIRED', { items: '1, 2' }, 'lines.0.item');
    given(two)
      .when(paid('p1', '30.00', '03-10', short('c1', '30.00', 's1', {}, 2)))
      .thenOpen('2024-03-10', { 'c1#1': '60.00', 'c1#2': '0.00' });
  });

  it('takes the tax part down pro rata', () => {
    given(charge('c1', '120.00', '03-01', { taxAmount: '20.00' }))
      .when(paid('p1', '90.00', '03-10', short('c1', '90.00', 's1')))
      .thenFacts(
        'PaymentReceived 2024-03-10 p1 90.00',
        'PaymentApplied 2024-03-10 p1: c1#1 90.00',
        'ChargeAdjusted 2024-03-10 c1 -30.00 (tax -5.00): #1 -30.00',
      );
  });

  it('stands in its place among the lines: what comes after it finds nothing left there', () => {
    given(c1, charge('c2', '50.00', '03-01'))
      .when(paid('p1', '100.00', '03-10', short('c1', '60.00', 's1'), short('c2', '30.00', 's2')))
      .thenFacts(
        'PaymentReceived 2024-03-10 p1 100.00',
        'PaymentApplied 2024-03-10 p1: c1#1 60.00, c2#1 30.00',
        'ChargeAdjusted 2024-03-10 c1 -40.00: #1 -40.00',
        'ChargeAdjusted 2024-03-10 c2 -20.00: #1 -20.00',
      );
    given(c1)
      .when(paid('p1', '100.00', '03-10', short('c1', '60.00', 's1'), line('c1', '10.00')))
      .thenRefused('OVER_ALLOCATION', { available: '0.00', bindingDate: '2024-03-10' }, 'lines.1.amount');
    given(c1)
      .when(paid('p1', '100.00', '03-10', line('c1', '10.00'), short('c1', '60.00', 's1')))
      .thenOpen('2024-03-10', { 'c1#1': '0.00' });
  });

  it('leaves nothing of its charge to the strategy that follows', () => {
    const rest = { lines: [short('c1', '60.00', 's1')], strategy: 'OLDEST_DUE_FIRST' };
    given(c1, charge('c2', '50.00', '03-05'))
      .when(payment('p1', '100.00', '03-10', rest))
      .thenFacts(
        'PaymentReceived 2024-03-10 p1 100.00',
        'PaymentApplied 2024-03-10 p1: c1#1 60.00, c2#1 40.00',
        'ChargeAdjusted 2024-03-10 c1 -40.00: #1 -40.00',
      );
  });

  it('makes up for a part of a fee as an adjustment may', () => {
    given(c1, fee('f1', '12.00', '03-20', 'c1'))
      .when(paid('p1', '10.00', '03-25', short('f1', '10.00', 's1')))
      .thenOpen('2024-03-25', { 'c1#1': '100.00', 'f1#1': '0.00' });
  });
});

describe('the day of a shortfall', () => {
  it('is that of the allocation, which may wait for its item', () => {
    given(c1, transfer('t1', 'c1', '80.00', '04-10', { toPayer: medicare }), payment('p1', '60.00', '03-10'))
      .when(apply('p1', '03-15', short('c1', '60.00', 's1', {}, 2)))
      .thenFacts('PaymentApplied 2024-04-10 p1: c1#2 60.00', 'ChargeAdjusted 2024-04-10 c1 -20.00: #2 -20.00');
  });

  it('is that of the last item to begin, because an adjustment has one day', () => {
    given(three, transfer('t1', 'c1', '80.00', '04-10', { toPayer: medicare, item: 1 }), ...allMedicare)
      .when(paid('p1', '30.00', '03-15', short('c1', '30.00', 's1')))
      .thenFacts(
        'PaymentReceived 2024-03-15 p1 30.00',
        'PaymentApplied 2024-04-10 p1: c1#4 30.00',
        'ChargeAdjusted 2024-05-10 c1 -210.00: #4 -50.00, #5 -80.00, #6 -80.00',
      );
  });

  it('gives up only what is open on every day from then on', () => {
    given(c1, payment('p0', '30.00', '03-05'), apply('p0', '03-20', line('c1', '30.00')))
      .when(paid('p1', '60.00', '03-10', short('c1', '60.00', 's1')))
      .thenFacts(
        'PaymentReceived 2024-03-10 p1 60.00',
        'PaymentApplied 2024-03-10 p1: c1#1 60.00',
        'ChargeAdjusted 2024-03-10 c1 -10.00: #1 -10.00',
      )
      .thenFigures({ '2024-03-10': '30.00 30.00 0.00', '2024-03-20': '0.00 0.00 0.00' });
  });

  it('is refused while nothing is left from some day on, and says when something is', () => {
    given(c1, paid('p0', '40.00', '03-05', line('c1', '40.00')), unapply('p0', '03-20'))
      .when(paid('p1', '60.00', '03-10', short('c1', '60.00', 's1')))
      .thenRefused('NO_SHORTFALL', { bindingDate: '2024-03-10', earliestDate: '2024-03-20' }, 'lines.0.shortfall');
  });
});

describe('a line with a shortfall is refused', () => {
  it('where it leaves nothing: whoever states one expects to give something up', () => {
    given(c1)
      .when(paid('p1', '100.00', '03-10', short('c1', '100.00', 's1')))
      .thenRefused('NO_SHORTFALL', { bindingDate: '2024-03-10' }, 'lines.0.shortfall');
  });

  it('for an adjustment id that is taken, on the account or in the command', () => {
    given(c1, adjust('s1', 'c1', '-1.00', '03-02'))
      .when(paid('p1', '60.00', '03-10', short('c1', '60.00', 's1')))
      .thenRefused('DUPLICATE_ID', { takenBy: 'adjustment' }, 'lines.0.shortfall.adjustmentId');
    given(c1, charge('c2', '50.00', '03-01'))
      .when(paid('p1', '60.00', '03-10', short('c1', '20.00', 's1'), short('c2', '20.00', 's1')))
      .thenRefused('DUPLICATE_ID', { takenBy: 'adjustment' }, 'lines.1.shortfall.adjustmentId');
  });

  it('for a reason that is missing or not valid for the kind', () => {
    given(c1)
      .when(paid('p1', '60.00', '03-10', short('c1', '60.00', 's1', { reasonCode: undefined })))
      .thenRefused('REASON_REQUIRED', { reasons: 'CONTRACT_RATE, SEQUESTRATION' }, 'lines.0.shortfall.reasonCode');
    given(c1)
      .when(paid('p1', '60.00', '03-10', short('c1', '60.00', 's1', { kind: 'CHARITY' })))
      .thenRefused('REASON_UNKNOWN', { reasons: 'CHARITY_CARE' }, 'lines.0.shortfall.reasonCode');
  });

  it('where it pays nothing: giving up alone is an adjustment', () => {
    given(c1, payment('p1', '60.00', '03-05'))
      .when(apply('p1', '03-10', short('c1', '0.00', 's1')))
      .thenRefused('AMOUNT_NOT_POSITIVE', {}, 'lines.0.amount');
  });

  it('on a credit: a credit has lines without one', () => {
    given(c1, ['IssueCredit', { creditId: 'k1', amount: '60.00', reasonCode: 'GOODWILL' }])
      .when(['ApplyCredit', { creditId: 'k1', lines: [short('c1', '60.00', 's1')] }])
      .thenRefused('INPUT_INVALID', { expected: 'only the fields of this command' }, 'lines.0');
  });

  it('where money and what is given up touch more items than one command may', () => {
    const many = Array.from({ length: 251 }, (_, index) => charge(`c${index}`, '2.00', '03-01'));
    const lines = many.map((_, index) => short(`c${index}`, '1.00', `s${index}`));
    given(...many)
      .when(payment('p1', '251.00', '03-10', { lines }))
      .thenRefused('TOO_MANY_ALLOCATIONS', { limit: '500' });
    expect(given(...many).when(payment('p1', '251.00', '03-10', { lines: lines.slice(0, 250) })).facts).toHaveLength(
      252,
    );
  });
});

const allMedicare = [
  transfer('t2', 'c1', '80.00', '05-10', { toPayer: medicare, item: 2 }),
  transfer('t3', 'c1', '80.00', '05-10', { toPayer: medicare, item: 3 }),
];
