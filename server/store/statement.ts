/**
 * Statements of the hot path: written once with Kysely's types, compiled once at start, and filled with values for
 * each run. Knows no table.
 */
import { sql } from 'kysely';
import type { Compilable, CompiledQuery, Kysely, RawBuilder } from 'kysely';
import type { Database } from './schema.ts';

/** Builds and compiles queries in the driver's dialect; what it compiles is run by a driver only. */
export type QueryBuilder = Pick<Kysely<Database>, 'selectFrom' | 'insertInto' | 'updateTable' | 'deleteFrom'>;

/** Stands in the compiled parameters where a value will be. */
class Slot {
  readonly name: PropertyKey;

  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/** A place for the value called `name`. */
export type Slots<Input> = <Name extends keyof Input>(name: Name) => RawBuilder<Input[Name]>;

/** A compiled statement: call it with its values. */
export type Statement<Input, Row> = (input: Input) => CompiledQuery<Row>;

/** Compiles a query whose `slot(…)`s are filled later: `statement<{ id: string }>()((slot) => …)`. */
export function statement<Input>(): <Row>(build: (slot: Slots<Input>) => Compilable<Row>) => Statement<Input, Row> {
  return <Row>(build: (slot: Slots<Input>) => Compilable<Row>) => {
    const compiled = build(<Name extends keyof Input>(name: Name) => sql<Input[Name]>`${new Slot(name)}`).compile();
    const { query, queryId, sql: text } = compiled;
    const sources = compiled.parameters.map((value) => (value instanceof Slot ? value : { constant: value }));
    return (input) => ({
      query,
      queryId,
      sql: text,
      parameters: sources.map((source) =>
        source instanceof Slot ? input[source.name as keyof Input] : source.constant,
      ),
    });
  };
}
