/**
 * What happens to a call besides the two who talk, in virtual time: other tabs, page changes, ways that break, servers
 * that are gone for a while, signals that get lost. Devices and peer connections are played.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TIMES } from '../../protocol/constants.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { anId, AUDIO, theSystem, VIDEO, wish } from '../helpers/builders.ts';
import { active, aDesk, aRunningCall, clearDesks, mia, phases, until, visitor } from '../helpers/call-stories.ts';

// oxlint-disable-next-line vitest/no-standalone-expect -- no story leaves a timer behind
afterEach(() => expect(clearDesks()).toBe(0));

describe('another tab of the same person', () => {
  it('shows that the call is elsewhere, records nothing, and can end it', async () => {
    const { desk, her, mias } = await aRunningCall();
    const other = desk.tab({ ...visitor, session: anId() });
    expect(active(other)).toMatchObject({ phase: 'connected', elsewhere: true, local: null });
    await other.calls.end();
    expect([phases(her, mias, other), her.live]).toEqual([['ended', 'ended', 'ended'], []]);
  });

  it('does not ring back a call that it did not make', async () => {
    const { desk, her } = aDesk();
    const other = desk.tab({ ...visitor, session: anId() });
    await her.calls.start(desk.conversation.id, AUDIO);
    expect([active(her), active(other)]).toMatchObject([
      { phase: 'calling', elsewhere: false },
      { phase: 'calling', elsewhere: true },
    ]);
  });

  it('[CA3] rings too, stops when one has answered, and lets its devices go if it was too late', async () => {
    const { desk, her, mias } = aDesk();
    const other = desk.tab({ ...mia, session: anId<SessionId>() });
    await her.calls.start(desk.conversation.id, AUDIO);
    expect(phases(mias, other)).toEqual(['ringing', 'ringing']);
    await Promise.all([mias.calls.answer(AUDIO), other.calls.answer(AUDIO)]);
    await until(() => phases(her, mias).every((phase) => phase === 'connected'));
    expect([active(other), other.live]).toMatchObject([{ phase: 'connected', elsewhere: true }, []]);
    await her.calls.end();
    expect(phases(her, mias, other)).toEqual(['ended', 'ended', 'idle']);
  });
});

describe('a call survives', () => {
  it('[CA8] a page change: the new document takes its end again, with the next attempt', async () => {
    const { desk, her, mias } = await aRunningCall();
    const { connectedAt } = active(her);
    desk.closes(her);
    expect(her.live).toEqual([]);
    const next = desk.tab(visitor);
    expect(active(next)).toMatchObject({ phase: 'reconnecting', elsewhere: false });
    await until(() => phases(next, mias).every((phase) => phase === 'connected'));
    expect([desk.conversation.call.leg?.attempt, active(next).connectedAt]).toEqual([2, connectedAt]);
    expect(mias.peers.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(next.live).toHaveLength(1);
  });

  it('[CA8] a page change while it rings', async () => {
    const { desk, her, mias } = aDesk();
    await her.calls.start(desk.conversation.id, AUDIO);
    desk.closes(her);
    const next = desk.tab(visitor);
    expect(active(next)).toMatchObject({ phase: 'calling', elsewhere: false });
    await mias.calls.answer(AUDIO);
    await until(() => phases(next, mias).every((phase) => phase === 'connected'));
  });

  it('[CA8] a page change without a device that may be used: the other side is heard still', async () => {
    const { desk, her, mias } = await aRunningCall();
    desk.closes(her);
    const next = desk.tab(visitor, () => ({ stream: null, failure: 'denied' }));
    await until(() => phases(next, mias).every((phase) => phase === 'connected'));
    expect(active(next)).toMatchObject({ failure: 'denied', local: null, microphone: false });
    await until(() => !active(mias).remoteMicrophone);
  });

  it('a way that breaks: the visitor asks for the next attempt, and both build anew', async () => {
    const { desk, her, mias } = await aRunningCall();
    her.peers[0]?.break();
    mias.peers[0]?.break();
    expect(phases(her, mias)).toEqual(['reconnecting', 'reconnecting']);
    desk.passes(1_000);
    await until(() => phases(her, mias).every((phase) => phase === 'connected'));
    desk.passes(10_000);
    expect(desk.conversation.call.leg?.attempt).toBe(2);
    expect([...her.commands, ...mias.commands].filter(({ type }) => type === 'call.rejoin')).toHaveLength(1);
  });

  it('a way that breaks for the agent alone', async () => {
    const { desk, her, mias } = await aRunningCall();
    mias.peers[0]?.break();
    desk.passes(3_000);
    await until(() => phases(her, mias).every((phase) => phase === 'connected'));
    expect(desk.conversation.call.leg?.attempt).toBe(2);
  });

  it('[CA7] a lost connection to the server: media goes on, and the end says so when it is back', async () => {
    const { desk, her, mias } = await aRunningCall();
    her.isOnline = false;
    desk.does(theSystem, wish.interrupt(desk.conversation.call.id, visitor));
    expect(phases(her, mias)).toEqual(['connected', 'reconnecting']);
    her.isOnline = true;
    her.calls.resume();
    desk.tell();
    await until(() => phases(her, mias).every((phase) => phase === 'connected'));
    expect([desk.conversation.call.leg?.attempt, her.peers.length]).toEqual([1, 1]);
  });

  it('a server that gave this document another session meanwhile', async () => {
    const { desk, her, mias } = await aRunningCall();
    const renewed = { ...visitor, session: anId<SessionId>() };
    Object.assign(her, { session: renewed.session, actor: renewed });
    desk.tell();
    await until(() => desk.conversation.call.leg?.attempt === 2);
    await until(() => phases(her, mias).every((phase) => phase === 'connected'));
    expect(active(her).elsewhere).toBe(false);
  });

  it('[CA6] signals that are lost on the way', async () => {
    const { desk, her, mias } = aDesk();
    let count = 0;
    desk.way = (_signal, arrive) => {
      count += 1;
      if (count % 3 === 0) arrive();
    };
    await her.calls.start(desk.conversation.id, VIDEO);
    await mias.calls.answer(VIDEO);
    await vi.waitFor(() => {
      desk.clock.advance(TIMES.rtcRepeatMs);
      expect(phases(her, mias)).toEqual(['connected', 'connected']);
    });
    expect(active(mias).remoteCamera).toBe(true);
  });
});
