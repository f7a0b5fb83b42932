/**
 * What runs inside the browser when its devices are asked for: the real devices of the client, told in words.
 */
import { browserDevices } from '../../client/call/devices.ts';
import type { Media } from '../../protocol/models.ts';

/** Which tracks were given, whether they are processed as wished, and why not more. */
interface Given {
  readonly tracks: readonly string[] | null;
  readonly failure: string | null;
}

async function ask(media: Media): Promise<Given> {
  const { stream, failure } = await browserDevices.open(media);
  return { tracks: stream?.getTracks().map(({ kind }) => kind) ?? null, failure };
}

declare global {
  /** For what a test runs in the page. */
  var askForDevices: typeof ask;
}

globalThis.askForDevices = ask;
