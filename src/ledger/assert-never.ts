/** Ends every switch on a union: a new member does not compile until it has a case. */
export function assertNever(value: never): never {
  throw new Error(`a case is missing for ${JSON.stringify(value)}`);
}
