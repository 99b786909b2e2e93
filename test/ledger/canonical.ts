import { isCollection } from 'immutable';
import type { z } from 'zod';
import type { Entry } from '#ledger/entry.ts';
import { currentVersion, type EventType, eventSchemas, type Fact } from '#ledger/events.ts';

/** Any value of the books as one text: maps and sets in the order of their keys, amounts as minor units. */
export function canonical(value: unknown): string {
  return JSON.stringify(plain(value));
}

function plain(value: unknown): unknown {
  if (isCollection(value)) return sorted([...value.toSeq().entries()].map(([key, part]) => [String(key), plain(part)]));
  if (Array.isArray(value)) return value.map((part: unknown) => plain(part));
  if (typeof value !== 'object' || value === null) return value;
  if ('minor' in value) return String(value.minor);
  return sorted(Object.entries(value).flatMap(([key, part]) => (part === undefined ? [] : [[key, plain(part)]])));
}

function sorted(entries: readonly (readonly unknown[])[]): unknown {
  return entries.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

/** The facts of a command as entries that have been through text, checked against the schema they are stored under. */
export function stored(facts: readonly Fact[], firstRevision: number, commandId: string): readonly Entry[] {
  return facts.map((fact, index) => {
    const text = JSON.stringify(fact.data);
    const read: unknown = JSON.parse(text);
    const checked: unknown = newestShape(fact.type).parse(read);
    if (canonical(checked) !== canonical(fact.data)) throw new Error(`${fact.type} does not survive being stored`);
    const readFact: Fact = Object.assign({}, fact, { data: read as Fact['data'] });
    const around = { ...place(firstRevision + index), ...made(commandId), version: currentVersion[fact.type] };
    return Object.assign({}, readFact, around);
  });
}

function newestShape(type: EventType): z.ZodType {
  const versions: Readonly<Record<number, z.ZodType>> = eventSchemas[type];
  return found(versions[currentVersion[type]]);
}

function found<Shape>(shape: Shape | undefined): Shape {
  if (shape === undefined) throw new Error('the newest version of an event has no shape');
  return shape;
}

function place(revision: number) {
  const stream = 'ledger.account-account-1';
  const recordedAt = '2024-06-30T12:00:00.000Z';
  return { id: `entry-${revision}`, ledgerId: 'ledger', stream, revision, ordinal: revision + 2, recordedAt };
}

function made(commandId: string) {
  return {
    actor: { kind: 'PERSON', id: 'clerk-1', role: 'billing_specialist' },
    command: { id: commandId, name: 'AnyCommand', hash: 'a'.repeat(64), hashVersion: 1 },
    correlationId: 'request-1',
    versions: { reasonList: 'default-1' },
  } as const;
}
