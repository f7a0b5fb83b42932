/**
 * How the widget calls for the visitor when something comes from a person: one swing of the bell, a soft chime while the
 * window is closed or the page hidden, and the ringing of a call until it is answered, declined or silenced. It knows
 * when, and that of several tabs one sounds; how it sounds and looks is the ports' business. Nothing but a person ever
 * makes it sound.
 */
import type { Arrival, Client } from '../client/client.ts';
import type { Turns } from '../client/turns.ts';
import type { MessageId } from '../protocol/ids.ts';
import type { Bell } from './mount.ts';
import type { Sounds } from './sounds.ts';
import { incomingCall, type Visit } from './visit.ts';

/** What there is to call with. */
export interface AttentionPorts {
  readonly visit: Visit;
  readonly client: Client;
  readonly bell: Pick<Bell, 'swing'>;
  readonly sounds: Sounds;
  readonly turns: Pick<Turns, 'take' | 'hold'>;
  /** Whether the page is in the background. */
  isHidden(): boolean;
}

/** Calls for the visitor until the returned function is called. */
export function watchAttention(ports: AttentionPorts): () => void {
  const { visit, client, bell, sounds, turns, isHidden } = ports;
  let stopRinging: (() => void) | undefined;
  const ring = (): void => {
    const incoming = incomingCall(client.call.state.value);
    if (incoming !== undefined && incoming.call !== visit.state.value.silenced)
      stopRinging ??= turns.hold('ring', () => sounds.ring());
    else {
      stopRinging?.();
      stopRinging = undefined;
    }
  };
  // Who looks at it hears nothing, and neither do the other tabs.
  const chime = async (message: MessageId, isLookedAt: boolean): Promise<void> => {
    if (!isLookedAt && !sounds.isAudible()) return;
    if ((await turns.take(`message ${message}`)) && !isLookedAt) sounds.chime();
  };
  const arrived = ({ event }: Arrival): void => {
    if (event.by.kind !== 'agent') return;
    const { open } = visit.state.value;
    const isMessage = event.type === 'message.posted';
    if (!open && (isMessage || event.type === 'participant.joined')) bell.swing();
    if (isMessage) void chime(event.body.message, open && !isHidden());
  };
  const ends = [visit.state.subscribe(ring), client.call.state.subscribe(ring), client.onArrival(arrived)];
  ring();
  return () => {
    for (const end of ends) end();
    stopRinging?.();
  };
}
