/**
 * Microphone and camera: asks the browser for them and says in one word why it did not get them (PLATFORM of the
 * browser, not ours). Whatever is missing, the rest is still worth having: audio without a camera, a camera without a
 * microphone. It knows no call.
 */
import type { MediaFailure } from '../../protocol/errors.ts';
import type { Media } from '../../protocol/models.ts';

/** What the browser gave; `failure` says why it is less than was asked. */
export interface Opened {
  readonly stream: MediaStream | null;
  readonly failure: MediaFailure | null;
}

/** Where tracks come from. */
export interface Devices {
  /** Asks for what is true in `media`; the browser may ask the person. Never throws. */
  open(media: Media): Promise<Opened>;
}

/** Processing as wishes, so that no device is refused for lack of it. */
const AUDIO: MediaTrackConstraints = {
  echoCancellation: { ideal: true },
  noiseSuppression: { ideal: true },
  autoGainControl: { ideal: true },
};

/** A face in good light; more would only cost the visitor's uplink. */
const VIDEO: MediaTrackConstraints = {
  width: { ideal: 640 },
  height: { ideal: 360 },
  frameRate: { ideal: 24 },
  facingMode: { ideal: 'user' },
};

/** The old name of what Chromium still offers to ask. */
interface PagePolicy {
  allowsFeature(name: string): boolean;
}

/** The devices of this browser. */
export const browserDevices: Devices = {
  async open(media) {
    const wished = await ask(media);
    if (wished.stream !== null || !(media.audio && media.video)) return wished;
    // The prompt stands for both: a missing or denied camera must not take the voice with it.
    const voice = await ask({ audio: true, video: false });
    if (voice.stream !== null) return { ...voice, failure: wished.failure };
    if (voice.failure === 'denied') return voice;
    const picture = await ask({ audio: false, video: true });
    return { ...picture, failure: voice.failure };
  },
};

async function ask(media: Media): Promise<Opened> {
  // Plain http pages have no such property.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!isSecureContext || devices === undefined) return { stream: null, failure: 'insecure' };
  try {
    const stream = await devices.getUserMedia({ audio: media.audio && AUDIO, video: media.video && VIDEO });
    return { stream, failure: null };
  } catch (error) {
    return { stream: null, failure: failureOf(error, media) };
  }
}

/** Why the browser did not give a device, by the name of its error. */
export function failureOf(error: unknown, media: Media): MediaFailure {
  switch (error instanceof Error ? error.name : undefined) {
    case 'NotAllowedError':
    case 'SecurityError':
      return forbiddenByPage(media) ? 'forbidden-by-page' : 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    default:
      // NotReadableError and AbortError: it is there, but something else holds it.
      return 'busy';
  }
}

// The error is the same whether the person or the page's Permissions-Policy said no; only the policy itself tells.
function forbiddenByPage({ audio, video }: Media): boolean {
  const { permissionsPolicy, featurePolicy } = document as Document & Record<string, PagePolicy | undefined>;
  const policy = permissionsPolicy ?? featurePolicy;
  if (policy === undefined) return false;
  return (audio && !policy.allowsFeature('microphone')) || (video && !policy.allowsFeature('camera'));
}
