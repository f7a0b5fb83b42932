/**
 * Statements that every commit asks, run as one for all the jobs that ask them in the same turn: the server works a
 * hundred messages off at once instead of a hundred times one. Each asker gets its own answer, as if it had been alone.
 * It knows how a statement about one row becomes one about many, and no rule.
 */
import type { PoolClient } from 'pg';
import type { CommandId, ConversationId, DepartmentId } from '../../protocol/ids.ts';
import type { SqlStep } from './driver.ts';
import { compileLogStatements } from './log-statements.ts';
import { isConsequence, isLostRace, Muddled } from './postgres-errors.ts';
import type { Run } from './postgres-transaction.ts';
import type { QueryBuilder } from './statement.ts';
import { StoreUnavailable } from './store.ts';

/** A statement for many askers: its parameters are lists, with one value for each asker. */
interface Form {
  readonly sql: string;
  /** Whose an answer is: it has in these columns what the asker has in these parameters. */
  readonly whose: Readonly<Record<string, number>>;
}

/** The forms, by the statements that they stand for. */
type Forms = ReadonlyMap<string, Form>;

/** A step that waits for company, with where its answer goes. */
interface Asker {
  readonly step: SqlStep;
  readonly resolve: (answer: readonly unknown[]) => void;
  readonly reject: (error: unknown) => void;
}

/** The forms of what every commit asks, with the types of their parameters. */
function compileForms(query: QueryBuilder): Forms {
  const { conversation, addEvent, advanceConversation } = compileLogStatements(query);
  const numbers = { conversation: 0, seq: 0, public_seq: 0, at: 0, part: 0, version: 0, updated_at: 0 };
  const words = { author: '', content: '', audience: 'all', status: 'open' } as const;
  const ids = { id: '' as ConversationId, command: '' as CommandId, department: '' as DepartmentId };
  const sample = { ...numbers, ...words, ...ids };
  const form = ({ sql }: { readonly sql: string }, types: string, whose: Form['whose']): [string, Form] => [
    sql,
    { sql: forMany(sql, types.split(' '), Object.keys(whose)), whose },
  ];
  return new Map([
    form(conversation(sample), 'text', { id: 0 }),
    form(addEvent(sample), 'bigint int int bigint text int text text text', { conversation: 0, seq: 1 }),
    form(advanceConversation(sample), 'text text int int bigint bigint bigint', {}),
  ]);
}

/** The statement with each parameter taken from a row of values instead. */
function forMany(sql: string, types: readonly string[], whose: readonly string[]): string {
  const lists = types.map((type, index) => `$${index + 1}::${type}[]`);
  const names = types.map((_type, index) => `p${index + 1}`);
  const asked = `unnest(${lists.join(', ')}) as asked(${names.join(', ')})`;
  const each = sql.replaceAll(/\$(\d+)/g, 'asked.p$1');
  if (each.startsWith('select')) return each.replace(' where ', () => `, ${asked} where `);
  if (each.startsWith('update')) return each.replace(' where ', () => ` from ${asked} where `);
  const inserted = each.replace(/values \(([^)]*)\)/, (_all, values: string) => `select ${values} from ${asked}`);
  return `${inserted} returning ${['id', ...whose].map((column) => `"${column}"`).join(', ')}`;
}

/** Runs statements, those that have a form together with their like of the same turn and connection. */
export function together(query: QueryBuilder, run: Run): Run {
  const forms = compileForms(query);
  const waiting = new Map<PoolClient, Asker[]>();
  const leave = (client: PoolClient) => {
    const askers = waiting.get(client) ?? [];
    waiting.delete(client);
    for (const [sql, alike] of Map.groupBy(askers, ({ step }) => step.sql)) void answer(sql, alike, client);
  };
  const answer = async (sql: string, askers: readonly Asker[], client: PoolClient) => {
    try {
      const [only] = askers;
      const form = forms.get(sql);
      if (form === undefined || only === undefined) return;
      if (askers.length === 1) only.resolve(await run(client, only.step));
      else share(form, askers, await run(client, { sql: form.sql, parameters: columns(askers) }));
    } catch (error) {
      const reason = askers.length === 1 ? error : muddled(error);
      for (const { reject } of askers) reject(reason);
    }
  };
  return (client, step) => {
    if (!forms.has(step.sql)) return run(client, step);
    return new Promise((resolve, reject) => {
      const company = waiting.get(client);
      if (company !== undefined) return void company.push({ step, resolve, reject });
      waiting.set(client, [{ step, resolve, reject }]);
      // After the jobs that were answered together have asked their next question.
      process.nextTick(leave, client);
    });
  };
}

/** One list for each parameter. */
function columns(askers: readonly Asker[]): unknown[][] {
  const count = askers[0]?.step.parameters.length ?? 0;
  return Array.from({ length: count }, (_, index) => askers.map(({ step }) => step.parameters[index]));
}

/** Hands the answers to those who asked. */
function share({ whose }: Form, askers: readonly Asker[], answers: readonly unknown[]): void {
  const names = Object.entries(whose);
  const rows = answers as readonly Readonly<Record<string, unknown>>[];
  const byOwner = Map.groupBy(rows, (row) => names.map(([column]) => row[column]).join());
  for (const { step, resolve } of askers) {
    const own = byOwner.get(names.map(([, parameter]) => step.parameters[parameter]).join()) ?? [];
    const { numberIn } = step;
    resolve(numberIn === undefined ? own : own.map((row) => row[numberIn]));
  }
}

/** What concerns them all is told to all. */
function muddled(error: unknown): unknown {
  if (error instanceof StoreUnavailable || isLostRace(error) || isConsequence(error)) return error;
  return new Muddled('one of several statements failed', { cause: error });
}
