import type { ServerProcess } from './server-process.ts';

export interface CommandAnswer {
  readonly kind: 'RECORDED' | 'REJECTED';
  readonly replayed: boolean;
  readonly position: string | undefined;
  readonly code: string | undefined;
}

export type Input = Readonly<Record<string, unknown>>;

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** Sends a GraphQL document; rejects if the connection breaks or the answer has errors. */
async function ask(server: ServerProcess, role: string, query: string, variables: Input): Promise<Input> {
  const response = await fetch(`${server.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.tokenOf(role)}` },
    body: JSON.stringify({ query, variables }),
  });
  const answer: unknown = await response.json();
  if (!isAnswer(answer)) throw new Error('no GraphQL answer');
  const { data, errors } = answer;
  if (errors !== undefined || data === undefined || data === null) {
    throw new Error(`no data: ${errors?.map(({ message }) => message).join('; ')}`);
  }
  return data;
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && ('data' in value || 'errors' in value);
}

/** Runs one command by the mutation of its name. */
export async function command(
  server: ServerProcess,
  name: string,
  input: Input,
  role = 'service',
): Promise<CommandAnswer> {
  const field = name.charAt(0).toLowerCase() + name.slice(1);
  const query = `mutation ($input: ${name}Input!) { answer: ${field}(input: $input) {
    kind: __typename
    ... on CommandRecorded { replayed position }
    ... on CommandRejected { code }
  } }`;
  const { answer } = await ask(server, role, query, { input });
  return answerOf(answer);
}

function answerOf(answer: unknown): CommandAnswer {
  if (typeof answer !== 'object' || answer === null || !('kind' in answer)) throw new Error('no result of a command');
  return {
    kind: answer.kind === 'CommandRecorded' ? 'RECORDED' : 'REJECTED',
    replayed: 'replayed' in answer && answer.replayed === true,
    position: 'position' in answer && typeof answer.position === 'string' ? answer.position : undefined,
    code: 'code' in answer && typeof answer.code === 'string' ? answer.code : undefined,
  };
}
