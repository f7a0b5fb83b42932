/**
 * The open conversations of an agent's departments, and which agents are there: what a console lists. Rows carry
 * versions that grow over all conversations, so that late ones are recognised (EV6). It knows no socket.
 */
import type { Inbox } from '../protocol/frames.ts';
import type { AgentId, ConversationId } from '../protocol/ids.ts';
import type { AlarmRow, ConversationRow, GoneRow, Presence } from '../protocol/models.ts';
import { Cell } from './observable.ts';

/** The lists of one console. */
export class InboxLists {
  readonly rows = new Cell<ReadonlyMap<ConversationId, ConversationRow>>(new Map());
  readonly presences = new Cell<ReadonlyMap<AgentId, Presence>>(new Map());
  /** The newest alarm about a conversation that this agent does not see (PR6). */
  readonly alarm: Cell<AlarmRow | undefined>;
  /** Also of rows that are not listed any more: a late one must not bring them back. */
  readonly #versions = new Map<ConversationId, number>();

  constructor(alarm = new Cell<AlarmRow | undefined>(undefined)) {
    this.alarm = alarm;
  }

  /** A row has changed; one that has ended or is gone leaves the list, and an alarm is about none of it. */
  change(row: ConversationRow | GoneRow | AlarmRow): void {
    if ('alarm' in row) return this.alarm.set(row);
    if (row.version <= (this.#versions.get(row.id) ?? 0)) return;
    this.#versions.set(row.id, row.version);
    this.rows.update((rows) => {
      const changed = new Map(rows);
      if ('gone' in row || row.status === 'ended') changed.delete(row.id);
      else changed.set(row.id, row);
      return changed;
    });
  }

  /** The whole list as of one version; rows that changed after it stay. */
  replace({ version, rows }: Inbox): void {
    const newer = [...this.rows.value.values()].filter((row) => row.version > version);
    const left = rows.filter((row) => row.version >= (this.#versions.get(row.id) ?? 0));
    for (const row of left) this.#versions.set(row.id, row.version);
    this.rows.set(new Map([...left, ...newer].map((row) => [row.id, row])));
  }

  /** An agent came, went, or turned the switch. */
  setPresence(agent: AgentId, presence: Presence): void {
    this.presences.update((known) => new Map([...known, [agent, presence]]));
  }

  /** Forgets everything (RS5). */
  forget(): void {
    this.#versions.clear();
    this.rows.set(new Map());
    this.presences.set(new Map());
  }
}
