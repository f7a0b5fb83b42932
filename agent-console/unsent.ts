/**
 * What a signed-in agent has sent and the server not confirmed, for as long as they are signed in on this device: over
 * reloads and closed tabs, never in somebody else's name, and gone when they sign out. It knows no conversation.
 */
import { forget, found, remember, shared } from '../client/device.ts';
import { memoryKeep } from '../client/storage.ts';
import type { Keep, Kept } from '../client/storage.ts';
import type { AgentId } from '../protocol/ids.ts';

/** Only what is unsent; everything else a console learns anew. */
const unsentOf = ({ outbox, aheadMs }: Kept): Kept => ({
  ...{ heads: {}, open: false, outbox },
  ...(aheadMs === undefined ? {} : { aheadMs }),
});

/** What this agent's commands are kept in, from their sign-in on. */
export function keepUnsent(agent: AgentId): Keep {
  const key = `shopbell-console-${agent}`;
  const left = unsentOf(found(key, undefined) ?? { heads: {}, open: false, outbox: [] });
  const memory = memoryKeep();
  memory.save(left);
  remember(key, left);
  const keep = shared(key, memory);
  return {
    load: () => keep.load(),
    save: (kept) => {
      keep.save(unsentOf(kept));
    },
    clear: () => {
      forget(key);
    },
  };
}
