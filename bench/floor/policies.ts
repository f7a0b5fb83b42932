/**
 * Ways to choose who is asked: ours, and the two that many products use, so that all can be held against the same day. The
 * others know who is there and has room, and nothing of languages, topics or advisors.
 */
import type { AgentId, ConversationId } from '../../protocol/ids.ts';
import { fits, isFree } from '../../server/domain/desk.ts';
import type { FloorAgent } from '../../server/domain/desk.ts';
import { route } from '../../server/domain/routing.ts';
import type { Floor, WaitingConversation } from '../../server/domain/routing.ts';

/** Who is asked for what. */
export interface Pick {
  readonly conversation: ConversationId;
  readonly agent: AgentId;
}

/** Chooses for a floor; made anew for each day, because some remember. */
export type Policy = (floor: Floor) => readonly Pick[];

/** The product's. */
export const shopbell = (): Policy => (floor) => route(floor).reservations;

/** Whoever comes next in the circle of those who have room. */
export function roundRobin(): Policy {
  let last = -1;
  return inOrder((agents, isPossible) => {
    for (let step = 1; step <= agents.length; step += 1) {
      const index = (last + step) % agents.length;
      if (!isPossible(agents[index]!)) continue;
      last = index;
      return agents[index];
    }
    return undefined;
  });
}

/** The first in the list who has room. */
export const firstFree = (): Policy => inOrder((agents, isPossible) => agents.find(isPossible));

type Choose = (agents: readonly FloorAgent[], isPossible: (agent: FloorAgent) => boolean) => FloorAgent | undefined;

/** Conversations in the order in which they came; who was asked before is asked again when nobody else is left. */
function inOrder(choose: Choose): Policy {
  return ({ waiting, agents }) => {
    const loads = new Map(agents.map((agent) => [agent.id, agent]));
    const picks: Pick[] = [];
    for (const conversation of waiting.toSorted((one, other) => one.waitingSince - other.waitingSince)) {
      const current = (agent: FloorAgent): FloorAgent => loads.get(agent.id) ?? agent;
      const isPossible = (agent: FloorAgent): boolean => canTake(current(agent), conversation);
      const isNew = ({ id }: FloorAgent): boolean => conversation.asked.every((asked) => asked.agent !== id);
      const chosen = choose(agents, (agent) => isPossible(agent) && isNew(agent)) ?? choose(agents, isPossible);
      if (chosen === undefined) continue;
      const { load, takesCalls } = current(chosen);
      loads.set(chosen.id, { ...chosen, load: load + 1, takesCalls: takesCalls && !conversation.call });
      picks.push({ conversation: conversation.id, agent: chosen.id });
    }
    return picks;
  };
}

function canTake(agent: FloorAgent, { department, call }: WaitingConversation): boolean {
  return agent.available && isFree(agent) && fits(agent, { department, call, language: null, skills: [] });
}
