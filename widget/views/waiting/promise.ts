/**
 * What the visitor was promised, inside the conversation: by when a person answers, that it was kept, or that it was not
 * and what happens now. Words of the program, with no face (F9). It knows the timeline and the visitor's own clock.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import check from 'lucide/dist/esm/icons/check.mjs';
import clock from 'lucide/dist/esm/icons/clock.mjs';
import alert from 'lucide/dist/esm/icons/triangle-alert.mjs';
import { define } from '../../../client/elements/define.ts';
import { icon } from '../../../client/elements/icon.ts';
import { clockTime } from '../../../client/elements/times.ts';
import { controls } from '../../../client/elements/tokens.ts';
import type { Timeline } from '../../../client/timeline.ts';
import { Follow } from '../../follow.ts';
import { waitingTexts } from '../../locales/waiting.ts';
import type { Scene } from '../../scene.ts';
import { byWhen } from './when.ts';

/** How it stands with the last promise; `missed`: the one before it was not kept. */
type Standing =
  | { readonly kind: 'running'; readonly by: number; readonly missed: number | undefined }
  | { readonly kind: 'kept'; readonly at: number }
  | { readonly kind: 'broken'; readonly by: number };

/** How it stands, from the events that are here, else from the server's picture of them. */
export function standingOf({ view, events }: Timeline): Standing | undefined {
  if (view.status === 'ended') return undefined;
  let standing: Standing | undefined;
  if (view.promise !== null) {
    const { by, broken } = view.promise;
    standing = broken ? { kind: 'broken', by } : { kind: 'running', by, missed: undefined };
  }
  for (const { type, by: author, at, body } of events) {
    if (type === 'promise.made') {
      standing = { kind: 'running', by: body.by, missed: standing?.kind === 'broken' ? standing.by : undefined };
    } else if (type === 'promise.broken') standing = { kind: 'broken', by: body.by };
    else if (type === 'promise.kept') standing = { kind: 'kept', at };
    else if (type === 'conversation.ended') standing = undefined;
    else if (type === 'message.posted' && isSettled(standing, author.kind)) standing = undefined;
  }
  return standing;
}

/** A kept promise is news until the visitor goes on; one that was not kept until a person answers. */
function isSettled(standing: Standing | undefined, by: 'visitor' | 'agent' | 'system'): boolean {
  return (standing?.kind === 'kept' && by === 'visitor') || (standing?.kind === 'broken' && by === 'agent');
}

const SIGNS = { running: clock, kept: check, broken: alert } as const;

/** `<shopbell-promise>`: a line above the composer; takes no room while nothing is promised. */
export class ShopbellPromise extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block !important;
      }
      p {
        display: flex;
        gap: var(--sb-2);
        margin: 0 var(--sb-4) var(--sb-2);
        padding: var(--sb-2) var(--sb-3);
        border-radius: var(--sb-radius-control);
        background: var(--sb-brand-tint);
        font-size: var(--sb-small);
        font-variant-numeric: tabular-nums;
        text-wrap: pretty;
      }
      .icon {
        flex: none;
        width: 18px;
        height: 18px;
        color: var(--sb-brand-text);
      }
      .kept .icon {
        color: var(--sb-good);
      }
      .broken {
        background: var(--sb-raised);
      }
      .broken .icon {
        color: var(--sb-bad);
      }
    `,
  ];

  @property({ attribute: false }) scene!: Scene;

  protected readonly follow = new Follow(this, () => [this.scene.visit.state, this.scene.client.conversations]);

  protected override render(): TemplateResult {
    const { timeline } = this.scene.visit;
    const standing = timeline && standingOf(timeline);
    return html`<div role="status">
      ${
        standing === undefined
          ? nothing
          : html`<p class=${standing.kind}>${icon(SIGNS[standing.kind])}<span>${this.#words(standing)}</span></p>`
      }
    </div>`;
  }

  #words(standing: Standing): string {
    const { scene } = this;
    const { promise, by: words } = waitingTexts[scene.texts.language];
    switch (standing.kind) {
      case 'running': {
        const by = byWhen(standing.by, scene, words);
        return standing.missed === undefined ? promise.running(by) : promise.again(by);
      }
      case 'kept':
        return promise.kept(clockTime(standing.at, scene.locale));
      case 'broken':
        return promise.broken;
    }
  }
}

define('shopbell-promise', ShopbellPromise);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-promise': ShopbellPromise;
  }
}
