import { over } from '../auditor/dated.ts';
import { openOf } from '../auditor/papers.ts';
import type { Told } from '../auditor/told.ts';
import { type Chooser, common, money, nobody, openItem, payers, someOf } from './chooser.ts';

export function writeOff(chooser: Chooser): Told | undefined {
  const { random, number } = chooser;
  const item = openItem(chooser);
  if (item === undefined) return undefined;
  return {
    name: 'WriteOff',
    input: {
      ...common(chooser, item.from),
      writeOffId: `o${number}`,
      chargeId: item.charge.chargeId,
      ...(random.chance(70) ? { item: item.number } : {}),
      currency: 'USD',
      amount: money(someOf(chooser, over(openOf(item)))),
      reasonCode: random.pick(['UNCOLLECTABLE', 'BANKRUPT']),
    },
  };
}

export function reverseWriteOff(chooser: Chooser): Told | undefined {
  const { random, papers } = chooser;
  const [writeOffId, paper] = random.oneOf([...papers.writeOffs]) ?? [];
  if (writeOffId === undefined || paper === undefined) return undefined;
  return {
    name: 'ReverseWriteOff',
    input: {
      ...common(chooser, paper.day),
      writeOffId: random.chance(95) ? writeOffId : nobody,
      currency: 'USD',
      amount: money(someOf(chooser, over(paper.left))),
      reasonCode: random.pick(['COLLECTABLE_AFTER_ALL', 'WRITTEN_OFF_IN_ERROR']),
    },
  };
}

export function recoverBadDebt(chooser: Chooser): Told | undefined {
  const { input } = reverseWriteOff(chooser) ?? {};
  if (input === undefined) return undefined;
  const { reasonCode: _reason, ...fields } = input;
  const payment = { paymentId: `p${chooser.number}`, method: 'CHECK', payer: chooser.random.pick(payers) };
  return { name: 'RecoverBadDebt', input: { ...fields, ...payment } };
}

/** A recovery bounces, or comes back. */
export function turnRecovery(chooser: Chooser): Told | undefined {
  const { random, papers } = chooser;
  const [paymentId, paper] = random.oneOf([...papers.recoveries]) ?? [];
  if (paymentId === undefined || paper === undefined) return undefined;
  const isReversal = (paper.reversedOn === undefined) === random.chance(85);
  const reasonCode = isReversal ? 'NSF' : 'REDEPOSITED';
  const fields = { ...common(chooser, paper.reversedOn ?? paper.settledOn), paymentId, reasonCode };
  return { name: isReversal ? 'ReversePayment' : 'ReinstatePayment', input: fields };
}
