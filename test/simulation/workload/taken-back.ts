import { over } from '../auditor/dated.ts';
import { plusDays } from '../auditor/days.ts';
import { isFee } from '../auditor/papers.ts';
import type { Told } from '../auditor/told.ts';
import { type Chooser, common, nobody } from './chooser.ts';

/** Mostly a charge that no money is on, and that credits are where there is one: a void is seldom possible otherwise. */
export function voidCharge(chooser: Chooser): Told | undefined {
  const { random, papers } = chooser;
  const charges = [...papers.charges.values()].filter(({ voidedOn }) => voidedOn === undefined || random.chance(10));
  const unpaid = charges.filter(
    (charge) => !isFee(charge) && charge.items.every(({ paid, credited }) => over(paid) === over(credited)),
  );
  const credited = unpaid.filter(({ items }) => items.some((item) => over(item.credited) < 0n));
  const preferred = credited.length > 0 && random.chance(70) ? credited : unpaid;
  const charge = random.oneOf(random.chance(75) ? preferred : charges);
  if (charge === undefined) return undefined;
  const days = charge.items.flatMap(({ worth, paid }) => [...worth, ...paid]).map(({ day }) => day);
  const reasonCode = random.pick(['CHARGED_IN_ERROR', 'NOT_RENDERED']);
  return {
    name: 'VoidCharge',
    input: { ...common(chooser, days.toSorted().at(-1)), chargeId: charge.chargeId, reasonCode },
  };
}

export function reinstateLateFee(chooser: Chooser): Told | undefined {
  const { random, papers } = chooser;
  const [waiverId, waiver] = random.oneOf([...papers.waivers]) ?? [];
  if (waiverId === undefined || waiver === undefined) return undefined;
  const reasonCode = random.pick(['WAIVED_IN_ERROR', 'CONDITION_NOT_MET']);
  return {
    name: 'ReinstateLateFee',
    input: { ...common(chooser, waiver.day), waiverId: random.chance(90) ? waiverId : nobody, reasonCode },
  };
}

/** An account is closed when nothing moves on it any more, and seldom for long. */
export function closeAccount(chooser: Chooser): Told | undefined {
  const { random, today, papers } = chooser;
  if (papers.closedOn !== undefined) return { name: 'ReopenAccount', input: common(chooser, papers.closedOn) };
  const fields = common(chooser, plusDays(today, random.between(0, 60)));
  return { name: random.chance(95) ? 'CloseAccount' : 'ReopenAccount', input: fields };
}
