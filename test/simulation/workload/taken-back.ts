import type { Told } from '../auditor/told.ts';
import { plusDays } from '../days.ts';
import { type Chooser, common, nobody } from './chooser.ts';

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
