/**
 * The broker of one process: messages reach their listeners before `publish` returns. It loses nothing, keeps the
 * order of all publishers, and forgets everything with the process. Knows nothing of other nodes.
 */
import type { Broker } from './broker.ts';
import { LocalBoard } from './local-board.ts';
import { Topics, warn } from './topics.ts';

/** A broker for one process. What a listener throws goes to `report`, so that the others still hear the message. */
export function createMemoryBroker(report: (error: unknown) => void = warn): Broker {
  const topics = new Topics({ report });
  const board = new LocalBoard();
  return {
    isReliable: true,
    publish: (topic, message) => topics.publish(topic, message),
    publishHere: (topic, message) => topics.publish(topic, message),
    subscribe: (topic, listener) => topics.subscribe(topic, listener),
    heard: () => Promise.resolve(),
    isFollowed: (topic) => Promise.resolve(topics.has(topic)),
    presence: {
      set: (agent, session, presence) => Promise.resolve(board.set(agent, session, presence)),
      clear: (agent, session) => Promise.resolve(board.clear(agent, session)),
      all: () => Promise.resolve(board.all()),
    },
    close: () => Promise.resolve(topics.clear()),
  };
}
