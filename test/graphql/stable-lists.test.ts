import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGraphqlSchema } from '#graphql/schema.ts';
import { recordAgreements } from './agreements.ts';
import { at, type Json, openLedger, openTestApi, type TestApi } from './api.ts';
import { recordAnAccount } from './books.ts';

/** A walk through the pages of a list is one report, whatever is recorded meanwhile. Every list of the schema is walked. */
let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
  await api.record('OpenLedger', openLedger);
  for (let number = 1; number <= 4; number += 1) {
    await recordAnAccount(api, `account-${number}`);
    await recordAgreements(api, `account-${number}`);
    const receipt = { receiptId: `r${number}`, currency: 'USD', amount: '7.00', method: 'CHECK' };
    await api.record('RecordReceipt', { ...receipt, effectiveDate: '2026-05-01' });
    const money = { currency: 'USD', paymentId: 'own-day', amount: '9.00', method: 'CHECK' };
    const minPosition = await api.record('ReceivePayment', {
      accountId: `account-${number}`,
      effectiveDate: `2026-05-0${number}`,
      ...money,
    });
    await api.dependencies.readModels.view({ minPosition });
  }
});
afterAll(() => api.close());

type Field = GraphQLField<unknown, unknown>;

/** Where the rows of a list are: in the field itself, or in a field of what it answers. */
interface List {
  readonly name: string;
  readonly field: Field;
  readonly connection: GraphQLObjectType;
  readonly inside: string | undefined;
}

function typeOf(field: Field): GraphQLObjectType | undefined {
  const type = getNamedType(field.type);
  return isObjectType(type) ? type : undefined;
}

function isConnection(type: GraphQLObjectType): boolean {
  return type.name.endsWith('Connection');
}

function listsOf(field: Field): readonly List[] {
  const { name } = field;
  const type = typeOf(field);
  if (!field.args.some((argument) => argument.name === 'after') || type === undefined) return [];
  if (isConnection(type)) return [{ name, field, connection: type, inside: undefined }];
  return Object.values(type.getFields()).flatMap((inner) => {
    const connection = typeOf(inner);
    return connection !== undefined && isConnection(connection)
      ? [{ name: `${name}.${inner.name}`, field, connection, inside: inner.name }]
      : [];
  });
}

const lists = Object.values(createGraphqlSchema().getQueryType()?.getFields() ?? {}).flatMap(listsOf);

/** What a list has to be asked with so that it has more than a page. */
const asked: Readonly<Record<string, string>> = {
  accountId: '"account-1"',
  groupBy: 'ACCOUNT',
  from: '"2026-01-01"',
  to: '"2026-12-31"',
};
const optional = new Set(['groupBy']);

/** The argument that fixes the state of knowledge, and its type. */
const knowledge = { knownAt: 'KnownAt', toPosition: 'Position' } as const;
const knowledges = ['knownAt', 'toPosition'] as const;

function knowledgeOf({ field }: List): (typeof knowledges)[number] | undefined {
  return knowledges.find((one) => field.args.some(({ name }) => name === one));
}

function leavesOf(type: GraphQLObjectType | undefined): string {
  const leaves = Object.values(type?.getFields() ?? {}).filter(
    ({ type: leaf, args }) => isLeafType(getNamedType(leaf)) && !args.some((argument) => isNonNullType(argument.type)),
  );
  return leaves.map(({ name }) => name).join(' ');
}

function nodeOf({ connection }: List): GraphQLObjectType | undefined {
  const edge = connection.getFields()['edges'];
  const node = edge === undefined ? undefined : typeOf(edge)?.getFields()['node'];
  return node === undefined ? undefined : typeOf(node);
}

function documentOf(list: List, first: number): string {
  const { field, inside } = list;
  const known = knowledgeOf(list);
  const given = field.args
    .filter(({ name, type }) => name in asked && (isNonNullType(type) || optional.has(name)))
    .map(({ name }) => `${name}: ${asked[name]}`);
  const after = String(field.args.find(({ name }) => name === 'after')?.type);
  const rows = `edges { node { ${leavesOf(nodeOf(list))} } } pageInfo { hasNextPage endCursor }`;
  const view = known === undefined ? '' : 'asOf position';
  const variables = known === undefined ? '' : `, $known: ${knowledge[known]}`;
  const values = [`first: ${first}`, 'after: $after', ...given, ...(known === undefined ? [] : [`${known}: $known`])];
  const selection = inside === undefined ? rows : `${inside} { ${rows} }`;
  return `query ($after: ${after}${variables}) { ${field.name}(${values.join(', ')}) { ${view} ${selection} } }`;
}

interface Page {
  readonly nodes: readonly Json[];
  readonly view: { readonly asOf: unknown; readonly position: unknown };
  readonly next: string | null;
}

async function pageOf(list: List, first: number, variables: Readonly<Record<string, unknown>>): Promise<Page> {
  const answer = await api.ask(documentOf(list, first), variables);
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  const place = [list.field.name, ...(list.inside === undefined ? [] : [list.inside])];
  const edges = at(answer, ...place, 'edges') as readonly { readonly node: Json }[];
  const next = at(answer, ...place, 'pageInfo', 'hasNextPage') === true;
  const view = { asOf: at(answer, list.field.name, 'asOf'), position: at(answer, list.field.name, 'position') };
  const end = at(answer, ...place, 'pageInfo', 'endCursor') as string;
  return { nodes: edges.map(({ node }) => node), view, next: next ? end : null };
}

let written = 0;

/** Everything that could move a row: older and newer entries, on accounts that are in the list and on new ones. */
async function goOnWriting(): Promise<void> {
  written += 1;
  const usd = { currency: 'USD' };
  const on = (account: string) => ({ accountId: account, effectiveDate: '2026-01-15', ...usd });
  await api.record('OpenAccount', { ...on(`account-0${written}`), effectiveDate: '2026-01-02' });
  for (const account of ['account-1', 'account-4', `account-0${written}`]) {
    const charge = { chargeId: `late-${written}`, category: 'SERVICE', amount: '7.00', dueDate: '2026-01-20' };
    await api.record('PostCharge', { ...on(account), ...charge });
    const payment = { paymentId: `late-${written}`, amount: '3.00', method: 'CASH', strategy: 'OLDEST_DUE_FIRST' };
    const token = await api.record('ReceivePayment', { ...on(account), ...payment });
    await api.dependencies.readModels.view({ minPosition: token });
  }
  const receipt = { receiptId: `r${(written % 4) + 1}`, ...usd, effectiveDate: '2026-05-01' };
  const parts = [{ accountId: 'account-1', paymentId: `part-${written}`, amount: '0.01' }];
  await api.record('IdentifyReceipt', { ...receipt, parts });
}

test('every list of the schema is found', () => {
  const names = lists.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['accounts', 'aging.rows', 'auditTrail', 'journal', 'openItems']));
});

/** No command can bring about an entry behind the fence of its period; test/read-models/periods.test.ts walks those. */
const notByCommands = ['journal', 'lateEntries'];

describe.each(lists.filter(({ name }) => !notByCommands.includes(name)))('$name', (list) => {
  test('walked in pages of two while others write is the same report as in one page', async () => {
    const first = await pageOf(list, 2, {});
    const pages = [first];
    for (let after = first.next; after !== null; after = pages.at(-1)?.next ?? null) {
      if (pages.length < 4) await goOnWriting();
      pages.push(await pageOf(list, 2, { after }));
    }
    const { position } = first.view;
    const whole = await pageOf(list, 200, { known: knowledgeOf(list) === 'knownAt' ? { position } : position });
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flatMap(({ nodes }) => nodes)).toEqual(whole.nodes);
    expect(new Set(pages.map(({ view }) => JSON.stringify(view))).size).toBe(1);
  });
});

test('journal, walked while others write, shows every entry once, in order, to the end', async () => {
  const journal = lists.find(({ name }) => name === 'journal');
  if (journal === undefined) throw new Error('there is no journal');
  const positions: Json[] = [];
  let pages = 0;
  for (let after: string | null = null, isMore = true; isMore; pages += 1) {
    const page = await pageOf(journal, 20, { after });
    positions.push(...page.nodes.map((node) => (node as { readonly position: Json }).position));
    if (pages < 3) await goOnWriting();
    isMore = page.next !== null;
    after = page.next;
  }
  const { ordinal: head } = await api.journal.head();
  expect(positions).toEqual(Array.from({ length: head }, (_, index) => api.journal.tokenOf(index + 1)));
});
