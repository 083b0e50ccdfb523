import { useLanguage } from '../platform/language/use-language.ts';
import type { Hue } from '@convomatic/contracts/names';
import type { PlaceState } from '../place/index.ts';
import { variablesOf } from '../place/index.ts';
import { MessageBubble } from './MessageBubble.tsx';
import { PromptCard } from './PromptCard.tsx';
import type { TalkLine } from './talk-lines.ts';
import { UnsentBubble } from './UnsentBubble.tsx';

type Props = { lines: TalkLine[]; place: PlaceState; hues: Map<number, Hue>; sendAgain: () => void };

export const TalkList = ({ lines, place, hues, sendAgain }: Props) => {
  const { text } = useLanguage();
  const variables = variablesOf(place);
  const draw = (line: TalkLine) => {
    switch (line.kind) {
      case 'message': {
        const { message, isOwn, isFirst } = line;
        const hue = hues.get(message.sender_user_id ?? 0) ?? 'slate';
        const startedAt = place.talk?.session.started_at ?? null;
        return <MessageBubble key={line.key} {...{ message, isOwn, isFirst, hue, startedAt }} />;
      }
      case 'prompt':
        return (
          <PromptCard
            key={line.key}
            delivery={line.delivery}
            {...{ variables, language: place.project.language }}
          />
        );
      case 'unsent':
        return <UnsentBubble key={line.key} {...{ unsent: line.unsent, sendAgain }} />;
      case 'left':
        return (
          <li key={line.key} class="left-line">
            {text('left', { name: line.name })}
          </li>
        );
    }
  };
  return <ol class="talk">{lines.map(draw)}</ol>;
};
