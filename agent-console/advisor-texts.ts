/**
 * The console's texts about who is right for a visitor: quick starts, earlier conversations, deputies, and visitors who
 * want somebody else. Shapes only; it knows no language.
 */
import type { QuickStart } from '../protocol/models.ts';

/** Texts of the site's quick starts. */
export interface QuickStartTexts {
  readonly title: string;
  readonly help: string;
  /** What visitors read on the chip. */
  readonly chips: Readonly<Record<QuickStart, string>>;
  readonly topic: (chip: string) => string;
  /** Whether somebody in the team knows about it. */
  readonly nobodyKnows: string;
}

/** Every text of this file. */
export interface AdvisorTexts {
  readonly quickStarts: QuickStartTexts;
  /** Why somebody is asked: somebody who knows the visitor cannot come. */
  readonly deputy: (name: string) => string;
  /** The conversations that the visitor has had before. */
  readonly earlier: string;
  readonly earlierFailed: string;
  readonly with: (name: string) => string;
  readonly withNobody: string;
  /** The visitor wants somebody else: on a row, in the conversation, to whoever was replaced, and to mentors. */
  readonly wantsOther: string;
  readonly replacedYou: string;
  readonly replaced: (visitor: string) => string;
}
