import type { Membership, Message, Participant, PromptDelivery, Session } from '@convomatic/contracts';
import type { TranscriptRow } from '../transcripts/index.ts';

/** A message that a participant wrote: the answers that accepted it, or the code of the refusal. */
export interface Posted {
  client_id: string;
  body: string;
  accepted: readonly Message[];
  refused: string | null;
}

/** One participant's side: what the page showed, and what was sent from it. */
export interface Witness {
  name: string;
  participant: Participant;
  session: Session | null;
  /** All that were ever shown. */
  session_ids: readonly number[];
  /** For who gave up in the talk: the last number of its room that the page had. */
  left_after: number | null;
  messages: readonly Message[];
  prompts: readonly PromptDelivery[];
  posted: readonly Posted[];
  /** What the page itself noticed. */
  faults: readonly string[];
}

/** One session as the team has it. */
export interface Talk {
  session: Session;
  memberships: readonly Membership[];
  /** Ids of the pinned version's prompts that fell due before the session's end. */
  prompt_ids: readonly number[];
  /** Of all prompts of the pinned version, by id: milliseconds from the start. */
  offsets: Readonly<Record<number, number>>;
  csv: readonly TranscriptRow[];
  jsonl: readonly TranscriptRow[];
}

export interface History {
  group_min: number;
  group_target: number;
  /** How late a prompt may be delivered. */
  prompt_patience_ms: number;
  witnesses: readonly Witness[];
  talks: readonly Talk[];
}
