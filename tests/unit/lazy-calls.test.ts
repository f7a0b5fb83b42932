/**
 * The call model before its code is there: it loads for a call in sight or one that is wished, and whoever changes their
 * mind meanwhile is not called after. Nothing here has a browser, so no device is ever opened.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LazyCalls } from '../../client/call/lazy.ts';
import type { Sighting } from '../../client/call/sightings.ts';
import type { CommandInput } from '../../protocol/commands.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { viewConversation } from '../../server/domain/visibility.ts';
import { anAgentActor, anId, anOpenConversation, AUDIO, aVisitorActor, wish } from '../helpers/builders.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

const visitor = aVisitorActor();
const mia = anAgentActor({ name: 'Mia' });

afterEach(() => {
  vi.unstubAllGlobals();
});

const aRinging = (): Sighting => {
  const conversation = anOpenConversation(visitor, mia).does(mia, wish.call(anId()));
  const { id, call } = viewConversation(conversation.id, conversation.state, 'visitor');
  return { conversation: id, call: call!, caller: undefined, concerns: true };
};

const aLazyOne = (): { calls: LazyCalls; sent: CommandInput[] } => {
  const sent: CommandInput[] = [];
  const session = anId<SessionId>();
  const calls = new LazyCalls({
    ...{ clock: new FakeClock(), side: 'visitor', session: () => session, now: () => 0, freshId: () => anId() },
    send: async (command) => {
      sent.push(command);
      return { kind: 'reply', id: '', done: { seqs: [] } };
    },
    post: () => {},
    iceDoor: { server: 'http://127.0.0.1:1', token: () => undefined },
  });
  return { calls, sent };
};

const loaded = (calls: LazyCalls): Promise<void> =>
  vi.waitFor(() => {
    if (calls.state.value.phase === 'idle') throw new Error('Nothing has happened yet');
  });

describe('calls whose code is not loaded yet', () => {
  it('ring as soon as it is', async () => {
    const { calls } = aLazyOne();
    calls.see([aRinging()]);
    expect(calls.state.value.phase).toBe('idle');
    await loaded(calls);
    expect(calls.state.value.phase).toBe('ringing');
  });

  it('do not ring for what is over meanwhile, nor for whoever has stopped', async () => {
    const [over, stopped] = [aLazyOne().calls, aLazyOne().calls];
    over.see([aRinging()]);
    over.see([]);
    stopped.see([aRinging()]);
    stopped.stop();
    const { calls: witness } = aLazyOne();
    witness.see([aRinging()]);
    await loaded(witness);
    expect([over.state.value.phase, stopped.state.value.phase]).toEqual(['idle', 'idle']);
  });

  it('ring again after a stop and a new start', async () => {
    const { calls } = aLazyOne();
    calls.see([aRinging()]);
    await loaded(calls);
    calls.stop();
    expect(calls.state.value.phase).toBe('idle');
    calls.see([aRinging()]);
    expect(calls.state.value.phase).toBe('ringing');
  });

  it('do not ask for devices when the person has hung up before', async () => {
    const getUserMedia = vi.fn<() => Promise<MediaStream>>(() => Promise.reject(new Error('asked')));
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
    vi.stubGlobal('isSecureContext', true);
    const [{ calls, sent }, { calls: witness }] = [aLazyOne(), aLazyOne()];
    const starting = calls.start(anId(), AUDIO);
    await calls.end();
    await starting;
    expect([calls.state.value.phase, sent, getUserMedia.mock.calls]).toEqual(['idle', [], []]);
    await witness.start(anId(), AUDIO);
    expect([witness.state.value.phase, getUserMedia.mock.calls.length]).toEqual(['ended', 1]);
  });
});
