/**
 * How the line comes by every event once, over real sockets: gaps, heartbeats, resumes, resets, and what it does not
 * know.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionId } from '../../protocol/ids.ts';
import { anId, anOpenConversation, wish } from '../helpers/builders.ts';
import type { GrowingConversation } from '../helpers/builders.ts';
import { aLink, asked, clearTheTable, clock, delivered, framesOf, greeted, mia } from '../helpers/link-party.ts';
import { numbers, online, redialled, setTheTable, snapshotOf, until, upTo, visitor } from '../helpers/link-party.ts';

beforeEach(setTheTable);
afterEach(clearTheTable);

describe('events', () => {
  const aTalk = (messages = 5): GrowingConversation => {
    const conversation = anOpenConversation(visitor, mia);
    for (let count = 0; count < messages; count += 1) conversation.does(mia, wish.post(String(count)));
    return conversation;
  };

  it('[EV5] the next one is applied, an old one ignored, and a gap is read before going on', async () => {
    const conversation = aTalk();
    const frames = framesOf(conversation);
    const connection = await online(aLink());
    for (const place of [0, 0, 1, 0, 4, 4]) connection.send(frames[place]!);
    const read = await asked(connection);
    expect(read).toMatchObject({ conversation: conversation.id, after: 2 });
    connection.reply(read.id, { snapshot: snapshotOf(conversation, 2) });
    await until(() => numbers().length === frames.length);
    connection.send(frames[5]!);
    conversation.does(mia, wish.post('last'));
    connection.send(framesOf(conversation).at(-1)!);
    await until(() => numbers().length > frames.length);
    expect([numbers(), connection.reads.length]).toEqual([upTo(frames.length + 1), 1]);
  });

  it('[FR1] several in one text are taken in their order, and what is no frame among them is left out', async () => {
    const frames = framesOf(aTalk());
    const connection = await online(aLink());
    connection.say(JSON.stringify([...frames.slice(0, 2), null, 'no frame', ...frames.slice(2)]));
    await until(() => numbers().length === frames.length);
    expect(numbers()).toEqual(upTo(frames.length));
  });

  it('[EV5] a gap that is longer than a page is read page by page', async () => {
    const conversation = aTalk(9);
    const frames = framesOf(conversation);
    const connection = await online(aLink());
    connection.send(frames[0]!);
    connection.send(frames.at(-1)!);
    for (let count = 1; numbers().length < frames.length; count += 1) {
      const read = await asked(connection, count);
      const after = 'after' in read ? (read.after ?? 0) : 0;
      const page = snapshotOf(conversation, after);
      connection.reply(read.id, { snapshot: { ...page, events: page.events.slice(0, 5) } });
      await until(() => numbers().includes(Math.min(after + 5, frames.length)));
    }
    expect(numbers()).toEqual(upTo(frames.length));
  });

  it('[EV5] of a conversation that nobody here knows are read from its tail', async () => {
    const conversation = aTalk();
    const connection = await online(aLink());
    connection.send(framesOf(conversation).at(-1)!);
    const read = await asked(connection);
    expect(read).toEqual({ kind: 'read', id: read.id, conversation: conversation.id });
    connection.reply(read.id, { snapshot: snapshotOf(conversation, 3) });
    await until(() => delivered.some(({ kind }) => kind === 'replaced'));
    expect(numbers()).toEqual(
      framesOf(conversation)
        .slice(3)
        .map(({ seq }) => seq),
    );
  });

  it('[RS4] a lost last one is found with the next heartbeat', async () => {
    const conversation = aTalk();
    const known = snapshotOf(conversation);
    const connection = await online(aLink(), { conversations: [known] });
    conversation.does(mia, wish.post('lost'));
    const head = conversation.state.publicSeq;
    connection.send({ kind: 'control', type: 'heartbeat', heads: { [conversation.id]: head } });
    const read = await asked(connection);
    connection.reply(read.id, { snapshot: snapshotOf(conversation, head - 1) });
    await until(() => numbers().includes(head));
    connection.send({ kind: 'control', type: 'heartbeat', heads: { [conversation.id]: head } });
    connection.send({ kind: 'signal', type: 'presence', body: { agent: anId(), presence: 'away' } });
    await until(() => delivered.at(-1)?.kind === 'signal');
    expect([numbers(), connection.reads.length]).toEqual([upTo(head), 1]);
  });

  it('what the server does not give is asked for once per heartbeat, not for ever', async () => {
    const conversation = aTalk();
    const connection = await online(aLink(), { conversations: [snapshotOf(conversation)] });
    const heads = { [conversation.id]: 99 };
    for (const count of [1, 2]) {
      connection.send({ kind: 'control', type: 'heartbeat', heads });
      const read = await asked(connection, count);
      connection.reply(read.id, { snapshot: snapshotOf(conversation, 99) });
      await until(() => delivered.filter(({ kind }) => kind === 'continued').length === count);
    }
    expect(connection.reads).toHaveLength(2);
  });

  it('[RS4] an answer that never comes is not waited for: the next heartbeat asks again', async () => {
    const conversation = aTalk();
    const connection = await online(aLink(), { conversations: [snapshotOf(conversation)] });
    const head = conversation.state.publicSeq;
    conversation.does(mia, wish.post('lost'));
    const heartbeat = { kind: 'control', type: 'heartbeat', heads: { [conversation.id]: head + 1 } } as const;
    connection.send(heartbeat);
    await asked(connection);
    clock.advance(10_000);
    connection.send(heartbeat);
    const again = await asked(connection, 2);
    connection.reply(again.id, { snapshot: snapshotOf(conversation, head) });
    await until(() => numbers().includes(head + 1));
    expect(numbers()).toEqual(upTo(head + 1));
  });

  it('[RS1] [RS2] a resume names what is here and goes on with what was missed', async () => {
    const conversation = aTalk();
    const link = aLink();
    const session = anId<SessionId>();
    const first = await online(link, { session, conversations: [snapshotOf(conversation)] });
    const head = conversation.state.publicSeq;
    first.cut();
    const second = await redialled(link);
    expect(second.hello?.resume).toEqual({ session, epoch: 'first', heads: { [conversation.id]: head } });
    conversation.does(mia, wish.post('missed')).does(visitor, wish.post('and mine'));
    await online(link, { session, conversations: [snapshotOf(conversation, head)] });
    expect(numbers()).toEqual(upTo(head + 2));
    expect(delivered.at(-1)).toMatchObject({ kind: 'continued', events: [{ seq: head + 1 }, { seq: head + 2 }] });
  });

  it('[RS2] when too many were missed it begins anew with the tail, and knows which of it are news', async () => {
    const conversation = aTalk();
    const link = aLink();
    const first = await online(link, { conversations: [snapshotOf(conversation)] });
    first.cut();
    await redialled(link);
    for (let count = 0; count < 5; count += 1) conversation.does(mia, wish.post('missed'));
    const tail = snapshotOf(conversation, conversation.state.publicSeq - 3);
    await online(link, { conversations: [tail] });
    expect(delivered.at(-1)).toEqual({ kind: 'replaced', snapshot: tail, unseen: tail.events });
  });

  it('[RS1] a new document of the tab asks for everything, and knows what the last one had shown', async () => {
    const conversation = aTalk();
    const shown = conversation.state.publicSeq;
    conversation.does(mia, wish.post('on the way'));
    const session = anId<SessionId>();
    const kept = { session, epoch: 'first', heads: { [conversation.id]: shown }, open: true, outbox: [] };
    const link = aLink({ kept });
    const { hello: said } = await greeted(1);
    expect(said?.resume?.heads).toEqual({ [conversation.id]: 0 });
    await online(link, { session, conversations: [snapshotOf(conversation)] });
    expect(numbers()).toEqual(upTo(shown + 1));
    expect(delivered.at(-1)).toMatchObject({ kind: 'replaced', unseen: [{ seq: shown + 1 }] });
  });

  it('[RS5] a reset forgets every number, and nothing of it is news', async () => {
    const conversation = aTalk();
    const link = aLink();
    (await online(link, { conversations: [snapshotOf(conversation)] })).cut();
    await redialled(link);
    const other = aTalk(1);
    await online(link, { reset: true, epoch: 'second', conversations: [snapshotOf(other)] });
    expect(link.kept).toMatchObject({ epoch: 'second', heads: { [other.id]: other.state.publicSeq } });
    expect(Object.keys(link.kept.heads)).toEqual([other.id]);
    expect(delivered.slice(-2)).toMatchObject([
      { kind: 'welcome', reset: true },
      { kind: 'replaced', unseen: [] },
    ]);
  });

  it('[FR10] a token that made a new visitor is a reset too', async () => {
    const kept = { token: 'old', heads: { [anId()]: 4 }, open: true, outbox: [] };
    const link = aLink({ kept });
    await online(link, { person: { kind: 'visitor', id: visitor.visitor, token: 'new' } });
    expect(delivered).toMatchObject([{ kind: 'welcome', reset: true }]);
    expect(link.kept).toMatchObject({ token: 'new', heads: {} });
  });

  it('[FR9] are read again after this session was lagging', async () => {
    const conversation = aTalk();
    const connection = await online(aLink(), { conversations: [snapshotOf(conversation)] });
    const head = conversation.state.publicSeq;
    connection.send({ kind: 'control', type: 'lagging' });
    const read = await asked(connection);
    expect(read).toMatchObject({ conversation: conversation.id, after: head });
  });

  it('[FR6] what this version does not know is ignored', async () => {
    const conversation = aTalk(1);
    const connection = await online(aLink());
    const [first, second] = framesOf(conversation);
    connection.say('not json');
    connection.say('null');
    connection.say(JSON.stringify({ kind: 'moon', phase: 'full' }));
    connection.say(JSON.stringify({ kind: 'control', type: 'sing' }));
    connection.say(JSON.stringify({ ...first, type: 'moon.rose', body: {} }));
    connection.send(second!);
    await until(() => numbers().length === 2);
    expect(numbers()).toEqual([1, 2]);
  });
});
