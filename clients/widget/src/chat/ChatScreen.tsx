import type { Status } from '@convomatic/sdk';
import { useLanguage } from '../platform/language/use-language.ts';
import type { Unsent } from '../messages/index.ts';
import { huesOf } from '@convomatic/contracts/names';
import type { PlaceState, Talk } from '../place/index.ts';
import { StatusLine } from '../connection/index.ts';
import { AttentionBar } from './AttentionBar.tsx';
import { ChatHeader } from './ChatHeader.tsx';
import { Composer } from './Composer.tsx';
import { EarlierButton } from './EarlierButton.tsx';
import { PauseBar } from './PauseBar.tsx';
import { talkLines } from './talk-lines.ts';
import type { TalkLine } from './talk-lines.ts';
import { TalkList } from './TalkList.tsx';
import { useTalkScroll } from './use-talk-scroll.ts';

type Props = { place: PlaceState; talk: Talk; unsent: Unsent[]; status: Status; stay: ChatActions };

/** What can be done in a talk. */
export type ChatActions = {
  now: () => number;
  post: (body: string) => void;
  sendAgain: () => void;
  leave: () => Promise<void>;
  attend: () => Promise<void>;
  showEarlier: () => Promise<void>;
};

const isOwn = (line: TalkLine): boolean => line.kind === 'unsent' || (line.kind === 'message' && line.isOwn);

export const ChatScreen = ({ place, talk, unsent, status, stay }: Props) => {
  const { text } = useLanguage();
  const lines = talkLines(place, unsent);
  const { scroller, hasNew, toEnd } = useTalkScroll({
    lastKey: lines.findLast((line) => !isOwn(line))?.key,
    lastOwnKey: lines.findLast(isOwn)?.key,
  });
  const hues = huesOf(talk.memberships);
  const { attention_until } = place.participant;
  const isPaused = talk.session.state === 'paused';
  return (
    <div class="chat">
      <ChatHeader {...{ place, talk, hues, now: stay.now, leave: stay.leave }} />
      <StatusLine status={status} />
      {attention_until && <AttentionBar until={attention_until} now={stay.now} attend={stay.attend} />}
      {isPaused && <PauseBar session={talk.session} now={stay.now} />}
      <div class="talk-scroller" ref={scroller} tabIndex={0} role="region" aria-label={text('messages')}>
        {talk.more_messages && <EarlierButton showEarlier={stay.showEarlier} />}
        {lines.length === 0 && <p class="left-line">{text('noMessages')}</p>}
        <TalkList {...{ lines, place, hues, sendAgain: stay.sendAgain }} />
      </div>
      <div class="chat-foot">
        {hasNew && (
          <button type="button" class="button new-messages" onClick={toEnd}>
            {text('newMessages')} ↓
          </button>
        )}
        {talk.session.state === 'closed' ? (
          <p class="composer second">{text('timeUp')}</p>
        ) : (
          <Composer post={stay.post} isPaused={isPaused} />
        )}
      </div>
    </div>
  );
};
