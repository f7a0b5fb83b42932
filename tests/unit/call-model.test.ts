/**
 * The call as a person lives it, in virtual time: both sides' models around the real domain. What rings, connects, is
 * switched and ends, and that nothing is left running. Devices and peer connections are played.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TIMES } from '../../protocol/constants.ts';
import { aConversation, anId, anOpenConversation, AUDIO, theSystem, VIDEO, wish } from '../helpers/builders.ts';
import { PlayedPeer } from '../helpers/call-parties.ts';
import { active, aDesk, aDeskFor, aRunningCall, clearDesks, ended } from '../helpers/call-stories.ts';
import { mia, phases, tom, until, visitor } from '../helpers/call-stories.ts';

// oxlint-disable-next-line vitest/no-standalone-expect -- no story leaves a timer behind
afterEach(() => expect(clearDesks()).toBe(0));

describe('a call begins', () => {
  it('[CA2] [CA4] [CA7] one side calls, the other rings and answers, the visitor offers, and both are connected', async () => {
    const { desk, her, mias } = aDesk();
    const calling = her.calls.start(desk.conversation.id, VIDEO);
    expect(phases(her, mias)).toEqual(['asking', 'idle']);
    await calling;
    await until(() => active(her).alerting);
    expect(phases(her, mias)).toEqual(['calling', 'ringing']);
    expect(active(mias)).toMatchObject({ by: 'visitor', media: VIDEO, local: null, camera: false });
    await mias.calls.answer(AUDIO);
    await until(() => phases(her, mias).every((phase) => phase === 'connected'));
    expect([her.peers, mias.peers].map((peers) => peers.map(({ options }) => options.offerer))).toEqual([
      [true],
      [false],
    ]);
    const { connectedAt } = desk.conversation.call;
    expect(active(her)).toMatchObject({ connectedAt, microphone: true, camera: true, remoteCamera: false });
    expect(active(mias)).toMatchObject({ connectedAt, microphone: true, camera: false, remoteCamera: true });
    expect(active(mias).remote).not.toBeNull();
  });

  it('[CA4] the visitor offers also when the agent calls', async () => {
    const { desk, her, mias } = aDesk();
    await mias.calls.start(desk.conversation.id, AUDIO);
    await her.calls.answer(AUDIO);
    await until(() => phases(her, mias).every((phase) => phase === 'connected'));
    expect([her.peers[0]?.options.offerer, mias.peers[0]?.options.offerer]).toEqual([true, false]);
  });

  it('[CA10] when both call at once the later start answers the earlier one', async () => {
    const { desk, her, mias } = aDesk();
    await Promise.all([her.calls.start(desk.conversation.id, AUDIO), mias.calls.start(desk.conversation.id, AUDIO)]);
    await until(() => phases(her, mias).every((phase) => phase === 'connected'));
    expect(active(her).call).toBe(active(mias).call);
    expect([her.live.length, mias.live.length]).toEqual([1, 1]);
  });

  it('rings for the agent who is asked, and for nobody when somebody else is', async () => {
    const desk = aDeskFor(aConversation());
    const [her, mias, toms] = [desk.tab(visitor), desk.tab(mia), desk.tab(tom)];
    await her.calls.start(desk.conversation.id, AUDIO);
    expect(phases(mias, toms)).toEqual(['idle', 'idle']);
    desk.does(theSystem, wish.reserve(mia));
    expect(phases(mias, toms)).toEqual(['ringing', 'idle']);
    desk.conversation.does(mia, wish.declineReservation());
    desk.does(theSystem, wish.reserve(tom));
    expect(phases(mias, toms)).toEqual(['idle', 'ringing']);
    await toms.calls.answer(AUDIO);
    await until(() => phases(her, toms).every((phase) => phase === 'connected'));
    expect(phases(mias)).toEqual(['idle']);
  });

  it('an answer that is on its way is decided by the server, even if somebody else is asked meanwhile', async () => {
    const desk = aDeskFor(aConversation());
    const [her, mias] = [desk.tab(visitor), desk.tab(mia)];
    await her.calls.start(desk.conversation.id, AUDIO);
    desk.does(theSystem, wish.reserve(mia));
    const answering = mias.calls.answer(AUDIO);
    desk.conversation.passes(TIMES.reservationMs);
    desk.does(theSystem, wish.reserve(tom));
    await answering;
    await until(() => phases(her, mias).every((phase) => phase === 'connected'));
    expect(desk.conversation.state.agents).toEqual([mia.card]);
  });
});

describe('a call does not come about', () => {
  it('[CA2] is declined', async () => {
    const { desk, her, mias } = aDesk();
    await her.calls.start(desk.conversation.id, AUDIO);
    await mias.calls.decline();
    expect([ended(her), mias.phase, her.live]).toEqual([{ reason: 'declined', failure: null, seconds: 0 }, 'idle', []]);
  });

  it('[CA2] the caller gives up', async () => {
    const { desk, her, mias } = aDesk();
    await her.calls.start(desk.conversation.id, AUDIO);
    await her.calls.end();
    const cancelled = { reason: 'cancelled', failure: null, seconds: 0 };
    expect([ended(her), ended(mias), her.live]).toEqual([cancelled, cancelled, []]);
    her.calls.dismiss();
    expect(her.phase).toBe('idle');
  });

  it('[CA2] nobody answers in time', async () => {
    const { desk, her, mias } = aDesk();
    await her.calls.start(desk.conversation.id, VIDEO);
    desk.passes(TIMES.ringMs);
    const missed = { reason: 'missed', failure: null, seconds: 0 };
    expect([ended(her), ended(mias), her.live]).toEqual([missed, missed, []]);
  });

  it('[CA1] the visitor has another one: it ends with the server’s words, and the devices are let go', async () => {
    const { desk, her } = aDesk();
    desk.does(mia, wish.call(anId()));
    const other = anOpenConversation(visitor, tom, desk.conversation.claims);
    const hers = aDeskFor(other).tab(visitor);
    await hers.calls.start(other.id, AUDIO);
    expect(ended(hers)).toMatchObject({ reason: 'failed' });
    expect(hers.state).toMatchObject({ refusal: { code: 'conflict' } });
    expect([hers.live, her.phase]).toEqual([[], 'ringing']);
  });

  it('without any device nothing is said to the server', async () => {
    const { desk, her } = aDesk();
    her.devices = () => ({ stream: null, failure: 'denied' });
    await her.calls.start(desk.conversation.id, VIDEO);
    expect([ended(her), her.commands]).toEqual([{ reason: 'media', failure: 'denied', seconds: 0 }, []]);
  });

  it('who cannot answer for lack of a device declines, and the caller is told why', async () => {
    const { desk, her, mias } = aDesk();
    mias.devices = () => ({ stream: null, failure: 'missing' });
    await her.calls.start(desk.conversation.id, AUDIO);
    await mias.calls.answer(AUDIO);
    expect([ended(mias), ended(her)]).toEqual([
      { reason: 'media', failure: 'missing', seconds: 0 },
      { reason: 'declined', failure: 'missing', seconds: 0 },
    ]);
  });

  it('no way is found: the server ends it, and the person is told that it was the network', async () => {
    const { desk, her, mias } = aDesk();
    her.peer = (options) => new PlayedPeer({ ...options, offerer: false });
    await her.calls.start(desk.conversation.id, AUDIO);
    await mias.calls.answer(AUDIO);
    await until(() => mias.peers.length === 1);
    expect(phases(her, mias)).toEqual(['connecting', 'connecting']);
    desk.passes(TIMES.connectingMs);
    const failed = { reason: 'failed', failure: 'unreachable', seconds: 0 };
    expect([ended(her), ended(mias), her.live, mias.live]).toEqual([failed, failed, [], []]);
  });

  it('attempts that all break are given up', async () => {
    const { desk, her, mias } = aDesk();
    const broken = (options: PlayedPeer['options']): PlayedPeer => {
      const peer = new PlayedPeer({ ...options, offerer: false });
      queueMicrotask(() => peer.break());
      return peer;
    };
    her.peer = broken;
    await her.calls.start(desk.conversation.id, AUDIO);
    await mias.calls.answer(AUDIO);
    await vi.waitFor(() => {
      desk.passes(1_000);
      expect(her.phase).toBe('ended');
    });
    expect([ended(her), her.peers.length]).toEqual([{ reason: 'failed', failure: 'unreachable', seconds: 0 }, 4]);
    await until(() => mias.phase === 'ended');
  });
});

describe('asking for devices', () => {
  it('a camera that is denied does not take the voice with it, and the call goes on', async () => {
    const { desk, her, mias } = aDesk();
    her.devices = () => her.opens(AUDIO, 'denied');
    await her.calls.start(desk.conversation.id, VIDEO);
    expect(active(her)).toMatchObject({ phase: 'calling', failure: 'denied', microphone: true, camera: false });
    expect(her.commands[0]).toMatchObject({ type: 'call.start', body: { media: AUDIO } });
    await mias.calls.answer(AUDIO);
    await until(() => her.phase === 'connected');
  });

  it('who hangs up while the browser asks is not recorded when it answers', async () => {
    const { desk, her } = aDesk();
    let give = (): void => {};
    her.devices = () => new Promise((resolve) => (give = () => resolve(her.opens(VIDEO))));
    const calling = her.calls.start(desk.conversation.id, VIDEO);
    await until(() => her.phase === 'asking');
    await her.calls.end();
    give();
    await calling;
    expect([her.phase, her.tracks.length, her.live, her.commands]).toEqual(['idle', 2, [], []]);
  });

  it('who is asked while the caller gives up is not recorded either', async () => {
    const { desk, her, mias } = aDesk();
    let give = (): void => {};
    mias.devices = () => new Promise((resolve) => (give = () => resolve(mias.opens(AUDIO))));
    await her.calls.start(desk.conversation.id, AUDIO);
    const answering = mias.calls.answer(AUDIO);
    await until(() => mias.phase === 'asking');
    await her.calls.end();
    give();
    await answering;
    expect([ended(mias), mias.live]).toEqual([{ reason: 'cancelled', failure: null, seconds: 0 }, []]);
  });
});

describe('in a call', () => {
  it('the other side is told what is muted and what is shown', async () => {
    const { her, mias } = await aRunningCall();
    await her.calls.setMicrophone(false);
    expect(active(her)).toMatchObject({ microphone: false });
    await until(() => !active(mias).remoteMicrophone);
    await her.calls.setMicrophone(true);
    await until(() => active(mias).remoteMicrophone);
    expect(her.tracks).toHaveLength(1);
  });

  it('goes from audio to video and back without another attempt, and off means that the light is out', async () => {
    const { her, mias } = await aRunningCall();
    await her.calls.setCamera(true);
    await until(() => active(mias).remoteCamera);
    const [camera] = active(her).local!.getVideoTracks();
    expect([her.peers.length, her.peers[0]?.tracks.video]).toEqual([1, camera]);
    await her.calls.setCamera(false);
    await until(() => !active(mias).remoteCamera);
    expect([camera?.readyState, her.peers[0]?.tracks.video, active(her).camera]).toEqual(['ended', null, false]);
    expect(active(her).phase).toBe('connected');
  });

  it('a camera that cannot be had is named, the call goes on, and the next try may succeed', async () => {
    const { her } = await aRunningCall();
    her.devices = () => ({ stream: null, failure: 'busy' });
    await her.calls.setCamera(true);
    expect(active(her)).toMatchObject({ phase: 'connected', camera: false, failure: 'busy' });
    her.devices = (media) => her.opens(media);
    await her.calls.setCamera(true);
    expect(active(her)).toMatchObject({ camera: true, failure: null });
  });

  it('a camera that was switched off again before it came is not kept', async () => {
    const { her } = await aRunningCall();
    let give = (): void => {};
    her.devices = (media) => new Promise((resolve) => (give = () => resolve(her.opens(media))));
    const on = her.calls.setCamera(true);
    await her.calls.setCamera(false);
    give();
    await on;
    expect([active(her).camera, her.live.map(({ kind }) => kind)]).toEqual([false, ['audio']]);
  });

  it('a device that is pulled out counts as switched off', async () => {
    const { her, mias } = await aRunningCall(VIDEO);
    her.tracks.find(({ kind }) => kind === 'video')?.unplug();
    expect(active(her)).toMatchObject({ microphone: true, camera: false });
    await until(() => !active(mias).remoteCamera);
  });

  it('[G13] hanging up stops every track and the connection before the server is told', async () => {
    const { desk, her, mias } = await aRunningCall(VIDEO);
    desk.passes(7_500);
    expect(her.live).toHaveLength(2);
    const hangingUp = her.calls.end();
    expect([her.live, her.peers[0]?.isClosed, her.phase]).toEqual([[], true, 'ended']);
    await hangingUp;
    expect([her.commands.at(-1)?.type, her.liveAtSend.at(-1)]).toEqual(['call.end', 0]);
    const over = { reason: 'hangup', failure: null, seconds: 7 };
    expect([ended(her), ended(mias), mias.live]).toEqual([over, over, []]);
  });

  it('[CA9] the end of the conversation ends the call on both sides', async () => {
    const { desk, her, mias } = await aRunningCall();
    desk.does(mia, wish.end());
    expect([phases(her, mias), her.live, mias.live]).toEqual([['ended', 'ended'], [], []]);
  });

  it('a second call of this browser waits until the first is over', async () => {
    const { desk, her } = await aRunningCall();
    const { call } = active(her);
    await her.calls.start(desk.conversation.id, VIDEO);
    await her.calls.answer(VIDEO);
    await her.calls.decline();
    her.calls.dismiss();
    expect([active(her).call, her.phase]).toEqual([call, 'connected']);
  });
});
