/**
 * Which calls this browser sees in its conversations and in its inbox, and which of them concern the person here. Pure;
 * what follows from a sighting is decided by the call model.
 */
import type { CallId, ConversationId, SessionId } from '../../protocol/ids.ts';
import type { CallView, ConversationRow, ConversationView } from '../../protocol/models.ts';
import type { Me, Timeline } from '../timeline.ts';

/** A call that is not over, as the server tells it. */
export interface Sighting {
  readonly conversation: ConversationId;
  readonly call: CallView;
  /** The caller's session, where the event that says so is here. */
  readonly caller: SessionId | undefined;
  /** Whether the person here takes part, or is asked to. */
  readonly concerns: boolean;
}

/** What a browser knows of its conversations. */
export interface Known {
  readonly timelines: ReadonlyMap<ConversationId, Timeline>;
  readonly rows: ReadonlyMap<ConversationId, ConversationRow>;
}

/** All calls in what this browser knows. */
export function sightings({ timelines, rows }: Known, me: Me): readonly Sighting[] {
  const conversations = [...new Set([...timelines.keys(), ...rows.keys()])];
  return conversations.flatMap((conversation) => {
    const timeline = timelines.get(conversation);
    const row = rows.get(conversation);
    const newest = newer(timeline?.view, row);
    const call = newest?.call;
    if (!newest || !call) return [];
    const concerns = me.kind === 'visitor' || isInside(newest, me) || row?.reservation?.agent === me.id;
    return [{ conversation, call, caller: callerOf(timeline, call.id), concerns }];
  });
}

// Rows are told later than events, but of conversations that nobody here has opened, too. Both count in one counter.
function newer(view: ConversationView | undefined, row: ConversationRow | undefined): typeof view | typeof row {
  if (!view || !row) return view ?? row;
  return row.head > view.head ? row : view;
}

function isInside({ agents }: Pick<ConversationView, 'agents'>, me: Me): boolean {
  return me.kind === 'agent' && agents.some((card) => card.id === me.id);
}

function callerOf(timeline: Timeline | undefined, call: CallId): SessionId | undefined {
  const started = timeline?.events.findLast((event) => event.type === 'call.started' && event.body.call === call);
  return started?.type === 'call.started' ? started.body.session : undefined;
}
