import { on } from './dated.ts';
import type { Desk } from './desk.ts';
import { daysOf, figuresAt, generalAt } from './figures.ts';
import { allSources, type Papers } from './papers.ts';
import type { Told } from './told.ts';
import type { Verdict } from './verdict.ts';

const always = Number.POSITIVE_INFINITY;

/** From these on the day of a command says more than when it counts: what they make has days of its own. */
const ofOtherDays = /Plan$|Promise$|^(OpenAccount|TransferBalance|UnidentifyReceipt|RevalueReceivables)$/;

/**
 * Of a command that somebody decides who has heard of no closing, and whose append a frozen store carries out behind the fence: what it is
 * answered, and what it comes to from the first open day on, for ever. Undefined where it would be another command if it were of that day,
 * because more is open then, or less.
 */
export function judgedLate(desk: Desk, told: Told, judge: (desk: Desk) => Verdict, from: string): Verdict | undefined {
  if (ofOtherDays.test(told.name)) return undefined;
  const meant = { ...desk, papers: structuredClone(desk.papers) };
  const verdict = judge(meant);
  if (verdict.kind !== 'ACCEPT') return verdict;
  verdict.record(0, 0);
  const counted = { ...desk, papers: structuredClone(desk.papers), countsFrom: from };
  const late = judge(counted);
  if (late.kind !== 'ACCEPT') return undefined;
  late.record(0, 0);
  return isSameFrom(from, meant.papers, counted.papers) ? judge({ ...desk, countsFrom: from }) : undefined;
}

function isSameFrom(from: string, one: Papers, other: Papers): boolean {
  const days = new Set([from, ...daysOf(one), ...daysOf(other)].filter((day) => day >= from));
  return [...days].every((day) => textOf(shown(one, day)) === textOf(shown(other, day)));
}

function shown(papers: Papers, day: string): unknown {
  const { items, allocations, base } = papers;
  const moment = { day, known: always };
  return [
    figuresAt(papers, moment),
    generalAt(papers, moment),
    [...items.values()].map(({ key, party, due, worth, paid }) => [key, party, due, on(worth, day), on(paid, day)]),
    allSources(papers).map(({ kind, id, unapplied }) => [kind, id, on(unapplied, day)]),
    allocations.map(({ number, source, item, live }) => [number, source.kind, source.id, item.key, live]),
    base && [
      [...base.general].map(([account, changes]) => [account, on(changes, day)]),
      [...base.items.values(), ...base.sources.values()].map(({ left, carried }) => [left, carried]),
      [...base.allocations.values()].map(({ settled, used }) => [settled.carried, used.carried]),
    ],
  ];
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part));
}
