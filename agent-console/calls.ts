/**
 * The desk's side of a call: what is asked before the browser asks, and which call rings here. The call itself is the
 * client's; this only remembers what the agent is about to do, so that the explain screen comes before every permission
 * prompt (G2).
 */
import type { Client } from '../client/client.ts';
import { Cell, type Observable } from '../client/observable.ts';
import type { ConversationId } from '../protocol/ids.ts';
import type { Media } from '../protocol/models.ts';
import type { Router } from './router.ts';

/** A call that the agent has asked for or wants to answer, before any device was opened. */
export interface CallPlan {
  readonly conversation: ConversationId;
  readonly media: Media;
  readonly does: 'call' | 'answer';
}

/** What the views do with calls. */
export interface Calls {
  /** The plan that waits for the agent's yes on the explain screen. */
  readonly plan: Observable<CallPlan | undefined>;
  /** Begins a call to the visitor: explains first where the browser will ask. */
  call(conversation: ConversationId, media: Media): Promise<void>;
  /** Answers the ringing call: explains first where the browser will ask. */
  answer(media: Media): Promise<void>;
  /** The agent has read the explain screen and goes on. */
  proceed(media: Media): Promise<void>;
  /** The agent does not want it after all; a ringing call is declined. */
  cancel(): Promise<void>;
}

/** Whether the browser will open these devices without asking. */
async function isGranted(media: Media): Promise<boolean> {
  const names = [...(media.audio ? ['microphone'] : []), ...(media.video ? ['camera'] : [])];
  try {
    // `navigator.permissions` is missing on plain http pages, and some browsers do not know these names.
    const states = await Promise.all(
      names.map((name) => navigator.permissions.query({ name: name as PermissionName })),
    );
    return states.every((permission) => permission.state === 'granted');
  } catch {
    return false;
  }
}

/** The calls of a desk. `accept` takes a waiting conversation and says whether it is ours. */
export function createCalls(options: {
  client: Client;
  router: Router;
  accept(conversation: ConversationId): Promise<boolean>;
}): Calls {
  const { client, router, accept } = options;
  const plan = new Cell<CallPlan | undefined>(undefined);

  const carryOut = async ({ does, conversation }: CallPlan, media: Media): Promise<void> => {
    plan.set(undefined);
    await (does === 'answer' ? client.call.answer(media) : client.call.start(conversation, media));
  };
  const consider = async (next: CallPlan): Promise<void> => {
    const { conversation, does, media } = next;
    router.go({ view: 'inbox', conversation });
    if (await isGranted(media)) return carryOut(next, media);
    plan.set(next);
    // Reading takes longer than a reservation holds: the visitor is ours from the click on, not from the last word.
    const waits = client.inbox.value.get(conversation)?.status === 'waiting';
    if (does === 'answer' && waits && !(await accept(conversation))) plan.set(undefined);
  };

  // A call that stopped ringing while its explain screen was open cannot be answered any more.
  client.call.state.subscribe((state) => {
    if (plan.value?.does === 'answer' && state.phase !== 'ringing') plan.set(undefined);
  });

  return {
    plan,
    call: (conversation, media) => consider({ conversation, media, does: 'call' }),
    answer: async (media) => {
      const state = client.call.state.value;
      if (state.phase === 'ringing') await consider({ conversation: state.conversation, media, does: 'answer' });
    },
    proceed: async (media) => {
      if (plan.value !== undefined) await carryOut(plan.value, media);
    },
    cancel: async () => {
      const cancelled = plan.value;
      plan.set(undefined);
      if (cancelled?.does === 'answer') await client.call.decline();
    },
  };
}
