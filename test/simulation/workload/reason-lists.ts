import { plusDays } from '../auditor/days.ts';
import type { Told, ToldReason } from '../auditor/told.ts';
import { type Chooser, common } from './chooser.ts';

/** Commands that a reason of the house may be for; adjustments come apart, because they post. */
const commands: readonly [string, ...string[]] = [
  'UnapplyPayment',
  'ReversePayment',
  'ReinstatePayment',
  'RefundPayment',
  'WaiveLateFee',
  'WriteOff',
  'IssueCredit',
  'VoidCharge',
];

const contraAccounts: readonly [string, ...string[]] = [
  'ContractualAllowances',
  'CourtesyAllowances',
  'EarlyPaymentDiscounts',
  'BillingCorrections',
];

/** One or two codes: new ones, some of them for a time only, and now and then one that ships and means something else now. */
export function publishReasonList(chooser: Chooser): Told {
  const { random, number, auditor } = chooser;
  const { accountId: _account, ...fields } = common(chooser);
  const reasons = [someReason(chooser, `HOUSE_${number}`)];
  if (random.chance(40)) reasons.push(someReason(chooser, random.pick(['COURTESY', 'HARDSHIP', 'CHARGEBACK'])));
  if (random.chance(6)) reasons.push(...reasons);
  const taken = random.chance(15) ? random.oneOf(auditor.lists)?.version : undefined;
  return {
    name: 'PublishReasonList',
    input: { ...fields, version: taken ?? (random.chance(3) ? 'default-1' : `v${number}`), reasons },
  };
}

function someReason({ random, today }: Chooser, code: string): ToldReason {
  const isAdjusting = code === 'COURTESY' || random.chance(40);
  const validFrom = random.chance(20) ? plusDays(today, random.between(-10, 20)) : undefined;
  const validTo = random.chance(30) ? plusDays(validFrom ?? today, random.between(-10, 15)) : undefined;
  return {
    code,
    label: `Reason ${code.replaceAll('_', ' ').toLowerCase()}`,
    commands: isAdjusting ? ['AdjustCharge'] : [random.pick(commands), random.pick(commands)],
    ...(isAdjusting || random.chance(2) ? { kinds: ['COURTESY', 'CORRECTION', 'CONTRACTUAL'] } : {}),
    ...(isAdjusting && random.chance(98) ? { contraAccount: random.pick(contraAccounts) } : {}),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
  };
}

/** Where the house has reasons of its own they are used, mostly for what they are for. */
export function withReasonOfTheHouse(chooser: Chooser, told: Told): Told {
  const { random, auditor } = chooser;
  if (told.input.reasonCode === undefined || !random.chance(40)) return told;
  const reasons = auditor.lists.flatMap((list) => list.reasons);
  const meant = reasons.filter((reason) => reason.commands.includes(told.name));
  const reason = random.oneOf(random.chance(90) ? meant : reasons);
  if (reason === undefined) return told;
  const day = random.chance(40) ? edgeOf(chooser, reason) : undefined;
  const onDay = day === undefined ? {} : { effectiveDate: day };
  return { ...told, input: { ...told.input, ...onDay, reasonCode: reason.code } };
}

/** A day on which a reason begins or ends, or the one beside it: rules about days go wrong by one. */
function edgeOf({ random, auditor }: Chooser, { code, validFrom, validTo }: ToldReason): string | undefined {
  const lists = auditor.lists.filter(({ reasons }) => reasons.some((reason) => reason.code === code));
  const edges = [validFrom, validTo, validTo, ...lists.map(({ day }) => day)].filter((day) => day !== undefined);
  const edge = random.oneOf(edges);
  return edge && plusDays(edge, random.pick([-1, 0, 0, 1]));
}
