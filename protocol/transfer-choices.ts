/**
 * To whom a conversation can be handed over, as it travels from the server to the agent who chooses. Shapes only; who is
 * refused, and why, is the domain's to say.
 */
import type { DepartmentId } from './ids.ts';
import type { PersonCard, Presence } from './models.ts';

/** An agent to whom a conversation can be handed over, or could if they were there or had room. */
export interface AgentChoice {
  readonly card: PersonCard;
  readonly presence: Presence;
  /** Conversations and reservations, of as many as they take. */
  readonly load: number;
  readonly capacity: number;
}

/** A department to which it can be, with how many of its people are available. */
export interface DepartmentChoice {
  readonly id: DepartmentId;
  readonly name: string;
  readonly isOpen: boolean;
  readonly available: number;
}

/** To whom a conversation can be handed over at this moment. */
export interface TransferChoices {
  readonly agents: readonly AgentChoice[];
  readonly departments: readonly DepartmentChoice[];
}
