/** What the rules say to a command; a refusal may have several codes where one stage has several objections. */
export type Verdict =
  | { readonly kind: 'REFUSE'; readonly codes: readonly string[]; readonly reached: readonly string[] }
  | { readonly kind: 'REPLAY' }
  | {
      readonly kind: 'ACCEPT';
      /** The situations this command is an example of. */
      readonly reached: readonly string[];
      /** Enters it into the papers: known from this ordinal on, which is this revision of the account. */
      readonly record: (known: number, revision: number) => void;
    };

export type Refusal = Extract<Verdict, { readonly kind: 'REFUSE' }>;

export function refuse(codes: readonly string[], ...reached: readonly string[]): Refusal {
  return { kind: 'REFUSE', codes, reached };
}

/**
 * The stages in their order, each with all it objects to; the first that objects is the answer. Later stages are not
 * looked at, because they may speak of things that an earlier one found missing.
 */
export function firstObjection(...stages: readonly (() => readonly (string | false)[])[]): Refusal | undefined {
  for (const stage of stages) {
    const codes = stage().filter((code) => code !== false);
    if (codes.length > 0) return refuse(codes);
  }
  return undefined;
}
