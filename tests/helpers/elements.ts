/**
 * What the component tests of the shared parts need: a root that brings tokens as widget and console do, items of a
 * conversation, streams without devices, and axe. It runs in the browser and knows no server.
 */
import 'axe-core/axe.min.js';
import type { AxeResults, RunOptions } from 'axe-core';
import { LitElement, css, render, type TemplateResult } from 'lit';
import { tokens } from '../../client/elements/tokens.ts';
import type { ActiveCall, EndedCall } from '../../client/call/call.ts';
import type { TimelineItem } from '../../client/timeline.ts';
import type { EventContent, EventFrame } from '../../protocol/events.ts';
import type { AgentId, CallId, ConversationId, MessageId, VisitorId } from '../../protocol/ids.ts';
import type { Author, PersonCard } from '../../protocol/models.ts';

/** Stands for widget or console: brings the tokens and a place of a given size. */
class TestRoot extends LitElement {
  static override styles = [
    tokens,
    css`
      :host {
        display: block !important;
        width: var(--test-width) !important;
        height: var(--test-height) !important;
        background: var(--sb-surface) !important;
      }
    `,
  ];
}
customElements.define('test-root', TestRoot);

/** How a root is set up. */
export interface Surroundings {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  readonly dir?: 'ltr' | 'rtl';
  /** CSS of the page, which may be hostile. */
  readonly page?: string;
}

/** Empties the page; call it after each test. */
export function clearPage(): void {
  document.body.replaceChildren();
  document.documentElement.removeAttribute('dir');
  for (const style of document.head.querySelectorAll('style.page')) style.remove();
}

/** Draws `template` inside a root and returns its first element, updated. */
export async function show<T extends Element>(template: TemplateResult, around: Surroundings = {}): Promise<T> {
  const style = Object.assign(document.createElement('style'), { className: 'page', textContent: around.page ?? '' });
  document.head.append(style);
  document.documentElement.dir = around.dir ?? 'ltr';
  const root = document.createElement('test-root') as TestRoot;
  root.dataset['scheme'] = around.scheme ?? 'light';
  root.style.setProperty('--test-width', `${around.width ?? 384}px`);
  root.style.setProperty('--test-height', around.height === undefined ? 'auto' : `${around.height}px`);
  document.body.append(root);
  await root.updateComplete;
  render(template, root.renderRoot as ShadowRoot);
  const element = root.renderRoot.querySelector('*:not(style)');
  if (element === null) throw new Error('the template has no element');
  if (element instanceof LitElement) await element.updateComplete;
  return element as T;
}

/** Waits until `condition` holds, frame by frame; the runner's limit ends a wait in vain. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await frame();
}

/** The next frame, drawn. */
export async function frame(): Promise<void> {
  await new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
}

/** The one element of a part that fits the selector. */
export function inside<T extends Element = HTMLElement>(part: Element, selector: string): T {
  const found = part.shadowRoot?.querySelector<T>(selector);
  if (found === null || found === undefined) throw new Error(`nothing fits ${selector}`);
  return found;
}

/** All elements of a part that fit the selector. */
export function all<T extends Element = HTMLElement>(part: Element, selector: string): T[] {
  return [...(part.shadowRoot?.querySelectorAll<T>(selector) ?? [])];
}

/** Text of an element as it stands in the document, spaces put together. */
export function words(element: Element): string {
  return (element.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** Collects the details of an event from now on. */
export function heard<T = unknown>(element: Element, name: string): T[] {
  const details: T[] = [];
  element.addEventListener(name, (event) => details.push((event as CustomEvent<T>).detail));
  return details;
}

/** What axe finds wrong, one line each; rules about whole pages are left out, because a part is no page. */
export async function axeViolations(part: Element): Promise<string[]> {
  const { axe } = globalThis as unknown as {
    axe: { run(context: Element, options: RunOptions): Promise<AxeResults> };
  };
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await axe.run(part, {
    runOnly: tags,
    rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
  });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.html}`));
}

export const VISITOR: Author = { kind: 'visitor', id: 'visitor' as VisitorId };
export const MIA: Author = { kind: 'agent', id: 'mia' as AgentId, name: 'Mia' };

/** A card of Mia; her photo is a path that does not load unless given. */
export function cardOfMia(photo: string | null = null): PersonCard {
  return { id: 'mia' as AgentId, name: 'Mia', title: 'Advisor', languages: ['en'], photo };
}

type MessageItem = Extract<TimelineItem, { kind: 'message' }>;

/** Noon of today: far from midnight, whenever the tests run. */
export const NOON = new Date().setHours(12, 0, 0, 0);

/** A message; by Mia unless it is own. */
export function message(id: string, text: string, more: Partial<MessageItem> = {}): MessageItem {
  const own = more.own ?? false;
  const place = { startsGroup: true, endsGroup: true, note: false, readBy: [] };
  const sent = own ? { delivery: 'sent' as const } : {};
  const by = own ? VISITOR : MIA;
  return { kind: 'message', key: id, id: id as MessageId, text, at: NOON, by, own, ...place, ...sent, ...more };
}

/** A notice of something that happened. */
export function notice(key: string, content: EventContent): TimelineItem {
  const envelope = { kind: 'event', conversation: 'c' as ConversationId, seq: 1, at: NOON, by: { kind: 'system' } };
  return { kind: 'notice', key, at: NOON, event: { ...envelope, ...content } as EventFrame };
}

/** As many messages of Mia, numbered. */
export function messages(count: number, from = 1): MessageItem[] {
  return Array.from({ length: count }, (_, place) => message(`m${from + place}`, `Message ${from + place}`));
}

const CALL = { call: 'call' as CallId, conversation: 'c' as ConversationId };

/** A connected call without streams. */
export function activeCall(more: Partial<ActiveCall> = {}): ActiveCall {
  const on = { microphone: true, camera: true, remoteMicrophone: true, remoteCamera: true };
  const none = { local: null, remote: null, connectedAt: null, failure: null };
  const media = { audio: true, video: true };
  return {
    phase: 'connected',
    ...CALL,
    by: 'visitor',
    media,
    alerting: false,
    elsewhere: false,
    ...on,
    ...none,
    ...more,
  };
}

/** A call that is over. */
export function endedCall(more: Partial<EndedCall> = {}): EndedCall {
  return { phase: 'ended', ...CALL, reason: 'hangup', failure: null, seconds: 0, ...more };
}

/** A stream with a picture and a silent sound, from no device. */
export function aStream(): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.getContext('2d')?.fillRect(0, 0, 8, 8);
  const sound = new AudioContext().createMediaStreamDestination().stream;
  return new MediaStream([...canvas.captureStream(5).getTracks(), ...sound.getTracks()]);
}

/** Whether nothing inside the part reaches beyond the sides of the part. */
export function fitsItsWidth(part: Element): boolean {
  const { left, right } = part.getBoundingClientRect();
  return all(part, '*')
    .filter((element) => !element.classList.contains('unseen') && element.getClientRects().length > 0)
    .filter((element) => element.closest('.ring, .beside, svg, .copy') === null)
    .every((element) => {
      const box = element.getBoundingClientRect();
      return box.left >= left - 1 && box.right <= right + 1;
    });
}
