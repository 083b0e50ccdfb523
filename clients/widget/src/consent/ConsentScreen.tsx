import { ActionButton } from '../action/index.ts';
import { useLanguage } from '../platform/language/use-language.ts';
import type { PlaceState } from '../place/index.ts';
import { RichTextView } from '../rich-text/index.ts';

type Props = { place: PlaceState; answer: (accepted: boolean) => Promise<void> };

/** Asked before anything else; both answers are as easy to give. */
export const ConsentScreen = ({ place: { project }, answer }: Props) => {
  const { text } = useLanguage();
  return (
    <div class="page">
      <h1 tabIndex={-1}>{text('consentTitle')}</h1>
      <div class="card">
        <RichTextView
          doc={project.consent}
          language={project.language}
          variables={{ project: project.name }}
        />
      </div>
      <ActionButton label={text('agree')} class="button button-action button-wide" act={() => answer(true)} />
      <ActionButton label={text('disagree')} class="button button-wide" act={() => answer(false)} />
    </div>
  );
};
