/**
 * The contract of the broker: one suite for every implementation. Delivery between nodes may take time, so the tests
 * wait for what must come; what must not come is shown by something later that has come. Knows no implementation.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentId, ConversationId, SessionId } from '../../protocol/ids.ts';
import type { Broker, BrokerMessage, Topic } from '../../server/broker/broker.ts';
import { anId } from '../helpers/builders.ts';
import { until } from '../helpers/services.ts';

/** Makes brokers that hear each other: one for a broker of one process, several for one that joins nodes. */
export interface BrokerHarness {
  open(): Promise<readonly [Broker, ...Broker[]]>;
}

const aTopic = (): Topic => `conversation:${anId<ConversationId>()}`;

/** A message that can be told from others. */
const aFollow = (): BrokerMessage => ({ type: 'follow', conversation: anId() });

/** Holds a broker to the contract. */
export function brokerContract({ open }: BrokerHarness): void {
  let brokers: readonly [Broker, ...Broker[]];
  let broker: Broker;

  beforeEach(async () => {
    brokers = await open();
    broker = brokers[0];
  });
  afterEach(async () => {
    await Promise.all(brokers.map((one) => one.close()));
  });

  /** What arrives on a topic at every node from now on. */
  const listen = async (topic: Topic): Promise<BrokerMessage[][]> => {
    const lists = brokers.map((node) => {
      const heard: BrokerMessage[] = [];
      node.subscribe(topic, (message) => heard.push(message));
      return heard;
    });
    await Promise.all(brokers.map((node) => node.heard()));
    return lists;
  };

  describe('messages', () => {
    it('[BR1] of one publisher on one topic arrive in their order at every listener', async () => {
      const topic = aTopic();
      const lists = [...(await listen(topic)), ...(await listen(topic))];
      const sent = Array.from({ length: 100 }, aFollow);
      for (const message of sent) broker.publish(topic, message);
      await until(() => lists.every((heard) => heard.length === sent.length));
      expect(lists).toEqual(lists.map(() => sent));
    });

    it('[BR1] that a listener publishes come after the one that it hears', async () => {
      const topic = aTopic();
      const [first, second] = [aFollow(), aFollow()];
      broker.subscribe(topic, (message) => {
        if (message === first) broker.publish(topic, second);
      });
      const lists = await listen(topic);
      broker.publish(topic, first);
      await until(() => lists.every((heard) => heard.length === 2));
      expect(lists).toEqual(lists.map(() => [first, second]));
    });

    it('[BR5] tell whether anybody listens to their topic, on whatever node', async () => {
      const topic = aTopic();
      const asked = () => Promise.all(brokers.map((node) => node.isFollowed(topic)));
      expect(await asked()).toEqual(brokers.map(() => false));
      const last = brokers.at(-1);
      const stop = last?.subscribe(topic, () => undefined);
      await last?.heard();
      expect(await asked()).toEqual(brokers.map(() => true));
      stop?.();
      await until(async () => !(await asked()).includes(true));
    });

    it('stay on their topic', async () => {
      const [one, other] = [aTopic(), aTopic()];
      const [ofOne, ofOther] = [await listen(one), await listen(other)];
      const [first, last] = [aFollow(), aFollow()];
      broker.publish(one, first);
      broker.publish(other, last);
      broker.publish(aTopic(), aFollow());
      await until(() => [...ofOne, ...ofOther].every((heard) => heard.length > 0));
      expect([ofOne, ofOther]).toEqual([ofOne.map(() => [first]), ofOther.map(() => [last])]);
    });

    it('have arrived at listeners of the same node when publish returns', async () => {
      const topic = aTopic();
      const [heard] = await listen(topic);
      const message = aFollow();
      broker.publish(topic, message);
      expect(heard).toEqual([message]);
    });

    it('reach the others although one listener throws', async () => {
      const topic = aTopic();
      broker.subscribe(topic, () => {
        throw new Error('a listener with a bug');
      });
      const [heard] = await listen(topic);
      const messages = [aFollow(), aFollow()];
      for (const message of messages) expect(() => broker.publish(topic, message)).not.toThrow();
      expect(heard).toEqual(messages);
    });
  });

  describe('a listener', () => {
    it('[BR2] hears nothing after it has stopped', async () => {
      const topic = aTopic();
      const heard: BrokerMessage[] = [];
      const stop = broker.subscribe(topic, (message) => heard.push(message));
      const lists = await listen(topic);
      const [before, after] = [aFollow(), aFollow()];
      broker.publish(topic, before);
      await until(() => heard.length === 1);
      stop();
      stop();
      broker.publish(topic, after);
      await until(() => lists.every((list) => list.length === 2));
      expect(heard).toEqual([before]);
    });

    it('[BR2] that is stopped by another one does not hear even the message of that moment', () => {
      const topic = aTopic();
      const heard: BrokerMessage[] = [];
      let stop: () => void = () => {};
      broker.subscribe(topic, () => stop());
      stop = broker.subscribe(topic, (message) => heard.push(message));
      broker.publish(topic, aFollow());
      expect(heard).toEqual([]);
    });

    it('[BR2] that listens twice goes on hearing once when one of the two is stopped', () => {
      const topic = aTopic();
      const heard: BrokerMessage[] = [];
      const listener = (message: BrokerMessage) => heard.push(message);
      const stop = broker.subscribe(topic, listener);
      broker.subscribe(topic, listener);
      stop();
      broker.publish(topic, aFollow());
      expect(heard).toHaveLength(1);
    });
  });

  describe('presence', () => {
    /** What every node sees. */
    const boards = () =>
      Promise.all(brokers.map(async (node) => Object.fromEntries((await node.presence.all()) ?? [['unknown', true]])));
    const everywhere = (board: Record<AgentId, 'available' | 'away'>) => brokers.map(() => board);

    it('[BR3] is available while one session is, away while all are, and ends with the last', async () => {
      const agent = anId<AgentId>();
      const [desk, phone] = [anId<SessionId>(), anId<SessionId>()];
      const { presence } = broker;
      await expect.poll(boards).toEqual(everywhere({}));
      await presence.set(agent, desk, 'away');
      await expect.poll(boards).toEqual(everywhere({ [agent]: 'away' }));
      await presence.set(agent, phone, 'available');
      await expect.poll(boards).toEqual(everywhere({ [agent]: 'available' }));
      await presence.set(agent, phone, 'away');
      await expect.poll(boards).toEqual(everywhere({ [agent]: 'away' }));
      await presence.clear(agent, desk);
      await presence.clear(agent, desk);
      await expect.poll(boards).toEqual(everywhere({ [agent]: 'away' }));
      await presence.clear(agent, phone);
      await expect.poll(boards).toEqual(everywhere({}));
    });

    it('[BR3] of one agent says nothing about another', async () => {
      const [mia, tom] = [anId<AgentId>(), anId<AgentId>()];
      const session = anId<SessionId>();
      await broker.presence.set(mia, session, 'available');
      await broker.presence.set(tom, anId(), 'away');
      await broker.presence.clear(tom, session);
      await expect.poll(boards).toEqual(everywhere({ [mia]: 'available', [tom]: 'away' }));
    });
  });
}
