interface CanaryClientNeeds {
  url: string;
  /** The server has taken the connection, under this id. */
  entered: (connectionId: string) => void;
  heard: (event: { room?: string; seq?: number }) => void;
}

/** Just enough of the protocols of Engine.IO (`0` open, `2` ping, `3` pong) and Socket.IO (`40`, `42`) to listen. */
export function openCanaryClient({ url, entered, heard }: CanaryClientNeeds): WebSocket {
  const socket = new WebSocket(`${url}/socket.io/?EIO=4&transport=websocket`);

  const take = (packet: string): void => {
    if (packet.startsWith('0')) socket.send('40');
    else if (packet === '2') socket.send('3');
    else if (packet.startsWith('40')) entered((JSON.parse(packet.slice(2)) as { sid: string }).sid);
    else if (packet.startsWith('42')) heard((JSON.parse(packet.slice(2)) as [string, object])[1]);
  };

  socket.addEventListener('message', ({ data }) => {
    take(String(data));
  });
  // It is followed by `close`.
  socket.addEventListener('error', () => undefined);
  return socket;
}
