/** The broker of one process: the contract, what becomes of a listener's bug, and its end. Knows the implementation. */
import { describe, expect, it, vi } from 'vitest';
import type { BrokerMessage } from '../../server/broker/broker.ts';
import { createMemoryBroker } from '../../server/broker/memory.ts';
import { brokerContract } from './broker-contract.ts';

const silent = (): void => {};

describe('the broker of one process', () => {
  brokerContract({ open: () => Promise.resolve([createMemoryBroker(silent)]) });

  it('hands a listener’s bug to whoever reports bugs', () => {
    const report = vi.fn<(error: unknown) => void>();
    const broker = createMemoryBroker(report);
    const bug = new Error('a listener with a bug');
    broker.subscribe('duty', () => {
      throw bug;
    });
    broker.publish('duty', { type: 'wake' });
    expect(report.mock.calls).toEqual([[bug]]);
  });

  it('delivers nothing after it was closed', async () => {
    const broker = createMemoryBroker(silent);
    const heard: BrokerMessage[] = [];
    broker.subscribe('duty', (message) => heard.push(message));
    await broker.close();
    broker.publish('duty', { type: 'wake' });
    expect(heard).toEqual([]);
  });
});
