/**
 * The beginnings of stories about calls: a visitor and an agent at one desk, before and in a call, and what their tabs
 * show. It knows no rule that is tested.
 */
import { vi } from 'vitest';
import type { ActiveCall } from '../../client/call/call.ts';
import { anAgentActor, anOpenConversation, AUDIO, aVisitorActor } from './builders.ts';
import type { GrowingConversation } from './builders.ts';
import { CallDesk } from './call-parties.ts';
import type { CallTab } from './call-parties.ts';

/** Who calls. */
export const visitor = aVisitorActor();
/** Who answers. */
export const mia = anAgentActor({ name: 'Mia' });
/** Who could answer too. */
export const tom = anAgentActor({ name: 'Tom' });

let desks: CallDesk[] = [];

/** A desk around this conversation, which is cleared with the others. */
export const aDeskFor = (conversation: GrowingConversation): CallDesk => {
  const desk = new CallDesk(conversation);
  desks.push(desk);
  return desk;
};

/** After each test: lets go of every tab, and tells how many alarms are set still. */
export const clearDesks = (): number => {
  for (const tab of desks.flatMap(({ tabs }) => tabs)) tab.calls.stop();
  const alarms = desks.reduce((sum, desk) => sum + desk.clock.alarms, 0);
  desks = [];
  return alarms;
};

/** A visitor and an agent who talk already. */
export const aDesk = (): { desk: CallDesk; her: CallTab; mias: CallTab } => {
  const desk = aDeskFor(anOpenConversation(visitor, mia));
  return { desk, her: desk.tab(visitor), mias: desk.tab(mia) };
};

/** Waits for what is on its way. */
export const until = (condition: () => boolean): Promise<void> =>
  vi.waitFor(() => {
    if (!condition()) throw new Error(`Not yet: ${condition.toString()}`);
  });

/** The phases of these tabs. */
export const phases = (...tabs: CallTab[]): string[] => tabs.map(({ phase }) => phase);

/** The call of this tab. */
export const active = (tab: CallTab): ActiveCall => {
  const { state } = tab;
  if (state.phase === 'idle' || state.phase === 'ended') throw new Error(`There is no call, it is ${state.phase}`);
  return state;
};

/** How the call of this tab ended. */
export const ended = (tab: CallTab): object => {
  if (tab.state.phase !== 'ended') throw new Error(`The call is not over, it is ${tab.state.phase}`);
  const { reason, failure, seconds } = tab.state;
  return { reason, failure, seconds };
};

/** The visitor calls, Mia answers, and both hear each other. */
export const aRunningCall = async (media = AUDIO): Promise<ReturnType<typeof aDesk>> => {
  const party = aDesk();
  const { desk, her, mias } = party;
  await her.calls.start(desk.conversation.id, media);
  await mias.calls.answer(media);
  await until(() => phases(her, mias).every((phase) => phase === 'connected'));
  return party;
};
