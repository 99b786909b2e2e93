import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  parse,
  type Source,
  specifiedRules,
  validate,
} from 'graphql';
import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import { createViews, type Dependencies, type GraphqlContext, type RequestContext } from './context.ts';
import { documentLimits, withinLimits } from './document-limits.ts';
import { placeOf } from './error-place.ts';
import { failure, shown } from './failures.ts';
import { createLedgerStream } from './ledger-stream.ts';
import { createReasonLists } from './reason-lists.ts';
import { createRequestFaults, type RequestFaults } from './request-faults.ts';
import { createJournalWatch } from './subscriptions/journal-watch.ts';
import { createOpenStreams } from './subscriptions/streams.ts';
import { createTermsReader } from './terms.ts';

/** Where what nobody foresaw is written down: ids and places in our code, never a message, which may hold a value. */
export interface FailureLog {
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface GraphqlHandlerParts {
  readonly schema: GraphQLSchema;
  readonly dependencies: Dependencies;
  readonly log: FailureLog;
}

export type GraphqlHandler = YogaServerInstance<RequestContext, GraphqlContext>;

/** The API over HTTP. Whoever calls it has checked the caller's token and the size of the body. */
export function createGraphqlHandler({ schema, dependencies, log }: GraphqlHandlerParts): GraphqlHandler {
  const terms = createTermsReader(dependencies.journal);
  const ledgerStream = createLedgerStream(dependencies.journal);
  const reasonLists = createReasonLists(ledgerStream, dependencies.reasons);
  const faults = createRequestFaults(schema);
  const streaming = { journalWatch: createJournalWatch(dependencies.journal), openStreams: createOpenStreams() };
  return createYoga<RequestContext, GraphqlContext>({
    schema,
    context: ({ caller, requestId, streamEnds }) => {
      const viewOf = createViews(dependencies.readModels);
      return { ...dependencies, ...streaming, terms, ledgerStream, reasonLists, viewOf, caller, requestId, streamEnds };
    },
    plugins: [inOurWords(faults), answered(terms, log)],
    // Errors are put in our words by `answered`, with the request at hand.
    maskedErrors: false,
    logging: false,
    graphiql: false,
    landingPage: false,
    multipart: false,
    batching: false,
    cors: false,
    // The server in front counts the bytes: this limiter halves the throughput (decisions/0010).
    maxRequestBodySize: false,
  });
}

/** Parses and checks documents, and says what is wrong without a word of what was sent. */
function inOurWords(faults: RequestFaults): Plugin<object, RequestContext> {
  return {
    onParse: ({ setParseFn }) => setParseFn((source: string | Source) => parsed(source, faults)),
    onValidate: ({ setValidationFn }) => {
      setValidationFn((schema: GraphQLSchema, document: DocumentNode) => {
        const options = { hideSuggestions: true, maxErrors: 20 };
        return validate(schema, document, rules, options).map((error) => inWords(error, faults));
      });
    },
    onExecute: ({ args }) => ({
      onExecuteDone: ({ result, setResult }) => inOurWordsIfUnfit(args, result, setResult),
    }),
    onSubscribe: ({ args }) => ({
      onSubscribeResult: ({ result, setResult }) => inOurWordsIfUnfit(args, result, setResult),
    }),
  };

  /** Without `data` nothing was executed: the operation was not found, or its variables do not fit. */
  function inOurWordsIfUnfit(
    executed: ExecutionArgs,
    result: unknown,
    setResult: (result: ExecutionResult) => void,
  ): void {
    if (!isAnswer(result) || result.data !== undefined || result.errors === undefined) return;
    const { document, operationName, variableValues } = executed;
    const ofVariables = faults.ofVariables(document, operationName ?? undefined, variableValues ?? {});
    if (ofVariables.length > 0) setResult({ errors: ofVariables });
  }
}

const rules = [withinLimits, ...specifiedRules];

function inWords(error: GraphQLError, faults: RequestFaults): GraphQLError {
  const { error: ours, unforeseen } = shown(error);
  return unforeseen === undefined && ours === error ? error : faults.ofDocument(error);
}

function parsed(source: string | Source, faults: RequestFaults): DocumentNode {
  try {
    return parse(source, { maxLexicalTokens: documentLimits.tokens });
  } catch (error) {
    throw error instanceof GraphQLError ? faults.ofSyntax(error) : error;
  }
}

/** Every answer, and every event of a stream, names its request and says whether the books are live; its errors are ours. */
function answered(terms: GraphqlContext['terms'], log: FailureLog): Plugin<object, RequestContext> {
  return {
    async onResultProcess(processing) {
      const { result, serverContext } = processing;
      const { requestId } = serverContext;
      const mode = await terms().then(
        (opened) => opened?.mode,
        () => undefined,
      );
      const answerOf = (answer: ExecutionResult): ExecutionResult => ({
        ...answer,
        ...(answer.errors === undefined
          ? {}
          : { errors: answer.errors.map((error) => shownAndLogged(error, requestId, log)) }),
        extensions: { ...answer.extensions, requestId, livemode: mode === 'LIVE' },
      });
      if (isAnswer(result)) processing.setResult(answerOf(result));
      else if (isStream(result)) processing.setResult(eachOf(result, answerOf));
    },
  };
}

/** The events of a stream, each as we answer. A stream that fails says so in a last event. */
function eachOf(
  stream: AsyncIterable<ExecutionResult>,
  answerOf: (event: ExecutionResult) => ExecutionResult,
): AsyncIterableIterator<ExecutionResult> {
  const source = stream[Symbol.asyncIterator]();
  let hasFailed = false;
  const answers: AsyncIterableIterator<ExecutionResult> = {
    [Symbol.asyncIterator]: () => answers,
    next: async () => {
      if (hasFailed) return { done: true, value: undefined };
      try {
        const next = await source.next();
        return next.done === true ? { done: true, value: undefined } : { done: false, value: answerOf(next.value) };
      } catch (error) {
        hasFailed = true;
        return { done: false, value: answerOf({ errors: [asGraphqlError(error)] }) };
      }
    },
    return: async () => {
      await source.return?.();
      return { done: true, value: undefined };
    },
  };
  return answers;
}

function asGraphqlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError('', { cause: error instanceof Error ? error : new Error(typeof error) });
}

function shownAndLogged(error: unknown, requestId: string, log: FailureLog): GraphQLError {
  const { error: ours, unforeseen } =
    error instanceof GraphQLError ? shown(error) : { error: failure('INTERNAL_SERVER_ERROR'), unforeseen: error };
  if (unforeseen !== undefined) log.error({ requestId, ...placeOf(unforeseen) }, 'a request failed');
  return ours;
}

function isAnswer(result: unknown): result is ExecutionResult {
  return typeof result === 'object' && result !== null && !(Symbol.asyncIterator in result) && !Array.isArray(result);
}

function isStream(result: unknown): result is AsyncIterable<ExecutionResult> {
  return typeof result === 'object' && result !== null && Symbol.asyncIterator in result;
}
