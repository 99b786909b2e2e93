import { adjust, charge, payment } from '../commands.ts';
import { after, decideSent, type Sent } from '../given-when-then.ts';
import { type Provocation, refusalOf, refused } from '../provocation.ts';
import { atRate, inEuros, revalue, worth } from './foreign-books.ts';

function refusedInEuros(
  sent: readonly Sent[],
  when: Sent,
  figures: Readonly<Record<string, string>> = {},
  inputPath?: string,
): Provocation {
  return { provoke: () => refusalOf(decideSent(after(sent, inEuros).account, when, inEuros)), figures, inputPath };
}

const c1 = atRate('1.10', charge('c1', '10.00', '03-01'));

/** For refusals.test.ts. */
export const foreignProvocations = {
  BASE_VALUE_REQUIRED: refusedInEuros([], charge('c1', '10.00', '03-01'), { baseCurrency: 'EUR' }, 'baseAmount'),
  BASE_VALUE_NOT_TAKEN: refused([], worth('9.00', payment('p1', '10.00', '03-01')), {}, 'baseAmount'),
  NO_CARRIED_RATE: refusedInEuros(
    [worth('0.00', charge('c0', '0.00', '03-01'))],
    adjust('a1', 'c0', '5.00', '03-02'),
    {},
    'chargeId',
  ),
  ALREADY_REVALUED: refusedInEuros([c1, revalue('1.20', '03-31')], revalue('1.30', '03-31'), {}, 'effectiveDate'),
  NOTHING_TO_REVALUE: refusedInEuros([c1], revalue('1.20', '02-29'), {}, 'effectiveDate'),
} as const;

/** Base values that are wrong by themselves, with the code and the place. */
export const wrongBaseValues: readonly (readonly [string, Sent, string, string])[] = [
  [
    'both a base amount and a rate',
    atRate('1.10', worth('9.00', payment('p1', '10.00', '03-01'))),
    'INPUT_INVALID',
    'rate',
  ],
  [
    'more decimals than the base currency has',
    worth('9.001', payment('p1', '10.00', '03-01')),
    'AMOUNT_SCALE',
    'baseAmount',
  ],
  ['less than nothing', worth('-9.00', payment('p1', '10.00', '03-01')), 'INPUT_INVALID', 'baseAmount'],
  ['a rate of nothing', atRate('0.00', payment('p1', '10.00', '03-01')), 'INPUT_INVALID', 'rate.rate'],
  [
    'more than an entry can hold, stated',
    worth('100000000000000.01', payment('p1', '10.00', '03-01')),
    'AMOUNT_TOO_LARGE',
    'baseAmount',
  ],
  [
    'more than an entry can hold, by the rate',
    atRate('2', payment('p1', '90000000000000.00', '03-01')),
    'AMOUNT_TOO_LARGE',
    'rate',
  ],
  [
    'a base value for money that is not there yet',
    atRate('1.10', payment('p1', '10.00', '03-01', { pending: true })),
    'INPUT_INVALID',
    'rate',
  ],
];
