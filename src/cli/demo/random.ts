/** Numbers that look random and are the same for the same seed on every machine. Not for secrets. */
export interface Random {
  /** A whole number from `least` to `most`, both possible. */
  readonly whole: (least: number, most: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <Value extends string | number | object>(values: readonly [Value, ...Value[]]) => Value;
  /** As many of a-z and 2-7 as asked for. */
  readonly letters: (count: number) => string;
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

export function createRandom(seed: number): Random {
  const next = sequence(seed);
  const fraction = () => next() / 4_294_967_296;
  const whole = (least: number, most: number) => least + Math.floor(fraction() * (most - least + 1));
  return {
    whole,
    chance: (probability) => fraction() < probability,
    pick: (values) => values[whole(0, values.length - 1)] ?? values[0],
    letters: (count) => Array.from({ length: count }, () => alphabet.charAt(whole(0, 31))).join(''),
  };
}

/** A Weyl sequence through a 32-bit mixer; every step is exact in whole numbers, so no machine rounds it otherwise. */
function sequence(seed: number): () => number {
  let state = mixed(seed);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return mixed(state);
  };
}

function mixed(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}
