import type { TypingMessage } from '@convomatic/contracts';
import { z } from 'zod';
import type { ChannelsServer } from '../socket.ts';

interface Ears {
  asked: (rooms: string[]) => void;
  here: (room: string, userId: number, leaseKey: string) => void;
  gone: (room: string, userId: number) => void;
  typing: (message: TypingMessage) => void;
}

const who = z.array(z.string());
const here = z.array(z.object({ user_id: z.int(), lease_key: z.string(), rooms: z.array(z.string()) }));
const about = z.object({ user_id: z.int(), room: z.string() });

/** Hears what other nodes tell; what is not as agreed comes from none of ours. */
export function hearNodes(io: ChannelsServer, ears: Ears): void {
  io.on('who', (rooms) => {
    ears.asked(who.safeParse(rooms).data ?? []);
  });
  io.on('here', (people) => {
    for (const { user_id, lease_key, rooms } of here.safeParse(people).data ?? [])
      for (const room of rooms) ears.here(room, user_id, lease_key);
  });
  io.on('left', (message) => {
    const { data } = about.safeParse(message);
    if (data) ears.gone(data.room, data.user_id);
  });
  io.on('typing', (message) => {
    const { data } = about.safeParse(message);
    if (data) ears.typing(data);
  });
}
