/** A message that is ready to be written: as a packet for Socket.IO's engine, and as a whole WebSocket frame. */
export interface Frame {
  readonly packet: string;
  readonly bytes: Buffer;
}

const finalText = 0x81;

const headerBytes = (length: number): number => {
  if (length < 126) return 2;
  return length < 0x1_00_00 ? 4 : 10;
};

/** A frame of a server is not masked; its length takes one, three or nine bytes (RFC 6455, section 5.2). */
function writeHeader(bytes: Buffer, length: number): number {
  bytes[0] = finalText;
  if (length < 126) return bytes.writeUInt8(length, 1);
  bytes[1] = length < 0x1_00_00 ? 126 : 127;
  return length < 0x1_00_00 ? bytes.writeUInt16BE(length, 2) : bytes.writeBigUInt64BE(BigInt(length), 2);
}

/**
 * The published text, as it is, in a packet: the engine's `4` (message), Socket.IO's `2` (event), one JSON array. It is
 * copied once: a string that was put together would first have to be made whole.
 */
export function frameOf(name: string, text: string): Frame {
  const opening = `42["${name}",`;
  const length = opening.length + Buffer.byteLength(text) + 1;
  const bytes = Buffer.allocUnsafe(headerBytes(length) + length);
  let at = writeHeader(bytes, length);
  at += bytes.write(opening, at, 'latin1');
  at += bytes.write(text, at);
  bytes.write(']', at, 'latin1');
  return { packet: `2["${name}",${text}]`, bytes };
}
