/** Where a session's rows are downloaded: a plain address, so that the browser streams it to disk. */
export const exportUrl = (sessionId: number, format: 'csv' | 'jsonl'): string =>
  `/api/sessions/${String(sessionId)}/export?format=${format}`;
