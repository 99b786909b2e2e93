import { plusDays } from '../auditor/days.ts';
import type { Input, Told } from '../auditor/told.ts';
import { type Chooser, nobody } from './chooser.ts';

type Spoil = (input: Input, chooser: Chooser) => Partial<Input>;

/** The ways in which a command is made wrong on purpose; fields that it does not have stay away. */
const ways: readonly [Spoil, ...Spoil[]] = [
  () => ({ amount: '12.345' }),
  () => ({ amount: '12,50' }),
  () => ({ amount: '0.00' }),
  () => ({ amount: '-5.00' }),
  () => ({ amount: undefined }),
  () => ({ currency: 'EUR' }),
  () => ({ currency: undefined }),
  () => ({ reasonCode: undefined }),
  () => ({ reasonCode: 'NO_SUCH_REASON' }),
  () => ({ accountId: nobody }),
  () => ({ chargeId: nobody }),
  () => ({ paymentId: nobody }),
  () => ({ item: 99 }),
  () => ({ writeOffId: nobody }),
  () => ({ creditId: nobody }),
  () => ({ holdId: nobody }),
  () => ({ disputeId: nobody }),
  () => ({ promiseId: nobody }),
  (_input, { papers, random }) => ({ promiseId: random.oneOf([...papers.promises.keys()]) ?? nobody }),
  () => ({ promisedDate: '2025-06-30' }),
  (_input, { papers, random }) => ({ holdId: random.oneOf([...papers.holds.keys()]) ?? nobody }),
  (_input, { papers, random }) => ({ disputeId: random.oneOf([...papers.disputes.keys()]) ?? nobody }),
  (_input, { papers, random }) => ({ creditId: random.oneOf([...papers.credits.keys()]) ?? nobody }),
  (_input, { papers, random }) => ({ paymentId: random.oneOf([...papers.recoveries.keys()]) ?? nobody }),
  () => ({ note: 'x' }),
  () => ({ effectiveDate: '2026-02-30' }),
  (_input, { auditor, random }) => ({ effectiveDate: plusDays(auditor.openingDate, -random.between(1, 30)) }),
  ({ amount }) => ({ taxAmount: amount === undefined ? undefined : `${amount}1`.replace(/\.(\d\d)1$/, '1.$1') }),
  (_input, { papers, random }) => ({ chargeId: random.oneOf([...papers.charges.keys()]) ?? nobody }),
  (_input, { papers, random }) => ({ paymentId: random.oneOf([...papers.sources.keys()]) ?? nobody }),
  (_input, { papers, random }) => ({ adjustmentId: random.oneOf([...papers.adjustments.keys()]) ?? nobody }),
  (_input, { papers, random }) => ({ transferId: random.oneOf([...papers.transfers]) ?? nobody }),
  (_input, { papers, random }) => ({ waiverId: random.oneOf([...papers.waivers.keys()]) ?? nobody }),
];

/** One way that the command has a field for; three tries, or it stays as it is. */
export function spoiled(chooser: Chooser, told: Told): Told {
  for (let tries = 0; tries < 3; tries += 1) {
    const change = chooser.random.pick(ways)(told.input, chooser);
    const fields = Object.entries(change).filter(
      ([name]) => name === 'note' || name in told.input || name === 'effectiveDate',
    );
    if (fields.length > 0) return { ...told, input: { ...told.input, ...Object.fromEntries(fields) } };
  }
  return told;
}
