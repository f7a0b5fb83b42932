import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { Media } from '../../protocol/models.ts';
import type { CallState } from '../call/call.ts';
import { define } from './define.ts';
import type { ElementTexts } from './texts.ts';

/** The other person as the stage shows them; `photo` is an address or null. */
export interface StagePerson {
  readonly name: string;
  readonly title?: string;
  readonly photo: string | null;
}

/** Detail of `shopbell-microphone` and `shopbell-camera`. */
export interface SwitchDetail {
  readonly on: boolean;
}

/** Detail of `shopbell-answer`. */
export interface AnswerDetail {
  readonly media: Media;
}

/** `<shopbell-call-stage>` */
export class ShopbellCallStage extends LitElement {
  @property({ attribute: false }) state: CallState = { phase: 'idle' };
  @property({ attribute: false }) texts!: ElementTexts;
  /** The other person, as far as known. */
  @property({ attribute: false }) person: StagePerson | undefined;
  /** The server's clock, for the duration. */
  @property({ attribute: false }) now: () => number = Date.now;
}

define('shopbell-call-stage', ShopbellCallStage);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-call-stage': ShopbellCallStage;
  }
}
