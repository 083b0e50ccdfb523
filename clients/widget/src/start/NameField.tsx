import { useLanguage } from '../platform/language/use-language.ts';
import type { NameProblem } from '../visit/index.ts';

const words = { taken: 'nameTaken', unfit: 'nameUnfit' } as const;

/** What the others will call somebody. */
export const NameField = ({ problem }: { problem: NameProblem | null }) => {
  const { text } = useLanguage();
  return (
    <div class="field">
      <label for="name">{text('yourName')}</label>
      <input
        id="name"
        name="name"
        required
        maxLength={40}
        autocomplete="off"
        dir="auto"
        aria-invalid={problem !== null}
        aria-describedby="name-hint"
      />
      <p id="name-hint" class={problem ? 'bad' : 'second'} role={problem ? 'alert' : undefined}>
        {text(problem ? words[problem] : 'nameHint')}
      </p>
    </div>
  );
};
