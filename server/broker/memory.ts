/**
 * The broker of one process: messages reach their listeners before `publish` returns. It loses nothing, keeps the
 * order of all publishers, and forgets everything with the process. Knows nothing of other nodes.
 */
import type { AgentId, SessionId } from '../../protocol/ids.ts';
import type { Presence } from '../../protocol/models.ts';
import type { Broker, BrokerMessage, PresenceBoard, Topic } from './broker.ts';

/** A listener with its own identity, so that one function may listen twice. */
interface Subscription {
  readonly listener: (message: BrokerMessage) => void;
}

/** A broker for one process. What a listener throws goes to `report`, so that the others still hear the message. */
export function createMemoryBroker(report: (error: unknown) => void = warn): Broker {
  const topics = new Map<Topic, Set<Subscription>>();
  const waiting: { readonly topic: Topic; readonly message: BrokerMessage }[] = [];
  let delivering = false;

  const deliver = (topic: Topic, message: BrokerMessage): void => {
    const subscriptions = topics.get(topic);
    if (subscriptions === undefined) return;
    for (const subscription of [...subscriptions]) {
      if (!subscriptions.has(subscription)) continue; // BR2: it was taken away by a listener before it
      try {
        subscription.listener(message);
      } catch (error) {
        report(error);
      }
    }
  };

  return {
    publish(topic, message) {
      waiting.push({ topic, message });
      // BR1: what a listener publishes comes after the message that it is hearing.
      if (delivering) return;
      delivering = true;
      try {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) deliver(next.topic, next.message);
      } finally {
        delivering = false;
      }
    },
    subscribe(topic, listener) {
      const subscriptions = topics.get(topic) ?? new Set();
      topics.set(topic, subscriptions);
      const subscription = { listener };
      subscriptions.add(subscription);
      return () => {
        subscriptions.delete(subscription);
        if (subscriptions.size === 0 && topics.get(topic) === subscriptions) topics.delete(topic);
      };
    },
    presence: createPresenceBoard(),
    close() {
      for (const subscriptions of topics.values()) subscriptions.clear();
      topics.clear();
      return Promise.resolve();
    },
  };
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}

type PresentAs = Exclude<Presence, 'offline'>;

// BR3
function createPresenceBoard(): PresenceBoard {
  const sessionsOf = new Map<AgentId, Map<SessionId, PresentAs>>();
  return {
    set(agent, session, presence) {
      const sessions = sessionsOf.get(agent) ?? new Map<SessionId, PresentAs>();
      sessionsOf.set(agent, sessions.set(session, presence));
      return Promise.resolve();
    },
    clear(agent, session) {
      const sessions = sessionsOf.get(agent);
      sessions?.delete(session);
      if (sessions?.size === 0) sessionsOf.delete(agent);
      return Promise.resolve();
    },
    all() {
      const present = [...sessionsOf].map(([agent, sessions]): [AgentId, PresentAs] => [
        agent,
        [...sessions.values()].includes('available') ? 'available' : 'away',
      ]);
      return Promise.resolve(new Map(present));
    },
  };
}
