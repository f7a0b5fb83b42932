/**
 * The frames that every message brings, as JSON: put together from texts that are there already, because writing an
 * object down costs more than joining texts. It says what `JSON.stringify` would say, and knows no connection.
 */
import type { EventFrame } from '../../protocol/events.ts';
import type { CommandId } from '../../protocol/ids.ts';
import type { ConversationRow } from '../../protocol/models.ts';
import type { ServerSignal } from '../../protocol/signals.ts';

/**
 * JSON of what many readers are told one after another. Only the last one is remembered: a map of all that live costs
 * the collector more than writing them down again.
 */
class LastText {
  #value: object | undefined;
  #text = '';

  /** The value as JSON; the value must not change any more. */
  of(value: object): string {
    if (this.#value !== value) {
      this.#text = JSON.stringify(value);
      this.#value = value;
    }
    return this.#text;
  }
}

const authors = new LastText();
const bodies = new LastText();
const rows = new LastText();
const signals = new LastText();

/** The event as a viewer gets it. Its ids and types need no escaping: they were checked, or are ours. */
export function eventText(frame: EventFrame): string {
  const { conversation, seq, at, by, audience, type, body } = frame;
  const audienceText = audience === undefined ? '' : `"audience":"${audience}",`;
  return `{"kind":"event","conversation":"${conversation}","seq":${seq},"at":${at},"by":${authors.of(by)},${audienceText}"type":"${type}","body":${bodies.of(body)}}`;
}

/** The answer to a command that led to events with these numbers (CO3). */
export function doneText(id: CommandId, seqs: readonly number[]): string {
  return `{"kind":"reply","id":"${id}","done":{"seqs":[${seqs.join(',')}]}}`;
}

/** A changed row of the inbox. */
export function rowText(row: ConversationRow): string {
  return `{"kind":"row","row":${rows.of(row)}}`;
}

/** A signal. */
export function signalText(signal: ServerSignal): string {
  return signals.of(signal);
}
