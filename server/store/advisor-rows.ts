/** Who knows a visitor, in the visitor's row: so it is forgotten with them. Knows no place in the log. */
import type { AgentId, VisitorId } from '../../protocol/ids.ts';
import type { AdvisorLine } from '../domain/advisors.ts';
import { rows } from './driver.ts';
import type { SqlDriver, Work } from './driver.ts';
import type { PeopleStore } from './people.ts';
import type { QueryBuilder } from './statement.ts';

/** Takes down a line about who knows a visitor. */
export function* writeAdvisorLine(query: QueryBuilder, line: AdvisorLine): Work<void> {
  const row = query.updateTable('visitors').where('id', '=', line.visitor);
  const change =
    line.line === 'advisor.known'
      ? row.set({ advisor: line.agent })
      : row.set({ advisor: null }).where('advisor', 'in', line.agents);
  yield* rows(change.compile());
}

/** The method of the people store that finds them. */
export function advisorRows({ query, read }: SqlDriver): Pick<PeopleStore, 'advisors'> {
  const known = query.selectFrom('visitors').select(['id', 'advisor']).where('advisor', 'is not', null);
  return {
    advisors: (visitors) =>
      read(function* () {
        const found = new Map<VisitorId, AgentId>();
        if (visitors.length === 0) return found;
        for (const { id, advisor } of yield* rows(known.where('id', 'in', visitors).compile())) {
          if (advisor !== null) found.set(id, advisor);
        }
        return found;
      }),
  };
}
