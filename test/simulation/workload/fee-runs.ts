import { plusDays } from '../auditor/days.ts';
import type { Told, ToldFeeTerms } from '../auditor/told.ts';
import type { Chooser } from './chooser.ts';

/** Over the whole book, of today or of a day before; now and then of one to come, under an id that is taken, or without what it needs. */
export function runLateFees(chooser: Chooser): Told {
  const { random, number, today, auditor, papers } = chooser;
  const taken = random.chance(8) ? random.oneOf([...auditor.feeRuns.keys()]) : undefined;
  const day = random.pick([today, today, plusDays(today, -random.between(1, 15)), plusDays(today, -1)]);
  const effectiveDate = random.chance(4) ? plusDays(today, 1) : day;
  const isRated = (papers.base !== undefined) !== random.chance(4);
  const input = {
    commandId: `k${number}`,
    runId: taken ?? `r${number}`,
    ...(random.chance(20) ? {} : { effectiveDate }),
    period: random.chance(70) ? months[auditor.feeRuns.size % months.length] : random.pick(months),
    currency: random.chance(97) ? 'USD' : 'EUR',
    terms: someTerms(chooser),
    ...(isRated ? { rate: { rate: random.pick(['0.9137', '1.0837']), source: 'ECB:2026-01-31' } } : {}),
  };
  return { name: 'RunLateFees', input };
}

const months: readonly [string, ...string[]] = ['2026-01', '2026-02', '2026-03'];

/** In some histories every run is of interest, which goes on where the last one ended. */
function someTerms({ random, manner }: Chooser): ToldFeeTerms {
  const interest = { method: 'INTEREST', percent: random.pick(['12', '18.25', '250', '9.99']) };
  const ways: readonly [ToldFeeTerms, ...ToldFeeTerms[]] = [
    { method: 'FLAT', amount: random.pick(['5.00', '12.00', '0.50']) },
    { method: 'PERCENT', percent: random.pick(['1.5', '10', '0.333']) },
    { ...interest, daysInYear: 360 },
  ];
  const wrong: readonly [ToldFeeTerms, ...ToldFeeTerms[]] = [
    { method: 'FLAT', amount: '0.00' },
    { method: 'FLAT', percent: '1' },
    { method: 'PERCENT', percent: '1', daysInYear: 365 },
  ];
  return {
    ...(random.chance(4) ? random.pick(wrong) : manner % 3 === 0 ? interest : random.pick(ways)),
    ...(random.chance(50) ? { graceDays: random.between(0, 10) } : {}),
    ...(random.chance(25) ? { mostAmount: random.pick(['1.00', '10.00']) } : {}),
    ...(random.chance(25) ? { leastAmount: random.pick(['0.10', '3.00']) } : {}),
    ...(random.chance(25) ? { noticeDays: random.between(0, 6) } : {}),
  };
}
