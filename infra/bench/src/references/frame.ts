const opening = Buffer.from('42["records",');
const closing = Buffer.from(']');

/** The WebSocket frame of a published event, as Socket.IO's protocol has it; for texts of 126 bytes up to 64 KB. */
export function frameOf(payload: Buffer): Buffer {
  const length = opening.length + payload.length + closing.length;
  const header = Buffer.from([0x81, 126, length >> 8, length & 0xff]);
  return Buffer.concat([header, opening, payload, closing]);
}
