/** A stream of random numbers that is the same for the same seed on every machine and in every version of Node. */
export interface Random {
  /** A whole number in [0, below). */
  below(limit: number): number;
  /** A whole number in [least, most]. */
  between(least: number, most: number): number;
  /** True this often in a hundred. */
  chance(percent: number): boolean;
  pick<Value>(values: readonly [Value, ...Value[]]): Value;
  /** Undefined where there is nothing to choose from. */
  oneOf<Value>(values: readonly Value[]): Value | undefined;
}

/** Streams of one seed under different names are independent: one more fault does not change the commands. */
export function randomOf(seed: number, name: string): Random {
  let state = mixed(mixed(seed >>> 0) ^ hashOf(name));
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    return mixed(state) / 0x1_0000_0000;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (percent) => next() * 100 < percent,
    pick: (values) => values[below(values.length)] ?? values[0],
    oneOf: (values) => values[below(values.length)],
  };
}

function mixed(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}

function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
