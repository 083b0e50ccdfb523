/** Longest body of a message, in Unicode code points. */
export const maxMessageCodePoints = 4_000;

/** Longest text of a prompt or of a project, as JSON, in bytes. */
export const maxRichTextBytes = 40 * 1024;

/** Most messages that one answer of a session holds. */
export const messagePageSize = 200;
