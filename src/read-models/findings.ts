/** One thing that is not as it has to be. Neither field holds a value of an entry: places are streams, revisions, ordinals. */
export interface Finding {
  /** The code in invariants.md. */
  readonly invariant: string;
  readonly place: string;
  readonly problem: string;
}

/** More findings than anybody reads one by one; the rest is only counted. */
const mostListed = 1_000;

/** What a verification has found so far. */
export class Findings {
  readonly #listed: Finding[] = [];
  readonly #warnings: Finding[] = [];
  #count = 0;

  add(invariant: string, place: string, problem: string): void {
    this.#count += 1;
    if (this.#listed.length < mostListed) this.#listed.push({ invariant, place, problem });
  }

  /** Something that is as the rules have it, and that somebody has to know of. It is no finding. */
  warn(invariant: string, place: string, problem: string): void {
    if (this.#warnings.length < mostListed) this.#warnings.push({ invariant, place, problem });
  }

  /** Adds a finding where the condition does not hold. */
  require(holds: boolean, invariant: string, place: string, problem: string): void {
    if (!holds) this.add(invariant, place, problem);
  }

  get listed(): readonly Finding[] {
    return this.#listed;
  }

  get warnings(): readonly Finding[] {
    return this.#warnings;
  }

  get count(): number {
    return this.#count;
  }
}

/** A read model can be so wrong that it cannot be asked: that is a finding, not the end of the verification. */
export function asking(findings: Findings, place: string, ask: () => void): void {
  try {
    ask();
  } catch (error) {
    findings.add('INV-31', place, `the read model cannot be read: ${wordsOf(error)}`);
  }
}

/** What went wrong, without what was in it: messages of our own name a rule, others are not repeated. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it failed';
  const isOurs = /^(revision [0-9]+ cannot follow revision|the state of the account lacks the|INV-[0-9]{2}: )/.test(
    error.message,
  );
  return isOurs ? error.message : `it failed with ${error.name}`;
}
