/** How the rail looks: wide with names, narrow with faces alone, a bar at the bottom of a phone. */
import { css } from 'lit';
import { controls } from '../../client/elements/tokens.ts';
import { presenceStyles } from '../elements/presence.ts';
import { surfaces } from '../elements/styles.ts';

/** Styles of `<shopbell-rail>`. */
export const railStyles = [
  controls,
  surfaces,
  presenceStyles,
  css`
    :host {
      display: flex;
      flex-direction: column;
      gap: var(--sb-4);
      min-height: 0;
      padding: var(--sb-4) var(--sb-3) var(--sb-3);
      border-inline-end: 1px solid var(--sb-hairline);
      background: var(--sb-canvas);
    }
    .brand {
      display: flex;
      align-items: center;
      gap: var(--sb-3);
      padding-inline: var(--sb-1);
      font-weight: var(--sb-bold);
      font-size: var(--sb-large);
    }
    .mark {
      display: grid;
      place-items: center;
      width: 32px;
      height: 32px;
      border-radius: 10px;
      background: var(--sb-brand);
      color: var(--sb-on-brand);
      flex: none;
    }
    .places {
      display: grid;
      gap: 2px;
    }
    .place,
    .item,
    .me {
      display: flex;
      align-items: center;
      gap: var(--sb-3);
      width: 100%;
      min-height: 40px;
      padding: var(--sb-1) var(--sb-2) var(--sb-1) 10px;
      border: 0;
      border-radius: var(--sb-radius-control);
      background: transparent;
      color: var(--sb-ink);
      font: inherit;
      text-align: start;
      text-decoration: none;
      cursor: pointer;
    }
    .place:hover,
    .item:hover,
    .me:hover {
      background: var(--sb-raised);
    }
    .place[aria-current] {
      background: var(--sb-brand-tint);
      color: var(--sb-brand-text);
      font-weight: var(--sb-medium);
    }
    .badge {
      min-width: 20px;
      margin-inline-start: auto;
      padding: 1px 6px;
      border-radius: 10px;
      background: var(--sb-brand);
      color: var(--sb-on-brand);
      font-size: var(--sb-tiny);
      font-weight: var(--sb-bold);
      text-align: center;
    }
    .team {
      flex: 1;
      min-height: 0;
      overflow: hidden auto;
      scrollbar-width: thin;
    }
    .team h2 {
      padding: 0 10px var(--sb-1);
      font-size: var(--sb-small);
      font-weight: var(--sb-medium);
      color: var(--sb-muted);
    }
    .person {
      display: flex;
      align-items: center;
      gap: var(--sb-3);
      min-height: 40px;
      padding: var(--sb-1) var(--sb-2);
      min-width: 0;
    }
    .person .name,
    .me .name {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .face {
      position: relative;
      display: inline-flex;
      flex: none;
    }
    .face .presence {
      position: absolute;
      inset-block-end: -2px;
      inset-inline-end: -2px;
      width: 10px;
      height: 10px;
      box-shadow: 0 0 0 2px var(--sb-canvas);
    }
    .own {
      display: grid;
      gap: var(--sb-1);
      padding-block-start: var(--sb-3);
      border-block-start: 1px solid var(--sb-hairline);
    }
    .me {
      padding-inline-start: var(--sb-2);
      font-weight: var(--sb-medium);
    }
    .switch {
      display: flex;
      align-items: center;
      gap: var(--sb-3);
      min-height: 40px;
      padding: var(--sb-1) var(--sb-2);
      border: 0;
      border-radius: var(--sb-radius-control);
      background: transparent;
      color: inherit;
      font: inherit;
      cursor: pointer;
    }
    .switch:hover {
      background: var(--sb-raised);
    }
    .track {
      position: relative;
      width: 32px;
      height: 20px;
      border-radius: 10px;
      border: 2px solid var(--sb-outline);
      background: var(--sb-outline);
      transition: background-color var(--sb-fast) var(--sb-ease);
      flex: none;
    }
    .track::after {
      content: '';
      position: absolute;
      inset: 1px auto 1px 1px;
      width: 14px;
      border-radius: 50%;
      background: var(--sb-surface);
      transition: transform var(--sb-fast) var(--sb-ease);
    }
    .switch[aria-checked='true'] .track {
      border-color: var(--sb-good);
      background: var(--sb-good);
    }
    .switch[aria-checked='true'] .track::after {
      transform: translateX(12px);
    }
    @media (forced-colors: active) {
      .track::after {
        background: ButtonText;
      }
    }
    #menu {
      inset: auto auto var(--sb-4) 216px;
      width: 264px;
      margin: 0;
      padding: var(--sb-2);
      border: 1px solid var(--sb-hairline);
      border-radius: var(--sb-radius-card);
      background: var(--sb-surface);
      color: var(--sb-ink);
      box-shadow: var(--sb-shadow);
    }
    #menu .who {
      display: grid;
      padding: var(--sb-1) 10px 0;
      overflow-wrap: anywhere;
    }
    #menu p {
      padding: var(--sb-2) 10px var(--sb-1);
    }
    #menu .item {
      min-height: 40px;
    }
    hr {
      margin: var(--sb-2) 0;
      border: 0;
      border-block-start: 1px solid var(--sb-hairline);
    }

    @media (max-width: 1279px) {
      :host {
        align-items: center;
        padding-inline: var(--sb-2);
      }
      .name {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
      .brand {
        padding: 0;
      }
      .place,
      .me,
      .person {
        position: relative;
        justify-content: center;
        width: 44px;
        min-height: 44px;
        padding: 0;
      }
      .badge {
        position: absolute;
        inset-block-start: 0;
        inset-inline-end: 0;
      }
      .own {
        justify-items: center;
      }
      .switch {
        flex-direction: column;
        gap: var(--sb-1);
        padding: var(--sb-1);
        font-size: var(--sb-tiny);
      }
      #menu {
        inset-inline-start: 72px;
      }
    }

    @media (max-width: 720px) {
      :host {
        flex-direction: row;
        justify-content: space-around;
        gap: 0;
        padding: var(--sb-1) var(--sb-3) calc(var(--sb-1) + env(safe-area-inset-bottom));
        border: 0;
        border-block-start: 1px solid var(--sb-hairline);
      }
      .brand,
      .team,
      .keys {
        display: none;
      }
      .places {
        display: flex;
        gap: var(--sb-4);
      }
      .place {
        flex-direction: column;
        gap: 2px;
        width: auto;
        min-width: 72px;
        font-size: var(--sb-tiny);
      }
      .place .name {
        position: static;
        width: auto;
        height: auto;
        clip-path: none;
      }
      .own {
        display: flex;
        align-items: center;
        gap: var(--sb-4);
        padding: 0;
        border: 0;
      }
      .switch {
        min-width: 72px;
      }
      #menu {
        inset: auto var(--sb-3) calc(64px + env(safe-area-inset-bottom)) auto;
      }
    }
  `,
];
