import { describe, it } from 'vitest';
import { hold, releaseHold } from '../agreement-commands.ts';
import { charge, close, fee, instalments, line, paid, waive } from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const two = instalments('c2', '03-01', [
  ['60.00', '04-01'],
  ['40.00', '05-01'],
]);

describe('PlaceHold', () => {
  it('holds the whole account, or one item, and changes nothing that is owed', () => {
    given(c1)
      .when(hold('h1', '03-10', { kind: 'DECEASED' }))
      .thenFacts('HoldPlaced 2024-03-10 h1 DECEASED on everything')
      .thenFigures({ '2024-03-10': '100.00 0.00 100.00' });
    given(c1, two)
      .when(hold('h1', '03-10', { holdOn: { chargeId: 'c2', item: 2 } }))
      .thenFacts('HoldPlaced 2024-03-10 h1 BANKRUPTCY on c2#2');
    given(c1, two)
      .when(hold('h1', '03-10', { holdOn: { chargeId: 'c2' } }))
      .thenFacts('HoldPlaced 2024-03-10 h1 BANKRUPTCY on c2#1');
  });

  it('lists the fees that were assessed inside it: those of its day and later, as far as they are worth anything', () => {
    const fees = [
      c1,
      two,
      fee('f1', '9.00', '03-14', 'c1', { period: '2024-03-14' }),
      fee('f2', '9.00', '03-15', 'c1', { period: '2024-03-15' }),
      fee('f3', '9.00', '03-16', 'c1', { period: '2024-03-16' }),
      waive('w1', 'f3', '9.00', '03-17'),
      fee('f4', '9.00', '03-18', 'c2', { period: '2024-03-18' }),
    ];
    given(...fees)
      .when(hold('h1', '03-15'))
      .thenFacts('HoldPlaced 2024-03-15 h1 BANKRUPTCY on everything, fees inside: f2 f4');
    given(...fees)
      .when(hold('h1', '03-15', { holdOn: { chargeId: 'c1' } }))
      .thenFacts('HoldPlaced 2024-03-15 h1 BANKRUPTCY on c1#1, fees inside: f2');
  });

  it('stands beside other holds, each with an id of its own', () => {
    given(c1, hold('h1', '03-10'))
      .when(hold('h2', '03-10', { kind: 'LEGAL' }))
      .thenFacts('HoldPlaced 2024-03-10 h2 LEGAL on everything');
    given(c1, hold('h1', '03-10'), releaseHold('h1', '03-11'))
      .when(hold('h1', '03-12'))
      .thenRefused('DUPLICATE_ID', { takenBy: 'hold' }, 'holdId');
  });

  it('is not effective before the item that it is on; an account may be held from any day of the ledger', () => {
    given(c1)
      .when(hold('h1', '02-28', { holdOn: { chargeId: 'c1' } }))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-01' }, 'effectiveDate');
    given(c1).when(hold('h1', '02-28')).thenFacts('HoldPlaced 2024-02-28 h1 BANKRUPTCY on everything');
  });

  it('does not keep an account from being closed', () => {
    given(c1, hold('h1', '03-10'), paid('p1', '100.00', '03-11', line('c1', '100.00')))
      .when(close('03-11'))
      .thenFacts('AccountClosed 2024-03-11');
  });
});

describe('ReleaseHold', () => {
  const held = [c1, hold('h1', '03-10')];

  it('ends the hold on that day, and on the day it was placed too', () => {
    given(...held)
      .when(releaseHold('h1', '03-20'))
      .thenFacts('HoldReleased 2024-03-20 h1');
    given(...held)
      .when(releaseHold('h1', '03-10'))
      .thenFacts('HoldReleased 2024-03-10 h1');
  });

  it('comes once, and not before the hold', () => {
    given(...held, releaseHold('h1', '03-20'))
      .when(releaseHold('h1', '03-21'))
      .thenRefused('ALREADY_ENDED', { endedOn: '2024-03-20' }, 'holdId');
    given(...held)
      .when(releaseHold('h1', '03-09'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-10' }, 'effectiveDate');
  });
});
