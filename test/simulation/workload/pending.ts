import type { Told } from '../auditor/told.ts';
import { type Chooser, common, money, nobody, someOf } from './chooser.ts';
import { prepay, someLine, someStrategy } from './payments.ts';

/** Money that is announced: mostly with nothing else, because it takes no lines. */
export function announce(chooser: Chooser): Told {
  const { input } = prepay(chooser);
  const stray = chooser.random.chance(4) ? { strategy: 'NONE' } : {};
  return { name: 'ReceivePayment', input: { ...input, ...stray, pending: true } };
}

/** Mostly one that is waited for. */
function anyPending({ random, papers }: Chooser) {
  const pending = [...papers.pending];
  const open = pending.filter(([, { became }]) => became === undefined);
  const received = random.oneOf([...papers.sources.keys()]) ?? nobody;
  const [paymentId, paper] = random.oneOf(random.chance(85) ? open : pending) ?? [];
  if (paymentId === undefined || paper === undefined) return undefined;
  return { paymentId: random.chance(95) ? paymentId : received, paper };
}

export function settlePayment(chooser: Chooser): Told | undefined {
  const { random } = chooser;
  const found = anyPending(chooser);
  if (found === undefined) return undefined;
  const cents = found.paper.cents;
  const lines = random.chance(50) ? [someLine(chooser, random.chance(80) ? cents : undefined)] : [];
  return {
    name: 'SettlePayment',
    input: {
      ...common(chooser, found.paper.day),
      paymentId: found.paymentId,
      currency: 'USD',
      ...(random.chance(60) ? { amount: money(someOf(chooser, cents)) } : {}),
      ...(lines.length > 0 ? { lines } : {}),
      ...(random.chance(40) ? someStrategy(chooser) : {}),
    },
  };
}

export function failPayment(chooser: Chooser): Told | undefined {
  const found = anyPending(chooser);
  if (found === undefined) return undefined;
  return { name: 'FailPayment', input: { ...common(chooser, found.paper.day), paymentId: found.paymentId } };
}

/** A command on a payment, of one that is only announced or never came. */
export function tooEarly({ random, papers }: Chooser, told: Told): Told {
  const waiting = [...papers.pending].filter(([, { became }]) => became !== 'SETTLED');
  const [paymentId] = (told.input.paymentId !== undefined && random.oneOf(waiting)) || [];
  const isUse = ['ApplyPayment', 'UnapplyPayment', 'RefundPayment', 'ReversePayment', 'ReinstatePayment'];
  if (paymentId === undefined || !isUse.includes(told.name) || !random.chance(25)) return told;
  return { ...told, input: { ...told.input, paymentId } };
}
