import { useLanguage } from '../platform/language/use-language.ts';
import type { Strings } from '../platform/language/language.ts';
import { RichTextView } from '../rich-text/index.ts';
import type { Ended } from '../seat/index.ts';
import { CompletionCode } from './CompletionCode.tsx';

type Words = { title: keyof Strings; explanation?: keyof Strings };

const words: Record<Ended['outcome'], Words> = {
  completed: { title: 'endCompleted' },
  waited_too_long: { title: 'endWaited', explanation: 'endWaitedText' },
  partner_left: { title: 'endPartnerLeft', explanation: 'endPartnerLeftText' },
  no_consent: { title: 'endNoConsent' },
  screened_out: { title: 'endScreened' },
  removed: { title: 'endRemoved' },
  failed: { title: 'endFailed', explanation: 'endFailedText' },
};

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : address);

type Props = { ended: Ended };

export const EndedScreen = ({ ended }: Props) => {
  const { text } = useLanguage();
  const { title, explanation } = words[ended.outcome];
  const isWeb = ended.redirect_url !== null && /^https?:/i.test(ended.redirect_url);
  return (
    <div class="page">
      <h1 tabIndex={-1}>{text(title)}</h1>
      {explanation && <p class="second">{text(explanation)}</p>}
      {ended.farewell && ended.outcome === 'completed' && (
        <RichTextView doc={ended.farewell} language={ended.language} variables={ended.variables} />
      )}
      {ended.completion_code && <CompletionCode code={ended.completion_code} />}
      {isWeb && ended.redirect_url && (
        <a class="button button-wide" href={ended.redirect_url} rel="noopener">
          {text('goTo', { place: hostOf(ended.redirect_url) })}
        </a>
      )}
      <p class="second">{text('canClose')}</p>
    </div>
  );
};
