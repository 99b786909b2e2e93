import { describe, it } from 'vitest';
import { aetna, apply, charge, instalments, line, medicare, paid, payment, transfer, unapply } from '../commands.ts';
import { given } from '../given-when-then.ts';

const ofPayer = charge('c1', '100.00', '03-01', {
  items: [{ amount: '100.00', dueDate: '2024-04-01', payer: medicare }],
});

describe('transferring responsibility', () => {
  it('moves an open amount to an item of the other party, with the old due date; the balance stands still', () => {
    given(ofPayer, paid('p1', '70.00', '03-20', line('c1', '70.00')))
      .when(transfer('t1', 'c1', '30.00', '03-25'))
      .thenFacts('ResponsibilityTransferred 2024-03-25 c1 to SELF: #1 to #2 30.00 due 2024-04-01')
      .thenOpen('2024-03-25', { 'c1#1': '0.00', 'c1#2': '30.00' })
      .thenFigures({ '2024-03-24': '30.00 0.00 30.00', '2024-03-25': '30.00 0.00 30.00' });
  });

  it('may give the new party a due date of its own', () => {
    given(ofPayer)
      .when(transfer('t1', 'c1', '30.00', '03-25', { dueDate: '2024-06-01' }))
      .thenFacts('ResponsibilityTransferred 2024-03-25 c1 to SELF: #1 to #2 30.00 due 2024-06-01');
  });

  it('of several instalments moves them in their order, each with its due date', () => {
    given(
      instalments('c1', '03-01', [
        ['80.00', '05-01'],
        ['80.00', '04-01'],
      ]),
    )
      .when(transfer('t1', 'c1', '100.00', '03-25', { toPayer: aetna }))
      .thenFacts(
        'ResponsibilityTransferred 2024-03-25 c1 to COMMERCIAL/aetna: #2 to #3 80.00 due 2024-04-01, #1 to #4 20.00 due 2024-05-01',
      );
  });

  it('goes on from party to party, and back', () => {
    given(ofPayer, transfer('t1', 'c1', '60.00', '03-10', { toPayer: aetna }))
      .when(transfer('t2', 'c1', '50.00', '03-11', { item: 2 }))
      .thenOpen('2024-03-11', { 'c1#1': '40.00', 'c1#2': '10.00', 'c1#3': '50.00' });
    given(ofPayer, transfer('t1', 'c1', '100.00', '03-10'))
      .when(transfer('t2', 'c1', '100.00', '03-11', { toPayer: medicare }))
      .thenOpen('2024-03-11', { 'c1#1': '0.00', 'c1#2': '0.00', 'c1#3': '100.00' });
  });

  it('takes no more than is open on every later day', () => {
    given(ofPayer, paid('p1', '80.00', '04-01', line('c1', '80.00')))
      .when(transfer('t1', 'c1', '20.01', '03-10'))
      .thenRefused('EXCEEDS_OPEN', { available: '20.00', bindingDate: '2024-04-01' }, 'amount');
    given(ofPayer, paid('p1', '80.00', '03-05', line('c1', '80.00')), unapply('p1', '03-20'))
      .when(transfer('t1', 'c1', '20.01', '03-10'))
      .thenRefused('EXCEEDS_OPEN', { available: '20.00', bindingDate: '2024-03-10', earliestDate: '2024-03-20' });
  });

  it('leaves money that was applied on the old item, and what is paid later on the new one', () => {
    given(ofPayer, paid('p1', '30.00', '03-05', line('c1', '30.00')), transfer('t1', 'c1', '70.00', '03-10'))
      .when(unapply('p1', '03-12'))
      .thenOpen('2024-03-12', { 'c1#1': '30.00', 'c1#2': '70.00' });
    given(ofPayer, transfer('t1', 'c1', '70.00', '03-10'), payment('p1', '70.00', '03-05'))
      .when(apply('p1', '03-06', line('c1', '70.00', 2)))
      .thenFacts('PaymentApplied 2024-03-10 p1: c1#2 70.00');
  });

  it('needs another party, an item where several owe, and an open amount', () => {
    given(ofPayer)
      .when(transfer('t1', 'c1', '1.00', '03-10', { toPayer: medicare }))
      .thenRefused('SAME_PARTY', {}, 'toPayer');
    given(ofPayer, transfer('t1', 'c1', '60.00', '03-10'))
      .when(transfer('t2', 'c1', '1.00', '03-11', { toPayer: aetna }))
      .thenRefused('ITEM_REQUIRED', { items: '1, 2' }, 'item');
    given(ofPayer, paid('p1', '100.00', '03-05', line('c1', '100.00')))
      .when(transfer('t1', 'c1', '0.01', '03-10'))
      .thenRefused('EXCEEDS_OPEN', { available: '0.00', bindingDate: '2024-03-10' });
    given(ofPayer, transfer('t1', 'c1', '60.00', '03-10'))
      .when(transfer('t2', 'c1', '1.00', '03-09', { item: 2, toPayer: aetna }))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-10' });
  });
});
