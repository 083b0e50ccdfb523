/** One row of what happened in a session, as the export has it. */
export interface TranscriptRow {
  room: string;
  /** Its number in the room. */
  seq: number;
  /** `message`, `prompt`, or the kind of another event. */
  kind: string;
  message_id: number | null;
  prompt_id: number | null;
  client_id: string | null;
  sender_name: string | null;
  text: string | null;
}
