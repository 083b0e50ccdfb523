import { ClockRing } from '../platform/clock/ClockRing.tsx';
import { useNow } from '../platform/clock/use-now.ts';
import { LeaveButton } from '../dialog/index.ts';
import { useLanguage } from '../platform/language/use-language.ts';
import type { Hue } from '@convomatic/contracts/names';
import type { PlaceState, Talk } from '../place/index.ts';
import { ownName, partners } from '../place/index.ts';

type Props = {
  place: PlaceState;
  talk: Talk;
  hues: Map<number, Hue>;
  now: () => number;
  leave: () => Promise<void>;
};

/** More people than this are counted, so that the talk keeps its room. */
const mostNames = 6;

const RemainingTime = ({ session, now }: { session: Talk['session']; now: () => number }) => {
  const language = useLanguage();
  const current = useNow(now);
  if (!session.ends_at) return null;
  // While it pauses the clock stands still.
  const at = session.paused_at ? Date.parse(session.paused_at) : current;
  const leftMs = Math.max(0, Date.parse(session.ends_at) - at);
  const label = language.text('timeLeft', { time: language.spokenTime(leftMs) });
  return <ClockRing ms={leftMs} share={leftMs / session.duration_ms} label={label} />;
};

const MemberList = ({ place, hues }: Pick<Props, 'place' | 'hues'>) => {
  const { text } = useLanguage();
  const others = partners(place);
  const rest = others.length - mostNames;
  return (
    <ul class="members" aria-label={text('people')}>
      {others.slice(0, mostNames).map(({ user_id, name, left_at }) => (
        <li key={user_id} class={left_at ? 'second' : `hue-${hues.get(user_id) ?? 'slate'}`}>
          <bdi>{name}</bdi>
          {left_at && ` (${text('hasLeft')})`}
        </li>
      ))}
      {rest > 0 && <li class="second">{text('morePeople', { count: rest })}</li>}
      <li class="second">{text('youAre', { name: ownName(place) })}</li>
    </ul>
  );
};

export const ChatHeader = ({ place, talk, hues, now, leave }: Props) => {
  const { text } = useLanguage();
  return (
    <header class="chat-header">
      <h1 tabIndex={-1} lang={place.project.language} dir="auto">
        {place.project.name}
      </h1>
      <MemberList {...{ place, hues }} />
      <LeaveButton
        title={text('leaveTalk')}
        text={text('leaveTalkText')}
        leave={leave}
        class="button button-quiet"
      />
      <RemainingTime session={talk.session} now={now} />
    </header>
  );
};
