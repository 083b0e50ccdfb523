import type { Boot, Participant } from '@convomatic/contracts';
import { createConnection } from '@convomatic/sdk';
import type { Connection, OpenView } from '@convomatic/sdk';
import { io } from 'socket.io-client';
import { insist } from '../platform/insist.ts';
import { Screen } from './screen.ts';
import type { Seat } from './seat.ts';

interface Needs {
  address: string;
  seat: Seat;
  /** Something on the screen changed. */
  changed: (screen: Screen) => void;
  /** The page may not go on; nothing more will be shown. */
  failed: (error: unknown) => void;
}

/** An open browser tab: a connection, and the screen that it keeps current. */
export const createPage = ({ address, seat, changed, failed }: Needs) => {
  let connection: Connection | null = null;
  let view: OpenView | null = null;
  const now = (): number => connection?.now() ?? Date.now();
  const screen = new Screen({ local: () => performance.now(), server: now });

  const show = (boot: Boot): void => {
    screen.show(boot);
    changed(screen);
  };

  const open = (boot: Boot): void => {
    show(boot);
    connection = createConnection({ url: address, io, boot: seat.boot });
    view = connection.openView<Boot>({
      load: seat.load,
      show,
      apply: (event) => {
        screen.apply(event);
        if (screen.lacksRest) void view?.reload();
        changed(screen);
      },
      failed,
    });
  };
  const close = (): void => {
    view?.close();
    connection?.close();
  };

  return {
    screen,
    /** The server's clock. */
    now,
    /** Shows what joining answered, and from then on what happens. */
    open,
    /** As a browser does: everything anew, but for the participant's token. */
    reload: async (signal: AbortSignal): Promise<void> => {
      close();
      open(await insist(seat.load, signal));
    },
    /** What an answer of the api says of the person, before its event is here. */
    showParticipant: (participant: Participant): void => {
      screen.showParticipant(participant);
      changed(screen);
    },
    close,
  };
};
