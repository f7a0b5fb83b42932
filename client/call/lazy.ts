/**
 * The call model for a browser that has no call yet: it is loaded with the first call, or when one is in sight. Until then
 * nothing can happen but those two. It knows the model's door and nothing of calls.
 */
import type { CallId, ConversationId } from '../../protocol/ids.ts';
import type { Media, QuickStart } from '../../protocol/models.ts';
import { Cell } from '../observable.ts';
import type { BrowserCallPorts } from './browser-calls.ts';
import type { CallModel, CallState } from './call.ts';
import type { Calls } from './model.ts';
import type { Sighting } from './sightings.ts';

const IDLE: CallState = { phase: 'idle' };

/** How a call ends whose code does not come. */
const UNREACHABLE = { phase: 'ended', reason: 'failed', failure: 'unreachable', seconds: 0 } as const;

/** The calls of one document, before and after their code is there. */
export class LazyCalls implements CallModel {
  readonly state = new Cell<CallState>(IDLE);
  readonly #ports: BrowserCallPorts;
  #calls: Calls | undefined;
  #loading: Promise<Calls> | undefined;
  #sightings: readonly Sighting[] = [];
  /** Grows when whoever waits for the model does not want it any more. */
  #changesOfMind = 0;

  constructor(ports: BrowserCallPorts) {
    this.#ports = ports;
  }

  async start(conversation: ConversationId, media: Media, topic?: QuickStart): Promise<void> {
    const wanted = this.#changesOfMind;
    const calls = await this.#load().catch(() => undefined);
    if (wanted !== this.#changesOfMind) return;
    if (calls) await calls.start(conversation, media, topic);
    else this.state.set({ ...UNREACHABLE, call: this.#ports.freshId() as CallId, conversation });
  }

  async answer(media: Media): Promise<void> {
    await this.#calls?.answer(media);
  }

  async decline(): Promise<void> {
    await this.#calls?.decline();
  }

  async end(): Promise<void> {
    this.#changesOfMind += 1;
    await this.#calls?.end();
  }

  async setMicrophone(on: boolean): Promise<void> {
    await this.#calls?.setMicrophone(on);
  }

  async setCamera(on: boolean): Promise<void> {
    await this.#calls?.setCamera(on);
  }

  dismiss(): void {
    this.#calls?.dismiss();
    if (this.state.value.phase === 'ended') this.state.set(this.#calls?.state.value ?? IDLE);
  }

  /** The server's word on all calls has changed. */
  see(sightings: readonly Sighting[]): void {
    this.#sightings = sightings;
    if (this.#calls) this.#calls.see(sightings);
    // Offline there is no call either; the next sighting tries again.
    else if (sightings.length > 0) this.#load().catch(() => undefined);
  }

  /** An event of a call; before the model is there, nothing here can have ended. */
  learn(event: Parameters<Calls['learn']>[0]): void {
    this.#calls?.learn(event);
  }

  /** A signal that may be about the call here. */
  hear(signal: Parameters<Calls['hear']>[0]): void {
    this.#calls?.hear(signal);
  }

  /** The connection to the server is back. */
  resume(): void {
    this.#calls?.resume();
  }

  /** Lets go of everything. */
  stop(): void {
    this.#changesOfMind += 1;
    this.#sightings = [];
    this.#calls?.stop();
    this.state.set(IDLE);
  }

  #load(): Promise<Calls> {
    this.#loading ??= this.#create().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  async #create(): Promise<Calls> {
    const { browserCalls } = await import('./browser-calls.ts');
    const calls = browserCalls(this.#ports);
    this.#calls = calls;
    calls.state.subscribe((state) => this.state.set(state));
    calls.see(this.#sightings);
    return calls;
  }
}
