/**
 * What this browser gives to a call: one microphone and one camera at most, switched on and off. Off means for the
 * camera that its light goes out, for the microphone that it is silent and quickly back. It knows no peer.
 */
import type { MediaFailure } from '../../protocol/errors.ts';
import type { Media } from '../../protocol/models.ts';
import type { Devices } from './devices.ts';

/** The tracks of one call. */
export class LocalMedia {
  readonly #devices: Devices;
  /** A track has come, gone, or was unplugged. */
  readonly #changed: (kind: 'audio' | 'video') => void;
  #stream: MediaStream | null;
  #stopped = false;
  #wanted: Media;

  constructor(stream: MediaStream | null, devices: Devices, changed: (kind: 'audio' | 'video') => void) {
    this.#stream = stream;
    this.#devices = devices;
    this.#changed = changed;
    this.#wanted = { audio: this.audio !== null, video: this.video !== null };
    for (const track of stream?.getTracks() ?? []) this.#watch(track);
  }

  /** For the own preview. */
  get stream(): MediaStream | null {
    return this.#stream;
  }

  /** The microphone's track, muted or not. */
  get audio(): MediaStreamTrack | null {
    return this.#stream?.getAudioTracks()[0] ?? null;
  }

  /** The camera's track; there is none while it is off. */
  get video(): MediaStreamTrack | null {
    return this.#stream?.getVideoTracks()[0] ?? null;
  }

  /** Whether the other side can hear us. */
  get microphone(): boolean {
    return this.audio?.enabled ?? false;
  }

  /** Whether the other side can see us. */
  get camera(): boolean {
    return this.video !== null;
  }

  /** Mutes or unmutes; opens a microphone if there was none. */
  async setMicrophone(on: boolean): Promise<MediaFailure | null> {
    this.#wanted = { ...this.#wanted, audio: on };
    const { audio } = this;
    if (audio !== null) {
      audio.enabled = on;
      this.#changed('audio');
      return null;
    }
    return on ? this.#add('audio') : null;
  }

  /** Opens the camera, or closes it so that its light goes out. */
  async setCamera(on: boolean): Promise<MediaFailure | null> {
    this.#wanted = { ...this.#wanted, video: on };
    if (on) return this.camera ? null : this.#add('video');
    if (this.video !== null) this.#remove(this.video);
    return null;
  }

  /** Stops every track at once, and whatever is being opened as soon as it is. */
  stop(): void {
    this.#stopped = true;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
  }

  async #add(kind: 'audio' | 'video'): Promise<MediaFailure | null> {
    const { stream, failure } = await this.#devices.open({ audio: kind === 'audio', video: kind === 'video' });
    const track = stream?.getTracks()[0];
    if (!stream || !track) return failure;
    // While the browser asked, the person may have thought again, or hung up, or asked twice.
    if (this.#stopped || !this.#wanted[kind] || this[kind] !== null) {
      track.stop();
      return null;
    }
    if (this.#stream === null) this.#stream = stream;
    else this.#stream.addTrack(track);
    this.#watch(track);
    this.#changed(kind);
    return null;
  }

  #remove(track: MediaStreamTrack): void {
    track.stop();
    this.#stream?.removeTrack(track);
    this.#changed(track.kind === 'audio' ? 'audio' : 'video');
  }

  // Unplugged, or taken away in the browser's own settings. `stop` does not fire it.
  #watch(track: MediaStreamTrack): void {
    track.addEventListener('ended', () => this.#remove(track), { once: true });
  }
}
