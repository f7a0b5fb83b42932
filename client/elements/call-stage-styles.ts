/**
 * How a call looks: dark in both schemes, because faces stand out from dark; the brand's hue in its depth. It knows the
 * classes of call-stage.ts and nothing else.
 */
import { css } from 'lit';

/** Styles of `<shopbell-call-stage>`. */
export const callStageStyles = css`
  :host {
    --sb-focus: #fff;
    --edge: var(--sb-4);
    --control: 52px;
    display: block;
    min-height: 320px;
    height: 100%;
    container-type: size;
    color-scheme: dark !important;
    color: var(--sb-on-stage);
  }
  .stage {
    display: grid;
    position: relative;
    height: 100%;
    grid-template: auto 1fr auto / 1fr;
    overflow: hidden;
    background: radial-gradient(120% 90% at 50% 30%, rgb(255 255 255 / 9%), transparent 70%) var(--sb-stage);
  }
  .remote {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: cover;
    transition: opacity var(--sb-slow) var(--sb-ease);
  }
  .lost .remote {
    opacity: 0.35;
  }

  /* Who it is and how it stands: in the middle while there is no face, above the face otherwise. */
  .who {
    display: flex;
    position: relative;
    grid-area: 1 / 1 / 3 / 2;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: var(--sb-1);
    min-width: 0;
    padding: var(--sb-6) var(--edge);
    text-align: center;
  }
  .who > * {
    flex: none;
    max-width: 100%;
  }
  .seen .who {
    grid-row: 1 / 2;
    align-items: start;
    gap: 0;
    padding: var(--sb-3) var(--edge) var(--sb-8);
    background: linear-gradient(rgb(0 0 0 / 62%), rgb(0 0 0 / 38%) 55%, transparent);
    text-align: start;
  }
  .face {
    display: grid;
    position: relative;
    margin-block-end: var(--sb-4);
  }
  .ring {
    position: absolute;
    inset: 0;
    border: 2px solid var(--sb-on-stage);
    border-radius: 50%;
    opacity: 0;
    animation: ring 2.4s var(--sb-ease) infinite;
  }
  .ring + .ring {
    animation-delay: 0.5s;
  }
  @keyframes ring {
    0% {
      opacity: 0.45;
      transform: scale(1);
    }
    70%,
    100% {
      opacity: 0;
      transform: scale(1.5);
    }
  }
  h2 {
    margin: 0;
    overflow: hidden;
    font-size: var(--sb-title);
    font-weight: var(--sb-bold);
    line-height: var(--sb-line-tight);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .seen h2 {
    font-size: var(--sb-large);
  }
  .state {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 0 var(--sb-2);
    margin: 0;
    color: rgb(255 255 255 / 84%);
  }
  .small {
    font-size: var(--sb-small);
  }
  .help {
    max-width: min(32ch, 100%);
    margin: var(--sb-2) 0 0;
    color: rgb(255 255 255 / 84%);
    font-size: var(--sb-small);
    text-wrap: balance;
  }
  .seen .help {
    margin: var(--sb-1) 0 0;
    text-wrap: pretty;
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    margin-block-start: var(--sb-2);
    padding: 3px 10px;
    border-radius: 14px;
    background: rgb(0 0 0 / 45%);
    font-size: var(--sb-small);
    overflow-wrap: anywhere;
  }
  .badge .icon {
    width: 16px;
    height: 16px;
  }

  .self {
    display: block;
    position: absolute;
    z-index: 1;
    width: max(88px, min(25cqw, 220px));
    aspect-ratio: 3 / 4;
    margin: 0;
    padding: 0;
    overflow: hidden;
    border: 2px solid rgb(255 255 255 / 85%);
    border-radius: var(--sb-radius-card);
    background: rgb(0 0 0 / 60%);
    color: inherit;
    box-shadow: 0 4px 16px rgb(0 0 0 / 35%);
    cursor: pointer;
  }
  @container (min-width: 560px) {
    .self {
      aspect-ratio: 4 / 3;
    }
  }
  .self video {
    width: 100%;
    height: 100%;
    object-fit: cover;
    transform: scaleX(-1);
  }
  .self .icon {
    position: absolute;
    inset-block-end: 4px;
    inset-inline-end: 4px;
    width: 24px;
    height: 24px;
    padding: 4px;
    border-radius: 50%;
    background: rgb(0 0 0 / 55%);
  }
  .bottom-end,
  .bottom-start {
    inset-block-end: calc(var(--control) + var(--sb-4) + var(--sb-4));
  }
  .top-end,
  .top-start {
    inset-block-start: 76px;
  }
  .bottom-end,
  .top-end {
    inset-inline-end: var(--edge);
  }
  .bottom-start,
  .top-start {
    inset-inline-start: var(--edge);
  }

  .bar {
    display: flex;
    position: relative;
    z-index: 2;
    grid-area: 3 / 1;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: var(--sb-3);
    padding: var(--sb-2) var(--edge) max(var(--sb-4), env(safe-area-inset-bottom));
  }
  .seen .bar {
    background: linear-gradient(transparent, rgb(0 0 0 / 45%));
  }
  .control {
    width: var(--control);
    height: var(--control);
    border-color: transparent;
    background: rgb(255 255 255 / 20%);
    color: var(--sb-on-stage);
  }
  .seen .control {
    background: rgb(0 0 0 / 52%);
  }
  .control .icon {
    width: 24px;
    height: 24px;
  }
  .control:hover {
    background: rgb(255 255 255 / 32%);
  }
  .seen .control:hover {
    background: rgb(0 0 0 / 72%);
  }
  /* Off is the state to notice, so it is the bright one. */
  .control.off,
  .seen .control.off,
  .answer {
    border-color: transparent;
    background: #fff;
    color: #231f1a;
  }
  .control.off:hover,
  .seen .control.off:hover,
  .answer:hover {
    background: #e9e4dd;
  }
  .control.end {
    margin-inline-start: var(--sb-6);
    background: var(--sb-end);
    color: var(--sb-on-end);
  }
  .control.end:only-child {
    margin-inline-start: 0;
  }
  .control.end:hover {
    background: var(--sb-end-hover);
  }
  .wide {
    flex: 0 1 300px;
    min-height: 48px;
    border-radius: 24px;
  }
  .choices {
    flex-direction: column;
    align-items: stretch;
    justify-self: center;
    width: min(300px, 100%);
    gap: var(--sb-2);
  }
  .choices .wide {
    flex-basis: auto;
  }
  @container (min-width: 640px) {
    .choices {
      flex-direction: row;
      width: auto;
      gap: var(--sb-3);
    }
    .choices .wide {
      padding-inline: var(--sb-6);
    }
  }
  .wide.other {
    background: rgb(255 255 255 / 20%);
    border-color: transparent;
  }
  .wide.other:hover {
    background: rgb(255 255 255 / 32%);
  }
  @container (max-height: 420px) {
    .face {
      margin-block-end: var(--sb-2);
    }
    shopbell-avatar {
      --size: 64px !important;
    }
    .choices {
      flex-flow: row wrap;
      width: min(440px, 100%);
    }
    .choices .wide {
      flex: 1 1 120px;
    }
  }
  .hear {
    position: absolute;
    z-index: 3;
    inset-block-end: calc(var(--control) + var(--sb-8));
    inset-inline: 0;
    width: max-content;
    margin-inline: auto;
    border-radius: 24px;
    box-shadow: 0 4px 20px rgb(0 0 0 / 40%);
  }
  /* Beside the own picture, which stands at the other side at first. */
  .seen .hear {
    inset-inline: var(--edge) auto;
  }
  @media (prefers-reduced-motion: reduce) {
    .ring {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .seen .who {
      background: Canvas;
    }
    .badge {
      border: 1px solid;
    }
  }
`;
