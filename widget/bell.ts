/**
 * Draws the bell: one round button in the corner of the shop's page, without Lit, in its own shadow root. It knows how
 * the bell looks and what it is called; it knows neither server nor conversation.
 */
import { brandDeclarations } from '../client/elements/brand.ts';
import type { SiteSettings } from '../protocol/models.ts';
import type { Bell } from './mount.ts';

/** Element that Shopbell adds to the page. */
export const HOST_NAME = 'shopbell-widget';

const TEXTS = {
  de: {
    open: (shop: string) => `Mit ${shop} sprechen`,
    close: 'Fenster schließen',
    unread: (count: number) => (count === 1 ? '1 neue Nachricht' : `${count} neue Nachrichten`),
  },
  en: {
    open: (shop: string) => `Talk to ${shop}`,
    close: 'Close window',
    unread: (count: number) => (count === 1 ? '1 new message' : `${count} new messages`),
  },
} as const;

/**
 * Out of the page's flow, so that it can never move anything there; shown above content, below the shop's own dialogs. All
 * of the host is important, because the page's own rules would win otherwise, and `all` against the lines after it.
 */
const STYLES = `
:host{all:initial!important;display:block!important;position:fixed!important;
z-index:var(--shopbell-z-index,2000)!important;inset:auto 20px 20px auto!important;width:56px!important;
height:56px!important;color-scheme:light dark!important}
:host([hidden]){display:none!important}
.bell{all:unset;box-sizing:border-box;position:absolute;inset:0;display:grid;place-items:center;border-radius:50%;
cursor:pointer;background:var(--sb-brand);color:var(--sb-on-brand);touch-action:manipulation;
box-shadow:0 6px 20px rgb(30 20 8/24%),0 1px 3px rgb(30 20 8/18%);transition:transform 140ms ease-out,background-color 140ms}
.bell:hover{background:var(--sb-brand-hover)}
.bell:active{background:var(--sb-brand-active);transform:scale(.96)}
.bell:focus-visible{outline:3px solid var(--sb-brand-text);outline-offset:3px}
.bell[aria-busy=true]{opacity:.75;cursor:progress}
svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.cross,[aria-expanded=true] .chime{display:none}
[aria-expanded=true] .cross{display:block}
.badge{position:absolute;top:-2px;inset-inline-end:-2px;min-width:20px;height:20px;box-sizing:border-box;padding:0 5px;
border-radius:10px;background:#c5281c;color:#fff;font:600 12px/20px system-ui,sans-serif;text-align:center;pointer-events:none}
.badge:empty{display:none}
.swing .chime{animation:swing .7s ease-out;transform-origin:50% 85%}
@keyframes swing{20%{transform:rotate(14deg)}45%{transform:rotate(-11deg)}70%{transform:rotate(6deg)}}
@media (max-width:479.98px){:host{
inset:auto max(16px,env(safe-area-inset-right)) max(16px,env(safe-area-inset-bottom)) auto!important}}
@media (prefers-reduced-motion:reduce){.bell{transition:none}.swing .chime{animation:none}}
@media (forced-colors:active){.bell{border:2px solid ButtonText}}
@media print{:host{display:none!important}}
`;

const PATHS = {
  // A counter bell: the bell of notifications would promise something else.
  chime: [
    'M3 20a1 1 0 0 1-1-1v-1a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2v1a1 1 0 0 1-1 1Z',
    'M20 16a8 8 0 1 0-16 0',
    'M12 4v4',
    'M10 4h4',
  ],
  cross: ['M18 6 6 18', 'm6 6 12 12'],
} as const;

function drawIcon(name: keyof typeof PATHS): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', name);
  for (const d of PATHS[name]) {
    const path = document.createElementNS(namespace, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

/** Adds the bell to the page and returns it with its shadow root. */
export function drawBell(settings: SiteSettings, locale: string): { bell: Bell; root: ShadowRoot } {
  const texts = TEXTS[locale.toLowerCase().startsWith('de') ? 'de' : 'en'];
  const host = document.createElement(HOST_NAME);
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:host{${brandDeclarations(settings.brand)}}${STYLES}`);
  root.adoptedStyleSheets = [sheet];

  const button = document.createElement('button');
  const badge = document.createElement('span');
  button.type = 'button';
  button.className = 'bell';
  button.part.add('bell');
  badge.className = 'badge';
  button.append(drawIcon('chime'), drawIcon('cross'), badge);
  root.append(button);

  let open = false;
  let unread = 0;
  const label = (): void => {
    const words = open ? texts.close : texts.open(settings.name);
    button.setAttribute('aria-label', unread > 0 && !open ? `${words}, ${texts.unread(unread)}` : words);
    button.setAttribute('aria-expanded', String(open));
    badge.textContent = unread > 0 && !open ? String(Math.min(unread, 99)) : '';
  };
  label();
  button.addEventListener('animationend', () => button.classList.remove('swing'));
  document.body.append(host);
  return {
    root,
    bell: {
      button,
      setOpen(value) {
        open = value;
        label();
      },
      setUnread(count) {
        unread = count;
        label();
      },
      swing: () => button.classList.add('swing'),
    },
  };
}
