/** A message that is ready to be written: as a packet for Socket.IO's engine, and as a whole WebSocket frame. */
export interface Frame {
  readonly packet: string;
  readonly bytes: Buffer;
}

const finalText = 0x81;

/** A frame of a server is not masked; its length takes one, three or nine bytes (RFC 6455, section 5.2). */
function headerOf(length: number): Buffer {
  if (length < 126) return Buffer.from([finalText, length]);
  if (length < 0x1_00_00) {
    const header = Buffer.from([finalText, 126, 0, 0]);
    header.writeUInt16BE(length, 2);
    return header;
  }
  const header = Buffer.alloc(10);
  header.writeUInt8(finalText, 0);
  header.writeUInt8(127, 1);
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}

/** The published text, as it is, in a packet: the engine's `4` (message), Socket.IO's `2` (event), one JSON array. */
export function frameOf(name: string, text: string): Frame {
  const packet = `2["${name}",${text}]`;
  const payload = Buffer.from(`4${packet}`);
  return { packet, bytes: Buffer.concat([headerOf(payload.length), payload]) };
}
