import type { Projection } from './projection.ts';

export async function requireReached(projection: Projection, ordinal: number): Promise<void> {
  if (await projection.reached(ordinal)) return;
  throw new Error('The rebuild did not get as far as the live read model; it goes on as it was');
}
