/**
 * Photos of agents: whatever image somebody uploads becomes a small square WebP without metadata, or is refused. The
 * size is checked before decoding, so that a small file cannot unfold into gigabytes.
 */
import sharp from 'sharp';
import { refuse } from '../../protocol/errors.ts';
import { SERVER_LIMITS } from '../limits.ts';
import { Refused } from './server.ts';

/** Edge of the stored square; 36 px on screen at three times the density, and the call's avatar. */
const EDGE = 256;

const FORMATS: ReadonlySet<string | undefined> = new Set(['png', 'jpeg', 'webp']);

/** The stored form of an uploaded photo. Refuses what is not a picture of an accepted kind. */
export async function encodePhoto(upload: Buffer): Promise<{ type: string; bytes: Uint8Array }> {
  const bad = new Refused(refuse('invalid', 'Send a PNG, JPEG or WebP picture of at most 5 MB.'));
  const picture = sharp(upload, { limitInputPixels: SERVER_LIMITS.photoPixels, failOn: 'error', animated: false });
  const { format } = await picture.metadata().catch(() => ({ format: undefined }));
  if (!FORMATS.has(format)) throw bad;
  const square = picture.rotate().resize(EDGE, EDGE, { fit: 'cover', position: 'attention' }).webp({ quality: 82 });
  const bytes = await square.toBuffer().catch(() => Promise.reject(bad));
  return { type: 'image/webp', bytes };
}
