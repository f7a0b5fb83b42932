/** A visit without a screen: what people's clicks become, what a tab keeps, what is unread, and how one leaves. */
import { describe, expect, it } from 'vitest';
import type { ConversationId } from '../../protocol/ids.ts';
import { Turns } from '../../client/turns.ts';
import { watchAttention } from '../../widget/attention.ts';
import { aCall, aVisit, joined, MIA, said, SYSTEM, VISITOR, type TestVisit } from '../helpers/widget.ts';

const FIRST = 'conversation 1' as ConversationId;
const AUDIO = { audio: true, video: false };
const VIDEO = { audio: true, video: true };

/** A visit in the middle of a conversation with Mia. */
function talking(): TestVisit {
  const here = aVisit();
  here.visit.open();
  here.visit.write('Hello');
  here.client.begin(FIRST);
  here.client.tell(FIRST, MIA, joined);
  return here;
}

describe('opening and closing', () => {
  it('[L1] nothing is kept before the window is opened, and one entry afterwards', () => {
    const { visit, keep } = aVisit();
    expect(keep.load()).toBeUndefined();
    visit.open();
    expect(keep.load()).toMatchObject({ open: true });
  });

  it('a look and nothing more leaves nothing behind', () => {
    const here = aVisit();
    here.visit.open();
    here.visit.close();
    expect(here.over).toBe(1);
  });

  it.each([
    ['a conversation', (here: TestVisit) => here.visit.write('Hello')],
    ['a draft', (here: TestVisit) => here.visit.setDraft('Hel')],
    ['a call', (here: TestVisit) => here.client.call.state.set(aCall(FIRST, { phase: 'calling', by: 'visitor' }))],
  ])('but %s stays', (_, happen) => {
    const here = aVisit();
    here.visit.open();
    happen(here);
    here.visit.close();
    expect([here.over, here.keep.load()?.open]).toEqual([0, false]);
  });

  it('the bell follows', () => {
    const here = aVisit();
    here.visit.open();
    const opened = here.bell.open;
    here.visit.close();
    expect([opened, here.bell.open]).toEqual([true, false]);
  });

  it('[RS7] another page finds the window as it was, with the conversation and what was being written', () => {
    const { visit } = aVisit({ open: true, conversation: FIRST, draft: 'Hel', heads: { [FIRST]: 3 } });
    expect(visit.state.value).toMatchObject({ open: true, view: 'chat', conversation: FIRST, draft: 'Hel' });
    expect(visit.isLoading).toBe(true);
  });

  it('what else the tab keeps stays as it is', () => {
    const { visit, keep } = aVisit({ token: 'secret', epoch: 'one', heads: { [FIRST]: 3 }, conversation: FIRST });
    visit.open();
    expect(keep.load()).toMatchObject({ token: 'secret', epoch: 'one', heads: { [FIRST]: 3 }, conversation: FIRST });
  });
});

describe('writing', () => {
  it('[CO8] the first message starts a conversation, the next ones belong to it', () => {
    const { visit, client, keep } = aVisit();
    visit.open();
    visit.write('One');
    visit.write('Two');
    expect(client.sent).toEqual([
      { type: 'message.post', conversation: FIRST, body: { text: 'One' } },
      { type: 'message.post', conversation: FIRST, body: { text: 'Two' } },
    ]);
    expect([visit.state.value.view, keep.load()?.conversation]).toEqual(['chat', FIRST]);
  });

  it('[CO10] after the end, writing in the conversation goes on with it; from the first screen it begins anew', () => {
    const { visit, client } = talking();
    client.tell(FIRST, MIA, { type: 'conversation.ended', body: {} });
    visit.write('One more thing');
    expect(client.sent.at(-1)).toMatchObject({ conversation: FIRST });
    visit.goHome();
    visit.write('Something else');
    expect(client.sent.at(-1)).toMatchObject({ conversation: 'conversation 2' });
  });

  it('that somebody writes is told only where somebody can see it', () => {
    const { visit, client } = aVisit();
    visit.open();
    visit.typing(true);
    visit.write('Hello');
    client.begin(FIRST);
    visit.typing(true);
    visit.typing(false);
    client.tell(FIRST, MIA, { type: 'conversation.ended', body: {} });
    visit.typing(true);
    expect(client.typed).toEqual([true, false]);
  });

  it('a draft outlives the change of screens and is gone when it is sent', () => {
    const { visit, keep } = talking();
    visit.setDraft('And anoth');
    visit.goHome();
    expect([visit.state.value.draft, keep.load()?.draft]).toEqual(['And anoth', 'And anoth']);
    visit.write('And another thing');
    expect(visit.state.value.draft).toBe('');
  });

  it('a server that does not know the conversation any more is no dead end', async () => {
    const { visit, client, keep } = talking();
    client.conversations.set(new Map());
    await Promise.resolve();
    expect(visit.state.value).toMatchObject({ view: 'home', conversation: undefined });
    expect(keep.load()?.conversation).toBeUndefined();
  });

  it('[RS5] a reset that brings the conversation back in the same breath changes nothing on the screen', async () => {
    const { visit, client } = talking();
    const before = client.conversations.value;
    client.conversations.set(new Map());
    client.conversations.set(before);
    await Promise.resolve();
    expect(visit.state.value).toMatchObject({ view: 'chat', conversation: FIRST });
  });

  it('offline, a conversation of an earlier page is waited for', async () => {
    const { visit, client } = aVisit({ conversation: FIRST });
    client.status.set({ state: 'waiting', retryAt: 0 });
    client.conversations.set(new Map());
    await Promise.resolve();
    expect(visit.isLoading).toBe(true);
  });
});

describe('unread messages', () => {
  it('are those of people after what the visitor has written, and the bell tells them', () => {
    const { visit, client, bell } = talking();
    client.tell(FIRST, MIA, said('One'));
    client.tell(FIRST, SYSTEM, said('Not from a person'));
    client.tell(FIRST, MIA, said('Two'));
    expect([visit.unread.value, bell.unread]).toEqual([2, 2]);
    client.tell(FIRST, VISITOR, said('I see'));
    expect(visit.unread.value).toBe(0);
  });

  it('[CO11] are read by looking at them, which is told to the other side', () => {
    const { visit, client } = talking();
    client.tell(FIRST, MIA, said('One', 'one'));
    visit.markSeen('one' as never);
    client.tell(FIRST, MIA, said('Two', 'two'));
    expect([visit.unread.value, client.read]).toEqual([1, [FIRST]]);
  });

  it('are not those that another page has shown', () => {
    const { visit, client } = talking();
    client.tell(FIRST, MIA, said('One', 'one'));
    client.tell(FIRST, VISITOR, { type: 'participant.read', body: { message: 'one' as never } });
    expect(visit.unread.value).toBe(0);
  });
});

describe('calls', () => {
  it('[CO8] a call can be the first word', () => {
    const { visit, client } = aVisit();
    visit.open();
    visit.explain(VIDEO);
    expect([visit.state.value.explain, client.call.did]).toEqual([VIDEO, []]);
    visit.call(AUDIO);
    expect(visit.state.value).toMatchObject({ explain: undefined, view: 'chat', conversation: FIRST });
    expect(client.call.did).toEqual(['start audio']);
  });

  it('devices that fail lead back to the explanation, with what was wished for', () => {
    const { visit, client } = talking();
    visit.call(VIDEO);
    const ended = { phase: 'ended', call: 'call', conversation: FIRST, reason: 'media', failure: 'denied', seconds: 0 };
    client.call.state.set(ended as never);
    expect(visit.state.value.explain).toEqual(VIDEO);
    visit.dismissExplanation();
    expect([visit.state.value.explain, client.call.state.value.phase]).toEqual([undefined, 'idle']);
  });

  it('an agent who calls opens the window at the conversation', () => {
    const { visit, client, keep } = talking();
    visit.close();
    client.call.state.set(aCall(FIRST));
    expect(visit.state.value).toMatchObject({ open: true, view: 'chat', conversation: FIRST });
    expect(keep.load()?.open).toBe(true);
  });

  it.each([
    ['in another tab', { elsewhere: true }],
    ['by the visitor', { by: 'visitor', phase: 'calling' }],
  ] as const)('a call %s does not', (_, more) => {
    const { visit, client } = talking();
    visit.close();
    client.call.state.set(aCall(FIRST, more));
    expect(visit.state.value.open).toBe(false);
  });

  it('[G13] hanging up needs one step, and no word about it', () => {
    const { visit, client } = talking();
    client.call.end = async () => client.call.state.set({ ...aCall(FIRST), phase: 'ended' } as never);
    client.call.state.set(aCall(FIRST, { phase: 'connected' }));
    visit.hangUp();
    expect(client.call.state.value.phase).toBe('idle');
  });

  it('screens of calls that do not come are told, until the next try', () => {
    const { visit } = talking();
    visit.explain(AUDIO);
    visit.loseCall();
    expect([visit.line.value, visit.state.value.explain]).toEqual(['noCall', undefined]);
    visit.explain(AUDIO);
    expect(visit.line.value).toBe('fine');
  });
});

describe('leaving', () => {
  it('[G13] one click ends the conversation and its call', () => {
    const { visit, client } = talking();
    client.call.state.set(aCall(FIRST, { phase: 'connected' }));
    visit.end();
    expect(client.sent.at(-1)).toEqual({ type: 'conversation.end', conversation: FIRST, body: {} });
    expect([client.call.did, visit.state.value.view]).toEqual([['end'], 'goodbye']);
  });

  it('nothing is kept as soon as the end has arrived, and not before', async () => {
    const here = talking();
    here.visit.end();
    here.visit.leave();
    await Promise.resolve();
    const before = here.over;
    here.client.answer();
    await expect.poll(() => here.over).toBe(1);
    expect([before, here.visit.state.value.open, here.bell]).toEqual([0, false, { open: false, unread: 0 }]);
  });

  it('closing the window at the goodbye is leaving', async () => {
    const here = talking();
    here.visit.end();
    here.client.answer();
    here.visit.close();
    await expect.poll(() => here.over).toBe(1);
  });

  it('who comes back before the end has arrived stays', async () => {
    const here = talking();
    here.visit.end();
    here.visit.leave();
    here.visit.open();
    here.client.answer();
    await new Promise((resolve) => setImmediate(resolve));
    expect([here.over, here.visit.state.value.view]).toEqual([0, 'home']);
  });

  it('a visit that is over hears nothing more', () => {
    const { visit, client, bell } = talking();
    visit.stop();
    client.tell(FIRST, MIA, said('One'));
    expect(bell.unread).toBe(0);
  });
});

describe('the line', () => {
  const lost = { state: 'waiting', retryAt: 0 } as const;

  it('a short break is nobody’s business', () => {
    const { visit, client, clock } = aVisit();
    client.status.set(lost);
    clock.advance(1_000);
    client.status.set({ state: 'connecting' });
    client.status.set({ state: 'online' });
    clock.advance(10_000);
    expect([visit.line.value, clock.alarms]).toEqual(['fine', 0]);
  });

  it('a longer one is told until it is over, however often it is dialled', () => {
    const { visit, client, clock } = aVisit();
    client.status.set(lost);
    clock.advance(2_000);
    const told = visit.line.value;
    client.status.set({ state: 'connecting' });
    const still = visit.line.value;
    client.status.set({ state: 'online' });
    expect([told, still, visit.line.value]).toEqual(['waiting', 'waiting', 'fine']);
  });

  it.each([
    ['replaced', 'replaced'],
    ['version', 'version'],
    ['badFrame', 'version'],
    ['origin', 'refused'],
    ['blocked', 'refused'],
  ] as const)('[FR7] the end for good because of "%s" is told at once', (reason, told) => {
    const { visit, client } = aVisit();
    client.status.set({ state: 'stopped', reason });
    expect(visit.line.value).toBe(told);
  });
});

describe('attention', () => {
  function watched(isHidden = false): { here: TestVisit; heard: string[]; stop: () => void } {
    const here = talking();
    const heard: string[] = [];
    const sounds = {
      isAudible: () => true,
      chime: () => void heard.push('chime'),
      ring: () => {
        heard.push('ring');
        return () => void heard.push('silence');
      },
    };
    const bell = { swing: () => void heard.push('swing') };
    const { visit, client } = here;
    const turns = new Turns({ locks: undefined, standBackMs: () => 0 });
    return { here, heard, stop: watchAttention({ visit, client, bell, sounds, turns, isHidden: () => isHidden }) };
  }

  it('an answer swings the closed bell and sounds', async () => {
    const { here, heard } = watched();
    here.visit.close();
    here.client.tell(FIRST, MIA, said('Here I am'));
    await Promise.resolve();
    expect(heard).toEqual(['swing', 'chime']);
  });

  it('in front of the open window nothing calls; in the background it sounds', async () => {
    const [front, back] = [watched(false), watched(true)];
    for (const { here } of [front, back]) here.client.tell(FIRST, MIA, said('Here I am'));
    await Promise.resolve();
    expect([front.heard, back.heard]).toEqual([[], ['chime']]);
  });

  it('[F9] only people call: neither the system nor the visitor’s own words', () => {
    const { here, heard } = watched(true);
    here.visit.close();
    here.client.tell(FIRST, SYSTEM, said('Automatic'));
    here.client.tell(FIRST, VISITOR, said('From another tab'));
    expect(heard).toEqual([]);
  });

  it('a call rings until it is answered', () => {
    const { here, heard } = watched();
    here.client.call.state.set(aCall(FIRST));
    here.client.call.state.set(aCall(FIRST, { alerting: true }));
    here.client.call.state.set(aCall(FIRST, { phase: 'connecting' }));
    expect(heard).toEqual(['ring', 'silence']);
  });

  it('the visitor can silence one call, and the next one rings again', () => {
    const { here, heard } = watched();
    here.client.call.state.set(aCall(FIRST));
    here.visit.silence();
    here.client.call.state.set(aCall(FIRST, { call: 'second' as never }));
    expect(heard).toEqual(['ring', 'silence', 'ring']);
  });

  it('the end of the visit is silence', () => {
    const { here, heard, stop } = watched();
    here.client.call.state.set(aCall(FIRST));
    stop();
    here.client.tell(FIRST, MIA, said('Too late'));
    expect(heard).toEqual(['ring', 'silence']);
  });
});
