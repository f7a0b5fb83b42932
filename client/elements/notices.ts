/**
 * Which event is worth a line between the messages, and which words it gets. It knows events and names; the words
 * themselves are the texts'. Nothing here is ever signed with a face (F9).
 */
import type { ContentOf, EventFrame } from '../../protocol/events.ts';
import type { AgentId } from '../../protocol/ids.ts';
import type { NoticeTexts } from './texts.ts';
import { duration } from './times.ts';

/** The line for an event, or undefined if people need not hear of it. `nameOf` knows agents by id. */
export function noticeText(
  event: EventFrame,
  texts: NoticeTexts,
  nameOf: (agent: AgentId) => string | undefined,
): string | undefined {
  const name = (agent: AgentId): string => nameOf(agent) ?? texts.somebody;
  switch (event.type) {
    case 'conversation.queued':
      return {
        started: texts.queued,
        reopened: texts.reopened,
        agent_lost: texts.requeued,
        handed_over: texts.requeued,
        replaced: texts.requeued,
        anyone: texts.queued,
        overflow: texts.overflow(event.body.partner),
        callback: undefined,
        returned: texts.returned,
      }[event.body.reason];
    case 'return.due':
      return event.body.over ? texts.returned : texts.returnDue;
    case 'conversation.ended':
      return texts.ended;
    case 'participant.joined':
      return joinedText(event.body, texts);
    case 'participant.left': {
      const { agent, reason, to } = event.body;
      if (to) return texts.takesOver(name(to), name(agent));
      return reason === 'lost' ? texts.lost(name(agent)) : texts.left(name(agent));
    }
    case 'call.started':
      return texts.callStarted(event.body.media.video);
    case 'call.ended':
      return texts.callEnded(event.body.reason, duration(event.body.seconds));
    default:
      return texts.more?.(event, name);
  }
}

function joinedText({ agent, deputyFor }: ContentOf<'participant.joined'>['body'], texts: NoticeTexts): string {
  return deputyFor === undefined ? texts.joined(agent.name) : texts.deputy(agent.name, deputyFor);
}
