/**
 * The response headers of the shop. It knows what a browser needs to be told about a page of each kind, and that the
 * Shopbell server lives on another origin; it knows nothing about the pages' content.
 */

/** How strictly a page is guarded: `strict` where addresses are typed, `open` elsewhere. */
export type Guard = 'open' | 'strict';

/** The headers of every page: a normal, moderate set, and the leave for calls on the shop's own pages. */
const ALWAYS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'SAMEORIGIN',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': 'camera=(self), microphone=(self)',
  'Cache-Control': 'private, no-cache',
};

/**
 * The headers for a page. The strict policy names the Shopbell server where its script, pictures and connections need
 * it and nothing else; a `srcObject` stream of a call is not governed by `media-src`, so the policy has none.
 */
export function pageHeaders(guard: Guard, shopbellUrl: string): Readonly<Record<string, string>> {
  if (guard === 'open') return ALWAYS;
  const http = new URL(shopbellUrl).origin;
  const socket = http.replace(/^http/, 'ws');
  const policy = [
    `default-src 'none'`,
    `script-src ${http}`,
    `style-src 'self'`,
    `img-src 'self' ${http}`,
    `connect-src ${http} ${socket}`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
    `require-trusted-types-for 'script'`,
  ].join('; ');
  return { ...ALWAYS, 'Content-Security-Policy': policy, 'X-Frame-Options': 'DENY', 'Cache-Control': 'no-store' };
}
