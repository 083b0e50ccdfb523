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
  /** Ids of the pinned version's prompts that are due before the session's end. */
  prompt_ids: readonly number[];
  csv: readonly TranscriptRow[];
  jsonl: readonly TranscriptRow[];
}

export interface History {
  group_target: number;
  witnesses: readonly Witness[];
  talks: readonly Talk[];
}
