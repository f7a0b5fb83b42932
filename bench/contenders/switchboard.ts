/**
 * The switchboard and its store without doors, filled with as much as the set-up says: what a message costs in there is
 * all that can grow with what is stored. It knows nothing of what is compared.
 */
import { createMemoryBroker } from '../../server/broker/memory.ts';
import { randomIds, systemClock } from '../../server/clock.ts';
import { apply, columns } from '../../server/domain/conversation.ts';
import type { VisitorActor } from '../../server/domain/decision.ts';
import { openSqliteStore } from '../../server/store/sqlite-store.ts';
import { callbacksOver } from '../../tests/helpers/callbacks.ts';
import { createSwitchboard } from '../../server/switchboard/switchboard.ts';
import type { CommandId, ConversationId, DepartmentId, SessionId, SiteId, VisitorId } from '../../protocol/ids.ts';
import { freshUuid } from '../../client/ids.ts';
import { serve, setup } from './child.ts';

/** Messages that are under way together: as a busy server has them. */
const TOGETHER = 200;
/** Nobody asks for a port. */
const NO_PORT = 0;
const TEXT = 'Yes, the oak table is in stock in Basel, and we could deliver it on Thursday.';

const { folder, pairs: busy, stored = 0, conversations = busy } = setup();
const ids = randomIds;
const store = await openSqliteStore({ folder, model: { apply, columns }, ids });
const log = { info: () => undefined, warn: console.error, error: console.error };
const callbacks = callbacksOver({ store, clock: systemClock, log });
const switchboard = createSwitchboard({ store, broker: createMemoryBroker(), clock: systemClock, ids, log, callbacks });
const [site, department] = [ids.uuid() as SiteId, ids.uuid() as DepartmentId];

interface Place {
  readonly conversation: ConversationId;
  readonly actor: VisitorActor;
}

function aPlace(): Place {
  const [visitor, session] = [ids.uuid() as VisitorId, ids.uuid() as SessionId];
  const actor = { kind: 'visitor', visitor, session, site, department, topics: {}, locale: 'de', page: null } as const;
  return { conversation: freshUuid() as ConversationId, actor };
}

async function say({ conversation, actor }: Place): Promise<void> {
  const body = { text: TEXT, audience: 'all' } as const;
  const id = freshUuid() as CommandId;
  const outcome = await switchboard.execute(actor, { id, type: 'message.post', conversation, body });
  if ('refused' in outcome) throw new Error(outcome.refused.message);
}

/** So many messages to these places in turn. */
async function sayTo(places: readonly Place[], count: number): Promise<void> {
  for (let said = 0; said < count; said += TOGETHER) {
    const now = Array.from({ length: Math.min(TOGETHER, count - said) }, (_, index) => (said + index) % places.length);
    await Promise.all(now.map((index) => say(places[index]!)));
  }
}

const places = Array.from({ length: conversations }, aPlace);
await sayTo(places, conversations);
// Spread over all, as the busy ones of a shop are over its history.
const active = places.filter((_, index) => index % Math.floor(conversations / busy) === 0).slice(0, busy);
await sayTo(active, busy * Math.max(0, stored - 1));
serve(NO_PORT, {
  async say(count) {
    await sayTo(active, count);
    return count;
  },
});
