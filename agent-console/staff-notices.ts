/**
 * The lines between the messages that only staff see: who was asked to take a conversation, and what came of it. It knows
 * events and names; the words are the texts'.
 */
import type { EventFrame } from '../protocol/events.ts';
import type { AgentId } from '../protocol/ids.ts';
import type { TransferTarget } from '../protocol/models.ts';
import type { ConsoleTexts } from './texts.ts';

/** The line for an event, or undefined if staff need not hear of it here. */
export function staffNotice(
  event: EventFrame,
  nameOf: (agent: AgentId) => string,
  { transfer: texts }: ConsoleTexts,
): string | undefined {
  const target = (to: TransferTarget): string => ('agent' in to ? nameOf(to.agent) : texts.theDepartment);
  if (event.type === 'transfer.started' && event.by.kind === 'agent') {
    return texts.started(nameOf(event.by.id), target(event.body.to));
  }
  // Who comes is told to everybody.
  if (event.type !== 'transfer.ended' || event.body.outcome === 'accepted') return undefined;
  return texts.ended[event.body.outcome](target(event.body.to));
}
